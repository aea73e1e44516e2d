/**
 * MAPI properties as they stand inside TNEF ([MS-OXTNEF] §2.1.3.4): a count, then type, id and value each. Pure; never reads past
 * the bytes it was given, and gives up quietly where they make no sense.
 */

export interface MapiProperty {
  readonly id: number;
  /** 0x1e 8-bit text, 0x1f UTF-16 text, 0x102 bytes, 0x0d an object; others are numbers. */
  readonly type: number;
  readonly value: Buffer;
}

const MOST = 2000;
const SEVERAL = 0x1000;
const VARIABLE: ReadonlySet<number> = new Set([0x0d, 0x1e, 0x1f, 0x102]);
/** Bytes of a value by type, rounded up to four as it is written. */
const FIXED: Readonly<Record<number, number>> = {
  1: 4,
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

export function readProperties(bytes: Buffer): MapiProperty[] {
  const found: MapiProperty[] = [];
  const cursor = new Cursor(bytes);
  const count = Math.min(cursor.number(), MOST);
  for (let i = 0; i < count && !cursor.over; i++) {
    const type = cursor.short();
    const id = cursor.short();
    if (id >= 0x8000) skipName(cursor);
    const values = readValues(cursor, type);
    if (values === null) break;
    if (values[0] && !cursor.over) found.push({ id, type: type & ~SEVERAL, value: values[0] });
  }
  return found;
}

function skipName(cursor: Cursor): void {
  cursor.take(16);
  if (cursor.number() === 0) cursor.take(4);
  else cursor.padded(cursor.number());
}

function readValues(cursor: Cursor, type: number): Buffer[] | null {
  const plain = type & ~SEVERAL;
  const variable = VARIABLE.has(plain);
  const size = FIXED[plain];
  if (!variable && size === undefined) return null;
  const count = variable || type & SEVERAL ? cursor.number() : 1;
  if (count > MOST) return null;
  const values: Buffer[] = [];
  for (let i = 0; i < count && !cursor.over; i++)
    values.push(variable ? cursor.padded(cursor.number()) : cursor.take(size!));
  return values;
}

/** A place in the bytes. Behind their end everything is zero and `over` is true: callers look once, not at each step. */
export class Cursor {
  at = 0;
  over = false;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  take(size: number): Buffer {
    if (this.at + size > this.bytes.length) {
      this.over = true;
      return Buffer.alloc(0);
    }
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** As many bytes, and what fills them up to a multiple of four. */
  padded(size: number): Buffer {
    const value = this.take(size);
    if (!this.over) this.at += (4 - (size % 4)) % 4;
    return value;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  short(): number {
    const two = this.take(2);
    return two.length === 2 ? two.readUInt16LE() : 0;
  }

  number(): number {
    const four = this.take(4);
    return four.length === 4 ? four.readUInt32LE() : 0;
  }
}
