/**
 * The source of a template of an account's own as a tree, each piece of it with its place in what was typed; or what breaks it.
 */
import Handlebars from 'handlebars';
import type { ProblemCode } from './own-problems.ts';
import { spell } from './own-spelling.ts';

/** As much of Handlebars' syntax tree as is looked at. */
export interface Node {
  readonly type: string;
  readonly loc: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly [key: string]: unknown;
}

/** A place in what was typed: from 1. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Where something begins and ends in the source as Handlebars reads it, from 0. */
export type Span = readonly [from: number, to: number];

export interface Source {
  /** As Handlebars reads it. */
  readonly text: string;
  at(node: Node): Span;
  spot(span: Span): Spot;
}

export const readSource = (typed: string): Source => {
  const { source, typedAt } = spell(typed);
  const lines = lineStarts(source);
  const offset = ({ line, column }: Node['loc']['start']) => (lines[line - 1] ?? 0) + column;
  return {
    text: source,
    at: (node) => [offset(node.loc.start), offset(node.loc.end)],
    spot: ([from, to]) => {
      const start = typedAt(from);
      return spotIn(typed, start, typedAt(to) - start);
    },
  };
};

/** `start` counts from 0. */
export function spotIn(typed: string, start: number, length: number): Spot {
  const before = typed.slice(0, start);
  return {
    line: before.split('\n').length,
    column: start - before.lastIndexOf('\n'),
    length: Math.max(0, length),
  };
}

export type Parsed =
  | { readonly ok: true; readonly program: Node }
  | { readonly ok: false; readonly code: ProblemCode; readonly at: number; readonly name: string };

export function parseSource({ text }: Source): Parsed {
  try {
    return { ok: true, program: Handlebars.parse(text) as unknown as Node };
  } catch (error) {
    return { ok: false, ...syntaxFault(error instanceof Error ? error.message : String(error), text) };
  }
}

export const pathText = (node: Node): string => String(node.original).replace(/[[\]]/g, '');

export const nameOfNode = (node: Node): string => {
  const named = (node.name ?? node.path) as Node | undefined;
  return named ? pathText(named) : node.type.replace(/(Statement|Literal)$/, '').toLowerCase();
};

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

/** Handlebars says what its grammar expected; a person wants to know which block or brace it is. */
function syntaxFault(message: string, source: string): { code: ProblemCode; at: number; name: string } {
  const wrong = /^(\S+) doesn't match (\S+) - (\d+):(\d+)/.exec(message);
  if (wrong) {
    const line = lineStarts(source)[Number(wrong[3]) - 1] ?? 0;
    return { code: 'mismatch', at: line + Number(wrong[4]), name: wrong[2]! };
  }
  const open = lastOpen(source);
  if (open && /got 'EOF'/.test(message)) return { code: 'unclosed', ...open };
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  return { code: 'syntax', at: lineStarts(source)[line - 1] ?? 0, name: '' };
}

/** The last block that is opened and not closed. */
function lastOpen(source: string): { at: number; name: string } | null {
  const open: { at: number; name: string }[] = [];
  for (const found of source.matchAll(/\{\{([#/])\s*([\p{L}\p{N}_]+)/gu)) {
    if (found[1] === '#') open.push({ at: found.index, name: found[2]! });
    else open.pop();
  }
  return open.at(-1) ?? null;
}
