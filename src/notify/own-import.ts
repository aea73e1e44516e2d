/**
 * Templates in the original's notation (spec 7.2, 7.3) → ours: `%%$ЕСЛИ(…)$%%`, `%%$ДЛЯКАЖДОГО(…)$%%`, `{{…::ФорматироватьДату=…}}`. What
 * cannot be carried over stays visible as a comment in its place, and is told.
 */
import { conditionOf } from './own-import-conditions.ts';
import { argument, bare, find, type Loop, oursOf, type Value } from './own-import-names.ts';
import type { OwnWords } from './own-template.ts';
import { MAX_UP } from './template.ts';

export interface Imported {
  readonly source: string;
  readonly lost: readonly Lost[];
}

export interface Lost {
  /** From 1, in the original. */
  readonly line: number;
  readonly what: string;
  readonly why: LostReason;
}

export const LOST_REASONS = {
  formula: { en: 'formulas are not calculated', ru: 'формулы не вычисляются' },
  table: { en: 'tables by rows have to be written as a list', ru: 'таблицы по строкам нужно написать списком' },
  condition: { en: 'this condition is not understood', ru: 'это условие не понято' },
  modifier: { en: 'there is no such form here', ru: 'такого вида здесь нет' },
  variable: { en: 'there is no such variable here', ru: 'такой переменной здесь нет' },
  block: { en: 'this block is not closed, or closes nothing', ru: 'блок не закрыт или закрывает ничто' },
  'unknown-block': { en: 'there is no such block', ru: 'такого блока нет' },
  deep: { en: 'loops stand in one another too deep', ru: 'слишком много циклов вложено друг в друга' },
} as const;
export type LostReason = keyof typeof LOST_REASONS;

export interface ConvertedWords {
  readonly words: OwnWords;
  readonly lost: readonly (Lost & { readonly part: 'subject' | 'html' | 'text' })[];
}

/** One language's words: its subject, HTML and text. */
export function convertWords({ subject, html, text }: OwnWords): ConvertedWords {
  const parts = {
    subject: importTemplate(subject),
    html: importTemplate(html),
    text: text === null ? null : importTemplate(text),
  };
  return {
    words: { subject: parts.subject.source, html: parts.html.source, text: parts.text?.source ?? null },
    lost: (['subject', 'html', 'text'] as const).flatMap((part) =>
      (parts[part]?.lost ?? []).map((lost) => ({ ...lost, part })),
    ),
  };
}

