/**
 * A new account with its robot and its first admin.
 */
import { type Address, localPart } from '../base/address.ts';
import type { Account } from '../people/account.ts';
import type { Language, Person } from '../people/person.ts';
import { accountByDomain, accountByName, allAccounts, insertAccount } from '../store/accounts.ts';
import { insertEmployee, loadEmployee } from '../store/people.ts';
import { makeActivation } from './activation.ts';
import type { Gateway } from './gateway.ts';

export interface NewAccount {
  readonly name: string;
  readonly title: string;
  readonly admin: { readonly email: Address; readonly firstName: string; readonly lastName: string };
  readonly language: Language;
}

export type AccountMade =
  | { readonly ok: true; readonly account: Account; readonly admin: Person; readonly activation: string }
  | { readonly ok: false; readonly reason: 'name-taken' | 'bad-name' };

/** Spec 1.1: Latin letters and digits; it becomes a host name. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The first account lives on `mail.domain` itself, the others on `<name>.<mail.domain>` (decisions "Accounts"). */
export async function createAccount(gw: Gateway, asked: NewAccount): Promise<AccountMade> {
  if (!NAME.test(asked.name)) return { ok: false, reason: 'bad-name' };
  const made = await gw.db.write(async (tx) => {
    const first = (await allAccounts(tx)).length === 0;
    const mailDomain = first ? gw.names.mailDomain : `${asked.name}.${gw.names.mailDomain}`;
    if ((await accountByName(tx, asked.name)) || (await accountByDomain(tx, mailDomain))) return null;
    const now = gw.clock();
    const account = await insertAccount(tx, { ...asked, mailDomain }, now);
    await insertEmployee(
      tx,
      account.id,
      { firstName: asked.title, login: 'postern', role: 'robot', language: asked.language },
      now,
    );
    const { email, firstName, lastName } = asked.admin;
    const login = localPart(email).replace(/[^a-z0-9._-]/g, '') || 'admin';
    const id = await insertEmployee(
      tx,
      account.id,
      { firstName, lastName, email, login, role: 'owner', language: asked.language, mayGrantAccess: true },
      now,
    );
    return { account, admin: (await loadEmployee(tx, account.id, id))! };
  });
  if (!made) return { ok: false, reason: 'name-taken' };
  return { ok: true, ...made, activation: await makeActivation(gw, made.account, made.admin) };
}
