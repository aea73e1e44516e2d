/**
 * The same POST twice does its work once: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header). The key is claimed
 * before the work and the answer kept after it for a day. A failure gives the key back.
 */
import { DAY, MINUTE } from '../../base/time.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { claimAnswer, keepAnswer, releaseAnswer, sha256 } from '../../store/doors.ts';
import type { Caller } from './caller.ts';
import { isProblem, type Problem, problem } from './problem.ts';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
const KEPT = DAY;
/** Longer than any work takes: a claim that is older was left by a process that died. */
const ABANDONED = 10 * MINUTE;

/** Something to say: JSON with a status, a refusal, or a ready answer (a stream). */
export interface Json {
  readonly status: 200 | 201 | 202 | 204;
  readonly json?: unknown;
  readonly replayed?: boolean;
}
export type Outcome = Json | Problem | Response;

/** Fields of an answer that are shown once and kept nowhere (decisions "Tokens and carriers"). */
export type Secrets = readonly string[];

export interface Asked {
  /** The header, or undefined: then the work is simply done. */
  readonly key: string | undefined;
  /** What was asked, to know it again: method, address and body. */
  readonly request: string;
  readonly secrets: Secrets;
}

export async function once(gw: Gateway, caller: Caller, asked: Asked, work: () => Promise<Outcome>): Promise<Outcome> {
  if (asked.key === undefined) return work();
  if (!/^[\x21-\x7e]{1,200}$/.test(asked.key))
    return problem('invalid', undefined, [{ path: IDEMPOTENCY_KEY, message: 'At most 200 visible ASCII characters' }]);
  // Each caller has keys of their own.
  const key = `${caller.person.id} ${asked.key}`;
  const request = sha256(asked.request);
  const before = await claim(gw, caller, key, request);
  if (before) return before;
  let outcome: Outcome | null = null;
  try {
    outcome = await work();
    return outcome;
  } finally {
    await settle(gw, caller, key, outcome, asked.secrets);
  }
}

async function claim(gw: Gateway, { account }: Caller, key: string, request: string): Promise<Outcome | null> {
  const now = gw.clock();
  const times = { now, stale: now - ABANDONED, forget: now - KEPT };
  const found = await gw.db.write((tx) => claimAnswer(tx, account.id, key, request, times));
  if (found.kind === 'claimed') return null;
  if (found.kind === 'running') return problem('idempotency-running');
  if (found.request !== request) return problem('idempotency-reused', 'Use a new key for a new request');
  const json = found.answer === '' ? undefined : JSON.parse(found.answer);
  return { status: found.status as Json['status'], json, replayed: true };
}

async function settle(
  gw: Gateway,
  { account }: Caller,
  key: string,
  outcome: Outcome | null,
  secrets: Secrets,
): Promise<void> {
  const keep = outcome && !(outcome instanceof Response) && !isProblem(outcome) ? outcome : null;
  await gw.db.write((tx) =>
    keep
      ? keepAnswer(tx, account.id, key, keep.status, withoutSecrets(keep.json, secrets))
      : releaseAnswer(tx, account.id, key),
  );
}

function withoutSecrets(json: unknown, secrets: Secrets): string {
  if (json === undefined) return '';
  const hidden = Object.fromEntries(secrets.map((field) => [field, null]));
  return JSON.stringify(secrets.length > 0 ? { ...(json as object), ...hidden } : json);
}
