/** The original's conditions → ours, `{{Задача.Номер}} > 5` → `(gt Задача.Номер 5)` (spec 7.2). */
import { argument, bare, type Loop, oursOf } from './own-import-names.ts';
import type { VariableKind } from './own-variable.ts';

/** One comparison, or a variable that is there; joined by И and ИЛИ of one kind. */
export function conditionOf(text: string, loops: readonly Loop[]): string | null {
  for (const [word, helper] of [
    [/(?<=\s)(?:ИЛИ|OR|\|\|)(?=\s)/i, 'or'],
    [/(?<=\s)(?:И|AND|&&)(?=\s)/i, 'and'],
  ] as const) {
    const parts = text.split(word);
    if (parts.length === 1) continue;
    const conditions = parts.map((part) => conditionOf(part, loops));
    return conditions.includes(null) ? null : `(${helper} ${conditions.join(' ')})`;
  }
  const compared = /<>|!=|==|=|>|</.exec(text);
  if (!compared) return operand(text, loops)?.written ?? null;
  const { index, 0: sign } = compared;
  const [left, right] = [operand(text.slice(0, index), loops), operand(text.slice(index + sign.length), loops)];
  return left && right && comparison(left, SIGNS[sign]!, right);
}

const SIGNS: Readonly<Record<string, 'eq' | 'ne' | 'gt' | 'lt'>> = {
  '=': 'eq',
  '==': 'eq',
  '<>': 'ne',
  '!=': 'ne',
  '>': 'gt',
  '<': 'lt',
};

/** One side of a comparison: as it is written, and what it is. */
interface Side {
  readonly written: string;
  readonly is: 'text' | 'number' | 'date' | 'flag';
  readonly literal: boolean;
}

/** Null: two that are never the same here, so that what hangs on it would be there always, or never, and nobody would see why. */
function comparison(left: Side, sign: 'eq' | 'ne' | 'gt' | 'lt', right: Side): string | null {
  if (left.written === '""') return right.written === '""' ? null : comparison(right, sign, left);
  if (right.written === '""') return sign === 'eq' ? `(not ${left.written})` : sign === 'ne' ? left.written : null;
  const [a, b] = [beside(right, left), beside(left, right)];
  const ordered = sign === 'gt' || sign === 'lt';
  if (a.is !== b.is || (ordered && a.is !== 'number' && a.is !== 'date')) return null;
  return `(${sign} ${a.written} ${b.written})`;
}

/** A literal as the value beside it wants it: there 5 and "5" are the same. */
function beside(value: Side, one: Side): Side {
  if (!one.literal || value.literal) return one;
  const words = one.written.replaceAll('"', '');
  if (value.is === 'number' && NUMBER.test(words)) return { ...one, is: 'number', written: words };
  return value.is === 'text' ? { ...one, is: 'text', written: `"${words}"` } : one;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function operand(text: string, loops: readonly Loop[]): Side | null {
  const written = text.trim();
  if (NUMBER.test(written)) return { written, is: 'number', literal: true };
  if (/^"[^"{}]*"$/.test(written)) return { written, is: 'text', literal: true };
  const value = /^\{\{[^{}]*\}\}$/.test(written) ? oursOf(bare(written), loops) : null;
  return value && { written: argument(value), is: COMPARED_AS[value.kind], literal: false };
}

/** What is made of parts is named by one of them, and lists by their names in a row. */
const COMPARED_AS = {
  text: 'text',
  html: 'text',
  url: 'text',
  number: 'number',
  date: 'date',
  flag: 'flag',
  person: 'text',
  list: 'text',
  object: 'text',
} as const satisfies Record<VariableKind, Side['is']>;
