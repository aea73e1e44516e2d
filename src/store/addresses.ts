/**
 * Virtual addresses: names on the account's domain that make tasks by rules of their own (spec 3.4).
 */
import type { AccountId, EmployeeId, ProjectId } from '../base/id.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface VirtualAddress {
  /** In lower case: `sales`. */
  readonly local: string;
  readonly description: string;
  readonly project: ProjectId | null;
  /** In whose list the tasks are. */
  readonly assignees: readonly EmployeeId[];
}

export async function virtualAddress(db: Sql, account: AccountId, local: string): Promise<VirtualAddress | null> {
  const row: Row | undefined = await db('virtual_addresses').where({ account_id: account, local }).first();
  return row ? fromRow(row) : null;
}

/** By their names, from the one after `after`. */
export async function pageOfVirtualAddresses(
  db: Sql,
  account: AccountId,
  after: string,
  limit: number,
): Promise<VirtualAddress[]> {
  const rows: Row[] = await db('virtual_addresses')
    .where({ account_id: account })
    .andWhere('local', '>', after)
    .orderBy('local')
    .limit(limit);
  return rows.map(fromRow);
}

/** Makes it, or replaces what it did before. */
export async function saveVirtualAddress(tx: Sql, account: AccountId, address: VirtualAddress): Promise<void> {
  const { local, description, project, assignees } = address;
  await tx('virtual_addresses')
    .insert({ account_id: account, local, description, project_id: project, assignees: JSON.stringify(assignees) })
    .onConflict(['account_id', 'local'])
    .merge();
}

/** False: there was none. */
export async function removeVirtualAddress(tx: Sql, account: AccountId, local: string): Promise<boolean> {
  return (await tx('virtual_addresses').where({ account_id: account, local }).delete()) > 0;
}

const fromRow = (r: Row): VirtualAddress => ({
  local: r.local,
  description: r.description,
  project: r.project_id,
  assignees: JSON.parse(r.assignees),
});
