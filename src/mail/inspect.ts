/**
 * Everything that can be told about a mail without a database, a key or the network: the object of `postern inspect`
 * (contract.md "Command line"). The same functions as in the gateway, in the same order as flow/receive.ts asks them.
 */
import { type Automatic, readAutomatic } from './automatic.ts';
import { type Bounce, readBounce } from './bounce.ts';
import { charsetOfHtml, decodeText } from './charset.ts';
import { type Complaint, readComplaint } from './complaint.ts';
import { type Forward, readForward } from './forward.ts';
import { htmlToText } from './html-text.ts';
import { kindOf, type MailKind } from './kind.ts';
import type { HeaderMailbox, Message } from './message.ts';
import { parseMail } from './parse.ts';
import type { Proof } from './proof.ts';
import { repairNote } from './repairs.ts';
import type { SentLetter } from './reply.ts';
import { readReply } from './reply-read.ts';
import { type MailShape, plusKeys, readCarriers } from './thread.ts';

export type InspectAs = 'eml' | 'text' | 'html';

export interface InspectOptions {
  readonly file?: string;
  readonly sent?: SentLetter;
  /** Asked for the `auth` field; null when the mail is not to be proven. */
  readonly prove?: (raw: Buffer, message: Message) => Promise<Proof>;
  readonly shape?: MailShape;
  /** For a bare body, which has no header of its own. */
  readonly subject?: string;
  readonly signal?: AbortSignal;
}

export interface Inspection {
  readonly file: string | null;
  readonly error: null;
  readonly kind: MailKind;
  readonly messageId: string | null;
  readonly subject: string;
  readonly from: HeaderMailbox | null;
  readonly to: readonly HeaderMailbox[];
  readonly cc: readonly HeaderMailbox[];
  readonly replyTo: HeaderMailbox | null;
  readonly text: string;
  readonly reply: {
    readonly text: string;
    readonly html: string | null;
    readonly method: string;
    readonly confidence: number;
    readonly removed: readonly { readonly kind: string; readonly text: string }[];
  };
  readonly automatic: Omit<Automatic, 'list'>;
  readonly bounce: Omit<Bounce, 'returned'> | null;
  readonly complaint: Complaint | null;
  readonly forward: Forward | null;
  readonly attachments: readonly {
    name: string;
    type: string;
    size: number;
    sha256: string;
    cid: string | null;
    inline: boolean;
  }[];
  readonly carriers: { readonly tokens: readonly string[]; readonly references: readonly string[] };
  readonly auth: Pick<Proof, 'spf' | 'dkim' | 'dmarc' | 'arc'> | null;
  readonly notes: readonly string[];
}

/** The defaults of the configuration: `inspect` runs without one. */
const SHAPE: MailShape = { mailDomain: 'localhost', replyPrefix: 'reply', bouncePrefix: 'bounce' };

/** Throws Trouble('unreadable') for bytes that are no mail. */
export async function inspectMail(source: Buffer, as: InspectAs, options: InspectOptions = {}): Promise<Inspection> {
  const message =
    as === 'eml'
      ? await parseMail(source, options.signal ? { signal: options.signal } : {})
      : bareBody(source, as, options.subject ?? '');
  const shape = options.shape ?? SHAPE;
  const automatic = readAutomatic(message, undefined, shape.mailDomain);
  const bounce = as === 'eml' ? readBounce(message) : null;
  const complaint = as === 'eml' ? readComplaint(message) : null;
  const carriers = readCarriers(message, [], shape);
  const { text, html, textFromHtml } = message;
  const reply = readReply({ text, html, textFromHtml, ...(options.sent ? { sent: options.sent } : {}) });
  const proof = options.prove ? await options.prove(source, message) : null;
  return {
    file: options.file ?? null,
    error: null,
    kind: kindOf(message, { automatic, bounce, complaint }),
    messageId: message.messageId && `<${message.messageId}>`,
    subject: message.subject,
    from: shownSender(message),
    to: message.to,
    cc: message.cc,
    replyTo: message.replyTo[0] ?? null,
    text,
    reply: { ...reply, removed: reply.removed.map(({ kind, text: removed }) => ({ kind, text: removed })) },
    automatic: {
      autoReply: automatic.autoReply,
      outOfOffice: automatic.outOfOffice,
      mayAnswer: automatic.mayAnswer && !bounce && !complaint,
    },
    bounce: bounce && { dsn: bounce.dsn, permanent: bounce.permanent, deliveries: bounce.deliveries },
    complaint,
    forward: readForward(text, message.subject),
    attachments: message.attachments.map(({ name, type, size, sha256, cid, inline }) => ({
      name,
      type,
      size,
      sha256,
      cid,
      inline,
    })),
    carriers: {
      tokens: [...new Set([...carriers.tokens.map(({ token }) => token), ...plusKeys(message)])],
      references: carriers.references.map((id) => `<${id}>`),
    },
    auth: proof && { spf: proof.spf, dkim: proof.dkim, dmarc: proof.dmarc, arc: proof.arc },
    notes: [
      ...message.notes,
      ...message.repeated.map((name) => repairNote('header-repeated', { name })),
      ...(proof?.notes ?? []),
    ],
  };
}

/** Who is shown as the sender. Where From holds no address it is only a hint, never an identity: proof.ts decides by From alone. */
const shownSender = (message: Message): HeaderMailbox | null =>
  message.from.find(({ address }) => address !== '') ??
  [message.sender, ...message.replyTo].find((one) => one !== null && one.address !== '') ??
  message.from[0] ??
  null;

/** A file that is the body of a mail and nothing else. */
function bareBody(source: Buffer, as: 'text' | 'html', subject: string): Message {
  const decoded = decodeText(source, null, as === 'html' ? charsetOfHtml(source) : null);
  const body = decoded.text.replaceAll('\0', '').replace(/\r\n?/g, '\n');
  return {
    ...NO_HEADER,
    subject,
    text: as === 'html' ? htmlToText(body) : body,
    textFromHtml: as === 'html',
    html: as === 'html' ? body : null,
    notes: decoded.note && decoded.charset !== 'utf-8' ? [decoded.note] : [],
  };
}

const NO_HEADER: Omit<Message, 'text' | 'textFromHtml' | 'html' | 'notes'> = {
  messageId: null,
  inReplyTo: [],
  references: [],
  subject: '',
  date: null,
  from: [],
  sender: null,
  replyTo: [],
  to: [],
  cc: [],
  headers: new Map(),
  repeated: [],
  attachments: [],
  reports: [],
};
