/**
 * Accounts and the numbers that they hand out.
 */
import { type AccountId, newId } from '../base/id.ts';
import { type Account, type Settings, settingsSchema } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { isPostgres, type Sql } from './database.ts';

export interface AccountRow {
  id: string;
  name: string;
  title: string;
  mail_domain: string;
  language: string;
  settings: string;
  created_at: number;
}

export async function insertAccount(
  tx: Sql,
  account: { name: string; title: string; mailDomain: string; language: Language },
  now: number,
): Promise<Account> {
  const id = newId<'account'>(now);
  await tx('accounts').insert({
    id,
    name: account.name,
    title: account.title,
    mail_domain: account.mailDomain,
    language: account.language,
    settings: '{}',
    created_at: now,
  });
  return (await loadAccount(tx, id))!;
}

export const loadAccount = (db: Sql, id: AccountId): Promise<Account | null> => first(db, { id });
export const accountByName = (db: Sql, name: string): Promise<Account | null> => first(db, { name });
export const accountByDomain = (db: Sql, mailDomain: string): Promise<Account | null> =>
  first(db, { mail_domain: mailDomain });

export async function allAccounts(db: Sql): Promise<Account[]> {
  return (await db<AccountRow>('accounts').orderBy('created_at')).map(toAccount);
}

export async function saveFirm(tx: Sql, id: AccountId, firm: { title: string; language: Language }): Promise<void> {
  await tx('accounts').where({ id }).update({ title: firm.title, language: firm.language });
}

/** Settings are kept as what differs from the defaults, so a new default reaches everybody who did not choose. */
export async function saveSettings(tx: Sql, id: AccountId, settings: Record<string, unknown>): Promise<void> {
  await tx('accounts')
    .where({ id })
    .update({ settings: JSON.stringify(settings) });
}

/** `lock`: two people who change settings at the same moment change them one after the other. */
export async function storedSettings(db: Sql, id: AccountId, lock = false): Promise<Record<string, unknown>> {
  const query = db('accounts').where({ id });
  const row = await (lock && isPostgres(db) ? query.forUpdate() : query).first('settings');
  return JSON.parse(row?.settings ?? '{}') as Record<string, unknown>;
}

/** The next number of this kind in this account; the row is locked until the transaction ends. */
export async function nextNumber(
  tx: Sql,
  account: AccountId,
  kind: 'task' | 'contact' | 'employee' | 'project',
): Promise<number> {
  const rows = await tx('counters')
    .insert({ account_id: account, kind, value: 1 })
    .onConflict(['account_id', 'kind'])
    .merge({ value: tx.raw('counters.value + 1') })
    .returning('value');
  return Number(rows[0].value);
}

async function first(db: Sql, where: Partial<AccountRow>): Promise<Account | null> {
  const row = await db<AccountRow>('accounts').where(where).first();
  return row ? toAccount(row) : null;
}

export const toAccount = (row: AccountRow): Account => ({
  id: row.id as AccountId,
  name: row.name,
  title: row.title,
  mailDomain: row.mail_domain,
  language: row.language as Language,
  settings: settingsOf(row.settings),
  createdAt: row.created_at,
});

/** Few accounts, and their settings change seldom: the same text is the same settings. */
const known = new Map<string, Settings>();
const MOST = 200;

function settingsOf(text: string): Settings {
  const settings = known.get(text) ?? settingsSchema.parse(JSON.parse(text));
  if (known.size >= MOST) known.clear();
  known.set(text, settings);
  return settings;
}
