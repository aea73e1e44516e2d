/**
 * Words of others in a comment that is being written (spec 3.3): whoever is to read it and was not told of the comment that they come
 * from, has not seen them. It is said before the comment is sent.
 */
import type { CommentView, PersonView } from '../tasks/visibility.ts';

export interface Unseen {
  readonly comment: Pick<CommentView, 'number' | 'author'>;
  readonly person: PersonView;
}

type Said = Pick<CommentView, 'number' | 'author' | 'text' | 'notified' | 'hidden' | 'audience'>;

/** A shorter line («Yes.») stands in many comments; one that was quoted by the button is looked for however short it is. */
const TELLING = 8;

/** `quoted`: the numbers of the comments that were quoted by the button. One for each comment and person. */
export function unseenQuotes(
  text: string,
  comments: readonly Said[],
  people: readonly PersonView[],
  quoted: ReadonlySet<number>,
): Unseen[] {
  const lines = quotedLines(text);
  if (lines.length === 0) return [];
  const own = comments.map((c) => new Set(ownLines(c.text)));
  // Most people have missed the same: long words are gone through once for all of them, not for each.
  const found = new Map<string, readonly Said[]>();
  return people.flatMap((person) => {
    const without = comments.map((c) => missed(c, person));
    const key = without.map(Number).join('');
    const unseen = found.get(key) ?? sharing(lines, comments, own, without, quoted);
    found.set(key, unseen);
    return unseen.map(({ number, author }) => ({ comment: { number, author }, person }));
  });
}

/** Of the comments that somebody is without those whose lines stand here, and in none that they have. */
function sharing(
  lines: readonly string[],
  comments: readonly Said[],
  own: readonly ReadonlySet<string>[],
  without: readonly boolean[],
  quoted: ReadonlySet<number>,
): readonly Said[] {
  const seen = own.filter((_, at) => !without[at]);
  const strange = lines.filter((line) => !seen.some((those) => those.has(line)));
  return comments.filter(
    (c, at) =>
      without[at] && strange.some((line) => (quoted.has(c.number) || line.length >= TELLING) && own[at]!.has(line)),
  );
}

/** The team reads what is not hidden; somebody outside what they wrote or were told of (D5–D7, E2, E3). */
function missed({ author, notified, hidden, audience }: Said, { id, kind }: PersonView): boolean {
  if (author.id === id) return false;
  if (hidden) return !audience.some((p) => p.id === id);
  return kind === 'contact' && !notified.some((p) => p.id === id);
}

const MARKS = /^(?:> ?)+/;
const quotedLines = (text: string): string[] => linesOf(text, (line) => MARKS.test(line));
/** Without what it quotes itself: those are the words of another comment. */
const ownLines = (text: string): string[] => linesOf(text, (line) => !MARKS.test(line));

const linesOf = (text: string, wanted: (line: string) => boolean): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(wanted)
    .map((line) => line.replace(MARKS, '').trim())
    .filter((line) => line !== '');
