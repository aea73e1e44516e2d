/**
 * A client's mail program: nodemailer writes and signs, mailparser reads. Nothing of Postern's own mail code is in it.
 */
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import type { House } from './app.ts';
import { connect, type Talk } from './dialogue.ts';
import type { Kept } from './sink.ts';
import { SELECTOR, SIGNING_KEY, signs } from './zone.ts';

/** A letter of ours as its reader has it. */
export interface Received {
  readonly to: readonly string[];
  readonly envelopeFrom: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: readonly string[];
  readonly headers: ReadonlyMap<string, unknown>;
  readonly attachments: readonly { readonly filename?: string | undefined; readonly content: Buffer }[];
  readonly raw: Buffer;
}

export interface Writing {
  readonly from: string;
  readonly to: string | readonly string[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly cc?: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly { filename: string; content: string | Buffer; contentType?: string }[];
  /** Default: the domain of From signs, if it can. */
  readonly signedBy?: string | null;
  /** Header lines that this program leaves out. */
  readonly without?: readonly string[];
  /** Default: the address in From. '' is the null sender. */
  readonly envelopeFrom?: string;
  /** Default: `to`. */
  readonly envelopeTo?: readonly string[];
}

const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** The bytes of a mail, signed with DKIM by the domain of its sender. */
export async function compose(house: House, mail: Writing): Promise<Buffer> {
  const { message } = await composer.sendMail({ date: new Date(), ...(mail as object) });
  const domain = mail.signedBy === undefined ? domainOf(addressIn(mail.from)) : mail.signedBy;
  const bytes = without(message as Buffer, mail.without ?? []);
  return domain && signs(domain, house.dns.zone) ? sign(bytes, domain) : bytes;
}

/** The same bytes behind a DKIM-Signature of this domain. */
export async function sign(raw: Buffer, domain: string): Promise<Buffer> {
  const dkim = { domainName: domain, keySelector: SELECTOR, privateKey: SIGNING_KEY };
  const { message } = await composer.sendMail({ raw, envelope: { from: `a@${domain}`, to: ['b@x.example'] }, dkim });
  return message as Buffer;
}

function without(raw: Buffer, names: readonly string[]): Buffer {
  if (names.length === 0) return raw;
  const [head = '', ...body] = raw.toString('latin1').split('\r\n\r\n');
  const lines = head.split(/\r\n(?![ \t])/).filter((line) => !names.includes(line.split(':')[0]!.toLowerCase()));
  return Buffer.from([lines.join('\r\n'), ...body].join('\r\n\r\n'), 'latin1');
}

/** Writes a mail and hands it in. Answers what the server said at the end, `250 …`. */
export async function send(house: House, mail: Writing): Promise<string> {
  const to = mail.envelopeTo ?? [mail.to].flat().map(addressIn);
  return deliver(house, mail.envelopeFrom ?? addressIn(mail.from), to, await compose(house, mail));
}

/** These very bytes over SMTP. Answers the last reply: a refusal ends it early. */
export async function deliver(house: House, from: string, to: readonly string[], raw: Buffer): Promise<string> {
  const talk = house.lines.pop() ?? (await greet(house.app.smtpPort!));
  const say = async (...lines: (string | Buffer)[]): Promise<string> => {
    talk.send(Buffer.concat(lines.flatMap((l) => [Buffer.from(l as string), Buffer.from('\r\n')])));
    return talk.reply();
  };
  for (const line of [`MAIL FROM:<${from}>`, ...to.map((t) => `RCPT TO:<${t}>`), 'DATA']) {
    const reply = await say(line);
    if (/^[23]/.test(reply)) continue;
    await say('RSET');
    house.lines.push(talk);
    return reply;
  }
  const stuffed = raw.toString('latin1').replace(/^\./gm, '..').replace(/\r\n$/, '');
  const reply = await say(Buffer.from(stuffed, 'latin1'), '.');
  if (reply.startsWith('250')) house.accepted += 1;
  if (reply.startsWith('2')) house.lines.push(talk);
  return reply;
}

async function greet(port: number): Promise<Talk> {
  const talk = await connect(port);
  await talk.reply();
  talk.send('EHLO mx.client.example\r\n');
  await talk.reply();
  return talk;
}

/** What a mail program makes when its user presses «Reply»: the user's text above the quoted letter. */
export function reply(letter: Received, from: string, text: string, more: Partial<Writing> = {}): Writing {
  return {
    from,
    to: letter.replyTo,
    subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    inReplyTo: letter.messageId,
    references: [...letter.references, letter.messageId],
    text: `${text}\n\nOn Mon, 23 Nov 2026 at 10:00, ${letter.from.name} <${letter.from.address}> wrote:\n\n${quoted(letter.text)}\n`,
    ...more,
  };
}

export const quoted = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n');

/** Every letter that has left the house in this test, oldest first. */
export async function letters(house: House): Promise<Received[]> {
  await house.app.idle();
  return Promise.all(house.relay.kept.map(readLetter));
}

/** Those to this address. */
export const lettersTo = async (house: House, address: string): Promise<Received[]> =>
  (await letters(house)).filter((l) => l.to.includes(address));

export async function readLetter({ from, to, raw }: Kept): Promise<Received> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true });
  const sender = parsed.from!.value[0]!;
  return {
    to,
    envelopeFrom: from,
    from: { name: sender.name, address: sender.address ?? '' },
    replyTo: parsed.replyTo?.value[0]?.address ?? sender.address ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    messageId: parsed.messageId ?? '',
    references: [parsed.references ?? []].flat(),
    headers: parsed.headers,
    attachments: parsed.attachments,
    raw,
  };
}

export const addressIn = (mailbox: string): string => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
