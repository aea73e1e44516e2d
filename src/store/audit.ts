/**
 * The audit log: what was done to the account besides its tasks, by whom and when. What happens in a task is its history.
 */
import { type AccountId, newId, type PersonId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export const AUDITED = [
  'settings-changed',
  'firm-changed',
  'key-made',
  'key-revoked',
  'employee-added',
  'employee-changed',
  'activation-link-made',
  'access-granted',
  'access-ended',
  'link-shown',
  'link-renewed',
  'link-revoked',
  'contacts-merged',
  'address-saved',
  'address-removed',
  'sender-saved',
  'sender-confirmed',
  'sender-removed',
  'webhook-made',
  'webhook-changed',
  'webhook-removed',
  'webhook-called-again',
  'template-made',
  'template-published',
  'template-deleted',
  'mail-accepted',
  'mail-trusted',
  'mail-discarded',
  'mail-processed-again',
  'letter-sent-again',
  'suppression-lifted',
  'receiving-restored',
  'password-set',
  'password-changed',
] as const;
export type Audited = (typeof AUDITED)[number];

export interface AuditLine {
  readonly id: string;
  readonly at: Instant;
  readonly actor: PersonId;
  readonly what: Audited;
  /** The id, name or address of what it was done to. */
  readonly subject: string;
  /** Names of fields and the like; never a secret, never somebody's words. */
  readonly detail: unknown;
}

export async function writeAudit(
  tx: Sql,
  account: AccountId,
  line: Omit<AuditLine, 'id' | 'at'>,
  now: Instant,
): Promise<void> {
  const { actor, what, subject, detail } = line;
  const row = { account_id: account, id: newId<'audit'>(now), at: now, actor_id: actor, what, subject };
  await tx('audit').insert({ ...row, detail: JSON.stringify(detail ?? null) });
}

/** The newest first, before `after`. */
export async function pageOfAudit(
  db: Sql,
  account: AccountId,
  page: { after: string | null; limit: number },
): Promise<AuditLine[]> {
  const query = db('audit').where({ account_id: account }).orderBy('id', 'desc').limit(page.limit);
  if (page.after) query.andWhere('id', '<', page.after);
  return ((await query) as Row[]).map((r) => ({
    id: r.id,
    at: Number(r.at),
    actor: r.actor_id,
    what: r.what,
    subject: r.subject,
    detail: JSON.parse(r.detail),
  }));
}
