/**
 * Webhooks: who is told, and the calls that wait or were made.
 *
 * | state  | means                                   | how it leaves                    |
 * |--------|-----------------------------------------|----------------------------------|
 * | queued | due at `due_at`; leased when it lies ahead | answered 2xx, or tries run out |
 * | done   | answered 2xx                            | –                                |
 * | failed | given up                                | «send again» → queued            |
 */
import { type AccountId, type CommentId, newId, type PersonId, type TaskId, type WebhookId } from '../base/id.ts';
import { type Instant, MINUTE } from '../base/time.ts';
import type { TaskEvent } from '../tasks/event.ts';
import { isPostgres, type Sql } from './database.ts';
import type { Row } from './tasks.ts';

/** What happens to tasks and can be told; ids and kinds, no words. */
export const HOOK_KINDS = [
  'task-created',
  'task-edited',
  'task-deleted',
  'task-restored',
  'status-changed',
  'comment-added',
  'comment-edited',
  'comment-deleted',
  'person-added',
  'person-removed',
] as const satisfies readonly TaskEvent['kind'][];
export type HookKind = (typeof HOOK_KINDS)[number];

/** What stands in the log where no program answered. */
export const NO_ANSWER = {
  private: 'The address lies in a private network',
  slow: 'No answer within ten seconds',
  off: 'The webhook was switched off',
} as const;

export interface Webhook {
  readonly id: WebhookId;
  readonly url: string;
  /** Empty: every kind. */
  readonly kinds: readonly HookKind[];
  readonly active: boolean;
  readonly createdAt: Instant;
}

export interface HookCall {
  readonly id: string;
  readonly account: AccountId;
  readonly webhook: WebhookId;
  readonly kind: HookKind;
  readonly task: TaskId;
  readonly comment: CommentId | null;
  readonly actor: PersonId;
  readonly at: Instant;
  readonly state: 'queued' | 'done' | 'failed';
  readonly attempts: number;
  readonly dueAt: Instant | null;
  /** The HTTP status of the last answer, null when there was none. */
  readonly status: number | null;
  /** The beginning of the answer, or what went wrong. */
  readonly answer: string | null;
}

export async function insertWebhook(
  tx: Sql,
  account: AccountId,
  hook: { url: string; kinds: readonly HookKind[]; secret: Uint8Array },
  now: Instant,
): Promise<Webhook> {
  const id = newId<'webhook'>(now);
  const { url, kinds, secret } = hook;
  const row = { account_id: account, id, url, kinds: JSON.stringify(kinds), active: true, created_at: now };
  await tx('webhooks').insert({ ...row, secret: Buffer.from(secret) });
  return { id, url, kinds, active: true, createdAt: now };
}

/** False: there is none. */
export async function changeWebhook(
  tx: Sql,
  account: AccountId,
  id: string,
  change: { active?: boolean; url?: string; kinds?: readonly HookKind[] },
): Promise<boolean> {
  const { active, url, kinds } = change;
  const columns = {
    ...(active === undefined ? {} : { active }),
    ...(url === undefined ? {} : { url }),
    ...(kinds === undefined ? {} : { kinds: JSON.stringify(kinds) }),
  };
  const which = tx('webhooks').where({ account_id: account, id });
  if (Object.keys(columns).length === 0) return (await which.first('id')) !== undefined;
  return (await which.update(columns)) > 0;
}

/** With its calls. */
export async function removeWebhook(tx: Sql, account: AccountId, id: string): Promise<boolean> {
  await tx('webhook_calls').where({ account_id: account, webhook_id: id }).delete();
  return (await tx('webhooks').where({ account_id: account, id }).delete()) > 0;
}

/** An account has few; they come all at once. */
export async function webhooksOf(db: Sql, account: AccountId): Promise<Webhook[]> {
  const rows: Row[] = await db('webhooks').where({ account_id: account }).orderBy('id');
  return rows.map(toWebhook);
}

