/**
 * A short sign of what somebody outside sees of a task, made without reading it: with the sign of the one who looks (entrants.ts)
 * it changes with whatever could change their page, so whoever has the page of these signs has the page of now. A rule or a page
 * that reads more than this needs it in one of the two:
 *
 * | what a page is made of (spec 2.2)                                | how it shows                                     |
 * |------------------------------------------------------------------|--------------------------------------------------|
 * | the task, its people, its comments and whom they name, its files | `version`: each event raises it (apply.ts)       |
 * | D1: letters to the viewer                                        | `mailed`                                         |
 * | whether the viewer has muted it                                  | `muted`                                          |
 * | what became of the letters about the viewer's own words          | `letters`                                        |
 * | the viewer and their link, D6: companies of colleagues,          | the version of the account: the database raises  |
 * | everybody's names, merges, the account and its settings          | it (migration 0007), the door reads it           |
 */
import type { AccountId, ContactId } from '../base/id.ts';
import { rowsOf, type Sql } from './database.ts';

const STAMP = `select t.id, t.version,
  (select count(*) from mailed m where m.account_id = t.account_id and m.task_id = t.id and m.contact_id = ?) as mailed,
  (select count(*) from mutes u where u.account_id = t.account_id and u.task_id = t.id and u.person_id = ?) as muted,
  (select string_agg(l.state || ' ' || l.attempts || coalesce(' ' || l.reason, '') || coalesce(l.came_back, '')
       || coalesce(' ' || (select k.state || ' ' || k.attempts from letters k where k.account_id = l.account_id and k.id = l.carried_by), ''),
       ',' order by l.id)
     from comments c cross join letters l
    where c.account_id = t.account_id and c.task_id = t.id and c.author_id = ?
      and l.account_id = c.account_id and l.comment_id = c.id) as letters
from tasks t where t.account_id = ? and t.number = ?`;

/** Null: there is no such task. Whether this contact may see it is not asked here. */
export async function taskStamp(
  db: Sql,
  account: AccountId,
  viewer: ContactId,
  number: number,
): Promise<string | null> {
  const [row] = await rowsOf(db, STAMP, [viewer, viewer, viewer, account, number]);
  return row ? `${row.id} ${row.version} ${row.mailed} ${row.muted} ${row.letters ?? ''}` : null;
}
