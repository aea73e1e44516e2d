/**
 * Webhooks in the hands of administrators, and what a call says: that something happened and to what, by ids and numbers. The words
 * are asked for by the API, with its rights; so a wrong address in a webhook gives no conversation away.
 */
import { randomBytes } from 'node:crypto';
import type { TaskId } from '../base/id.ts';
import { toIso } from '../base/time.ts';
import type { Sql } from '../store/database.ts';
import {
  changeWebhook,
  HOOK_KINDS,
  type HookCall,
  type HookKind,
  insertWebhook,
  queueCalls,
  removeWebhook,
  retryCall,
  type Webhook,
  webhooksOf,
} from '../store/hooks.ts';
import { seal, unseal } from '../store/seal.ts';
import { commentNumber, taskNumbers } from '../store/tasks.ts';
import type { TaskEvent } from '../tasks/event.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, maySet, refused } from './manage.ts';

/** An account needs a handful; each call costs a connection. */
const MOST = 20;
const SECRET_BYTES = 24;

const KINDS: ReadonlySet<string> = new Set(HOOK_KINDS);

/** For every event of a task, in the transaction that writes it. */
export async function tellPrograms(
  tx: Sql,
  actor: Pick<Actor, 'account' | 'person'>,
  task: TaskId,
  event: TaskEvent,
  comment: HookCall['comment'],
  now: number,
): Promise<void> {
  if (!KINDS.has(event.kind)) return;
  const about = 'comment' in event ? event.comment : comment;
  const told = { kind: event.kind as HookKind, task, comment: about, actor: actor.person.id };
  await queueCalls(tx, actor.account.id, told, now);
}

export interface HookFields {
  readonly url: string;
  readonly kinds: readonly HookKind[];
}

/** The secret is told this once. */
export async function addWebhook(
  gw: Gateway,
  actor: Actor,
  { url, kinds }: HookFields,
): Promise<Managed<Webhook & { readonly secret: string }>> {
  if (!maySet(actor)) return refused('admins-only');
  const secret = randomBytes(SECRET_BYTES);
  return gw.db.write(async (tx) => {
    if ((await webhooksOf(tx, actor.account.id)).length >= MOST)
      return faulty([{ path: 'url', message: `An account has at most ${MOST} webhooks` }]);
    const hook = { url, kinds, secret: seal(gw.keyring, secret) };
    const made = await insertWebhook(tx, actor.account.id, hook, gw.clock());
    await audit(gw, tx, actor, 'webhook-made', made.id, { url });
    return managed({ ...made, secret: `whsec_${secret.toString('base64')}` });
  });
}

export async function updateWebhook(
  gw: Gateway,
  actor: Actor,
  id: string,
  change: { url?: string; kinds?: readonly HookKind[]; active?: boolean },
): Promise<Managed<Webhook>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    if (!(await changeWebhook(tx, actor.account.id, id, change))) return refused('nowhere');
    await audit(gw, tx, actor, 'webhook-changed', id, Object.keys(change));
    return managed((await webhooksOf(tx, actor.account.id)).find((hook) => hook.id === id)!);
  });
}

export async function dropWebhook(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    if (!(await removeWebhook(tx, actor.account.id, id))) return refused('nowhere');
    await audit(gw, tx, actor, 'webhook-removed', id);
    return managed(null);
  });
}

export async function callAgain(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!maySet(actor)) return refused('admins-only');
  const queued = await gw.db.write(async (tx) => {
    const done = await retryCall(tx, actor.account.id, id, gw.clock());
    if (done) await audit(gw, tx, actor, 'webhook-called-again', id);
    return done;
  });
  if (queued) gw.wake.outbox();
  return queued ? managed(null) : refused(queued === null ? 'nowhere' : 'wrong-state');
}

/** What is sent: `type` is the kind of event, `data` the ids and numbers to ask for. */
export async function bodyOfCall(gw: Gateway, call: HookCall): Promise<string> {
  const number = (await taskNumbers(gw.db.read, call.account, [call.task])).get(call.task) ?? null;
  const comment = call.comment && {
    id: call.comment,
    number: await commentNumber(gw.db.read, call.account, call.comment),
  };
  return JSON.stringify({
    type: call.kind,
    timestamp: toIso(call.at),
    data: { task: { id: call.task, number }, comment, actor: call.actor },
  });
}

export const secretOf = (gw: Pick<Gateway, 'keyring'>, sealed: Uint8Array): Buffer => unseal(gw.keyring, sealed);
