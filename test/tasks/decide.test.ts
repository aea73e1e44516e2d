/** Every intent: what it comes to when it is allowed, and which refusal when it is not. */
import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../src/base/id.ts';
import type { Person } from '../../src/people/person.ts';
import { CHECKLIST_MAX } from '../../src/tasks/checklist.ts';
import { decide, decideNew } from '../../src/tasks/decide.ts';
import type { CommentDraft, Intent, NewTask } from '../../src/tasks/intent.ts';
import { HTML_MAX, type Task, TITLE_MAX } from '../../src/tasks/task.ts';
import type { TaskWorld } from '../../src/tasks/visibility.ts';
import {
  aComment,
  aDraft,
  aFile,
  anItem,
  ann,
  anna,
  aTask,
  aTaskWith,
  aWorld,
  boris,
  clara,
  EVERYBODY,
  idOf,
  inRole,
  ivan,
  lena,
  maria,
  NOON,
  olga,
  pavel,
  tom,
  vera,
  words,
} from '../support/world.ts';

const known = new Map<PersonId, Person>(EVERYBODY.map((p) => [p.id, p]));
const task: Task = aTaskWith([inRole(anna, 'participant'), inRole(lena, 'participant')]);
const world = aWorld({ task });
const nobody = idOf<'employee'>('of another account');

const comment = (changes: Partial<CommentDraft> = {}): Intent => ({
  kind: 'add-comment',
  task: task.id,
  ...aDraft('Hello', changes),
});

const ask = (actor: Person, intent: Intent, at: TaskWorld = world) => decide(at, actor, intent, known);
const events = (...args: Parameters<typeof ask>) => {
  const decision = ask(...args);
  return decision.ok ? decision.events.map((e) => e.kind) : decision.refusal;
};
const told = (actor: Person, intent: Intent, at?: TaskWorld) => {
  const decision = ask(actor, intent, at);
  const added = decision.ok ? decision.events.find((e) => e.kind === 'comment-added') : undefined;
  return added?.kind === 'comment-added' ? added.draft : decision;
};

describe('add-comment', () => {
  test('by whoever has a role', () => {
    for (const who of [ann, ivan, anna, lena, maria, olga]) expect(events(who, comment())).toEqual(['comment-added']);
  });

  test('refused to whoever has none', () => {
    for (const who of [pavel, boris, tom]) expect(events(who, comment())).toBe('not-allowed');
  });

  test('words or a file', () => {
    expect(events(ann, comment({ words: words('') }))).toBe('empty-comment');
    expect(events(ann, comment({ words: { text: ' \n\t', html: '<p> </p>' } }))).toBe('empty-comment');
    expect(events(ann, comment({ words: words(''), files: [idOf('a file')] }))).toEqual(['comment-added']);
  });

  test('at most 64 KB with the markup, in bytes', () => {
    const html = (size: number) => ({ text: 'x', html: 'я'.repeat(size / 2) });
    expect(events(ann, comment({ words: html(HTML_MAX) }))).toEqual(['comment-added']);
    expect(events(ann, comment({ words: html(HTML_MAX + 2) }))).toBe('too-long');
  });

  test('names only people of this account', () => {
    expect(events(ann, comment({ notify: [nobody] }))).toBe('unknown-person');
    expect(events(ann, comment({ hidden: true, audience: [nobody] }))).toBe('unknown-person');
  });

  test('tells a contact only if they are in the task (Q32)', () => {
    expect(events(ann, comment({ notify: [anna.id] }))).toEqual(['comment-added']);
    expect(events(ann, comment({ notify: [anna.id, clara.id] }))).toBe('recipient-not-in-task');
  });

  test('makes an employee who is told and could not see it a participant', () => {
    const decision = ask(ann, comment({ notify: [pavel.id, ivan.id, maria.id, olga.id] }));
    expect(decision.ok && decision.events).toEqual([
      { kind: 'person-added', person: pavel.id, personKind: 'employee', role: 'participant' },
      expect.objectContaining({ kind: 'comment-added' }),
    ]);
  });

  test('from outside the task, by mail: the writer joins', () => {
    const decision = ask(clara, comment({ join: true, source: 'mail' }));
    expect(decision.ok && decision.events).toEqual([
      { kind: 'person-added', person: clara.id, personKind: 'contact', role: 'participant' },
      expect.objectContaining({ kind: 'comment-added' }),
    ]);
    expect(events(anna, comment({ join: true }))).toEqual(['comment-added']);
  });

  test('tells nobody of what they did themselves, and nobody twice', () => {
    expect(told(ann, comment({ notify: [ann.id, ivan.id, ivan.id] }))).toMatchObject({ notify: [ivan.id] });
    expect(told(clara, comment({ join: true, notify: [clara.id] }))).toMatchObject({ notify: [] });
  });

  test('brings along whom the mail was written to besides, as participants who may be told', () => {
    const mail = comment({ join: true, bring: [boris.id, clara.id, lena.id], notify: [boris.id] });
    const decision = ask(pavel, mail);
    const joined = decision.ok ? decision.events.flatMap((e) => (e.kind === 'person-added' ? [e.person] : [])) : [];
    expect(joined).toEqual([pavel.id, boris.id, clara.id]);
    expect(told(pavel, mail)).toMatchObject({ notify: [boris.id] });
    expect(events(ann, comment({ notify: [boris.id] }))).toBe('recipient-not-in-task');
  });

  test('tells no technical administrator, and makes none a participant', () => {
    expect(events(ann, comment({ notify: [tom.id, ivan.id] }))).toEqual(['comment-added']);
    expect(told(ann, comment({ notify: [tom.id, ivan.id], hidden: true }))).toMatchObject({
      notify: [ivan.id],
      audience: [ivan.id],
    });
  });

  test('hidden: for the selected ones, and who is told is selected', () => {
    const hidden = comment({ hidden: true, audience: [ivan.id, ivan.id], notify: [lena.id, ann.id] });
    expect(told(ann, hidden)).toMatchObject({ hidden: true, audience: [ivan.id, lena.id], notify: [lena.id] });
    expect(told(ann, comment({ audience: [ivan.id] }))).toMatchObject({ hidden: false, audience: [] });
  });
});

