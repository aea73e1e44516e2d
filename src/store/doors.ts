/**
 * Sessions, API keys and one-time pages. Only hashes are kept of what opens a door.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, newId, type PersonId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export interface SessionRow {
  readonly hash: string;
  readonly account: AccountId;
  readonly person: PersonId;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  readonly expiresAt: Instant;
}

/** A new session; the answer is the cookie's value and is kept nowhere. */
export async function openSession(
  tx: Sql,
  account: AccountId,
  person: { id: PersonId; kind: 'employee' | 'contact' },
  now: Instant,
  expiresAt: Instant,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await tx('sessions').insert({
    hash: sha256(secret),
    account_id: account,
    person_id: person.id,
    person_kind: person.kind,
    created_at: now,
    seen_at: now,
    expires_at: expiresAt,
  });
  return secret;
}

export async function sessionOf(db: Sql, secret: string): Promise<SessionRow | null> {
  const r: Row | undefined = await db('sessions')
    .where({ hash: sha256(secret) })
    .first();
  return r
    ? {
        hash: r.hash,
        account: r.account_id,
        person: r.person_id,
        createdAt: Number(r.created_at),
        seenAt: Number(r.seen_at),
        expiresAt: Number(r.expires_at),
      }
    : null;
}

export async function touchSession(tx: Sql, hash: string, now: Instant): Promise<void> {
  await tx('sessions').where({ hash }).update({ seen_at: now });
}

export const closeSession = (tx: Sql, secret: string): Promise<number> =>
  tx('sessions')
    .where({ hash: sha256(secret) })
    .delete();

export const closeSessionsOf = (tx: Sql, account: AccountId, person: PersonId): Promise<number> =>
  tx('sessions').where({ account_id: account, person_id: person }).delete();

export const dropExpiredSessions = (tx: Sql, now: Instant): Promise<number> =>
  tx('sessions').where('expires_at', '<', now).delete();

export interface ApiKeyLine {
  readonly id: string;
  readonly name: string;
  /** The first characters, to recognise it by. */
  readonly hint: string;
  readonly createdAt: Instant;
  readonly usedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** A new API key. `secret` is shown once and kept nowhere. */
export async function insertKey(
  tx: Sql,
  account: AccountId,
  name: string,
  now: Instant,
): Promise<ApiKeyLine & { secret: string }> {
  const secret = `pk_${randomBytes(32).toString('base64url')}`;
  const line = { id: newId<'key'>(now), name, hint: secret.slice(0, 8), createdAt: now, usedAt: null, revokedAt: null };
  await tx('api_keys').insert({
    hash: sha256(secret),
    account_id: account,
    id: line.id,
    name,
    hint: line.hint,
    created_at: now,
  });
  return { ...line, secret };
}

/** Whose key this is, if it is one and has not been revoked. */
export async function accountOfKey(db: Sql, secret: string): Promise<AccountId | null> {
  const row = await db('api_keys')
    .where({ hash: sha256(secret) })
    .whereNull('revoked_at')
    .first('account_id');
  return (row?.account_id as AccountId | undefined) ?? null;
}

export async function keysOf(db: Sql, account: AccountId): Promise<ApiKeyLine[]> {
  const rows: Row[] = await db('api_keys').where({ account_id: account }).orderBy('created_at');
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    hint: r.hint,
    createdAt: Number(r.created_at),
    usedAt: r.used_at === null ? null : Number(r.used_at),
    revokedAt: r.revoked_at === null ? null : Number(r.revoked_at),
  }));
}

export async function revokeKey(tx: Sql, account: AccountId, id: string, now: Instant): Promise<boolean> {
  return (
    (await tx('api_keys').where({ account_id: account, id }).whereNull('revoked_at').update({ revoked_at: now })) > 0
  );
}

/** The answer that was given to this Idempotency-Key before, or null. */
export async function answerBefore(
  db: Sql,
  account: AccountId,
  key: string,
): Promise<{ request: string; status: number; answer: string } | null> {
  const row: Row | undefined = await db('idempotency')
    .where({ account_id: account, key: sha256(key) })
    .first();
  return row ? { request: row.request, status: Number(row.status), answer: row.answer } : null;
}

export async function rememberAnswer(
  tx: Sql,
  account: AccountId,
  key: string,
  given: { request: string; status: number; answer: string },
  now: Instant,
): Promise<void> {
  await tx('idempotency')
    .insert({ account_id: account, key: sha256(key), ...given, at: now })
    .onConflict(['account_id', 'key'])
    .ignore();
}
