/**
 * HTML without what was decided to go. A stretch that goes takes the tags along that only held it: of a quote of a megabyte nothing is
 * left for the cleaner to clean. Tags whose partner stays are left where they are.
 */
import { EMPTY, type HtmlView, type Piece } from './quote-html.ts';

/** A part of the source that goes. */
export interface Cut {
  readonly from: number;
  readonly to: number;
  /** Nothing that is shown stands between the cut before this one and this one. */
  readonly joins: boolean;
}

export function withoutCuts(view: HtmlView, cuts: readonly Cut[]): string {
  const kept: string[] = [];
  let used = 0;
  let tag = 0;
  for (let at = 0; at < cuts.length; at += 1) {
    const { from } = cuts[at]!;
    let { to } = cuts[at]!;
    for (; cuts[at + 1]?.joins === true; at += 1) to = Math.max(to, cuts[at + 1]!.to);
    if (from < used) continue;
    kept.push(view.source.slice(used, from));
    tag = keepTags(view, tag, from, to, kept);
    used = to;
  }
  kept.push(view.source.slice(used));
  return kept.join('');
}

/** The tags inside `[from, to)` whose partner stands outside of it, or that have none. */
function keepTags({ source, tags }: HtmlView, first: number, from: number, to: number, kept: string[]): number {
  let at = first;
  while (at < tags.from.length && tags.from[at]! < from) at += 1;
  for (; at < tags.from.length && tags.from[at]! < to; at += 1) {
    const pair = tags.pair[at]!;
    if (pair === EMPTY) continue;
    const partner = pair < 0 ? -1 : tags.from[pair]!;
    if (partner < from || partner >= to) kept.push(source.slice(tags.from[at], tags.to[at]));
  }
  return at;
}

/** Where the part `[from, to)` of a piece's text stands in the source; a piece that is not its own source (an entity) goes whole. */
export function cutOf(piece: Piece, from: number, to: number, joins: boolean): Cut {
  const whole = piece.length === 0 || to - from >= piece.length || piece.to - piece.from !== piece.length;
  return whole
    ? { from: piece.from, to: piece.to, joins }
    : { from: piece.from + from - piece.at, to: piece.from + to - piece.at, joins };
}