describe('edit-comment and delete-comment', () => {
  const own = aComment(anna, 'Lemon');
  const withFile = aComment(anna, 'See this', { files: [aFile('a.png', anna)] });
  const at = aWorld({ task, comments: [own, withFile] });
  const edit = (to: string, id = own.id): Intent => ({
    kind: 'edit-comment',
    task: task.id,
    comment: id,
    words: words(to),
  });
  const remove = (id = own.id): Intent => ({ kind: 'delete-comment', task: task.id, comment: id });

  test('by the author', () => {
    expect(ask(anna, edit('Orange'), at)).toEqual({
      ok: true,
      events: [{ kind: 'comment-edited', comment: own.id, words: words('Orange') }],
    });
    expect(events(anna, remove(), at)).toEqual(['comment-deleted']);
  });

  test('and by nobody else, not even an administrator', () => {
    for (const who of [ann, ivan, olga]) {
      expect(events(who, edit('Orange'), at)).toBe('not-yours');
      expect(events(who, remove(), at)).toBe('not-yours');
    }
  });

  test('a comment of another task, or none', () => {
    expect(events(anna, edit('x', idOf('another')), at)).toBe('not-found');
    expect(events(anna, remove(idOf('another')), at)).toBe('not-found');
  });

  test('what could not be written cannot be left by editing either', () => {
    expect(events(anna, edit(' '), at)).toBe('empty-comment');
    expect(events(anna, edit('', withFile.id), at)).toEqual(['comment-edited']);
    expect(events(anna, edit('x'.repeat(HTML_MAX)), at)).toBe('too-long');
  });
});

describe('set-status', () => {
  const set = (status: Task['status'], reason = ''): Intent => ({ kind: 'set-status', task: task.id, status, reason });

  test('by assigner, assignee, their managers, administrators', () => {
    for (const who of [ann, ivan, maria, olga]) expect(events(who, set('DONE'))).toEqual(['status-changed']);
    expect(ask(ivan, set('IN_PROGRESS'))).toEqual({
      ok: true,
      events: [{ kind: 'status-changed', from: 'NEW', to: 'IN_PROGRESS', reason: '' }],
    });
  });

  test('refused to participants, whatever it is now', () => {
    for (const who of [lena, anna]) {
      expect(events(who, set('DONE'))).toBe('not-allowed');
      expect(events(who, set('NEW'))).toBe('not-allowed');
      expect(events(who, set('REJECTED'))).toBe('not-allowed');
    }
  });

  test('what it is already changes nothing', () => expect(ask(ivan, set('NEW'))).toEqual({ ok: true, events: [] }));

  test('rejecting needs a reason', () => {
    expect(events(ivan, set('REJECTED', ' '))).toBe('reason-required');
    expect(ask(ivan, set('REJECTED', 'No oven'))).toMatchObject({ ok: true, events: [{ reason: 'No oven' }] });
  });
});

