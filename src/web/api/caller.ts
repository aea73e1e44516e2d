/**
 * Who calls: a key names the account; the caller is its robot, or the employee named in `Postern-Acting-As`.
 */
import type { Context } from 'hono';
import { MINUTE } from '../../base/time.ts';
import type { Actor, Gateway } from '../../flow/gateway.ts';
import type { Account } from '../../people/account.ts';
import type { Employee } from '../../people/person.ts';
import { loadAccount } from '../../store/accounts.ts';
import { keyBySecret, touchKey } from '../../store/doors.ts';
import { loadEmployee, robotOf } from '../../store/people.ts';
import type { Viewer } from '../../tasks/visibility.ts';
import { type Problem, problem } from './problem.ts';

export interface Caller {
  readonly account: Account;
  readonly person: Employee;
  readonly actor: Actor;
  readonly viewer: Viewer;
}

export const ACTING_AS = 'Postern-Acting-As';

export async function callerOf(gw: Gateway, c: Context): Promise<Caller | Problem> {
  const account = await accountOf(gw, c.req.header('authorization') ?? '');
  // One answer for no key, a wrong one and one that was revoked.
  if (!account) return problem('unauthorized', 'Send `Authorization: Bearer KEY` with a key of this account');
  const wanted = c.req.header(ACTING_AS);
  const person =
    wanted === undefined ? await robotOf(gw.db.read, account.id) : await loadEmployee(gw.db.read, account.id, wanted);
  const usable = person?.active && (wanted === undefined || person.role !== 'robot');
  if (!usable) return problem('unknown-acting-as', `${ACTING_AS} must be the id of an active employee of this account`);
  return {
    account,
    person,
    actor: { account, person, proof: 'key', source: 'api' },
    viewer: { by: 'staff', employee: person },
  };
}

/** So often the last use of a key is written down, not at every request. */
const TOUCH_EVERY = 10 * MINUTE;

async function accountOf(gw: Gateway, authorization: string): Promise<Account | null> {
  const secret = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
  const key = secret === undefined ? null : await keyBySecret(gw.db.read, secret);
  if (!key) return null;
  const now = gw.clock();
  if (key.usedAt === null || key.usedAt + TOUCH_EVERY <= now)
    await gw.db.write((tx) => touchKey(tx, key.account, key.id, now));
  return loadAccount(gw.db.read, key.account);
}
