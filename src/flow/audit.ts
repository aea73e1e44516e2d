/** Who did what to the account: written in the transaction that does it. */
import { type Audited, writeAudit } from '../store/audit.ts';
import type { Sql } from '../store/database.ts';
import type { Actor, Gateway } from './gateway.ts';

export const audit = (
  gw: Pick<Gateway, 'clock'>,
  tx: Sql,
  { account, person }: Pick<Actor, 'account' | 'person'>,
  what: Audited,
  subject: string,
  detail?: unknown,
): Promise<void> => writeAudit(tx, account.id, { actor: person.id, what, subject, detail }, gw.clock());
