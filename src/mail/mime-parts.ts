/**
 * Bytes → the leaves of the MIME tree, each decoded from its transfer encoding and hashed while it streams by.
 *
 * mailparser merges and decodes text by itself and then loses what we need: the bytes (to find the real charset), the order of
 * parts, the delivery status of a bounce. Told that no type is text, it hands every leaf over as a stream, and we do the rest.
 * `textTypes` and `tree` are internals of mailparser: it is pinned, and test/mail/parse.test.ts fails when they change.
 */
import { createHash } from 'node:crypto';
import { pipeline, Readable, type Transform, type Writable } from 'node:stream';
import { pipeline as pipelineEnd } from 'node:stream/promises';
import type { AttachmentStream, HeaderLines } from 'mailparser';
import { ASIDE, bodyAsText, Ends, withFoundBoundary } from './bare-body.ts';
import { declaredName, plainType } from './declared-name.ts';
import { LeafParser, OPTIONS, type TreeNode } from './leaf-parser.ts';
import { mendBytes, mendSource } from './mend.ts';
import { repairNote } from './repairs.ts';

/** A multipart around a leaf: its type and which one it is, so that two siblings of the same kind are told apart. */
export interface Container {
  readonly type: string;
  readonly node: object;
}

export interface Leaf {
  readonly type: string;
  readonly charset: string | null;
  readonly disposition: string | null;
  /** As declared, decoded, unsafe; '' when the part has no name. */
  readonly name: string;
  readonly cid: string | null;
  /** From the outermost multipart to the innermost. */
  readonly containers: readonly Container[];
  readonly flowed: boolean;
  readonly delSp: boolean;
  readonly size: number;
  readonly sha256: string;
  /** The decoded bytes, or null when they went to `path`. */
  readonly content: Buffer | null;
  readonly path: string | null;
  /** The beginning of a text that went to `path`: a body is shown, however long. */
  readonly start: Buffer | null;
}

export interface Parts {
  readonly header: HeaderLines;
  readonly leaves: readonly Leaf[];
  readonly notes: readonly string[];
}

/** Where large parts go: this room has no disk of its own. */
export interface Spill {
  /** Bytes: a part larger than this is written to what `open` gives. */
  readonly over: number;
  readonly open: () => { readonly path: string; readonly stream: Writable };
}

/** Throws what the parser or the disk throws. `signal` ends it at any time. */
export async function readParts(
  source: Buffer | NodeJS.ReadableStream,
  spill?: Spill,
  signal?: AbortSignal,
): Promise<Parts> {
  const first = await readOnce(source, spill, signal);
  if (first.leaves.length > 0) return first;
  const mended = first.start.length < ASIDE ? withFoundBoundary(first.start) : null;
  const second = mended && (await readOnce(mended, spill, signal));
  if (second && second.leaves.length > 0) return { ...second, notes: [...first.notes, repairNote('boundary-wrong')] };
  const bare = bodyAsText(first.start);
  if (!bare) return first;
  return { ...first, notes: [...first.notes, repairNote('no-parts')], leaves: [bare] };
}

async function readOnce(
  source: Buffer | NodeJS.ReadableStream,
  spill?: Spill,
  signal?: AbortSignal,
): Promise<Parts & { readonly start: Buffer }> {
  const parser = new LeafParser(OPTIONS);
  const notes: string[] = [];
  const ends = new Ends();
  let header: HeaderLines = [];
  parser.on('headerLines', (lines) => {
    header = lines;
  });
  const note = (text: string): number => notes.push(text);
  const read = collect(parser, spill, signal);
  if (Buffer.isBuffer(source) && source.length <= WHOLE) {
    const mended = mendBytes(source, note);
    ends.take(mended);
    parser.end(mended);
  } else {
    const input = Buffer.isBuffer(source) ? Readable.from(slices(source), { objectMode: false }) : source;
    const steps = [input, mendSource(note), ends.watch(), parser as unknown as Transform];
    // What goes wrong on the way destroys the parser, and `read` tells.
    pipeline(steps as [NodeJS.ReadableStream, Transform, Transform, Transform], () => undefined);
  }
  const taken = await read;
  const places = placesOf(parser.tree);
  if (parser.encoded.some(({ plain }) => plain)) notes.push(repairNote('behind-base64'));
  if (isCutOff(parser.tree, ends.tail)) notes.push(repairNote('end-missing'));
  const leaves = taken.map((one) => placed(one, places.get(one.stream.headers)));
  return { header, notes, leaves, start: ends.start };
}

/** RFC 2046 §5.1.1: the outermost multipart ends with its boundary between double hyphens. */
function isCutOff(tree: TreeNode | false, tail: Buffer): boolean {
  const boundary = tree && tree.children.length > 0 && tree.node._boundary;
  return Boolean(boundary) && !tail.includes(`--${boundary}--`);
}

/** Bytes up to which a mail in memory is handed over in one piece; a larger one is fed in slices, so that nobody waits for it. */
const WHOLE = 128 * 1024;

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65536) yield bytes.subarray(at, at + 65536);
}