describe('edit-task', () => {
  const edit = (changes: object): Intent => ({ kind: 'edit-task', task: task.id, changes });

  test('by the assigner; not by assignee or participant', () => {
    expect(events(ann, edit({ title: 'Cake' }))).toEqual(['task-edited']);
    for (const who of [ivan, lena, anna]) expect(events(who, edit({ title: 'Cake' }))).toBe('not-allowed');
  });

  test('a title of 1 to 250 characters, a description of 64 KB', () => {
    expect(events(ann, edit({ title: ' ' }))).toBe('no-title');
    expect(events(ann, edit({ title: '🎂'.repeat(TITLE_MAX) }))).toEqual(['task-edited']);
    expect(events(ann, edit({ title: '🎂'.repeat(TITLE_MAX + 1) }))).toBe('title-too-long');
    expect(events(ann, edit({ description: words('x'.repeat(HTML_MAX)) }))).toBe('too-long');
    expect(events(ann, edit({ counterparty: null }))).toEqual(['task-edited']);
  });
});

describe('set-people', () => {
  const set = (role: 'participant' | 'assignee' | 'auditor', people: readonly Person['id'][]): Intent => ({
    kind: 'set-people',
    task: task.id,
    role,
    people,
  });

  test('participants, by anybody with a role', () => {
    for (const who of [ann, ivan, lena]) {
      expect(ask(who, set('participant', [lena.id, clara.id, clara.id]))).toEqual({
        ok: true,
        events: [
          { kind: 'person-removed', person: anna.id, role: 'participant' },
          { kind: 'person-added', person: clara.id, personKind: 'contact', role: 'participant' },
        ],
      });
    }
  });

  test('assignees and auditors, by who may edit', () => {
    expect(events(ann, set('assignee', [ivan.id, maria.id]))).toEqual(['person-added']);
    expect(events(ivan, set('assignee', [ivan.id, maria.id]))).toBe('not-allowed');
    expect(events(lena, set('auditor', [lena.id]))).toBe('not-allowed');
  });

  test('nobody of another account', () => expect(events(ann, set('assignee', [nobody]))).toBe('unknown-person'));
});

test('join-queue: whose list the address is becomes assignee, unless they are in the task already', () => {
  const join = (...assignees: PersonId[]): Intent => ({ kind: 'join-queue', task: task.id, assignees });
  expect(events(anna, join(pavel.id, vera.id))).toEqual(['person-added', 'person-added']);
  const decision = ask(anna, join(pavel.id, lena.id, pavel.id, nobody));
  expect(decision).toEqual({
    ok: true,
    events: [{ kind: 'person-added', person: pavel.id, personKind: 'employee', role: 'assignee' }],
  });
  expect(events(anna, join(pavel.id), aWorld({ task: { ...task, deletedAt: NOON } }))).toBe('not-found');
});

describe('delete-task and restore-task', () => {
  const gone = aWorld({ task: { ...task, deletedAt: NOON }, comments: [aComment(ann, 'x')] });
  const remove: Intent = { kind: 'delete-task', task: task.id };
  const restore: Intent = { kind: 'restore-task', task: task.id };

  test('by who may edit', () => {
    expect([events(ann, remove), events(ann, restore, gone)]).toEqual([['task-deleted'], ['task-restored']]);
    expect([events(ivan, remove), events(ivan, restore, gone)]).toEqual(['not-allowed', 'not-allowed']);
  });

  test('what is not deleted is not restored', () => {
    expect(events(ann, restore)).toBe('nothing-to-restore');
    expect(events(ivan, restore)).toBe('not-allowed');
  });

  test('in a deleted task nothing else can be done', () => {
    const others: Intent[] = [
      comment(),
      remove,
      { kind: 'edit-comment', task: task.id, comment: gone.comments[0]!.id, words: words('y') },
      { kind: 'delete-comment', task: task.id, comment: gone.comments[0]!.id },
      { kind: 'set-status', task: task.id, status: 'DONE', reason: '' },
      { kind: 'edit-task', task: task.id, changes: { title: 'x' } },
      { kind: 'set-people', task: task.id, role: 'participant', people: [] },
      { kind: 'mark-spam', task: task.id, comment: null },
      { kind: 'take-back', task: task.id },
      { kind: 'add-item', task: task.id, text: 'x' },
      { kind: 'tick-item', task: task.id, item: 'x', done: true },
      { kind: 'change-item', task: task.id, item: 'x', text: 'y' },
      { kind: 'remove-item', task: task.id, item: 'x' },
      { kind: 'join-queue', task: task.id, assignees: [pavel.id] },
    ];
    for (const intent of others) expect(events(olga, intent, gone)).toBe('not-found');
  });
});

