/**
 * `{{Задача.Дата создания}}` → `{{Задача.[Дата создания]}}`: names with spaces and hyphens as Handlebars wants them, and the
 * original's quotes («Задача."Дата создания"») too. Only what stands between braces is touched, and only names that the table knows.
 */
import type { Variable } from './own-variable.ts';
import { namesOf, VARIABLES } from './own-variables.ts';

export interface Spelled {
  readonly source: string;
  /** A place in the spelled source → the same place in what was typed (both count from 0). */
  typedAt(offset: number): number;
}

export function spell(typed: string): Spelled {
  const added: { readonly at: number; readonly by: number }[] = [];
  let source = '';
  let from = 0;
  for (const { index, 0: braces } of typed.matchAll(BRACES)) {
    source += typed.slice(from, index);
    from = index;
    for (const name of braces.matchAll(AWKWARD)) {
      if (name.groups!.words !== undefined) continue;
      const start = index + name.index;
      source += typed.slice(from, start);
      source += `[${name[1] ?? name[0]}]`;
      from = start + name[0].length;
      added.push({ at: source.length, by: name[1] === undefined ? 2 : 0 });
    }
  }
  source += typed.slice(from);
  return { source, typedAt: (offset) => Math.max(0, offset - before(added, offset)) };
}

const before = (added: readonly { at: number; by: number }[], offset: number): number =>
  added.reduce((sum, one) => (one.at <= offset ? sum + one.by : sum), 0);

/** A mustache without its comments and without the text of strings; a string may not hold braces. */
const BRACES = /\{\{(?!!)[^{}]*\}\}/g;

const names = (variables: readonly Variable[]): string[] =>
  variables.flatMap((v) => [...namesOf(v), ...names(v.fields ?? [])]);

const awkward = [...new Set(names(VARIABLES))].filter((name) => /[\s-]/.test(name)).sort((a, b) => b.length - a.length);

/**
 * A known name where a name can stand: not inside another word, not already in brackets. Quoted only behind a dot, as a string
 * alone is a string, and its words are its own (`words`).
 */
const AWKWARD = new RegExp(
  `(?<=\\.)"(${awkward.join('|')})"|(?<words>"[^"]*"|'[^']*')|(?<![\\p{L}\\p{N}_["'])(?:${awkward.join('|')})(?![\\p{L}\\p{N}_\\]"'])`,
  'gu',
);
