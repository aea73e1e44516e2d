/** The word that somebody gives about quotes: «I know that they have not seen these». */
import type { Unseen } from '../notify/quoted.ts';

/** What somebody has been told of, and wants all the same. */
export const wordOf = (unseen: readonly Unseen[]): string =>
  unseen.map(({ comment, person }) => `${comment.number}:${person.id}`).join(' ');

/** Somebody who was picked after the question was asked is asked about again. */
export function isSettled(unseen: readonly Unseen[], word: string): boolean {
  const settled = new Set(word.split(' '));
  return unseen.every((one) => settled.has(wordOf([one])));
}
