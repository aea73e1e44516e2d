/**
 * What a subject says of itself. Pure.
 */
import { readSubject } from './forward-subjects.ts';

export interface SubjectReading {
  /** It begins as answers and forwards do: `Re:`, `AW:`, `Отв:`, `Fwd:` … */
  readonly answers: boolean;
  /** Without such beginnings. */
  readonly title: string;
}

/** Gateways of firms put a tag in front: `[EXTERNAL] Re: …`. It hides the prefix, so it is looked behind, and left where none is. */
export function readAnswer(subject: string): SubjectReading {
  const plain = readSubject(subject);
  const untagged = subject.replace(/^\s*\[[^\][]{1,40}\]\s*/, '');
  const behind = plain.kind === 'plain' && untagged !== subject ? readSubject(untagged) : plain;
  const { kind, bare } = behind.kind === 'plain' ? plain : behind;
  return { answers: kind === 'reply' || kind === 'forward', title: bare };
}

/**
 * Is this subject about something else than the letter it answers? People take an old mail as an address book, change the subject
 * and write about a new matter. What gateways add and cut does not count: tags in brackets, an end that is missing.
 */
export function isOtherSubject(subject: string, known: readonly string[]): boolean {
  const title = folded(readAnswer(subject).title);
  if (title === '') return false;
  return known.every((one) => {
    const before = folded(readAnswer(one).title);
    return before !== '' && !before.startsWith(title) && !title.includes(before) && !title.endsWith(before);
  });
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\[[^\][]{0,40}\]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Numbers that ticket systems put into subjects (spec 3.5.4): `[SR-0123456]`, `[ID: 0123456]`, `[AGRT…]`, `#0123456`; digits only. */
export function ticketNumbers(subject: string): string[] {
  const found = [...subject.matchAll(/\[[A-Za-z]{0,8}[-: #]{0,3}(\d{3,20})\]|#(\d{3,20})(?!\d)/g)];
  return [...new Set(found.map((match) => match[1] ?? match[2]!))].slice(0, 5);
}

/** `#text` in the subject of a mail to `task+@` (spec 3.4, 3.10): up to the end of the subject's word, or all of `#"two words"`. */
export function searchMark(subject: string): string | null {
  const found = /(?:^|\s)#(?:"([^"]{1,250})"|«([^»]{1,250})»|(\S{1,250}))/.exec(subject);
  return found ? (found[1] ?? found[2] ?? found[3]!).trim() || null : null;
}

/** The subject without `#text` and `@nonotify`: commands are not part of a title (spec 3.10). */
export const withoutCommands = (subject: string): string =>
  subject
    .replace(/(^|\s)#(?:"[^"]{1,250}"|«[^»]{1,250}»)(?=\s|$)/, '$1')
    .replace(/(^|\s)@nonotify(?![\p{L}\p{N}_-])/giu, '$1')
    .replace(/\s+/g, ' ')
    .trim();

export const isSilent = (subject: string): boolean => /(^|\s)@nonotify(?![\p{L}\p{N}_-])/iu.test(subject);
