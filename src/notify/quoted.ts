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
  return people.flatMap((person) => {
    const seen = new Set(comments.filter((c) => !missed(c, person)).flatMap((c) => ownLines(c.text)));
    const strange = lines.filter((line) => !seen.has(line));
    return comments
      .filter((c) => missed(c, person))
      .filter((c) => shares(c, strange, quoted.has(c.number)))
      .map(({ number, author }) => ({ comment: { number, author }, person }));
  });
}

function shares({ text }: Said, lines: readonly string[], named: boolean): boolean {
  const own = new Set(ownLines(text));
  return lines.some((line) => (named || line.length >= TELLING) && own.has(line));
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
