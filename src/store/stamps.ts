/**
 * A short sign of what somebody outside sees of a task, made without reading it: it changes with whatever could change their
 * page, so whoever has the page of this sign has the page of now. Rules and pages that read more than these need it in here:
 *
 * | what a page is made of (spec 2.2)                               | how it shows here                                    |
 * |-----------------------------------------------------------------|------------------------------------------------------|
 * | the task, its people, its comments and whom they name, its files | `version`: each event raises it (apply.ts)           |
 * | D1: letters to the viewer                                       | `mailed`                                             |
 * | D6: companies of colleagues; everybody's names; merges          | `people`: the database raises it (migration 0005)    |
 * | what became of the letters about the viewer's own words         | `letters`                                            |
 * | the viewer, their link, the account and its settings            | not here: read with them, at the door (entrants.ts)  |
 */
import type { AccountId, ContactId } from '../base/id.ts';
import { rowsOf, type Sql } from './database.ts';

const STAMP = `
select t.id, t.version,
  (select value from counters where account_id = t.account_id and kind = 'people') as people,
  (select count(*) from mailed m where m.account_id = t.account_id and m.task_id = t.id and m.contact_id = ?) as mailed,
  (select string_agg(l.state || ' ' || l.attempts || coalesce(' ' || l.reason, '') || coalesce(l.came_back, ''), ',' order by l.id)
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
  const [row] = await rowsOf(db, STAMP, [viewer, viewer, account, number]);
  return row ? `${row.id} ${row.version} ${row.people} ${row.mailed} ${row.letters ?? ''}` : null;
}
