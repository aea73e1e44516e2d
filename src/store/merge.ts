/**
 * Two contacts that are one person (spec 1.3): everything of the one becomes the other's, and what named the one in a mail or a
 * link goes on naming them.
 */
import type { AccountId, ContactId } from '../base/id.ts';
import type { Contact } from '../people/person.ts';
import type { Sql } from './database.ts';
import { renameInPlanned } from './planned.ts';
import type { Row } from './tasks.ts';

/** A contact who is now part of another: what their old links must still match. */
export interface Merged {
  readonly account: AccountId;
  readonly into: ContactId;
  readonly linkGeneration: number;
  readonly linkRevoked: boolean;
}

/** Where a person is named and nothing forbids the same name twice: table and column. */
const NAMED = [
  ['comments', 'author_id'],
  ['files', 'owner_id'],
  ['checklist_items', 'author_id'],
  ['history', 'actor_id'],
  ['tasks', 'counterparty_id'],
  ['projects', 'counterparty_id'],
  ['letters', 'recipient_id'],
  ['inbox', 'asked_id'],
  ['webhook_calls', 'actor_id'],
] as const;

/** Where one person stands once: table, column, and what makes a row with it unique. */
const ONCE = [
  ['task_people', 'person_id', ['task_id', 'role']],
  ['comment_people', 'person_id', ['comment_id', 'relation']],
  ['project_people', 'person_id', ['project_id', 'role']],
  ['mailed', 'contact_id', ['task_id']],
  ['threads', 'person_id', ['task_id']],
  ['mutes', 'person_id', ['task_id']],
  ['shared_readers', 'person_id', ['created_at', 'letter_id']],
  ['contact_ties', 'contact_id', ['tie', 'person_id']],
  ['contact_ties', 'person_id', ['tie', 'contact_id']],
] as const;

/** Moves everything of `gone` to `kept` and removes `gone`. Addresses come after those that `kept` has. */
export async function mergeRows(tx: Sql, kept: Contact, gone: Contact): Promise<void> {
  const account_id = kept.account;
  for (const [table, column] of NAMED)
    await tx(table)
      .where({ account_id, [column]: gone.id })
      .update({ [column]: kept.id });
  for (const [table, column, others] of ONCE) await moveOnce(tx, account_id, table, column, others, [kept.id, gone.id]);
  await tx('contact_ties').where({ account_id, contact_id: kept.id, person_id: kept.id }).delete();
  await moveItems(tx, kept, gone);
  // The letter says to whom its token belongs.
  await tx('letters')
    .where({ account_id, recipient_id: kept.id })
    .andWhere('content', 'like', `%${gone.id}%`)
    .update({ content: tx.raw('replace(content, ?, ?)', [gone.id, kept.id]) });
  await renameInPlanned(tx, account_id, gone.id, kept.id);
  await moveAddresses(tx, kept, gone);
  for (const table of ['sessions', 'one_time']) await tx(table).where({ account_id, person_id: gone.id }).delete();
  await tx('browsers').where({ account_id, contact_id: gone.id }).delete();
  await tx('merged_contacts').where({ account_id, contact_id: gone.id }).update({ contact_id: kept.id });
  await tx('merged_contacts').insert({
    account_id,
    id: gone.id,
    contact_id: kept.id,
    link_generation: gone.linkGeneration,
    link_revoked: gone.linkRevoked,
  });
  await tx('contacts').where({ account_id, id: gone.id }).delete();
}

/** The links of those who became part of this contact end with its own. */
export async function endMergedLinks(tx: Sql, { account, id }: Contact): Promise<void> {
  await tx('merged_contacts').where({ account_id: account, contact_id: id }).update({ link_revoked: true });
}

/** Into whom this contact was merged, or null. A dashboard token names a contact and no account. */
export async function mergedInto(db: Sql, id: ContactId): Promise<Merged | null> {
  const row: Row | undefined = await db('merged_contacts').where({ id }).first();
  if (!row) return null;
  const linkRevoked = Boolean(row.link_revoked);
  return { account: row.account_id, into: row.contact_id, linkGeneration: Number(row.link_generation), linkRevoked };
}

/** Rows that both have stay once. */
async function moveOnce(
  tx: Sql,
  account_id: AccountId,
  table: string,
  column: string,
  others: readonly string[],
  [kept, gone]: readonly [ContactId, ContactId],
): Promise<void> {
  const rows: Row[] = await tx(table).where({ account_id, [column]: gone });
  await tx(table)
    .where({ account_id, [column]: gone })
    .delete();
  if (rows.length === 0) return;
  await tx(table)
    .insert(rows.map((row) => ({ ...row, [column]: kept })))
    .onConflict(['account_id', column, ...others])
    .ignore();
}

/** Items of checklists that were theirs to tick: their people stand in one column, and are in the task. */
async function moveItems(tx: Sql, { account: account_id, id }: Contact, gone: Contact): Promise<void> {
  await tx('checklist_items')
    .where({ account_id })
    .whereIn('task_id', tx('task_people').where({ account_id, person_id: id }).select('task_id'))
    .andWhere('assignees', 'like', `%${gone.id}%`)
    .update({ assignees: tx.raw('replace(assignees, ?, ?)', [gone.id, id]) });
}

async function moveAddresses(tx: Sql, kept: Contact, gone: Contact): Promise<void> {
  const account_id = kept.account;
  const own = (kept.email ? 1 : 0) + kept.additionalEmails.length;
  const rows: Row[] = await tx('addresses').where({ account_id, person_id: gone.id }).orderBy('position');
  for (const [at, row] of rows.entries())
    await tx('addresses')
      .where({ account_id, address: row.address })
      .update({ person_id: kept.id, position: own + at });
}
