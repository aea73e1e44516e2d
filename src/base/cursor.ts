/**
 * Where a page of a list ends that goes by time, the newest first: the time and the id of its last line, as the `next` of that page and
 * the `after` of the one that follows.
 */
import type { Instant } from './time.ts';

export interface Cursor<Id extends string = string> {
  readonly at: Instant;
  readonly id: Id;
}

const FORM = /^(\d{1,15})\.([0-9a-f-]{36})$/;

export const isCursor = (text: string): boolean => FORM.test(text);

/** Null: the first page, as for anything that is no cursor. */
export function readCursor<Id extends string>(text: string | null): Cursor<Id> | null {
  const found = FORM.exec(text ?? '');
  return found ? { at: Number(found[1]), id: found[2] as Id } : null;
}

export const writeCursor = ({ at, id }: Cursor): string => `${at}.${id}`;
