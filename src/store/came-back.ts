/**
 * What became of letters after they had left (states: outbox.ts): servers on the way say that one is late, or that it came back
 * from all of its recipients or from some.
 */
import type { AccountId, LetterId, PersonId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Letter } from '../notify/letter.ts';
import { isPostgres, type Sql } from './database.ts';
import { type LetterLine, LINE, listOf, toLine } from './letter-lines.ts';
import { isHeld, type LetterState } from './outbox.ts';
import type { Row } from './tasks.ts';

/** `addresses`: whom it did not reach, null: anybody. It has bounced when that is all of its recipients. */
export async function letterBounced(
  tx: Sql,
  account: AccountId,
  id: LetterId,
  reason: string,
  answer: string,
  addresses: readonly string[] | null = null,
): Promise<void> {
  const letter = () => tx('letters').where({ account_id: account, id }).whereNot({ state: 'skipped' });
  const found = letter().first('recipients', 'came_back', 'diagnostic');
  const row: Row | undefined = await (isPostgres(tx) ? found.forUpdate() : found);
  if (!row) return;
  const all = (JSON.parse(row.recipients) as Letter['recipients']).map((r) => r.address);
  const told = all.filter((a) => addresses === null || addresses.includes(a));
  const back = all.filter((a) => told.includes(a) || listOf(row.came_back).includes(a));
  const whole = back.length === all.length ? { state: 'bounced', due_at: null } : {};
  const diagnostic =
    all.length === 1 || told.length === all.length ? answer : wordsOfEach(all, told, row.diagnostic, answer);
  await letter().update({ ...whole, came_back: JSON.stringify(back), reason, diagnostic });
}

/** A line for each of several (outbox/deliver.ts): what was said of the others stays. */
function wordsOfEach(
  all: readonly string[],
  told: readonly string[],
  before: string | null,
  answer: string,
): string | null {
  const others = all.filter((one) => !told.includes(one));
  const kept = (before ?? '').split('\n').filter((line) => others.some((one) => line.startsWith(`${one}: `)));
  const said = [...kept, ...told.map((one) => `${one}: ${answer.replace(/\s+/g, ' ')}`)];
  return said.length > 0 ? said.join('\n') : before;
}

export interface PartlySent {
  /** Those who have it, of whom it was tried for. */
  readonly reached: readonly string[];
  /** Those who will not get it. */
  readonly back: readonly string[];
  /** When the rest is tried; null: there is none. */
  readonly due: Instant | null;
  readonly reason: string;
  /** The servers' words. */
  readonly answer: string;
}

/** A letter that several share, when not all of them have got the same answer. */
export async function letterPartlySent(tx: Sql, id: LetterId, now: Instant, part: PartlySent): Promise<void> {
  const letter = () => tx('letters').where({ id, state: 'queued' });
  const found = letter().first('recipients', 'came_back', 'reached');
  const row: Row | undefined = await (isPostgres(tx) ? found.forUpdate() : found);
  if (!row) return;
  const back = [...new Set([...listOf(row.came_back), ...part.back])];
  const reached = [...new Set([...listOf(row.reached), ...part.reached])];
  const { due, reason, answer } = part;
  const noted = { reason, diagnostic: answer, came_back: JSON.stringify(back), reached: JSON.stringify(reached) };
  const end = reached.length > 0 ? { state: 'sent', sent_at: now } : { state: 'failed' };
  await letter().update(due === null ? { ...noted, ...end, due_at: null } : { ...noted, due_at: due });
}

/** A server on the way goes on trying. Once it has come back that is known better. */
export async function letterDelayed(tx: Sql, account: AccountId, id: LetterId, answer: string): Promise<void> {
  await tx('letters')
    .where({ account_id: account, id, state: 'sent' })
    .andWhere((q) => q.whereNull('reason').orWhere({ reason: DELAYED }))
    .update({ reason: DELAYED, diagnostic: answer });
}

/** The latest letters to this person that have left, the one of that time included; newest first. */
export async function lettersBefore(
  db: Sql,
  account: AccountId,
  recipient: PersonId,
  until: Instant,
  limit: number,
): Promise<LetterLine[]> {
  const rows: Row[] = await db('letters')
    .where({ account_id: account, recipient_id: recipient })
    .andWhere('created_at', '<=', until)
    .whereIn('state', ['sent', 'bounced'])
    .orderBy('created_at', 'desc')
    .limit(limit)
    .select(...LINE);
  return rows.map(toLine);
}

/** `deferred`: tried and will be tried again, by us or by a server on the way. */
export type DeliveryState = LetterState | 'deferred';

/** What became of it for this one recipient: of several that share a letter, one may be gone. */
export function stateFor(line: LetterLine, address: string | null): DeliveryState {
  if (address !== null && line.cameBack.includes(address)) return 'bounced';
  if (address !== null && line.reached.includes(address)) return 'sent';
  const tried = line.state === 'queued' && line.attempts > 0 && line.reason !== null && !isHeld(line.reason);
  const late = tried || isLate(line);
  return late ? 'deferred' : line.state;
}

/** The servers' words about this one recipient: of a letter that several share each has their own (outbox/deliver.ts). */
export function wordsFor({ diagnostic, recipients }: LetterLine, address: string | null): string | null {
  if (address === null || diagnostic === null) return diagnostic;
  const said = diagnostic.split('\n');
  const about = (one: string) => said.find((words) => words.startsWith(`${one}: `))?.slice(one.length + 2);
  if (!recipients.some((r) => about(r.address) !== undefined)) return diagnostic;
  return about(address) ?? null;
}

/** When it is tried again by us; null: it is not, or nobody knows. */
export const nextTryFor = (line: LetterLine, address: string | null): Instant | null =>
  line.state === 'queued' && stateFor(line, address) === 'deferred' ? line.dueAt : null;

/** A server on the way says that it is still trying. */
export const isLate = (line: LetterLine): boolean => line.state === 'sent' && line.reason === DELAYED;
const DELAYED = 'delayed';
