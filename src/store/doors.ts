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

/** A new session; the answer is the cookie's value and is kept nowhere. `agent`: which program opened it, in a few words. */
export async function openSession(
  tx: Sql,
  account: AccountId,
  person: { id: PersonId; kind: 'employee' | 'contact' },
  now: Instant,
  expiresAt: Instant,
  agent = '',
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await tx('sessions').insert({
    hash: sha256(secret),
    id: newId<'session'>(now),
    agent: agent.slice(0, 80),
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

export interface SessionLine {
  /** What a page may call it by; it opens nothing. */
  readonly id: string;
  readonly agent: string;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  /** The one that was asked with. */
  readonly current: boolean;
}

/** The sessions of a person that are good and were used since `seenAfter`, the last used first. */
export async function sessionsOf(
  db: Sql,
  account: AccountId,
  person: PersonId,
  now: Instant,
  seenAfter: Instant,
  secret: string,
): Promise<SessionLine[]> {
  const rows: Row[] = await db('sessions')
    .where({ account_id: account, person_id: person })
    .andWhere('expires_at', '>', now)
    .andWhere('seen_at', '>', seenAfter)
    .orderBy([
      { column: 'seen_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  return rows.map((r) => ({
    id: r.id,
    agent: r.agent,
    createdAt: Number(r.created_at),
    seenAt: Number(r.seen_at),
    current: r.hash === sha256(secret),
  }));
}

/** One session of this person by its name. False: it is not there, or not theirs. */
export async function closeSessionNamed(tx: Sql, account: AccountId, person: PersonId, id: string): Promise<boolean> {
  return (await tx('sessions').where({ account_id: account, person_id: person, id }).delete()) > 0;
}

/** Every session of this person but the one that was asked with. */
export const closeOtherSessions = (tx: Sql, account: AccountId, person: PersonId, secret: string): Promise<number> =>
  tx('sessions')
    .where({ account_id: account, person_id: person })
    .andWhereNot({ hash: sha256(secret) })
    .delete();

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

/** Whose key this is and when it was last used, if it is one and has not been revoked. */
export async function keyBySecret(
  db: Sql,
  secret: string,
): Promise<{ readonly account: AccountId; readonly id: string; readonly usedAt: Instant | null } | null> {
  const row: Row | undefined = await db('api_keys')
    .where({ hash: sha256(secret) })
    .whereNull('revoked_at')
    .first('account_id', 'id', 'used_at');
  return row
    ? { account: row.account_id, id: row.id, usedAt: row.used_at === null ? null : Number(row.used_at) }
    : null;
}

export async function touchKey(tx: Sql, account: AccountId, id: string, now: Instant): Promise<void> {
  await tx('api_keys').where({ account_id: account, id }).update({ used_at: now });
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

/** What is known of an Idempotency-Key: it is ours now, somebody else is at it, or the answer stands already. */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly request: string; readonly status: number; readonly answer: string };

/** `status` of a row whose work has not ended. */
const RUNNING = 0;

/**
 * Takes the key for this request. A claim made before `stale` whose work never ended (the process died) is taken over, an
 * answer from before `forget` is no longer one.
 */
export async function claimAnswer(
  tx: Sql,
  account: AccountId,
  key: string,
  request: string,
  times: { readonly now: Instant; readonly stale: Instant; readonly forget: Instant },
): Promise<Claim> {
  const where = { account_id: account, key: sha256(key) };
  await tx('idempotency')
    .where(where)
    .andWhere((q) =>
      q.where('at', '<', times.forget).orWhere((r) => r.where('status', RUNNING).andWhere('at', '<', times.stale)),
    )
    .delete();
  const made = await tx('idempotency')
    .insert({ ...where, request, status: RUNNING, answer: '', at: times.now })
    .onConflict(['account_id', 'key'])
    .ignore()
    .returning('key');
  if (made.length > 0) return { kind: 'claimed' };
  const row: Row = await tx('idempotency').where(where).first();
  if (Number(row.status) === RUNNING) return { kind: 'running' };
  return { kind: 'answered', request: row.request, status: Number(row.status), answer: row.answer };
}

export async function keepAnswer(
  tx: Sql,
  account: AccountId,
  key: string,
  status: number,
  answer: string,
): Promise<void> {
  await tx('idempotency')
    .where({ account_id: account, key: sha256(key) })
    .update({ status, answer });
}

/** Nothing came of it: the key may be used again. */
export async function releaseAnswer(tx: Sql, account: AccountId, key: string): Promise<void> {
  await tx('idempotency')
    .where({ account_id: account, key: sha256(key), status: RUNNING })
    .delete();
}
