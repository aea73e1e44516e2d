/**
 * Who comes by a dashboard link, with everything that is asked of them at the door: a browser with an open page asks again and
 * again whether there is anything new.
 */
import type { ContactId } from '../base/id.ts';
import type { Account } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import { toAccount } from './accounts.ts';
import { rowsOf, type Sql } from './database.ts';
import { ADDRESSES, TIES, toContact } from './person-rows.ts';
import type { Row } from './tasks.ts';

export interface Entrant {
  readonly contact: Contact;
  readonly account: Account;
  /** Why nothing is sent to their first address (store/suppressions.ts); null: it is. */
  readonly suppressed: string | null;
}

const ENTRANT = `select contacts.*, ${ADDRESSES('contacts')}, ${TIES},
  a.name as account_name, a.title as account_title, a.mail_domain as account_mail_domain,
  a.language as account_language, a.settings as account_settings, a.created_at as account_created_at,
  (select reason from suppressions s where s.account_id = a.id and s.address =
    (select address from addresses d where d.account_id = a.id and d.person_id = contacts.id
      order by position limit 1)) as suppressed
from contacts join accounts a on a.id = contacts.account_id
where contacts.id = ?`;

/** By an id that a token of ours vouches for: the account is found by it. */
export async function entrantById(db: Sql, id: ContactId): Promise<Entrant | null> {
  const [row] = await rowsOf(db, ENTRANT, [id]);
  return row ? { contact: toContact(row), account: accountIn(row), suppressed: row.suppressed } : null;
}

const accountIn = (row: Row): Account =>
  toAccount({
    id: row.account_id,
    name: row.account_name,
    title: row.account_title,
    mail_domain: row.account_mail_domain,
    language: row.account_language,
    settings: row.account_settings,
    created_at: Number(row.account_created_at),
  });

const VERSION = `select (select value from counters n where n.account_id = c.account_id and n.kind = 'version') as version
from contacts c where c.id = ?`;

/**
 * The version of this contact's account: while it is the same, so is everything that an entrant is made of, and every name,
 * address and tie in the account (migration 0007). Null: there is no such contact.
 */
export async function versionAround(db: Sql, id: ContactId): Promise<number | null> {
  const [row] = await rowsOf(db, VERSION, [id]);
  return row ? Number(row.version) : null;
}