test('for whoever has no place here there is no such task: not even their own words of before', () => {
  const left = aWorld({ task, comments: [aComment(pavel, 'x'), aComment(tom, 'x')], checklist: [anItem('x', pavel)] });
  const [pavels, toms] = left.comments.map((c) => c.id);
  const at = { task: task.id };
  const intents: Intent[] = [
    ...[pavels!, toms!].map((id) => ({ kind: 'edit-comment', ...at, comment: id, words: words('y') }) as const),
    ...[pavels!, toms!].map((id) => ({ kind: 'delete-comment', ...at, comment: id }) as const),
    { kind: 'set-status', ...at, status: 'DONE', reason: '' },
    { kind: 'edit-task', ...at, changes: { title: 'x' } },
    { kind: 'set-people', ...at, role: 'participant', people: [pavel.id] },
    { kind: 'delete-task', ...at },
    { kind: 'restore-task', ...at },
    { kind: 'mark-spam', ...at, comment: null },
    { kind: 'take-back', ...at },
    { kind: 'add-item', ...at, text: 'x' },
    { kind: 'tick-item', ...at, item: left.checklist[0]!.id, done: true },
  ];
  for (const who of [pavel, boris, tom])
    for (const intent of intents)
      expect([who.firstName, intent.kind, events(who, intent, left)].at(-1)).toBe('not-found');
});

describe('the checklist (spec 1.8)', () => {
  const open = anItem('Buy eggs', ann);
  const lenas = anItem('Print menu', ann, { assignees: [lena.id] });
  const at = aWorld({ task, checklist: [open, lenas] });
  const tick = (item: string): Intent => ({ kind: 'tick-item', task: task.id, item, done: true });

  test('at most 150 items, added by who may edit', () => {
    const add: Intent = { kind: 'add-item', task: task.id, text: 'Sugar' };
    const full = aWorld({ task, checklist: Array.from({ length: CHECKLIST_MAX }, (_, i) => anItem(`item ${i}`, ann)) });
    expect(events(ann, add, at)).toEqual(['item-added']);
    expect(events(ann, add, full)).toBe('too-many-items');
    expect(events(ivan, add, full)).toBe('not-allowed');
  });

  test('with assignees of its own: ticked by them', () => {
    expect(events(lena, tick(lenas.id), at)).toEqual(['item-ticked']);
    expect(events(ivan, tick(lenas.id), at)).toBe('not-allowed');
  });

  test('without: by any assignee of the task', () => {
    expect(events(ivan, tick(open.id), at)).toEqual(['item-ticked']);
    expect(events(lena, tick(open.id), at)).toBe('not-allowed');
  });

  test('always by the author of the task and by administrators', () => {
    for (const who of [ann, olga]) expect(events(who, tick(lenas.id), at)).toEqual(['item-ticked']);
  });

  test('an item that is not there', () => {
    expect(events(ann, tick('gone'), at)).toBe('not-found');
    for (const who of [ann, ivan, lena]) {
      expect(events(who, { kind: 'remove-item', task: task.id, item: 'gone' }, at)).toBe('not-found');
      expect(events(who, { kind: 'change-item', task: task.id, item: 'gone', text: 'x' }, at)).toBe('not-found');
    }
  });

  test('changed and removed by who may edit', () => {
    const change: Intent = { kind: 'change-item', task: task.id, item: open.id, text: 'Buy more eggs' };
    const remove: Intent = { kind: 'remove-item', task: task.id, item: open.id };
    expect(ask(ann, change, at)).toEqual({
      ok: true,
      events: [{ kind: 'item-changed', item: open.id, text: 'Buy more eggs', assignees: undefined }],
    });
    expect(events(ann, remove, at)).toEqual(['item-removed']);
    for (const who of [ivan, lena]) {
      expect(events(who, change, at)).toBe('not-allowed');
      expect(events(who, remove, at)).toBe('not-allowed');
    }
  });

  test('given to people of the task, and to colleagues, who come into it', () => {
    const add = (...assignees: PersonId[]): Intent => ({ kind: 'add-item', task: task.id, text: 'Sugar', assignees });
    const given = (...assignees: PersonId[]): Intent => ({
      kind: 'change-item',
      task: task.id,
      item: open.id,
      assignees,
    });
    for (const to of [add, given]) {
      const made = to === add ? 'item-added' : 'item-changed';
      expect(events(ann, to(lena.id, anna.id), at)).toEqual([made]);
      expect(events(ann, to(pavel.id, pavel.id), at)).toEqual(['person-added', made]);
      expect(events(ann, to(boris.id), at)).toBe('recipient-not-in-task');
      expect(events(ann, to(nobody), at)).toBe('unknown-person');
      expect(events(ann, to(tom.id), at)).toBe('unknown-person');
    }
    expect(events(ann, given(), at)).toEqual(['item-changed']);
  });
});