/** Where the original's notation begins in this source, or -1: nothing in it means anything here before it is carried over. */
export const originalNotation = (source: string): number =>
  source
    // What was lost stays in comments.
    .replace(/\{\{!--[\s\S]*?--\}\}/g, (comment) => ' '.repeat(comment.length))
    .search(/%%\$|%%%[^%]*%%%|\{\{[^{}]*::/);

/** Where a block stood that was not carried over, or -1: what stood in it would be in every letter. */
export const leftBlock = (source: string): number => source.search(/\{\{!-- %%\$/);

/**
 * Blocks, formulas and variables, in this order: a block's head holds variables of its own, but no other head. So a sign that nothing
 * closes is not looked for beyond the next one, and many of them take no longer than few.
 */
const TOKENS = /%%\$((?:(?!%%\$).)*?)\$%%|%%%(.*?)%%%|\{\{([^{}]*)\}\}/gs;

interface Open {
  readonly kind: 'if' | 'each' | 'lost';
  /** Of a loop: what stands between its items. */
  readonly separator?: string;
  /** All loops that what follows stands in, the innermost last. */
  readonly loops: readonly Loop[];
}

export function importTemplate(original: string): Imported {
  const lost: Lost[] = [];
  const open: Open[] = [];
  const lineOf = lineCounter(original);
  const lose = (at: number, what: string, why: LostReason): string => {
    lost.push({ line: lineOf(at), what: what.trim(), why });
    return `{{!-- ${what.trim().replaceAll('--', '- -').replaceAll('}}', '} }')} --}}`;
  };
  let source = original.replace(TOKENS, (whole, block?: string, formula?: string, variable?: string, ...rest) => {
    const at = rest.find((one): one is number => typeof one === 'number')!;
    const one = {
      whole,
      loops: open.at(-1)?.loops ?? [],
      lose: (what: string, why: LostReason) => lose(at, what, why),
    };
    if (block !== undefined) return blockOf(block.trim(), open, one);
    if (formula !== undefined) return formulaOf(formula.trim(), one);
    return variableOf(variable!.trim(), one);
  });
  for (const left of open.splice(0).reverse()) {
    source += left.kind === 'lost' ? '' : `{{/${left.kind}}}`;
    lose(original.length, '%%$КОНЕЦБЛОКА$%%', 'block');
  }
  return { source, lost };
}

/** In which line a place is; places are asked for from the first to the last. */
function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let from = 0;
  return (at) => {
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    return line;
  };
}

interface At {
  readonly whole: string;
  /** The loops around, the innermost last. */
  readonly loops: readonly Loop[];
  lose(what: string, why: LostReason): string;
}

function blockOf(block: string, open: Open[], at: At): string {
  const [, word = '', inside = ''] = /^([\p{L}]+)\s*(?:\((.*)\))?$/su.exec(block) ?? [];
  switch (word.toUpperCase()) {
    case 'ЕСЛИ':
    case 'IF': {
      const condition = conditionOf(inside, at.loops);
      open.push({ kind: condition === null ? 'lost' : 'if', loops: at.loops });
      return condition === null ? at.lose(at.whole, 'condition') : `{{#if ${condition}}}`;
    }
    case 'ИНАЧЕЕСЛИ':
    case 'ELSEIF': {
      const condition = open.at(-1)?.kind === 'if' ? conditionOf(inside, at.loops) : null;
      return condition === null ? at.lose(at.whole, 'condition') : `{{else if ${condition}}}`;
    }
    case 'ИНАЧЕ':
    case 'ELSE':
      return open.at(-1)?.kind === 'if' ? '{{else}}' : at.lose(at.whole, 'block');
    case 'ДЛЯКАЖДОГО':
    case 'FOREACH':
      return loopOf(inside, open, at);
    case 'КОНЕЦБЛОКА':
    case 'ENDBLOCK': {
      const closed = open.pop();
      if (!closed) return at.lose(at.whole, 'block');
      if (closed.kind === 'lost') return '';
      const between = closed.separator ? `{{#unless @last}}${closed.separator}{{/unless}}` : '';
      return `${between}{{/${closed.kind}}}`;
    }
    default:
      if (!/^(ТАБЛИЦА|TABLE)$/i.test(word)) return at.lose(at.whole, 'unknown-block');
      open.push({ kind: 'lost', loops: at.loops });
      return at.lose(at.whole, 'table');
  }
}

function loopOf(inside: string, open: Open[], at: At): string {
  const [variable = '', separator = '', condition = ''] = inside.split(';').map((part) => part.trim());
  const found = find(bare(variable));
  const list = found?.list ?? null;
  if (!found || list === null || condition !== '') {
    open.push({ kind: 'lost', loops: at.loops });
    return at.lose(at.whole, list === null ? 'variable' : 'condition');
  }
  // Deeper no name reaches what is outside.
  if (at.loops.length >= MAX_UP) {
    open.push({ kind: 'lost', loops: at.loops });
    return at.lose(at.whole, 'deep');
  }
  const loops = [...at.loops, [found.path, list]];
  open.push({ kind: 'each', separator: separator.replace(/^"(.*)"$/s, '$1'), loops });
  return `{{#each ${'../'.repeat(at.loops.length)}${list}}}`;
}

const formulaOf = (formula: string, at: At): string => {
  const only = /^\{\{([^{}]*)\}\}$/.exec(formula);
  return only ? variableOf(only[1]!.trim(), at) : at.lose(at.whole, 'formula');
};

function variableOf(typed: string, at: At): string {
  const [name = '', ...modifiers] = typed.split('::').map((part) => part.trim());
  const value = oursOf(name, at.loops);
  if (value === null) return partOfDate(name, at) ?? at.lose(at.whole, 'variable');
  const [modifier = '', ...more] = modifiers.filter((one) => !/^(Форматирование|Formatting)$/i.test(one));
  if (modifier === '') return value.isList ? joined(value.path, '", "') : `{{${value.path}}}`;
  const written = more.length > 0 ? null : withModifier(value, modifier);
  return written ?? at.lose(at.whole, 'modifier');
}

/** There a date has parts, here it is written in a form. */
function partOfDate(name: string, { loops }: At): string | null {
  const dot = name.lastIndexOf('.');
  const part = name
    .slice(dot + 1)
    .trim()
    .replace(/^"|"$/g, '');
  const form = DATE_PARTS.get(part.toLowerCase());
  const value = form === undefined ? null : oursOf(name.slice(0, Math.max(dot, 0)), loops);
  return value?.kind === 'date' ? `{{date ${value.path} "${form}"}}` : null;
}

const DATE_PARTS: ReadonlyMap<string, string> = new Map([
  ['число', 'd'],
  ['дата прописью', 'd MMMM yyyy'],
]);

const joined = (list: string, separator: string): string => `{{join ${list} ${separator}}}`;

function withModifier(value: Value, modifier: string): string | null {
  const [, kind = '', how = ''] = /^([^=]*)(?:=(.*))?$/s.exec(modifier)!;
  const quoted = `"${how
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('"', "'")}"`;
  switch (kind.trim().toLowerCase()) {
    case 'форматироватьдату':
    case 'formatdate':
      return `{{date ${argument(value)} ${quoted}}}`;
    case 'encode':
      return how.trim().toLowerCase() === 'url' ? `{{encode ${argument(value)}}}` : null;
    case 'разделитель':
    case 'separator':
      // What is one here has nothing to be parted.
      return value.isList ? joined(value.path, quoted) : `{{${value.path}}}`;
    default:
      return null;
  }
}
