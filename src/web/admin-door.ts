/** Who gets behind the doors of the administration. For everybody else the pages do not exist. */
import type { Context } from 'hono';
import { mayManage, maySet } from '../flow/manage.ts';
import { type Door, nothingHere } from './door.ts';
import type { Desk } from './pages/staff.tsx';
import { actorAt, posted, type Sent } from './posted.tsx';
import { signedIn } from './staff.tsx';

/** `manage`: administrators; `set`: technical administrators too, who have the settings and none of the data (spec 1.2). */
export type AdminRight = 'manage' | 'set';

const RIGHTS = { manage: mayManage, set: maySet } as const;

export const mayHere = (desk: Desk, right: AdminRight): boolean => RIGHTS[right](actorAt(desk));

export const adminPage = (door: Door, right: AdminRight, handle: (c: Context, desk: Desk) => Promise<Response>) =>
  signedIn(door, async (c, desk) => (mayHere(desk, right) ? handle(c, desk) : nothingHere(c, door)));

/** Whoever has no right here learns nothing from what they send either: it is asked before the form is read. */
export function adminForm(door: Door, right: AdminRight, handle: (c: Context, sent: Sent) => Promise<Response>) {
  const form = posted(door, handle);
  return adminPage(door, right, async (c) => form(c));
}
