/** A new account with its owner: Acme, owned by Ann Lee, in all that a test does not say otherwise. */
import { createAccount, type NewAccount } from '../../src/flow/accounts.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import type { Account } from '../../src/people/account.ts';
import type { Employee } from '../../src/people/person.ts';

export interface OpenAccount {
  readonly account: Account;
  readonly owner: Employee;
  /** How the owner sets the first password. */
  readonly activation: string;
}

const ACME: NewAccount = {
  name: 'acme',
  title: 'Acme',
  admin: { email: 'ann@acme.example' as never, firstName: 'Ann', lastName: 'Lee' },
  language: 'en',
};

export async function openAccount(gw: Gateway, other: Partial<NewAccount> = {}): Promise<OpenAccount> {
  const made = await createAccount(gw, { ...ACME, ...other });
  if (!made.ok) throw new Error(made.reason);
  return { account: made.account, owner: made.admin as Employee, activation: made.activation };
}
