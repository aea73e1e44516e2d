/**
 * Raw mail through the API: one that comes in from a relay or a mail provider, and one that an admin looks at.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { domainPart, parseAddress } from '../base/address.ts';
import type { InboxId } from '../base/id.ts';
import { parseMail } from '../mail/parse.ts';
import { recipientsInHeader } from '../mail/raw.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { backlog, keepMail, loadMail } from '../store/inbox.ts';
import { ledgerLine } from '../store/ledger.ts';
import { letterById } from '../store/letter-lines.ts';
import { letterInEnvelope } from './addressed.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, type Managed, managed, mayManage, refused } from './manage.ts';
import { ownsUnread } from './manage-mail.ts';
import { withoutSecrets } from './raw-secrets.ts';
import { openMail, sealMail } from './sealed.ts';

export interface RawMail {
  /** Null: the caller does not say. */
  readonly from: string | null;
  /** None: the caller does not say; then those of us count whom the mail's header names. */
  readonly to: readonly string[];
  /** Whose Authentication-Results may be believed: the caller vouches that this relay wrote them. */
  readonly authservId: string | null;
}

export type Taken =
  | Managed<string>
  | { readonly ok: false; readonly refusal: 'busy' }
  | { readonly ok: false; readonly refusal: 'not-a-mail' };

/** Up to so many bytes stand in the database, as they do from the front door; more go to a blob. */
const INLINE = 256 * 1024;

/** Who may hand in mail, and for whom: asked before a byte is read. Empty: it may come. */
async function rawFaults(gw: Gateway, actor: Actor, mail: RawMail): Promise<Managed<null>> {
  if (!mayManage(actor)) return refused('admins-only');
  const faults: FieldFault[] = [];
  if (mail.from && !parseAddress(mail.from)) faults.push({ path: 'from', message: 'This is not an e-mail address' });
  for (const [at, rcpt] of mail.to.entries()) {
    if (!(await isOurs(gw, actor, rcpt)))
      faults.push({ path: `to.${at}`, message: 'This is not an address of this account' });
  }
  // A mail finds its task by signed carriers, whatever account that is in: one tenant's word must not prove a sender to another.
  if (mail.authservId !== null && !(await ownsUnread(gw)))
    faults.push({
      path: 'authservId',
      message: 'With several accounts on this server, results of other programs are not believed here',
    });
  return faults.length > 0 ? faulty(faults) : managed(null);
}

/** Resolves when the mail survives a power cut. Throws Trouble `too-large`. */
export async function takeRawMail(
  gw: Gateway,
  actor: Actor,
  mail: RawMail,
  content: Readable,
  limits: { bytes: number; backlog: number },
): Promise<Taken> {
  const may = await rawFaults(gw, actor, mail);
  if (!may.ok) return may;
  if ((await backlog(gw.db.read, limits.backlog)) >= limits.backlog) return { ok: false, refusal: 'busy' };
  const { head, rest } = await readHead(content);
  if (!/^[!-9;-~]{1,100}[ \t]*:/.test(head.subarray(0, 200).toString('latin1')))
    return { ok: false, refusal: 'not-a-mail' };
  const envelope = await envelopeOf(gw, actor, mail, head);
  if (envelope.to.length === 0)
    return faulty([{ path: 'to', message: 'Name a recipient: the mail’s header names nobody of this account' }]);
  const blob = rest
    ? await gw.blobs.put(Readable.from(together(head, rest)), limits.bytes)
    : { sha256: createHash('sha256').update(head).digest('hex'), size: head.length };
  const arrived = {
    ...envelope,
    authservId: mail.authservId,
    ...blob,
    raw: rest ? null : head,
    ip: '',
    helo: '',
    tls: false,
    protocol: 'http',
    receivedAt: gw.clock(),
  } as const;
  const id = await gw.db.write((tx) => keepMail(tx, sealMail(gw, arrived)));
  gw.wake.inbox();
  return managed(id);
}