/** Takes each leaf as it comes. Plain events: a stream of promises for each small mail costs more than the mail. */
function collect(parser: LeafParser, spill: Spill | undefined, signal: AbortSignal | undefined): Promise<Taken[]> {
  return new Promise((settle, reject) => {
    const taking: Promise<Taken>[] = [];
    const open: Readable[] = [];
    const stop = (): unknown => parser.destroy(new Error('the reading was given up'));
    parser.on('data', (leaf) => {
      if (leaf.type !== 'attachment') return;
      open.push(leaf.content as unknown as Readable);
      const one = take(leaf, spill);
      taking.push(one);
      one.catch((error: Error) => parser.destroy(error));
    });
    parser.once('end', () => Promise.all(taking).then(settle, reject));
    parser.once('error', reject);
    parser.once('close', () => {
      if (parser.readableEnded) return;
      // A leaf that is on its way to a file lets go of the file.
      for (const content of open) content.destroy(new Error('the mail broke off'));
      reject(new Error('it ended before its end'));
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });
}

interface Taken {
  readonly stream: AttachmentStream;
  readonly size: number;
  readonly sha256: string;
  readonly content: Buffer | null;
  readonly path: string | null;
  readonly start: Buffer | null;
}

/** Bytes of a long text that are kept in memory for reading. */
const TEXT_START = 2 * 1024 * 1024;
/** Containers that are opened are read whole, and only then go to their file. */
const OPENED = 24 * 1024 * 1024;
const isText = ({ contentType }: AttachmentStream): boolean => /^text\/(?:plain|html)$/i.test(contentType ?? '');
const heldFor = (stream: AttachmentStream, spill: Spill): number =>
  Math.max(
    spill.over,
    isText(stream) ? TEXT_START : isContainer(stream.contentType ?? '', stream.filename ?? '') ? OPENED : 0,
  );

/** `winmail.dat`, and S/MIME that may be no more than signed. */
export const isContainer = (type: string, name: string): boolean =>
  /^application\/(?:(?:vnd\.)?ms-tnef|(?:x-)?pkcs7-mime)$/i.test(type) || /^winmail\.dat$/i.test(name);

/** Reads one leaf to its end. The parser waits for `release` before it goes on, so that is called whatever happens. */
function take(stream: AttachmentStream, spill: Spill | undefined): Promise<Taken> {
  const hash = createHash('sha256');
  const held: Buffer[] = [];
  const content = stream.content as unknown as Readable;
  // Texts are read, so they stay in memory a little longer than files do.
  const limit = spill ? heldFor(stream, spill) : Number.POSITIVE_INFINITY;
  let size = 0;
  const done = new Promise<Taken>((settle, reject) => {
    const keep = (chunk: Buffer): void => {
      hash.update(chunk);
      held.push(chunk);
      size += chunk.length;
      if (!spill || size <= limit) return;
      content.off('data', keep).off('end', end).pause();
      spillRest(stream, spill, held, content[Symbol.asyncIterator](), hash).then(settle, reject);
    };
    const end = (): void =>
      settle({ stream, size, sha256: hash.digest('hex'), content: Buffer.concat(held, size), path: null, start: null });
    content.on('data', keep).once('end', end).once('error', reject);
  });
  return done.finally(() => stream.release?.());
}

async function spillRest(
  stream: AttachmentStream,
  spill: Spill,
  held: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
  hash: ReturnType<typeof createHash>,
): Promise<Taken> {
  const { path, stream: sink } = spill.open();
  const start = isText(stream) ? Buffer.concat(held).subarray(0, TEXT_START) : null;
  let size = 0;
  await pipelineEnd(async function* () {
    for (const chunk of held) {
      size += chunk.length;
      yield chunk;
    }
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      hash.update(next.value);
      size += next.value.length;
      yield next.value;
    }
  }, sink);
  return { stream, size, sha256: hash.digest('hex'), content: null, path, start };
}

interface Place {
  readonly node: TreeNode;
  readonly containers: readonly Container[];
}

/** Where each leaf stands, by the header map that mailparser gives to both the leaf and its node. No recursion: depth is theirs. */
function placesOf(tree: TreeNode | false): ReadonlyMap<object, Place> {
  const places = new Map<object, Place>();
  const open: Place[] = tree ? [{ node: tree, containers: [] }] : [];
  for (let place = open.pop(); place; place = open.pop()) {
    places.set(place.node.headers, place);
    const type = (place.node.contentType || 'multipart/mixed').toLowerCase();
    const containers = [...place.containers, { type, node: place.node }];
    // A thousand nested multiparts would make half a million links; nobody means anything by the outer ones.
    for (const child of place.node.children) open.push({ node: child, containers: containers.slice(-20) });
  }
  return places;
}

function placed(one: Taken, place: Place | undefined): Leaf {
  const { stream } = one;
  const mime = place?.node.node;
  return {
    type: plainType(stream.contentType || 'application/octet-stream'),
    charset: (mime?.charset || null) ?? null,
    disposition: stream.contentDisposition ?? null,
    name: declaredName(mime?.headers ? mime.headers.lines : [], stream.filename),
    cid: stream.cid?.replace(/[\p{Cc}\p{Cs}]/gu, '').trim() || null,
    containers: place?.containers ?? [],
    flowed: mime?.flowed ?? false,
    delSp: mime?.delSp ?? false,
    size: one.size,
    sha256: one.sha256,
    content: one.content,
    path: one.path,
    start: one.start,
  };
}
