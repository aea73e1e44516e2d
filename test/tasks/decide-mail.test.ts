/** What the team may do with a client's mail: mark it as spam, make it a task of its own, take that back. */
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { branchTitle, decideBranch } from '../../src/tasks/branch.ts';
import { decide, decideNew } from '../../src/tasks/decide.ts';
import type { Intent } from '../../src/tasks/intent.ts';
import { TITLE_MAX } from '../../src/tasks/task.ts';
import type { TaskWorld } from '../../src/tasks/visibility.ts';
import {
  aComment,
  aFile,
  ann,
  anna,
  anOrigin,
  aTask,
  aTaskWith,
  aWorld,
  birch,
  boris,
  dmitry,
  EVERYBODY,
  idOf,
  inRole,
  ivan,
  lena,
  NOON,
  olga,
  pavel,
  tom,
} from '../support/world.ts';

const known = new Map(EVERYBODY.map((p) => [p.id, p]));
const mailed = { source: 'mail', proof: 'mail-proven', origin: anOrigin() } as const;
const offer = aComment(anna, 'Cheap flour', mailed);
const people = [inRole(anna, 'participant'), inRole(lena, 'participant'), inRole(boris, 'assignee')];
const world = aWorld({ task: aTaskWith(people), comments: [offer] });
const { task } = world;

const events = (actor: Person, intent: Intent, at: TaskWorld = world) => {
  const decision = decide(at, actor, intent, known);
  return decision.ok ? decision.events : decision.refusal;
};

describe('mark-spam', () => {
  const spam = (comment = offer): Intent => ({ kind: 'mark-spam', task: task.id, comment: comment.id });
  const here = (...comments: TaskWorld['comments']) => aWorld({ task, comments });

  test('the comment goes and its author is marked, by any of the team who may write here', () => {
    const gone = [
      { kind: 'comment-deleted', comment: offer.id },
      { kind: 'author-marked-spam', person: anna.id },
    ];
    for (const actor of [ann, ivan, lena, olga]) expect(events(actor, spam())).toEqual(gone);
  });

  test('nobody else: no stranger, no technical administrator, no client, not even the author', () => {
    for (const actor of [pavel, tom]) expect(events(actor, spam())).toBe('not-found');
    for (const actor of [boris, anna]) expect(events(actor, spam())).toBe('not-allowed');
  });

  test('only what a client sent by mail', () => {
    const colleague = aComment(lena, 'By mail', mailed);
    const page = aComment(anna, 'On the dashboard', { source: 'dashboard' });
    expect(events(ann, spam(colleague), here(colleague))).toBe('not-client-mail');
    expect(events(ann, spam(page), here(page))).toBe('not-client-mail');
    expect(events(ann, spam(page))).toBe('not-found');
  });

  test('a mailed task goes with its assigner’s mark; one that the team made does not', () => {
    const whole: Intent = { kind: 'mark-spam', task: task.id, comment: null };
    const sent = aTask({ source: 'mail', people: [inRole(anna, 'assigner'), inRole(lena, 'participant')] });
    expect(events(lena, whole, aWorld({ task: sent }))).toEqual([
      { kind: 'task-deleted' },
      { kind: 'author-marked-spam', person: anna.id },
    ]);
    expect(events(ann, whole)).toBe('not-client-mail');
    const byColleague = aTask({ source: 'mail', people: [inRole(ann, 'assigner')] });
    expect(events(ann, whole, aWorld({ task: byColleague }))).toBe('not-client-mail');
    expect(events(olga, whole, aWorld({ task: { ...sent, deletedAt: NOON } }))).toBe('not-found');
  });
});