/** One call for each webhook that wants to know: inside the transaction of what happened. Answers whether there is any. */
export async function queueCalls(
  tx: Sql,
  account: AccountId,
  event: { kind: HookKind; task: TaskId; comment: CommentId | null; actor: PersonId },
  now: Instant,
): Promise<boolean> {
  const hooks: Row[] = await tx('webhooks').where({ account_id: account, active: true }).select('id', 'kinds');
  const wanting = hooks.map(toKinds).filter(({ kinds }) => kinds.length === 0 || kinds.includes(event.kind));
  if (wanting.length === 0) return false;
  const { kind, task, comment, actor } = event;
  const rows = wanting.map(({ id }) => ({
    account_id: account,
    id: newId<'webhookCall'>(now),
    webhook_id: id,
    kind,
    task_id: task,
    comment_id: comment,
    actor_id: actor,
    at: now,
    state: 'queued',
    attempts: 0,
    due_at: now,
  }));
  await tx('webhook_calls').insert(rows);
  return true;
}

export const CALL_LEASE = 2 * MINUTE;

/** Takes calls that are due; nobody else gets them until the lease ends. The secret is sealed still. */
export async function claimCalls(
  tx: Sql,
  now: Instant,
  limit: number,
): Promise<{ call: HookCall; url: string; secret: Buffer; active: boolean }[]> {
  const due = tx('webhook_calls')
    .select('id')
    .where({ state: 'queued' })
    .andWhere('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit);
  if (isPostgres(tx)) due.forUpdate().skipLocked();
  const rows: Row[] = await tx('webhook_calls')
    .whereIn('id', due)
    .update({ due_at: now + CALL_LEASE, attempts: tx.raw('attempts + 1') })
    .returning('*');
  if (rows.length === 0) return [];
  const hooks: Row[] = await tx('webhooks').whereIn(
    'id',
    rows.map((r) => r.webhook_id),
  );
  return rows.flatMap((r) => {
    const hook = hooks.find((h) => h.account_id === r.account_id && h.id === r.webhook_id);
    return hook ? [{ call: toCall(r), url: hook.url, secret: hook.secret, active: Boolean(hook.active) }] : [];
  });
}

/** `dueAt`: when it is tried again; null with `state`: its last word. */
export async function callEnded(
  tx: Sql,
  call: Pick<HookCall, 'account' | 'id'>,
  end: { state: HookCall['state']; dueAt: Instant | null; status: number | null; answer: string },
): Promise<void> {
  await tx('webhook_calls')
    .where({ account_id: call.account, id: call.id })
    .update({ state: end.state, due_at: end.dueAt, status: end.status, answer: end.answer });
}

/** The newest first, before `after`. */
export async function pageOfCalls(
  db: Sql,
  account: AccountId,
  webhook: string,
  page: { after: string | null; limit: number },
): Promise<HookCall[]> {
  const query = db('webhook_calls').where({ account_id: account, webhook_id: webhook }).orderBy('id', 'desc');
  if (page.after) query.andWhere('id', '<', page.after);
  return ((await query.limit(page.limit)) as Row[]).map(toCall);
}

/** Null: there is no such call; false: it was not given up. */
export async function retryCall(tx: Sql, account: AccountId, id: string, now: Instant): Promise<boolean | null> {
  const call: Row | undefined = await tx('webhook_calls').where({ account_id: account, id }).first('state');
  if (!call) return null;
  const changed = await tx('webhook_calls')
    .where({ account_id: account, id, state: 'failed' })
    .update({ state: 'queued', due_at: now, attempts: 0 });
  return changed > 0;
}

export const dropOldCalls = (tx: Sql, before: Instant): Promise<number> =>
  tx('webhook_calls').whereNot({ state: 'queued' }).andWhere('at', '<', before).delete();

const toKinds = (r: Row): { id: string; kinds: HookKind[] } => ({ id: r.id, kinds: JSON.parse(r.kinds) });

const toWebhook = (r: Row): Webhook => ({
  id: r.id,
  url: r.url,
  kinds: JSON.parse(r.kinds),
  active: Boolean(r.active),
  createdAt: Number(r.created_at),
});

const toCall = (r: Row): HookCall => ({
  id: r.id,
  account: r.account_id,
  webhook: r.webhook_id,
  kind: r.kind,
  task: r.task_id,
  comment: r.comment_id,
  actor: r.actor_id,
  at: Number(r.at),
  state: r.state,
  attempts: Number(r.attempts),
  dueAt: r.due_at === null ? null : Number(r.due_at),
  status: r.status === null ? null : Number(r.status),
  answer: r.answer,
});
