/**
 * Bytes → Message. Streams: an attachment of any size passes through in chunks and is hashed on the way; one over
 * `spill.over` goes to a file. What could be repaired is repaired and noted; what cannot be read is permanent Trouble.
 */
import { Trouble, toError } from '../base/trouble.ts';
import { attachmentName } from './attachment-name.ts';
import { readBody } from './body.ts';
import { readHeader } from './header-read.ts';
import { decodeWords } from './header-words.ts';
import type { Attachment, Message, ReportPart } from './message.ts';
import { type Leaf, type Parts, readParts, type Spill } from './mime-parts.ts';
import { openContainers } from './opened.ts';

export interface ParseOptions {
  readonly spill?: Spill;
  /** Bytes of one text or HTML part that are read; the default is 2 MiB. */
  readonly maxText?: number;
  readonly signal?: AbortSignal;
}

const MAX_TEXT = 2 * 1024 * 1024;
const MAX_REPORT = 128 * 1024;
const MAX_NOTES = 20;

/** Throws Trouble('unreadable', …, permanent) with a reason a postmaster understands; trouble of the disk goes through as it is. */
export async function parseMail(source: Buffer | NodeJS.ReadableStream, options: ParseOptions = {}): Promise<Message> {
  const parts = await partsOf(source, options);
  const header = readHeader(parts.header, parts.leaves.find(({ type }) => type.startsWith('text/'))?.charset ?? null);
  const body = readBody(parts.leaves, options.maxText ?? MAX_TEXT);
  if (header.headers.size === 0)
    throw new Trouble('unreadable', 'It has no header, so it is not a mail', { permanent: true });
  const { notes: headerNotes, ...fields } = header;
  return {
    ...fields,
    text: body.text.trim() === '' && isCalendarAnswer(parts.leaves) ? fields.subject : body.text,
    textFromHtml: body.textFromHtml,
    html: body.html,
    attachments: attachmentsOf(body.files, body.html),
    reports: parts.leaves.flatMap(reportOf),
    notes: [...new Set([...parts.notes, ...headerNotes, ...body.notes])].slice(0, MAX_NOTES),
  };
}

async function partsOf(source: Buffer | NodeJS.ReadableStream, options: ParseOptions): Promise<Parts> {
  try {
    return await openContainers(await readParts(source, options.spill, options.signal), options.spill, options.signal);
  } catch (thrown) {
    const error = toError(thrown) as Error & { code?: string };
    // The parser's own limits; anything else with a code is the disk or the stream, and may go better next time.
    if (error.code === 'EMAXLEN')
      throw new Trouble('unreadable', REASONS[error.message] ?? error.message, { permanent: true, cause: error });
    if (error.code === undefined)
      throw new Trouble('unreadable', `Its structure cannot be read: ${error.message}`, {
        permanent: true,
        cause: error,
      });
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  'Max allowed child nodes exceeded': 'It has more than a thousand parts',
  'Max header size for a MIME node exceeded': 'Its header is larger than a mebibyte, or has many thousands of lines',
};

function attachmentsOf(files: readonly Leaf[], html: string | null): Attachment[] {
  const shown = cidsShown(html);
  const names = new Set<string>();
  return files.map((leaf) => ({
    name: distinct(nameOf(leaf), names),
    type: leaf.type,
    size: leaf.size,
    sha256: leaf.sha256,
    cid: leaf.cid,
    inline: leaf.cid !== null && shown.has(leaf.cid.toLowerCase()),
    content: leaf.content,
    path: leaf.path,
  }));
}

/** Content-IDs that the HTML refers to (RFC 2392: percent-encoded in the URL). */
function cidsShown(html: string | null): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const [, cid] of (html ?? '').matchAll(/\bcid:([^'"\s<>)]{1,256})/gi)) {
    try {
      shown.add(decodeURIComponent(cid!).toLowerCase());
    } catch {
      shown.add(cid!.toLowerCase());
    }
  }
  return shown;
}

/** RFC 3156 §4: what follows `application/pgp-encrypted` has no name by custom, and is what people save and open. */
const nameOf = (leaf: Leaf): string =>
  leaf.name === '' && leaf.type === 'application/octet-stream' && leaf.containers.at(-1)?.type === 'multipart/encrypted'
    ? 'encrypted.asc'
    : attachmentName(leaf.name, leaf.type, titleOf(leaf));

/** The subject of an attached mail is its name. */
function titleOf(leaf: Leaf): string {
  if (leaf.name !== '' || !leaf.type.startsWith('message/rfc822') || leaf.content === null) return '';
  const head = leaf.content.toString('latin1', 0, 16384).split(/\r?\n\r?\n/)[0] ?? '';
  const subject = /^subject:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im.exec(head)?.[1] ?? '';
  return decodeWords(Buffer.from(subject.replace(/\r?\n/g, ''), 'latin1').toString()).trim();
}

/** Two files of one name cannot both be saved: the second gets a number. */
function distinct(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem} (${count})${ending}`;
  taken.add(free.toLowerCase());
  return free;
}

/**
 * Somebody pressed «Accept» or «Decline» (RFC 5546 §3.2.3): a person answered, and their program wrote it into the subject and nowhere
 * else that is for people.
 */
const isCalendarAnswer = (leaves: readonly Leaf[]): boolean =>
  leaves.some(
    ({ type, content }) =>
      type === 'text/calendar' && /^METHOD:REPLY[ \t\r]*$/im.test(content?.toString('latin1', 0, 4096) ?? ''),
  );

/** RFC 3462: the parts of a report that a machine reads. */
const REPORT_TYPES =
  /^(?:message\/(?:delivery-status|global-delivery-status|feedback-report|disposition-notification|rfc822|global)|text\/rfc822-headers)$/;

function reportOf(leaf: Leaf): ReportPart[] {
  if (!REPORT_TYPES.test(leaf.type) || leaf.content === null) return [];
  const text = leaf.content.toString('utf8', 0, MAX_REPORT).replaceAll('\0', '').replace(/\r\n?/g, '\n');
  return [{ type: leaf.type, text }];
}
