/** The original's names → ours, as they have to be written where they stand (spec 7.2). */
import type { Variable, VariableKind } from './own-variable.ts';
import { namesOf, VARIABLES } from './own-variables.ts';

/** In the original one name stands for the list, and within its loop for the item. */
export type Loop = readonly string[];

export interface Value {
  readonly path: string;
  readonly isList: boolean;
  readonly kind: VariableKind;
}

/** A name without its braces. */
export const bare = (text: string): string => text.replace(/^\{\{|\}\}$/g, '').trim();

/** The names of a list in a row, where one value is wanted. */
export const argument = ({ path, isList }: Value): string => (isList ? `(join ${path} ", ")` : path);

/**
 * As it has to be written where it stands: inside a loop its items' fields by themselves, what is outside through `../`. What is made of
 * parts and named whole is the first of them: a person's name, a project's title.
 */
export function oursOf(name: string, loops: readonly Loop[]): Value | null {
  const found = find(name);
  if (!found) return null;
  const { path, list, first, inList, kind } = found;
  const around = loops.findLastIndex((item) => within(item, path) !== null);
  const up = '../'.repeat(loops.length - 1 - around);
  if (around >= 0) return { path: up + (within(loops[around]!, path) || first), isList: false, kind };
  if (inList) return null;
  if (list !== null) return { path: up + list, isList: true, kind: 'list' };
  return { path: up + (first === null ? path : `${path}.${first}`), isList: false, kind };
}

/** What of the item this name means, '' for the item itself; null: it is outside. */
function within(item: Loop, path: string): string | null {
  const name = item.find((one) => path === one || path.startsWith(`${one}.`));
  return name === undefined ? null : path.slice(name.length + 1);
}

interface Found {
  readonly path: string;
  /** Of what is made of parts. */
  readonly first: string | null;
  /** Of the value that it means: of what is made of parts, the first one's. */
  readonly kind: VariableKind;
  /** Where all of it stands: of a list, and of the first of one. */
  readonly list: string | null;
  /** It is a field of a list's items. */
  readonly inList: boolean;
}

/** What belongs to the action there, and stands by itself here. */
const ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['автор', ['Автор']],
  ['старый статус', ['Изменение', 'Старый статус']],
  ['новый статус', ['Изменение', 'Новый статус']],
]);

/** Longer than every name that there is. What is longer is none, and is not taken apart: that would take long too. */
const MAX_NAME = 200;

/** `Задача."Дата создания"` and `Задача.Дата создания`, part by part. */
function partsOf(name: string): readonly string[] {
  if (name.length > MAX_NAME) return [];
  const parts = name.split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
  const [object = '', property = '', ...rest] = parts;
  const moved = object.toLowerCase() === 'действие' ? ELSEWHERE.get(property.toLowerCase()) : undefined;
  return moved ? [...moved, ...rest] : parts;
}

/** In the names that we offer. */
export function find(name: string): Found | null {
  let fields: readonly Variable[] | undefined = VARIABLES;
  let variable: Variable | null = null;
  let inList = false;
  const path: string[] = [];
  for (const part of partsOf(name)) {
    const next: Variable | undefined = fields?.find((v) =>
      namesOf(v).some((n) => n.toLowerCase() === part.toLowerCase()),
    );
    if (!next) return null;
    inList ||= variable?.kind === 'list';
    variable = next;
    fields = next.fields;
    path.push(next.russian[0]);
  }
  if (!variable) return null;
  const all = variable.kind === 'list' ? variable : (variable.firstOf ?? null);
  const list = all && [...path.slice(0, -1), all.russian[0]].join('.');
  const [part] = variable.fields ?? [];
  return { path: path.join('.'), first: part?.russian[0] ?? null, kind: (part ?? variable).kind, list, inList };
}
