/**
 * What a contact with a login can reach besides their tasks: projects (A2).
 */
import type { AccountId, ContactId, ProjectId } from '../base/id.ts';
import type { Contact } from '../people/person.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface ReachedProject {
  readonly id: ProjectId;
  readonly number: number;
  readonly title: string;
  readonly active: boolean;
  /** Through the counterparty, not only through a task of theirs. */
  readonly ofCompany: boolean;
}

/**
 * Projects whose counterparty is one of the contact's companies (or the contact), unless hidden from contacts, and those in which
 * they have a task, or every task as auditor. First the company's, then by number (Q22).
 */
export async function projectsOfContact(db: Sql, account: AccountId, contact: Contact): Promise<ReachedProject[]> {
  const counterparties: ContactId[] = [contact.id, ...contact.companies];
  const byCompany: Row[] = await db('projects')
    .where({ account_id: account, hidden_from_contacts: false })
    .whereIn('counterparty_id', counterparties)
    .select('id', 'number', 'title', 'status');
  const rows: Row[] = await db('projects')
    .where({ account_id: account })
    .andWhere((q) =>
      q.whereIn('id', projectsWithTasks(db, account, contact)).orWhereIn('id', audited(db, account, contact)),
    )
    .select('id', 'number', 'title', 'status');
  const companys = new Set(byCompany.map((r) => r.id));
  const all = [...byCompany, ...rows.filter((r) => !companys.has(r.id))].map((r) => ({
    id: r.id,
    number: Number(r.number),
    title: r.title,
    active: r.status === 'ACTIVE',
    ofCompany: companys.has(r.id),
  }));
  return all.sort((a, b) => Number(b.ofCompany) - Number(a.ofCompany) || a.number - b.number);
}

/** A12: an auditor has the project as a whole. */
const audited = (db: Sql, account: AccountId, contact: Contact) =>
  db('project_people').where({ account_id: account, role: 'auditor', person_id: contact.id }).select('project_id');

/** Tasks in which they have a role or whose project they audit (A1), and with the company option those of their companies (spec 2.1 `company(c,t)`). */
function projectsWithTasks(db: Sql, account: AccountId, contact: Contact) {
  const own = db('task_people').where({ account_id: account, person_id: contact.id }).select('task_id');
  return db('tasks')
    .where({ account_id: account })
    .whereNull('deleted_at')
    .whereNotNull('project_id')
    .andWhere((q) => {
      q.whereIn('id', own).orWhereIn('project_id', audited(db, account, contact));
      if (contact.seesCompanyTasks && contact.companies.length > 0)
        q.orWhere((w) =>
          w.whereIn('counterparty_id', contact.companies as ContactId[]).andWhere({ automatic_access: 'GRANT' }),
        );
    })
    .distinct('project_id');
}
