/**
 * Parts that hold other parts in a wrapping of their own: `winmail.dat` and S/MIME signatures. What is in them becomes parts of the
 * mail, and the wrapping stays a file beside them, byte for byte.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isContainer, type Leaf, type Parts, readParts, type Spill } from './mime-parts.ts';
import { repairNote } from './repairs.ts';
import { signedContent } from './smime.ts';
import { readTnef, type Tnef } from './tnef.ts';

/** Throws what the disk or the parser throws. */
export async function openContainers(parts: Parts, spill?: Spill, signal?: AbortSignal): Promise<Parts> {
  const notes = [...parts.notes, ...encryptedNotes(parts.leaves)];
  if (!parts.leaves.some(({ type, name }) => isContainer(type, name))) return { ...parts, notes };
  const leaves: Leaf[] = [];
  const hasWords = parts.leaves.some(isWords);
  for (const leaf of parts.leaves) {
    if (leaf.content && isContainer(leaf.type, leaf.name)) {
      const inside = await inner(leaf, leaf.content, !hasWords, signal);
      notes.push(...inside.notes);
      for (const one of inside.leaves) leaves.push(await spilled(one, spill));
    }
    leaves.push(await spilled(leaf, spill));
  }
  return { ...parts, leaves, notes };
}

type Inside = Pick<Parts, 'leaves' | 'notes'>;
const NOTHING: Inside = { leaves: [], notes: [] };

async function inner(leaf: Leaf, content: Buffer, wordsWanted: boolean, signal?: AbortSignal): Promise<Inside> {
  const tnef = readTnef(content);
  if (tnef) return insideTnef(tnef, leaf, wordsWanted);
  const signed = leaf.type.endsWith('pkcs7-mime') ? signedContent(content) : null;
  if (!signed)
    return leaf.type.endsWith('pkcs7-mime')
      ? { leaves: [], notes: [repairNote('encrypted', { how: 'S/MIME' })] }
      : NOTHING;
  const { leaves, notes } = await readParts(signed, undefined, signal);
  return { leaves, notes: [...notes, repairNote('smime-opened')] };
}

function insideTnef(tnef: Tnef, leaf: Leaf, wordsWanted: boolean): Inside {
  const files = tnef.files.map(({ name, type, cid, content }) =>
    leafOf({ name, type, cid, content, disposition: 'attachment', containers: leaf.containers }),
  );
  const words = wordsWanted ? wordsOf(tnef) : [];
  if (files.length + words.length === 0) return NOTHING;
  return { leaves: [...words, ...files], notes: [repairNote('winmail-opened', { n: files.length })] };
}

const wordsOf = ({ html, text }: Tnef): Leaf[] =>
  html
    ? [leafOf({ type: 'text/html', content: html })]
    : text
      ? [leafOf({ type: 'text/plain', charset: 'utf-8', content: Buffer.from(text) })]
      : [];

const isWords = ({ type, disposition, content, start }: Leaf): boolean =>
  /^text\/(?:plain|html)$/.test(type) &&
  disposition !== 'attachment' &&
  (content ?? start ?? '').toString('latin1').trim() !== '';

/** RFC 3156 §4: the second part of an encrypted multipart is the mail, and only its reader can open it. */
const encryptedNotes = (leaves: readonly Leaf[]): string[] =>
  leaves.some(({ type }) => type === 'application/pgp-encrypted') ? [repairNote('encrypted', { how: 'OpenPGP' })] : [];

function leafOf(given: Partial<Leaf> & { readonly type: string; readonly content: Buffer }): Leaf {
  return {
    charset: null,
    disposition: null,
    name: '',
    cid: null,
    containers: [],
    flowed: false,
    delSp: false,
    path: null,
    start: null,
    size: given.content.length,
    sha256: createHash('sha256').update(given.content).digest('hex'),
    ...given,
  };
}

/** Large ones go where large parts go, now that they have been looked into. */
async function spilled(leaf: Leaf, spill: Spill | undefined): Promise<Leaf> {
  const { content } = leaf;
  if (!spill || !content || content.length <= spill.over || /^text\/(?:plain|html)$/.test(leaf.type)) return leaf;
  const { path, stream } = spill.open();
  await pipeline(Readable.from([content]), stream);
  return { ...leaf, content: null, path };
}
