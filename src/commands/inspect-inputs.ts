/** The mails that `inspect` was asked about: files, folders, mboxes, standard input, a list of names. Read one at a time. */
import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { toError } from '../base/trouble.ts';
import { type Io, UsageError } from './command.ts';

export type MailInput =
  | { readonly name: string; readonly bytes: Buffer; readonly error: null }
  | { readonly name: string; readonly bytes: null; readonly error: string };

/** A mail larger than this is not read into memory; the gateway's own limit is far below. */
const MAX_FILE = 256 * 1024 * 1024;

export async function* listInputs(
  names: readonly string[],
  filesFrom: string | undefined,
  as: 'eml' | 'text' | 'html',
  io: Pick<Io, 'stdin' | 'cwd'>,
): AsyncGenerator<MailInput> {
  for (const name of names) {
    if (name === '-') yield* mailsIn('-', await readStdin(io), as);
    else yield* fromPath(name, as, io.cwd);
  }
  if (filesFrom === undefined) return;
  const list = filesFrom === '-' ? await readStdin(io) : await readList(filesFrom, io.cwd);
  for (const line of list.toString().split('\n')) {
    const name = line.replace(/\r$/, '');
    if (name !== '') yield* fromPath(name, as, io.cwd);
  }
}

const readList = (name: string, cwd: string): Promise<Buffer> =>
  readFile(resolve(cwd, name)).catch((thrown) => {
    throw new UsageError(`--files-from ${name}: ${plainReason(toError(thrown))}`);
  });

async function* fromPath(name: string, as: 'eml' | 'text' | 'html', cwd: string): AsyncGenerator<MailInput> {
  try {
    const path = resolve(cwd, name);
    // Nobody else waits in this process: asking the disk at once is several times faster than asking through the thread pool.
    const found = statSync(path);
    if (found.isDirectory()) {
      for (const entry of await filesBelow(path)) yield* fromPath(join(name, entry), as, cwd);
    } else if (found.size > MAX_FILE)
      yield { name, bytes: null, error: `It is larger than ${MAX_FILE / 1024 / 1024} MiB` };
    else yield* mailsIn(name, readFileSync(path), as);
  } catch (thrown) {
    yield { name, bytes: null, error: plainReason(toError(thrown)) };
  }
}

/** Names below the folder, in order; hidden files and folders are left out. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory()))
    .map(({ name }) => name);
  return names.sort();
}

function* mailsIn(name: string, bytes: Buffer, as: 'eml' | 'text' | 'html'): Generator<MailInput> {
  const parts = as === 'eml' && extname(name) !== '.eml' ? splitMbox(bytes) : [bytes];
  for (const [index, part] of parts.entries())
    yield { name: parts.length > 1 ? `${name}#${index + 1}` : name, bytes: part, error: null };
}

/** RFC 4155: a mail begins at `From address date` after a blank line. Bytes that do not begin so are one mail. */
export function splitMbox(bytes: Buffer): Buffer[] {
  if (bytes.toString('latin1', 0, 5) !== 'From ') return [bytes];
  const starts = [0];
  for (let at = bytes.indexOf('\nFrom '); at >= 0; at = bytes.indexOf('\nFrom ', at + 1)) {
    const blankBefore = bytes[at - 1] === 0x0a || (bytes[at - 1] === 0x0d && bytes[at - 2] === 0x0a);
    const line = bytes.toString('latin1', at + 1, Math.min(bytes.length, at + 200)).split('\n')[0]!;
    if (blankBefore && /^From \S+ .*\d\d:\d\d.*\d{4}/.test(line)) starts.push(at + 1);
  }
  return starts.map((start, i) => unquoted(bytes.subarray(start, starts[i + 1] ?? bytes.length)));
}

/** Whatever wrote the mbox put a `>` before lines of the mail that begin with `From `; nobody quoted them. */
function unquoted(mail: Buffer): Buffer {
  if (!mail.includes('\n>')) return mail;
  return Buffer.from(mail.toString('latin1').replace(/\n>(?=>*From )/g, '\n'), 'latin1');
}

async function readStdin(io: Pick<Io, 'stdin'>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function plainReason(error: Error & { code?: string }): string {
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'There is no such file',
    EACCES: 'It may not be read',
    EISDIR: 'It is a folder',
  };
  return known[error.code ?? ''] ?? error.message;
}