describe('a comment becomes a task', () => {
  const branch = (actor: Person, comment = offer, more: { done?: boolean; author?: typeof anna | null } = {}) =>
    decideBranch(aWorld({ task, comments: [comment] }), actor, {
      comment: comment.id,
      author: more.author === undefined ? anna : more.author,
      done: more.done ?? false,
    });
  const made = (...args: Parameters<typeof branch>) => {
    const decision = branch(...args);
    if (!decision.ok) throw new Error(decision.refusal);
    return decision.task;
  };
  const why = (...args: Parameters<typeof branch>) => {
    const decision = branch(...args);
    return decision.ok ? 'ok' : decision.refusal;
  };

  test('with the client’s own words and what the team needs to go on, and nobody outside besides the client', () => {
    const cut = anOrigin({ removed: [{ kind: 'quote', text: '> Our inner words' }] });
    const whole = made(lena, { ...offer, origin: cut });
    expect(whole).toMatchObject({
      title: 'Wedding cake',
      description: { text: 'Cheap flour', html: '<p>Cheap flour</p>' },
      assigner: anna.id,
      assignees: [ivan.id],
      participants: [lena.id],
      auditors: [],
      counterparty: birch.id,
      parent: task.id,
      project: task.project,
      source: 'mail',
      branchOf: offer.id,
    });
    expect(JSON.stringify(whole)).not.toMatch(/inner words|Our/);
    expect(decideNew(whole, ann, known).ok).toBe(true);
    expect(made(ivan).participants).toEqual([]);
    expect(made(ann, offer, { author: dmitry }).counterparty).toBe(dmitry.id);
  });

  test('by any of the team who may write here, of a client’s mail that is not hidden, once', () => {
    for (const actor of [ann, ivan, lena, olga]) expect(why(actor)).toBe('ok');
    for (const actor of [pavel, tom]) expect(why(actor)).toBe('not-found');
    for (const actor of [boris, anna]) expect(why(actor)).toBe('not-allowed');
    expect(why(ann, aComment(anna, 'x', { source: 'dashboard' }))).toBe('not-client-mail');
    expect(why(ann, aComment(lena, 'x', mailed))).toBe('not-client-mail');
    expect(why(ann, offer, { author: null })).toBe('not-client-mail');
    expect(why(ann, { ...offer, hidden: true })).toBe('hidden-stays');
    expect(why(ann, offer, { done: true })).toBe('already-a-task');
    const gone = aWorld({ task: { ...task, deletedAt: NOON }, comments: [offer] });
    expect(decideBranch(gone, olga, { comment: offer.id, author: anna, done: false })).toMatchObject({ ok: false });
  });

  test.each([
    ['Re: Fwd: Our garden', 'Our garden'],
    ['Отв: Наш сад @nonotify', 'Наш сад'],
    ['', 'Cheap flour'],
    ['RE: ', 'Cheap flour'],
  ])('the subject %j makes the title %j', (subject, title) => {
    expect(branchTitle({ ...offer, origin: anOrigin({ subject }) })).toBe(title);
  });

  test('there is always a title, and never one that is too long', () => {
    const long = branchTitle({ ...offer, origin: anOrigin({ subject: '𝒳'.repeat(400) }) });
    expect([...long]).toHaveLength(TITLE_MAX);
    expect(long.endsWith('…')).toBe(true);
    const bare = { text: '', origin: anOrigin({ subject: '' }) };
    expect(branchTitle({ ...bare, files: [aFile('plan.pdf', anna)] })).toBe('plan.pdf');
    expect(branchTitle({ ...bare, files: [] })).toBe('—');
  });
});

describe('take-back', () => {
  const branched = aTask({
    source: 'mail',
    branchOf: idOf<'comment'>('old'),
    people: [inRole(anna, 'assigner'), inRole(lena, 'participant')],
  });
  const back: Intent = { kind: 'take-back', task: branched.id };

  test('by the team, while nobody has written in it; a task of its own is not taken back', () => {
    expect(events(lena, back, aWorld({ task: branched }))).toEqual([{ kind: 'task-deleted' }]);
    expect(events(pavel, back, aWorld({ task: branched }))).toBe('not-found');
    expect(events(anna, back, aWorld({ task: branched }))).toBe('not-allowed');
    expect(events(lena, back, aWorld({ task: branched, comments: [aComment(ann, 'x')] }))).toBe('answered-already');
    expect(events(olga, back, aWorld({ task }))).toBe('not-found');
  });
});
