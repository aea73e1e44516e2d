/**
 * Most of a page is what it was when somebody last looked: an entry of a conversation, made once, is kept until anything that
 * it was made of differs. The inputs are compared whole, so nothing stale can come out, and each viewer has pieces of their own.
 */
import { randomUUID } from 'node:crypto';
import { raw } from 'hono/html';
import { same } from './same.ts';
import { written } from './written.ts';

/** Stands for the folder of the viewer's files, which holds their token. Nobody outside this process can write it. */
export const FOLDER = `/${randomUUID()}`;

const MOST = 3000;

interface Piece {
  readonly inputs: unknown;
  /** Between them stands FOLDER. */
  readonly html: readonly string[];
  /** The same, made when a page of bytes first needs it. */
  bytes: readonly Buffer[] | null;
}

const pieces = new Map<string, Piece>();

/** `name`: whose place it is, of which viewer. `inputs`: everything that `make` reads. `folder` takes the place of FOLDER. */
export function kept(name: string, inputs: unknown, folder: string, make: () => unknown) {
  const known = pieces.get(name);
  const piece = known && same(known.inputs, inputs) ? known : remember(name, inputs, make);
  return raw(placed === null ? piece.html.join(folder) : markOf(placed, piece, folder));
}

function remember(name: string, inputs: unknown, make: () => unknown): Piece {
  const piece = { inputs, html: unplaced(() => written(make())).split(FOLDER), bytes: null };
  pieces.delete(name);
  if (pieces.size >= MOST) pieces.delete(pieces.keys().next().value!);
  pieces.set(name, piece);
  return piece;
}

// -- pages as bytes -----------------------------------------------------------------------------------------------

/** Stands in a page that is being written for a piece that is bytes already; then comes which. */
const MARK = randomUUID();

type Placed = { readonly piece: Piece; readonly folder: string }[];

/** The pieces of the page that is being written as bytes; null: a page of text is. Nothing in a page waits, so it is one at a time. */
let placed: Placed | null = null;

function markOf(into: Placed, piece: Piece, folder: string): string {
  into.push({ piece, folder });
  return `${MARK}${into.length - 1};`;
}

/** What is kept is kept as text, whatever it is made for. */
function unplaced<T>(make: () => T): T {
  const outer = placed;
  placed = null;
  try {
    return make();
  } finally {
    placed = outer;
  }
}

/**
 * A page as bytes, in two or more parts where `hole` stands in it. To encode a page costs as much as to write it; pieces that are
 * kept are encoded once.
 */
export function bytesOf(write: () => string, hole: string): Buffer[] {
  const into: Placed = [];
  placed = into;
  let page: string;
  try {
    page = write();
  } finally {
    placed = null;
  }
  return page.split(hole).map((part) => withPieces(part, into));
}

function withPieces(text: string, into: Placed): Buffer {
  const [first = '', ...marked] = text.split(MARK);
  const parts = marked.flatMap((words) => {
    const end = words.indexOf(';');
    const { piece, folder } = into[Number(words.slice(0, end))]!;
    return [...bytesWith(piece, folder), Buffer.from(words.slice(end + 1))];
  });
  return Buffer.concat([Buffer.from(first), ...parts]);
}

function bytesWith(piece: Piece, folder: string): Buffer[] {
  piece.bytes ??= piece.html.map((part) => Buffer.from(part));
  const [first, ...rest] = piece.bytes as [Buffer, ...Buffer[]];
  return rest.length === 0 ? [first] : [first, ...rest.flatMap((part) => [Buffer.from(folder), part])];
}
