/**
 * A comment written on a page: by a client behind the link, or by the team.
 */
import { Readable } from 'node:stream';
import type { CommentId, FileId, PersonId } from '../base/id.ts';
import { DAY, type Instant, SECOND } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';
import { safeName } from '../mail/attachment-name.ts';
import { textToHtml } from '../mail/sanitize.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { dashboardAudience } from '../notify/audience.ts';
import type { Account } from '../people/account.ts';
import type { Sql } from '../store/database.ts';
import { claimAnswer, keepAnswer, releaseAnswer } from '../store/doors.ts';
import { insertFile } from '../store/files.ts';
import { loadWorld } from '../store/tasks.ts';
import type { Refusal } from '../tasks/refusal.ts';
import { type File, isNote } from '../tasks/task.ts';
import type { PersonCard, TaskView, TaskWorld } from '../tasks/visibility.ts';
import { keptType } from './file-type.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Performed, performIn, refusing } from './perform.ts';
import { type AddComment, planIn, type Time } from './planned.ts';
import { worldOf } from './read.ts';

/** Longer than anybody presses a button again, or a browser keeps trying; retention forgets it after that. */
const REMEMBERED = DAY;

export interface WrittenComment {
  readonly text: string;
  readonly files: readonly FileId[];
  /** `thread`: those of the team who take part in this conversation (decisions Q7). */
  readonly notify: readonly PersonId[] | 'thread';
  readonly hidden: boolean;
  readonly audience: readonly PersonId[];
  /** As in an intent. */
  readonly from?: string | null | undefined;
  /** Names this sending: the same once more makes no second comment, it answers with the first. Null: each is a new one. */
  readonly once?: string | null;
  /** When it is said; left out or null: now, or after the moment that the account leaves to think better of it. */
  readonly sendAt?: Instant | null;
}

export type Commented =
  /** `number` null: its time is still to come. */
  | { readonly ok: true; readonly comment: CommentId; readonly number: number | null }
  | { readonly ok: false; readonly refusal: Refusal };

/** The view proves that the writer may see the task. */
export async function writeComment(
  gw: Gateway,
  actor: Actor,
  view: TaskView,
  written: WrittenComment,
): Promise<Commented> {
  const text = removeSecrets(written.text.replace(/\r\n?/g, '\n').replaceAll('\0', ''), gw.names).trim();
  const intent: AddComment = {
    kind: 'add-comment',
    task: view.id,
    words: { text, html: textToHtml(text) },
    files: written.files,
    notify: written.notify === 'thread' ? (await threadOf(gw, actor, view)).map((p) => p.id) : written.notify,
    hidden: written.hidden,
    audience: written.audience,
    from: written.from,
    source: actor.source,
    proof: actor.proof,
    origin: null,
    join: false,
  };
  const { once } = written;
  const key = `form ${actor.person.id} ${view.id} ${once}`;
  const time = timeOf(gw, actor, written.sendAt ?? null);
  const work = (tx: Sql) => (time ? planIn(gw, tx, actor, intent, time) : performIn(gw, tx, actor, intent));
  const done = once ? await onlyOnce(gw, actor, key, work) : await performed(gw, work);
  if (!done.ok) return done;
  return { ok: true, comment: done.comment!, number: done.commentNumber };
}

/** Null: now. The moment to think better of it is the team's, on its pages. */
function timeOf(gw: Gateway, { account, person }: Actor, chosen: Instant | null): Time | null {
  if (chosen !== null) return { at: chosen, soon: false };
  const { undoSeconds } = account.settings;
  return undoSeconds > 0 && person.kind === 'employee' ? { at: gw.clock() + undoSeconds * SECOND, soon: true } : null;
}

async function performed(gw: Gateway, work: (tx: Sql) => Promise<Performed>): Promise<Performed> {
  const done = await refusing(() => gw.db.write(work));
  if (done.ok) gw.wake.outbox();
  return done;
}

/**
 * Claim, work and answer stand in one transaction: of two at the same moment the second waits for the first, and a crash leaves
 * neither. `key`: names the sending among all of this account.
 */
export async function onlyOnce(
  gw: Gateway,
  { account }: Pick<Actor, 'account'>,
  key: string,
  work: (tx: Sql) => Promise<Performed>,
): Promise<Performed> {
  const done = await refusing(() =>
    gw.db.write(async (tx) => {
      const now = gw.clock();
      const claim = await claimAnswer(tx, account.id, key, '', { now, stale: now, forget: now - REMEMBERED });
      if (claim.kind === 'answered') return JSON.parse(claim.answer) as Performed;
      const first = await work(tx);
      await (first.ok
        ? keepAnswer(tx, account.id, key, 201, JSON.stringify(first))
        : releaseAnswer(tx, account.id, key));
      return first;
    }),
  );
  if (done.ok) gw.wake.outbox();
  return done;
}

/** Whom a comment on the dashboard will tell; shown before it is sent. */
export async function threadOf(
  gw: Gateway,
  { account }: Pick<Actor, 'account'>,
  view: TaskView,
): Promise<PersonCard[]> {
  const world = worldOf(view) ?? (await lastSaid(gw, account, view));
  const told = world ? dashboardAudience(world, view, account.settings) : [];
  return told.flatMap((id) => world?.cards.get(id) ?? []);
}

function lastSaid(gw: Gateway, account: Account, view: TaskView): Promise<TaskWorld | null> {
  const last = view.comments.findLast((c) => !isNote(c));
  const window = { limit: last ? 1 : 0, only: last ? [last.id] : [], talkOnly: true };
  return loadWorld(gw.db.read, account.id, view.id, window, account.settings.commentVisibility);
}

/** Takes a file in; it belongs to nobody's comment until one names it. Over the limit: Trouble `too-large`. */
export async function takeFile(
  gw: Gateway,
  actor: Actor,
  file: { name: string; type: string; content: NodeJS.ReadableStream },
  limit: number,
): Promise<File> {
  const blob = await gw.blobs.put(Readable.from(file.content), limit);
  const found = await gw.scan?.(gw.blobs.open(blob.sha256));
  if (found) {
    gw.log.warn({ person: actor.person.id, found }, 'A file was not taken');
    throw new Trouble('infected', `The file carries ${found}`);
  }
  const name = safeName(removeSecrets(file.name, gw.names)) || 'file';
  const type = await keptType(gw, file.type, blob.sha256);
  const row = { owner: actor.person.id, name, type, cid: null, ...blob };
  return gw.db.write((tx) => insertFile(tx, actor.account.id, row, gw.clock()));
}
