/**
 * A stored letter → what leaves: the derived tokens in their slots, envelope and headers. The same at every attempt, so a
 * retry is the same mail (decisions "Tokens and carriers").
 */
import assert from 'node:assert';
import { asciiDomain, domainPart } from '../base/address.ts';
import { confirmationCode, hopMarks, type Keyring, letterToken, type Purpose, personToken } from '../base/token.ts';
import { siteOf } from '../people/account.ts';
import { type Letter, type LetterFile, type LetterKind, SLOT_MARK, SLOT_PATTERN, type Slot } from './letter.ts';

export interface FillContext {
  readonly keyring: Keyring;
  /** `https://office.example`, without a slash at the end. */
  readonly publicUrl: string;
  /** `mail.domain`: where reply and bounce addresses live. */
  readonly mailDomain: string;
  readonly replyPrefix: string;
  readonly bouncePrefix: string;
  /** The recipient's present one; looked at only when the recipient is a contact. */
  readonly linkGeneration: number;
  /** Of several recipients those who have it already: they stand in its head, and get it no second time. */
  readonly settled?: readonly string[];
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface FilledLetter {
  readonly id: Letter['id'];
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly replyTo: Mailbox;
  /** A domain besides ours in whose name it is signed (RFC 6376). */
  readonly signFor: string | null;
  /** With angle brackets. */
  readonly messageId: string;
  /** With angle brackets, oldest first. */
  readonly references: readonly string[];
  /** With angle brackets; null: it begins a conversation. */
  readonly inReplyTo: string | null;
  readonly date: number;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly LetterFile[];
}

/** Where the page of a kind lives, and what the token for it is good for; it names this letter. */
export const PAGES = {
  invitation: { path: 'activate', purpose: 'activation' },
  password: { path: 'activate', purpose: 'activation' },
  question: { path: 'question', purpose: 'question' },
  'sender-check': { path: 'sender', purpose: 'sender' },
} as const satisfies Partial<Record<LetterKind, { readonly path: string; readonly purpose: Purpose }>>;

export function fillLetter(letter: Letter, context: FillContext): FilledLetter {
  const { keyring, mailDomain } = context;
  const token = letterToken(keyring, 'reply', letter.id);
  const reply = `${context.replyPrefix}+${token}@${mailDomain}`;
  const values = slotValues(letter, context);
  const { outside } = letter.from;
  const message = letterToken(keyring, 'message', letter.id);
  const thread = references(letter, context, message);
  return {
    id: letter.id,
    envelope: {
      from: `${context.bouncePrefix}+${letterToken(keyring, 'bounce', letter.id)}@${mailDomain}`,
      to: letter.recipients.map((r) => r.address).filter((address) => !context.settled?.includes(address)),
    },
    from: { name: letter.from.name, address: fromAddress(letter, reply) },
    to: letter.recipients,
    replyTo: { name: letter.from.name, address: outside?.repliesHere ? outside.address : reply },
    signFor: outside?.signed ? asciiDomain(domainPart(outside.address)) : null,
    messageId: `<m.${message}@${mailDomain}>`,
    references: thread,
    inReplyTo: letter.answers ?? thread[0] ?? null,
    date: letter.createdAt,
    subject: fillSlots(letter.subject, values),
    text: fillSlots(letter.text, values),
    html: withPixel(fillSlots(letter.html, values), letter, context),
    headers: headers(letter, values, keyring),
    attachments: letter.attachments,
  };
}

function fromAddress({ from }: Letter, reply: string): string {
  if (from.outside) return from.outside.address;
  return from.local === null ? reply : `${from.local}@${from.domain}`;
}

type SlotValues = Readonly<Record<Slot, string | null>>;

function slotValues(letter: Letter, context: FillContext): SlotValues {
  const { keyring, publicUrl } = context;
  const base = dashboardBase(letter, context);
  const site = siteOf({ mailDomain: letter.from.domain }, context);
  const page = (PAGES as Partial<Record<LetterKind, { path: string; purpose: Purpose }>>)[letter.kind];
  const comment = letter.commentNumber === null ? '' : `#c${letter.commentNumber}`;
  return {
    'dashboard-base': base,
    dashboard: base && (letter.taskNumber === null ? base : `${base}/tasks/${letter.taskNumber}${comment}`),
    mark: letterToken(keyring, 'mark', letter.id),
    mute: `${publicUrl}/mute/${letterToken(keyring, 'mute', letter.id)}`,
    code: letter.kind === 'code' ? confirmationCode(keyring, letter.id) : null,
    page: page ? `${site}/${page.path}/${letterToken(keyring, page.purpose, letter.id)}` : null,
  };
}

/** A letter that several share has no link of a person's, nor has an employee's (decisions: one letter per recipient). */
function dashboardBase(letter: Letter, { keyring, publicUrl, linkGeneration }: FillContext): string | null {
  if (letter.recipient === null || letter.recipientKind !== 'contact') return null;
  return `${publicUrl}/d/${personToken(keyring, 'dashboard', letter.recipient, linkGeneration)}`;
}

function fillSlots(text: string, values: SlotValues): string {
  const filled = text.replace(SLOT_PATTERN, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as Slot] : null;
    assert.ok(value !== null, `a letter with a slot that nothing fills: ${name}`);
    return value;
  });
  assert.ok(!filled.includes(SLOT_MARK), 'a letter with half a slot');
  return filled;
}

/**
 * Put in last, so that it stands in no letter that is kept, shown or compared with an answer: only in what leaves. It is the end of the
 * letter, and says nothing to who does not see it.
 */
function withPixel(html: string, letter: Letter, { keyring, publicUrl }: FillContext): string {
  if (!letter.pixel) return html;
  const picture = `<img src="${publicUrl}/open/${letterToken(keyring, 'open', letter.id)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`;
  const end = html.toLowerCase().lastIndexOf('</body');
  return end < 0 ? html + picture : html.slice(0, end) + picture + html.slice(end);
}

/**
 * First the root of all letters of this task: it makes one thread in the reader's mail program. Then the mail of theirs that is
 * answered. Then our own id once more, at
 * another host: a relay may write a Message-ID of its own, and then a reply still names ours (RFC 5322 §3.6.4: a reply's
 * References are its parent's, then the parent's Message-ID). The same id would make the letter its own ancestor.
 */
function references(letter: Letter, context: FillContext, token: string): string[] {
  if (letter.task === null) return [];
  const theirs = letter.answers ? [letter.answers] : [];
  return [`<t.${letter.task}@${context.mailDomain}>`, ...theirs, `<m.${token}@ref.${context.mailDomain}>`];
}

function headers(letter: Letter, values: SlotValues, keyring: Keyring): Record<string, string> {
  const found: Record<string, string> = {
    // Microsoft's programs ask for it; RFC 3834 has no such word for letters that a person wrote.
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'X-Postern-Hop': hopMarks(keyring, letter.account)[0]!,
  };
  // RFC 3834 §5
  if (letter.automatic) found['Auto-Submitted'] = letter.kind === 'N3' ? 'auto-replied' : 'auto-generated';
  // RFC 8058: only letters that offer it
  if (letter.text.includes(`${SLOT_MARK}mute${SLOT_MARK}`)) {
    found['List-Unsubscribe'] = `<${values.mute}>`;
    found['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return found;
}