describe('a new task', () => {
  const fresh = (changes: Partial<NewTask> = {}): NewTask => ({
    title: 'Cake',
    description: words('Three tiers'),
    files: [],
    project: null,
    parent: null,
    assigner: ann.id,
    assignees: [ivan.id],
    participants: [],
    auditors: [],
    counterparty: null,
    automaticAccess: 'GRANT',
    status: 'NEW',
    source: 'web',
    proof: 'session',
    origin: null,
    ...changes,
  });

  test('needs a title, of at most 250 characters', () => {
    expect(decideNew(fresh(), ann, known)).toEqual({ ok: true, events: [{ kind: 'task-created', task: fresh() }] });
    expect(decideNew(fresh({ title: ' ' }), ann, known)).toEqual({ ok: false, refusal: 'no-title' });
    expect(decideNew(fresh({ title: 'x'.repeat(TITLE_MAX + 1) }), ann, known)).toEqual({
      ok: false,
      refusal: 'title-too-long',
    });
  });

  test('needs people of this account', () => {
    for (const role of ['assignees', 'participants', 'auditors'] as const)
      expect(decideNew(fresh({ [role]: [nobody] }), ann, known)).toEqual({ ok: false, refusal: 'unknown-person' });
    expect(decideNew(fresh({ assigner: nobody }), olga, known)).toEqual({ ok: false, refusal: 'unknown-person' });
  });

  test('is set in one’s own name; in that of another by administrators, and of a client’s mail', () => {
    const allowed = (actor: Person, changes: Partial<NewTask>) => decideNew(fresh(changes), actor, known).ok;
    expect(allowed(ivan, { assigner: ivan.id })).toBe(true);
    expect(allowed(ivan, { assigner: anna.id })).toBe(false);
    expect(allowed(olga, { assigner: anna.id })).toBe(true);
    expect(allowed(ivan, { assigner: anna.id, branchOf: idOf<'comment'>('a mail') })).toBe(true);
  });

  test('not by a technical administrator on a page; by mail by whoever may write there', () => {
    expect(decideNew(fresh({ assigner: tom.id }), tom, known)).toEqual({ ok: false, refusal: 'not-allowed' });
    expect(decideNew(fresh({ assigner: tom.id, source: 'mail' }), tom, known).ok).toBe(true);
    expect(decideNew(fresh({ assigner: anna.id, source: 'dashboard' }), anna, known).ok).toBe(true);
  });

  test('has a description of at most 64 KB', () => {
    expect(decideNew(fresh({ description: words('x'.repeat(HTML_MAX)) }), ann, known)).toEqual({
      ok: false,
      refusal: 'too-long',
    });
  });
});

test('an administrator in no role acts on any task', () => {
  expect(events(olga, comment(), aWorld({ task: aTask() }))).toEqual(['comment-added']);
});
