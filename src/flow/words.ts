/**
 * What a mail said, ready to be kept: the person's words without our secrets, and its files.
 */
import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FileId, InboxId, PersonId, TaskId } from '../base/id.ts';
import { withoutSecretsClean } from '../mail/clean-secrets.ts';
import type { Attachment } from '../mail/message.ts';
import type { Reply } from '../mail/reply.ts';
import { textToHtml } from '../mail/sanitize.ts';
import { removeSecrets } from '../mail/secrets.ts';
import type { Account } from '../people/account.ts';
import type { Sql } from '../store/database.ts';
import { bytesKnownTo, insertFile, type NewFile } from '../store/files.ts';
import { HTML_MAX, type MailOrigin, type Words } from '../tasks/task.ts';
import { keptType } from './file-type.ts';
import type { Gateway } from './gateway.ts';
import { withoutSecrets } from './raw-secrets.ts';
import type { Reading } from './read-mail.ts';

/** An attachment whose bytes are safe in the blobs and that has no owner yet. */
export type KeptFile = Omit<NewFile, 'owner'>;

/** Every attachment becomes a blob before the transaction begins: a blob without a row does no harm, the other way round does. */
export async function keepAttachments(gw: Gateway, attachments: readonly Attachment[]): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const a of attachments) {
    const clean = await withoutOurs(gw, a);
    const blob = { size: a.size, sha256: a.sha256, ...(clean && (await gw.blobs.put(Readable.from([clean])))) };
    if (clean) await dropSpilled([a]);
    else if (a.path) await gw.blobs.adopt(a.path, a.sha256);
    else await gw.blobs.put(Readable.from([Buffer.from(a.content ?? [])]));
    const found = await gw.scan?.(gw.blobs.open(blob.sha256));
    if (found) {
      kept.push(await takenOut(gw, a.name, found));
      continue;
    }
    const type = await keptType(gw, a.type, blob.sha256);
    kept.push({ name: a.name, type, ...blob, cid: a.inline ? a.cid : null });
  }
  return kept;
}

/** In the place of a file that would do harm stands what it was. The mail as it came still has it, for those who look after the account. */
async function takenOut(gw: Gateway, name: string, found: string): Promise<KeptFile> {
  gw.log.warn({ found }, 'A file of a mail was taken out');
  const text = `«${name}»: файл убран, в нём ${found}.\n“${name}”: this file was taken out, it carries ${found}.\n`;
  const blob = await gw.blobs.put(Readable.from([text]));
  return { name: `${name}.txt`, type: 'text/plain; charset=utf-8', cid: null, ...blob };
}

/** Mails, saved pages, texts, invitations: whoever hands on our letter in a file hands on the link in it, and did not mean to. */
const CARRIES_LETTERS = /^(?:message\/(?:rfc822|global)$|text\/)/;
/** A larger mail is large by its files; our letter would stand in the first part of it, but cutting it there would spoil it. */
const LOOK = 1024 * 1024;

/** Such a file without our secrets; null: it has none, and stays what it is to the byte. */
async function withoutOurs(gw: Gateway, a: Attachment): Promise<Buffer | null> {
  if (!CARRIES_LETTERS.test(a.type) || a.size > LOOK) return null;
  const raw = a.path ? await readFile(a.path) : Buffer.from(a.content ?? []);
  const clean = withoutSecrets(raw, gw.names);
  return clean.equals(raw) ? null : clean;
}

/** What a reading left in the spill folder when it came to nothing. */
export async function dropSpilled(attachments: readonly Attachment[]): Promise<void> {
  for (const a of attachments) if (a.path) await rm(a.path, { force: true });
}

/** `task`: where they will stand, if it is there already; its pictures need not be listed once more. */
export async function ownFiles(
  gw: Gateway,
  tx: Sql,
  account: Account,
  owner: PersonId,
  files: readonly KeptFile[],
  task: TaskId | null,
): Promise<FileId[]> {
  const ids: FileId[] = [];
  const logos = files.filter(mayBeLogo).map((f) => f.sha256);
  const seen = new Set(task ? await bytesKnownTo(tx, account.id, task, owner, logos) : []);
  for (const f of files) {
    const repeated = mayBeLogo(f) && seen.has(f.sha256);
    if (mayBeLogo(f)) seen.add(f.sha256);
    ids.push((await insertFile(tx, account.id, { ...f, owner, repeated }, gw.clock())).id);
  }
  return ids;
}

/** Signatures and quotes bring the same small pictures with every mail. A large one that comes again was sent again. */
const LOGO = 64 * 1024;
const mayBeLogo = (f: KeptFile): boolean => f.type.startsWith('image/') && (f.size <= LOGO || f.cid !== null);

/** The words of a reply. Too long for a comment: the beginning is the comment and the whole goes along as a file, so no word is lost. */
export async function wordsOf(gw: Gateway, reply: Reply): Promise<{ words: Words; overflow: KeptFile | null }> {
  const text = removeSecrets(reply.text, gw.names).trim();
  const html = htmlOf(gw, reply, text);
  if (html !== null && Buffer.byteLength(html) <= HTML_MAX) return { words: { text, html }, overflow: null };
  const blob = await gw.blobs.put(Readable.from([text]));
  const start = cut(text, HTML_MAX / 4);
  return {
    words: { text: start, html: textToHtml(start) },
    overflow: { name: 'full-text.txt', type: 'text/plain; charset=utf-8', cid: null, ...blob },
  };
}

/** Null: too long for a comment. It is cut then, and cleaning it again is not worth half a second of everybody's. */
function htmlOf({ names }: Gateway, { html }: Reply, text: string): string | null {
  if (html === null) return textToHtml(text);
  return Buffer.byteLength(html) <= HTML_MAX ? withoutSecretsClean(html, names) : null;
}

/** At most so many UTF-16 units, ending at a line or a word, with an ellipsis. */
function cut(text: string, max: number): string {
  const head = text.slice(0, max);
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '), max - 200);
  return `${head.slice(0, end)}…`;
}

/** What a mail says beside its words, without our secrets: names of people and of files, and a server's reasons are shown too. */
export function unarmed(gw: Gateway, reading: Reading): Reading {
  const clean = (text: string): string => removeSecrets(text, gw.names);
  const { message, bounce } = reading;
  const from = message.from.map((mailbox) => ({ ...mailbox, name: clean(mailbox.name) }));
  const attachments = message.attachments.map((a) => ({
    ...a,
    name: clean(a.name),
    type: clean(a.type),
    cid: a.cid && clean(a.cid),
  }));
  const deliveries = bounce?.deliveries.map((d) => ({ ...d, diagnostic: clean(d.diagnostic) }));
  return {
    ...reading,
    message: { ...message, from, attachments },
    bounce: bounce && deliveries ? { ...bounce, deliveries } : bounce,
  };
}

export function originOf(gw: Gateway, inbox: InboxId, reading: Reading): MailOrigin {
  const { message, reply } = reading;
  return {
    inbox,
    subject: removeSecrets(message.subject, gw.names),
    from: message.from[0]?.address ?? '',
    method: reply.method,
    confidence: reply.confidence,
    removed: reply.removed.map((r) => ({ kind: r.kind, text: removeSecrets(r.text, gw.names) })),
    notes: message.notes,
  };
}
