/**
 * The header of a mail → the fields that the rest of the house asks for. RFC 5322 §3.6. Pure.
 */
import { parseAddressHeader } from 'mailparser';
import { decodeHeaderText, unfoldHeader, unifyWords } from './header-words.ts';
import type { HeaderMailbox, Message } from './message.ts';

export type RawHeader = ReadonlyArray<{ readonly key: string; readonly line: string }>;
export type HeaderFields = Pick<
  Message,
  | 'messageId'
  | 'inReplyTo'
  | 'references'
  | 'subject'
  | 'date'
  | 'from'
  | 'sender'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'headers'
  | 'repeated'
> & { readonly notes: readonly string[] };

/** RFC 5322 §3.6 allows each of these once. MIME's own three are here too: two of them are read differently by every reader. */
const ONCE = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
];
const MAX_IDS = 200;
const MAX_MAILBOXES = 500;
/** Characters of a subject and of a name that anybody could want to read; of the rest a page would choke. */
const MAX_SUBJECT = 2000;
const MAX_NAME = 300;
/** RFC 5321 §4.5.3.1.3: a path has 256 octets, brackets included. Longer ones are no addresses. */
const MAX_ADDRESS = 320;
/** RFC 5322 §2.1.1: a line has 998 octets at most, and a Message-ID cannot be folded. An index of a database takes little more. */
const MAX_ID = 998;

/** `hint`: the charset of the mail's text, for fields that were written without encoding. */
export function readHeader(lines: RawHeader, hint: string | null): HeaderFields {
  const notes = new Set<string>();
  const raw = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const colon = line.indexOf(':');
    if (colon < 1 || !/^[!-9;-~]+$/.test(key)) continue;
    const list = raw.get(key) ?? [];
    raw.set(key, list);
    list.push(line.slice(colon + 1));
  }
  const headers = new Map<string, readonly string[]>();
  for (const [key, values] of raw)
    headers.set(
      key,
      values.map((value) => decoded(value, hint, notes)),
    );
  const first = (name: string): string => headers.get(name)?.[0] ?? '';
  const boxes = (name: string): HeaderMailbox[] => mailboxes(raw.get(name) ?? [], hint);
  return {
    messageId: messageIds(first('message-id'))[0] ?? bareId(first('message-id')),
    inReplyTo: messageIds((headers.get('in-reply-to') ?? []).join(' ')),
    references: messageIds((headers.get('references') ?? []).join(' ')),
    subject: shortened(first('subject').replace(/\s+/g, ' ').trim(), MAX_SUBJECT),
    date: dateOf(first('date')),
    from: boxes('from'),
    sender: boxes('sender')[0] ?? null,
    replyTo: boxes('reply-to'),
    to: boxes('to'),
    cc: boxes('cc'),
    headers,
    repeated: ONCE.filter((name) => (raw.get(name)?.length ?? 0) > 1),
    notes: [...notes],
  };
}

function decoded(value: string, hint: string | null, notes: Set<string>): string {
  const { text, note } = decodeHeaderText(value, hint);
  if (note) notes.add(note);
  return text;
}

/** Every mailbox of these fields, groups opened. `address` is '' when what stands there is not an address. */
function mailboxes(values: readonly string[], hint: string | null): HeaderMailbox[] {
  const out: HeaderMailbox[] = [];
  for (const value of values) {
    const text = unifyWords(unfoldHeader(value, hint).text.slice(0, 100_000));
    for (const entry of parseAddressHeader(text, { flatten: true }).value) {
      const address = (entry.address ?? '').trim().toLowerCase();
      const name = shortened((entry.name ?? '').replace(/[\s\0]+/g, ' ').trim(), MAX_NAME);
      const isAddress = address.includes('@') && address.length <= MAX_ADDRESS;
      if (out.length < MAX_MAILBOXES && (address || name)) out.push({ name, address: isAddress ? address : '' });
    }
  }
  return out;
}

/** Without half of a surrogate pair at its end. */
const shortened = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** Message-IDs of a field, without angle brackets, each once. RFC 5322 §3.6.4; spaces and folds inside are taken out. */
export function messageIds(text: string): string[] {
  const ids = [...text.matchAll(/<([^<>]{1,998})>/g)].map((m) => m[1]!.replace(/\s+/g, ''));
  const bare = ids.length > 0 ? [] : text.split(/[\s,;]+/).filter((word) => /^[^@<>"]+@[^@<>"]+$/.test(word));
  return [...new Set([...ids, ...bare])].filter((id) => id !== '' && Buffer.byteLength(id) <= MAX_ID).slice(0, MAX_IDS);
}

function bareId(text: string): string | null {
  const id = text.replace(/[<>\s]/g, '');
  return id === '' || Buffer.byteLength(id) > MAX_ID ? null : id;
}

/** Milliseconds, or null: a date that cannot be read is unknown, never "now". Comments such as `(MSK)` are left out. */
function dateOf(text: string): number | null {
  const time = Date.parse(text.replace(/\([^()]{0,60}\)/g, '').trim());
  return Number.isNaN(time) ? null : time;
}
