/**
 * The last line against loops (field notes 24, 25): when the headers of a machine say nothing, how often and how much alike its mails
 * are still does. What looks like one is held: nothing is done and nothing is sent because of it, so the loop ends, and a person
 * sees why. A loop has two sides: many mails alike are one only when we write back because of them, as in a bulk of answers nobody
 * does. Each mail that did something leaves an echo (store/echoes.ts), and the next ones are compared with those.
 */
import { domainPart } from '../base/address.ts';
import type { TaskId } from '../base/id.ts';
import { HOUR } from '../base/time.ts';
import { domainFamily } from '../mail/family.ts';
import { isAlike, type Likeness, likenessOf } from '../mail/likeness.ts';
import { type Echo, echoesOf } from '../store/echoes.ts';
import { recipientsBecauseOfMail } from '../store/letter-counts.ts';
import type { Outcome, Station } from './receive.ts';
import { fromAddress, proofOf } from './speak.ts';

const WINDOW = HOUR;
/** Within the window, in one task: people repeat a sentence now and then, not eleven times an hour. */
export const ALIKE_IN_TASK = 10;
/** In one task from one domain, whatever they say: one a minute, for an hour. A firm that votes or quarrels stays below. */
export const ANY_IN_TASK = 60;
/** New tasks from one domain. Forms and shops write alike too, with other words in each; mails of a loop differ by a number. */
export const ALIKE_NEW_TASKS = 20;
/** The latest are enough: a loop is most of what comes. */
const LOOK = 100;
/** So much of what came from there must have made us write there. */
const OUR_SHARE = 0.5;

type Act = (at: Station) => Promise<Outcome>;

/** Runs `act`, unless the mail looks like one turn of a loop. What a person has let in passes. */
export async function unlessLooping(at: Station, act: Act): Promise<Outcome> {
  const from = fromAddress(at);
  if (at.mail.override || !from) return act(at);
  const domain = domainFamily(domainPart(from));
  const likeness = likenessHere(at);
  const turn = { domain, likeness };
  const { task } = at.place;
  const why =
    (task && isVouched(at) && (await loopInTask(at, task, turn))) || (mayMakeTask(at) && (await loopOfTasks(at, turn)));
  if (why) return held(why.reason, turn, why.scope, why.scope === task ? task : null, isVouched(at));
  const outcome = await act(at);
  const scope = outcome.outcome === 'task' ? `@${domain}` : outcome.task;
  return outcome.state === 'delivered' && scope ? { ...outcome, echo: echoOf(turn, scope) } : outcome;
}

interface Turn {
  readonly domain: string;
  readonly likeness: Likeness | null;
}

interface Suspicion {
  readonly scope: string;
  readonly reason: string;
}

const echoOf = ({ domain, likeness }: Turn, scope: string): Echo => ({
  scope,
  domain,
  likeness: likeness?.bits ?? null,
});

/** Its own echo goes on braking the next turn; but not that of a forger, who could keep somebody else's mail held by it. */
const held = (reason: string, turn: Turn, scope: string, task: Station['place']['task'], counts: boolean): Outcome => ({
  state: 'held',
  outcome: 'loop-suspected',
  reason,
  task,
  ...(counts ? { echo: echoOf(turn, scope) } : {}),
});

/** Others do not get to speak in a task anyway: the ladder of identity holds them, and they count for nothing. */
const isVouched = (at: Station): boolean =>
  proofOf(at) === 'proven' || (proofOf(at) === 'unproven' && at.place.tie === 'own-token');

/** An answer to a letter of ours makes no task, but for finished and deleted ones. */
const mayMakeTask = ({ place }: Station): boolean =>
  place.task === null || place.tie === 'weak' || place.account.settings.newTaskOnReplyToInactive;

async function loopInTask(at: Station, task: TaskId, { domain, likeness }: Turn): Promise<Suspicion | null> {
  const echoes = await latest(at, task);
  if (countAlike(likeness, echoes) >= ALIKE_IN_TASK && (await weAnswer(at, task, domain, ALIKE_IN_TASK)))
    return {
      scope: task,
      reason: `Two machines may be answering each other: more than ${ALIKE_IN_TASK} mails like this one came into the task within an hour`,
    };
  const fromThere = echoes.filter((echo) => echo.domain === domain).length;
  if (fromThere >= ANY_IN_TASK && (await weAnswer(at, task, domain, ANY_IN_TASK)))
    return {
      scope: task,
      reason: `Two machines may be answering each other: more than ${ANY_IN_TASK} mails came from ${domain} into the task within an hour`,
    };
  return null;
}

async function loopOfTasks(at: Station, { domain, likeness }: Turn): Promise<Suspicion | null> {
  const scope = `@${domain}`;
  if (countAlike(likeness, await latest(at, scope)) < ALIKE_NEW_TASKS) return null;
  if (!(await weAnswer(at, null, domain, ALIKE_NEW_TASKS))) return null;
  return {
    scope,
    reason: `Two machines may be answering each other: more than ${ALIKE_NEW_TASKS} mails like this one came from ${domain} within an hour`,
  };
}

/** Do letters of ours go to that domain because of mails that come in? Asked only when they are many. */
async function weAnswer(at: Station, task: TaskId | null, domain: string, turns: number): Promise<boolean> {
  const { tx, place, mail, gw, reading } = at;
  // A program that says so of itself needs no answer of ours to go on and on.
  if (reading.kind === 'auto-reply') return true;
  const since = Math.min(mail.receivedAt, gw.clock()) - WINDOW;
  const written = await recipientsBecauseOfMail(tx, place.account.id, task, since, LOOK * 4);
  const there = written.filter((address) => domainFamily(address.slice(address.lastIndexOf('@') + 1)) === domain);
  return there.length >= turns * OUR_SHARE;
}

/** By the time they came in, before or after: a queue that is worked off late is no loop, and not always worked off in order. */
const latest = ({ tx, place, mail }: Station, scope: string) =>
  echoesOf(tx, place.account.id, scope, {
    since: mail.receivedAt - WINDOW,
    until: mail.receivedAt + WINDOW,
    limit: LOOK,
  });

const countAlike = (likeness: Likeness | null, echoes: readonly Omit<Echo, 'scope'>[]): number =>
  likeness === null ? 0 : echoes.filter((echo) => echo.likeness !== null && isAlike(likeness, echo.likeness)).length;

/** Pictures in the text and returned mails say nothing about who writes. */
const likenessHere = ({ words, files }: Station): Likeness | null =>
  likenessOf(
    words.text,
    files.filter((f) => !f.cid && !/^(?:message\/|text\/rfc822-headers)/.test(f.type)).map((f) => f.sha256),
  );