/** What the caller says; else what a delivery agent left in the header, or whom the mail says it is for. */
async function envelopeOf(
  gw: Gateway,
  actor: Actor,
  { from, to }: RawMail,
  head: Buffer,
): Promise<{ from: string; to: readonly string[] }> {
  const named = recipientsInHeader(head);
  if (to.length > 0) return { from: from ?? named.from, to };
  const ours: string[] = [];
  for (const rcpt of new Set([...named.to, ...named.written].slice(0, MOST_NAMED)))
    if (await isOurs(gw, actor, rcpt)) ours.push(rcpt);
  return { from: from ?? named.from, to: ours };
}

const MOST_NAMED = 100;

async function isOurs(gw: Gateway, { account }: Actor, rcpt: string): Promise<boolean> {
  const address = parseAddress(rcpt);
  if (!address) return false;
  if (domainPart(address) === account.mailDomain) return true;
  if (domainPart(address) !== gw.names.mailDomain) return false;
  const letter = letterInEnvelope(gw, { to: [address] });
  const found = letter && (await letterById(gw.db.read, letter));
  return found ? found.letter.account === account.id : ownsUnread(gw);
}

/** The first INLINE bytes, and what is left of the stream when there is more. */
async function readHead(content: Readable): Promise<{ head: Buffer; rest: AsyncIterator<Buffer> | null }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const rest = content.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    chunks.push(Buffer.from(next.value));
    size += next.value.length;
    if (size > INLINE) return { head: Buffer.concat(chunks), rest };
  }
  return { head: Buffer.concat(chunks), rest: null };
}

async function* together(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The mail as it came, but for our own secrets in it (decisions "Dashboard link"). Null: its bytes are not kept any more. */
export async function rawForEyes(gw: Gateway, actor: Actor, id: string): Promise<Managed<Buffer>> {
  const raw = await rawOf(gw, actor, id);
  return raw.ok ? managed(withoutSecrets(raw.value, gw.names)) : raw;
}

const PREVIEW = 2000;
/** A larger mail is read by the workers only. */
const PREVIEW_OF = 1024 * 1024;

/** The first words of a mail as plain text, for a decision about it: no HTML, no link that works, nothing of ours. Null: none can be shown. */
export async function previewOf(gw: Gateway, actor: Actor, id: string): Promise<string | null> {
  const raw = await rawOf(gw, actor, id);
  return raw.ok ? ((await excerptOf(gw, raw.value))?.text ?? null) : null;
}

export interface Excerpt {
  readonly text: string;
  /** There is more than the text shows. */
  readonly more: boolean;
  /** The names of its files. */
  readonly files: readonly string[];
}

export async function excerptOf(gw: Gateway, raw: Buffer): Promise<Excerpt | null> {
  if (raw.length > PREVIEW_OF) return null;
  const message = await parseMail(raw, { maxText: 64 * 1024 }).catch(() => null);
  if (!message) return null;
  const text = [...removeSecrets(message.text, gw.names)];
  const files = message.attachments.filter((a) => !a.inline).map((a) => removeSecrets(a.name, gw.names));
  return { text: text.slice(0, PREVIEW).join(''), more: text.length > PREVIEW, files };
}

async function rawOf(gw: Gateway, actor: Actor, id: string): Promise<Managed<Buffer>> {
  if (!mayManage(actor)) return refused('admins-only');
  const line = await ledgerLine(gw.db.read, actor.account.id, id, await ownsUnread(gw));
  const raw = line && (await bytesOf(gw, line.id));
  return raw ? managed(raw) : refused('nowhere');
}

/** The mail as it came, with our secrets in it. Null: its bytes are not kept any more. */
export async function bytesOf(gw: Gateway, id: InboxId): Promise<Buffer | null> {
  const mail = await loadMail(gw.db.read, id);
  if (!mail) return null;
  if (mail.raw) return openMail(gw, mail).raw;
  return (await gw.blobs.has(mail.sha256)) ? buffer(gw.blobs.open(mail.sha256)) : null;
}
