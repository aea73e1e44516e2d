/**
 * `winmail.dat`: Outlook packs files, and sometimes the text, into a container of its own, and nobody else can open it.
 * [MS-OXTNEF] §2.1: a signature, then attributes one after another. Only what a reader misses is taken out: names, types, bytes and the text.
 * Pure, linear, and never more bytes than went in: the files are slices of the container. The packages for it are large and little kept.
 */
import { decodeText } from './charset.ts';
import { Cursor, type MapiProperty, readProperties } from './tnef-props.ts';

export interface TnefFile {
  /** As it stands there, unsafe; '' when it has none. */
  readonly name: string;
  readonly type: string;
  readonly cid: string | null;
  readonly content: Buffer;
}

export interface Tnef {
  readonly files: readonly TnefFile[];
  readonly text: string | null;
  readonly html: Buffer | null;
}

const SIGNATURE = 0x223e9f78;
const MOST_FILES = 200;
const MOST_ATTRIBUTES = 5000;

const ATTRIBUTE = {
  codepage: 0x00069007,
  body: 0x0002800c,
  message: 0x00069003,
  /** Begins the next file. */
  render: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  properties: 0x00069005,
} as const;

const PROPERTY = {
  text: 0x1000,
  html: 0x1013,
  data: 0x3701,
  name: 0x3704,
  longName: 0x3707,
  type: 0x370e,
  cid: 0x3712,
} as const;

interface Draft {
  title: Buffer;
  data: Buffer;
  properties: readonly MapiProperty[];
}

/** Null: these bytes are no TNEF. A container that is cut short gives what it still has. */
export function readTnef(bytes: Buffer): Tnef | null {
  const cursor = new Cursor(bytes);
  if (cursor.number() !== SIGNATURE) return null;
  cursor.short();
  const drafts: Draft[] = [];
  let codepage: string | null = null;
  let body: Buffer | null = null;
  let message: readonly MapiProperty[] = [];
  for (let i = 0; i < MOST_ATTRIBUTES; i++) {
    cursor.byte();
    const attribute = cursor.number();
    const value = cursor.take(cursor.number());
    if (cursor.over) break;
    cursor.short();
    const last = drafts.at(-1);
    if (attribute === ATTRIBUTE.codepage && value.length >= 4) codepage = charsetOf(value.readUInt32LE());
    else if (attribute === ATTRIBUTE.body) body = value;
    else if (attribute === ATTRIBUTE.message) message = readProperties(value);
    else if (attribute === ATTRIBUTE.render && drafts.length < MOST_FILES)
      drafts.push({ title: NOTHING, data: NOTHING, properties: [] });
    else if (attribute === ATTRIBUTE.title && last) last.title = value;
    else if (attribute === ATTRIBUTE.data && last) last.data = value;
    else if (attribute === ATTRIBUTE.properties && last) last.properties = readProperties(value);
  }
  return {
    files: drafts.flatMap((draft) => fileOf(draft, codepage)),
    text: textIn(message, PROPERTY.text, codepage) || (body ? said(body, codepage) : '') || null,
    html: message.find(({ id }) => id === PROPERTY.html)?.value ?? null,
  };
}

const NOTHING = Buffer.alloc(0);

function fileOf({ title, data, properties }: Draft, codepage: string | null): TnefFile[] {
  const content =
    data.length > 0
      ? data
      : (properties.find(({ id, type }) => id === PROPERTY.data && type === 0x102)?.value ?? NOTHING);
  // An embedded Outlook item has no bytes that anything else could open; it stays in the container.
  if (content.length === 0) return [];
  const text = (id: number): string => textIn(properties, id, codepage);
  const type = text(PROPERTY.type).toLowerCase();
  return [
    {
      name: text(PROPERTY.longName) || text(PROPERTY.name) || said(title, codepage),
      type: /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(type) ? type : 'application/octet-stream',
      cid: text(PROPERTY.cid).replace(/^<|>$/g, '') || null,
      content,
    },
  ];
}

function textIn(properties: readonly MapiProperty[], wanted: number, codepage: string | null): string {
  const found = properties.find(({ id, type }) => id === wanted && (type === 0x1e || type === 0x1f));
  if (!found) return '';
  return found.type === 0x1f ? whole(found.value.toString('utf16le')) : said(found.value, codepage);
}

const said = (bytes: Buffer, codepage: string | null): string => whole(decodeText(withoutEnd(bytes), codepage).text);

const withoutEnd = (bytes: Buffer): Buffer => {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
};

/** Half of a surrogate pair is no character: what is kept must be text. */
const whole = (text: string): string => text.split('\0')[0]!.replace(/\p{Cs}/gu, '\ufffd');

/** Windows code pages by number; what is not known is guessed from the bytes. */
function charsetOf(codepage: number): string | null {
  if (codepage >= 1250 && codepage <= 1258) return `windows-${codepage}`;
  return (
    (
      {
        932: 'shift_jis',
        936: 'gb18030',
        949: 'euc-kr',
        950: 'big5',
        866: 'ibm866',
        20866: 'koi8-r',
        65001: 'utf-8',
      } as Record<number, string>
    )[codepage] ?? null
  );
}
