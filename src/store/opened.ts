/** Letters that were opened, as far as their picture tells (spec 1.12: READ with its time). */
import type { LetterId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';

/** True too for one that is not there: nothing is to be written. */
export async function isOpened(db: Sql, id: LetterId): Promise<boolean> {
  const row = await db('letters').where({ id }).first('read_at');
  return row === undefined || row.read_at !== null;
}

export async function letterOpened(tx: Sql, id: LetterId, now: Instant): Promise<void> {
  await tx('letters').where({ id }).whereNull('read_at').update({ read_at: now });
}
