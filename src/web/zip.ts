/**
 * Files as one ZIP archive, written while it is sent: nothing is compressed (pictures and PDFs are already), nothing is kept in
 * memory, and its length is known before its first byte. PKWARE APPNOTE 6.3: §4.3.7 local header, §4.3.12 central directory,
 * §4.3.16 end record.
 */
import { crc32 } from 'node:zlib';
import type { Instant } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';

export interface ZipEntry {
  /** As a person named it; made safe and unique here. */
  readonly name: string;
  readonly size: number;
  readonly at: Instant;
  /** Called twice: for the checksum, which stands before the bytes, and for the bytes. */
  open(): Promise<NodeJS.ReadableStream>;
}

/** Beyond this an archive needs the 64-bit form, which not every program on a phone opens. */
export const ZIP_MAX = 2 * 1024 ** 3;

export const zipSize = (entries: readonly ZipEntry[]): number =>
  namedApart(entries).reduce((sum, { name, size }) => sum + LOCAL + CENTRAL + 2 * (name.length + TIME) + size, END);

/** The archive in pieces. Throws Trouble when a file is not of the size that was promised: half an archive must not look whole. */
export async function* zipped(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of namedApart(entries)) {
    const crc = await checksum(entry);
    const head = Buffer.concat([localHeader(entry, crc), entry.name, timeField(entry.at)]);
    directory.push(Buffer.concat([centralHeader(entry, crc, at), entry.name, timeField(entry.at)]));
    yield head;
    for await (const piece of await entry.open()) yield Buffer.from(piece as Buffer);
    at += head.length + entry.size;
  }
  const central = Buffer.concat(directory);
  yield central;
  yield endRecord(entries.length, central.length, at);
}

interface Named extends Omit<ZipEntry, 'name'> {
  readonly name: Buffer;
}

async function checksum(entry: Named): Promise<number> {
  let crc = 0;
  let size = 0;
  for await (const piece of await entry.open()) {
    crc = crc32(piece as Buffer, crc);
    size += (piece as Buffer).length;
  }
  if (size !== entry.size) throw new Trouble('blob-size', 'A file of an archive is not of its size');
  return crc;
}

/** Two files of one name, also where large and small letters are the same, come out of the archive as two. */
export function namedApart(entries: readonly ZipEntry[]): Named[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const safe = safeName(entry.name);
    let name = safe;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = numbered(safe, n);
    taken.add(name.toLowerCase());
    return { ...entry, open: () => entry.open(), name: Buffer.from(name) };
  });
}

const numbered = (name: string, n: number): string => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (${n})${name.slice(dot)}` : `${name} (${n})`;
};

/** No folder, no drive, no device, nothing hidden: what is left cannot leave the folder that it is unpacked into. */
function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[. ]+/, '');
  const short = [...plain].slice(0, 120).join('').replace(/[. ]$/, '_');
  const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(short);
  return device ? `_${short}` : short || 'file';
}

const [LOCAL, CENTRAL, END, TIME] = [30, 46, 22, 9];
/** §4.4.4: bit 11, names are UTF-8. */
const UTF8 = 0x0800;

/** What the local header and the directory have in common, from the version needed to the length of the name. */
function common(entry: Named, crc: number): Buffer {
  const field = Buffer.alloc(26);
  field.writeUInt16LE(20, 0);
  field.writeUInt16LE(UTF8, 2);
  field.writeUInt32LE(dosTime(entry.at), 6);
  field.writeUInt32LE(crc, 10);
  field.writeUInt32LE(entry.size, 14);
  field.writeUInt32LE(entry.size, 18);
  field.writeUInt16LE(entry.name.length, 22);
  field.writeUInt16LE(TIME, 24);
  return field;
}

const localHeader = (entry: Named, crc: number): Buffer =>
  Buffer.concat([Buffer.from('PK\u0003\u0004'), common(entry, crc)]);

function centralHeader(entry: Named, crc: number, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  // §4.4.2: made by version 2.0.
  return Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common(entry, crc), rest]);
}

function endRecord(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(END);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** §4.4.6, to two seconds, in UTC; the extra field below says the same exactly. */
function dosTime(at: Instant): number {
  const d = new Date(Math.max(at, Date.UTC(1980, 0)));
  const date = ((d.getUTCFullYear() - 1980) << 9) | ((d.getUTCMonth() + 1) << 5) | d.getUTCDate();
  const time = (d.getUTCHours() << 11) | (d.getUTCMinutes() << 5) | (d.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}

/** The extended timestamp (0x5455): seconds since 1970. */
function timeField(at: Instant): Buffer {
  const field = Buffer.alloc(TIME);
  field.writeUInt16LE(0x5455, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(Math.floor(at / 1000) >>> 0, 5);
  return field;
}
