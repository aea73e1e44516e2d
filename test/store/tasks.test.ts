/** Tasks as events write them and as they are loaded: each event, files, comments, windows. */
import { expect, test } from 'vitest';
import { type FileId, newId, type TaskId } from '../../src/base/id.ts';
import { applyEvent, FileGone, moveCounterparty } from '../../src/store/apply.ts';
import { loadComments } from '../../src/store/comments.ts';
import { attachFiles, insertFile, placeOfFile } from '../../src/store/files.ts';
import { rememberDescription } from '../../src/store/outbox.ts';
import { insertProject, loadProject, projectByNumber, updateProject } from '../../src/store/rules.ts';
import {
  commentNumber,
  loadFacts,
  loadWorld,
  taskIdByNumber,
  taskNumbers,
  type Window,
} from '../../src/store/tasks.ts';
import { words } from '../support/world.ts';
import {
  addComment,
  addTask,
  aNewTask,
  applying,
  eachStore,
  happen,
  NOW,
  openTenant,
  type Tenant,
} from './each-store.ts';

const ALL: Window = { limit: 100 };

eachStore('tasks', (store) => {
  const load = async (t: Tenant, task: TaskId, window = ALL) =>
    (await loadWorld(store().db.read, t.account.id, task, window, 'ALL_NOT_HIDDEN'))!;
  const upload = (t: Tenant, name: string, owner = t.ann.id as never): Promise<FileId> =>
    store().db.write(async (tx) => {
      const file = { owner, name, type: 'image/png', size: 5_000_000_000, sha256: 'ab'.repeat(32), cid: null };
      return (await insertFile(tx, t.account.id, file, NOW)).id;
    });

  test('a new task, as it was decided', async () => {
    const t = await openTenant(store().db);
    const project = await store().db.write((tx) =>
      insertProject(tx, t.account.id, { title: 'Season', author: t.ann.id, auditors: [t.boris.id] }, NOW),
    );
    const sketch = await upload(t, 'эскиз.png');
    const id = await addTask(store().db, t, {
      title: '  Свадебный торт  ',
      files: [sketch],
      project,
      auditors: [t.boris.id],
      participants: [t.anna.id, t.anna.id],
      counterparty: t.birch.id,
      automaticAccess: 'DO_NOT_GRANT',
      source: 'mail',
    });
    const { task, ...world } = await load(t, id);
    expect(task).toMatchObject({
      id,
      account: t.account.id,
      number: 1,
      title: 'Свадебный торт',
      descriptionHtml: '<p>Three tiers</p>',
      descriptionText: 'Three tiers',
      status: 'NEW',
      project,
      parent: null,
      counterparty: t.birch.id,
      automaticAccess: 'DO_NOT_GRANT',
      source: 'mail',
      createdAt: NOW,
      updatedAt: NOW,
      deletedAt: null,
    });
    const person = (p: { id: string; kind: string }, role: string) => ({
      person: p.id,
      kind: p.kind,
      role,
      sentDescription: null,
    });
    expect([...task.people].sort((a, b) => (a.role < b.role ? -1 : 1))).toEqual([
      person(t.ivan, 'assignee'),
      person(t.ann, 'assigner'),
      person(t.boris, 'auditor'),
      person(t.anna, 'participant'),
    ]);
    expect(world).toMatchObject({
      project: { id: project, title: 'Season', auditors: [t.boris.id] },
      mailed: new Set(),
      visibilityMode: 'ALL_NOT_HIDDEN',
      comments: [],
      checklist: [],
    });
    expect(world.files).toEqual([
      {
        id: sketch,
        owner: t.ann.id,
        name: 'эскиз.png',
        type: 'image/png',
        size: 5_000_000_000,
        sha256: 'ab'.repeat(32),
        cid: null,
        repeated: false,
        comment: null,
        createdAt: NOW,
      },
    ]);
    expect(world.cards.get(t.ivan.id)).toMatchObject({
      id: t.ivan.id,
      kind: 'employee',
      name: 'Ivan',
      isCompany: false,
      companies: [],
      managers: [t.ann.id],
    });
    expect(world.cards.get(t.anna.id)).toMatchObject({
      id: t.anna.id,
      kind: 'contact',
      name: 'Anna',
      isCompany: false,
      companies: [t.birch.id],
      managers: [],
    });
    expect(world.cards.get(t.birch.id)).toMatchObject({ name: 'Birch', isCompany: true });
  });

  test('numbers count by account, without gaps or repeats under load', async () => {
    const [t, other] = [await openTenant(store().db), await openTenant(store().db)];
    await Promise.all(Array.from({ length: 20 }, () => addTask(store().db, t)));
    await addTask(store().db, other);
    const numbers = async (of: Tenant) =>
      (await store().db.read('tasks').where({ account_id: of.account.id }).orderBy('number')).map((r) =>
        Number(r.number),
      );
    expect(await numbers(t)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await numbers(other)).toEqual([1]);
  });

  test('comments: numbered in the task, with everything that belongs to them', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const photo = await upload(t, 'photo.jpg', t.anna.id as never);
    const origin = {
      inbox: newId<'inbox'>(),
      subject: 'Re: торт',
      from: 'anna@client.example',
      method: 'markup',
      confidence: 0.97,
      removed: [{ kind: 'signature' as const, text: 'Анна' }],
      notes: ['charset guessed'],
    };
    const made = await addComment(
      store().db,
      t,
      task,
      'Лимон 🍋',
      { notify: [t.ann.id, t.ivan.id], files: [photo], source: 'mail', proof: 'mail-proven', origin },
      t.anna,
      NOW + 5,
    );
    await addComment(store().db, t, task, 'Between us', { hidden: true, audience: [t.ivan.id, t.ivan.id] });
    expect(made.number).toBe(1);
    const world = await load(t, task);
    const [first, second] = world.comments;
    expect({ ...first, notified: [...first!.notified].sort() }).toMatchObject({
      id: made.comment,
      task,
      number: 1,
      author: t.anna.id,
      authorKind: 'contact',
      text: 'Лимон 🍋',
      html: '<p>Лимон 🍋</p>',
      notified: [t.ann.id, t.ivan.id].sort(),
      hidden: false,
      audience: [],
      files: [{ id: photo, comment: made.comment }],
      source: 'mail',
      proof: 'mail-proven',
      origin,
      createdAt: NOW + 5,
      editedAt: null,
    });
    expect(second).toMatchObject({
      number: 2,
      hidden: true,
      audience: [t.ivan.id],
      notified: [],
      origin: null,
      files: [],
    });
    expect(await commentNumber(store().db.read, t.account.id, made.comment)).toBe(1);
    expect((await loadComments(store().db.read, t.account.id, [made.comment])).map((c) => c.text)).toEqual([
      'Лимон 🍋',
    ]);
  });

  test('comments written at once have numbers of their own', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const made = await Promise.all(Array.from({ length: 12 }, (_, i) => addComment(store().db, t, task, `c${i}`)));
    expect(made.map((m) => m.number).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  test('edited, deleted', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const one = await addComment(store().db, t, task, 'one');
    const two = await addComment(store().db, t, task, 'two');
    await happen(
      store().db,
      t,
      task,
      { kind: 'comment-edited', comment: one.comment, words: words('ONE') },
      t.ann,
      NOW + 9,
    );
    await happen(store().db, t, task, { kind: 'comment-deleted', comment: two.comment });
    expect((await load(t, task)).comments).toMatchObject([{ text: 'ONE', html: '<p>ONE</p>', editedAt: NOW + 9 }]);
    expect(await loadComments(store().db.read, t.account.id, [two.comment])).toEqual([]);
    expect((await addComment(store().db, t, task, 'three')).number).toBe(3);
  });

  test('status, title, people, checklist, bin', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const { db } = store();
    await happen(db, t, task, { kind: 'status-changed', from: 'NEW', to: 'DONE', reason: '' }, t.ivan, NOW + 1);
    await happen(db, t, task, {
      kind: 'task-edited',
      changes: { title: ' Торт ', counterparty: t.birch.id, automaticAccess: 'DO_NOT_GRANT' },
    });
    await happen(db, t, task, { kind: 'person-added', person: t.boris.id, personKind: 'contact', role: 'participant' });
    await happen(db, t, task, { kind: 'person-added', person: t.boris.id, personKind: 'contact', role: 'participant' });
    await happen(db, t, task, { kind: 'person-removed', person: t.anna.id, role: 'participant' });
    await happen(db, t, task, { kind: 'item-added', text: 'Eggs', assignees: [] });
    await happen(db, t, task, { kind: 'item-added', text: 'Sugar', assignees: [t.ivan.id] });
    const eggs = (await load(t, task)).checklist[0]!.id;
    await happen(db, t, task, { kind: 'item-ticked', item: eggs, done: true });
    await happen(db, t, task, { kind: 'item-changed', item: eggs, text: 'Ten eggs' });
    await happen(db, t, task, { kind: 'item-changed', item: eggs, assignees: [t.ann.id, t.boris.id] });
    await happen(db, t, task, { kind: 'item-changed', item: eggs });
    await happen(db, t, task, { kind: 'item-added', text: 'Salt', assignees: [] });
    await happen(db, t, task, { kind: 'item-removed', item: (await load(t, task)).checklist[2]!.id });
    await happen(db, t, task, { kind: 'task-deleted' }, t.ann, NOW + 7);
    const world = await load(t, task);
    expect(world.task).toMatchObject({
      status: 'DONE',
      title: 'Торт',
      counterparty: t.birch.id,
      automaticAccess: 'DO_NOT_GRANT',
      deletedAt: NOW + 7,
    });
    expect(world.task.people.map((p) => p.person).sort()).toEqual([t.ann.id, t.ivan.id, t.boris.id].sort());
    expect(world.checklist).toMatchObject([
      { text: 'Ten eggs', done: true, author: t.ann.id, assignees: [t.ann.id, t.boris.id] },
      { text: 'Sugar', done: false, assignees: [t.ivan.id] },
    ]);
    await happen(db, t, task, { kind: 'task-restored' });
    expect((await load(t, task)).task.deletedAt).toBeNull();
    const history = await db.read('history').where({ account_id: t.account.id, task_id: task }).orderBy('id');
    expect(history.map((h) => h.kind)).toEqual([
      'task-created',
      'status-changed',
      'task-edited',
      'person-added',
      'person-added',
      'person-removed',
      'item-added',
      'item-added',
      'item-ticked',
      'item-changed',
      'item-changed',
      'item-changed',
      'item-added',
      'item-removed',
      'task-deleted',
      'task-restored',
    ]);
    expect(history[1]).toMatchObject({ actor_id: t.ivan.id, at: NOW + 1 });
    expect(JSON.parse(history[2].detail)).toEqual({ changed: ['title', 'counterparty', 'automaticAccess'] });
  });

  test('what was done to it comes with the comments that it stands between', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const { db } = store();
    const set = (to: 'DONE' | 'NEW' | 'IN_PROGRESS', at: number) =>
      happen(db, t, task, { kind: 'status-changed', from: 'NEW', to, reason: 'not told' }, t.ivan, at);
    await set('DONE', NOW + 1);
    for (const n of [1, 2, 3]) {
      await addComment(db, t, task, `Words ${n}`, {}, t.ann, NOW + n * 10);
      await happen(db, t, task, { kind: 'item-added', text: 'x', assignees: [] }, t.ann, NOW + n * 10 + 1);
      await set('IN_PROGRESS', NOW + n * 10 + 2);
    }
    await happen(
      db,
      t,
      task,
      { kind: 'person-added', person: t.boris.id, personKind: 'contact', role: 'auditor' },
      t.ann,
      NOW + 40,
    );
    const seen = async (window: Window) =>
      (await loadWorld(
        db.read,
        t.account.id,
        task,
        { ...window, happenings: true },
        'ALL_NOT_HIDDEN',
      ))!.happenings!.map((h) => h.at - NOW);
    expect(await seen({ limit: 9 })).toEqual([1, 12, 22, 32, 40]);
    expect(await seen({ limit: 2 })).toEqual([22, 32, 40]);
    expect(await seen({ limit: 1, before: 3 })).toEqual([22]);
    expect(await seen({ limit: 9, before: 2 })).toEqual([1, 12]);
    expect(await seen({ limit: 9, before: 1 })).toEqual([]);
    const world = (await loadWorld(db.read, t.account.id, task, { limit: 9, happenings: true }, 'ALL_NOT_HIDDEN'))!;
    expect(world.happenings!.at(-1)).toMatchObject({ kind: 'person-added', person: t.boris.id, role: 'auditor' });
    expect(world.cards.get(t.boris.id)?.name).toContain('Boris');
    expect((await load(t, task)).happenings).toEqual([]);
  });

  test('an edited description: the contact who wrote it keeps their own words (Q1)', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t, { assigner: t.anna.id, participants: [], source: 'mail' });
    const edit = (text: string, actor: Tenant['ann'] | Tenant['anna']) =>
      happen(store().db, t, task, { kind: 'task-edited', changes: { description: words(text) } }, actor);
    const kept = async () => (await load(t, task)).task.people.find((p) => p.role === 'assigner')!.sentDescription;
    expect(await kept()).toBeNull();
    await edit('Margin 40 %', t.ann);
    await edit('Margin 50 %', t.ivan);
    expect(await kept()).toEqual(words('Three tiers'));
    await edit('Four tiers', t.anna);
    expect(await kept()).toBeNull();
    expect((await load(t, task)).task.descriptionText).toBe('Four tiers');
  });

  test('the description as it was mailed stands with the assignee, and goes with the role (Q2, Q3)', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t, { assignees: [t.anna.id], participants: [t.boris.id] });
    await store().db.write(async (tx) => {
      await rememberDescription(tx, t.account.id, task, t.anna.id, words('as mailed'));
      await rememberDescription(tx, t.account.id, task, t.boris.id, words('as mailed'));
    });
    const sent = async () =>
      Object.fromEntries((await load(t, task)).task.people.map((p) => [p.person, p.sentDescription?.text ?? null]));
    expect(await sent()).toMatchObject({ [t.anna.id]: 'as mailed', [t.boris.id]: null });
    await happen(store().db, t, task, { kind: 'person-removed', person: t.anna.id, role: 'assignee' });
    await happen(store().db, t, task, {
      kind: 'person-added',
      person: t.anna.id,
      personKind: 'contact',
      role: 'participant',
    });
    expect(await sent()).toMatchObject({ [t.anna.id]: null });
  });

  test('a file is put to a comment once, by its owner; otherwise the whole write is taken back', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const [mine, his] = [await upload(t, 'mine'), await upload(t, 'his', t.ivan.id as never)];
    for (const files of [[his], [mine, his], [newId<'file'>()]]) {
      await expect(addComment(store().db, t, task, 'with files', { files })).rejects.toThrow(FileGone);
    }
    expect((await load(t, task)).comments).toEqual([]);
    const first = await addComment(store().db, t, task, 'with a file', { files: [mine, mine] });
    expect(first.number).toBe(1);
    await expect(addComment(store().db, t, task, 'again', { files: [mine] })).rejects.toThrow(FileGone);
    const fresh = newId<'task'>();
    const created = { kind: 'task-created' as const, task: aNewTask(t, { files: [mine] }) };
    await expect(store().db.write((tx) => applyEvent(applying(tx, t, fresh), created))).rejects.toThrow(FileGone);
    expect(await loadWorld(store().db.read, t.account.id, fresh, ALL, 'ALL_NOT_HIDDEN')).toBeNull();
    expect(await placeOfFile(store().db.read, t.account.id, mine)).toMatchObject({
      task,
      file: { comment: first.comment },
    });
    expect(await placeOfFile(store().db.read, t.account.id, his)).toMatchObject({ task: null });
    expect(await placeOfFile(store().db.read, t.account.id, 'nothing')).toBeNull();
  });

  test('two comments that name one file at once: one has it', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const file = await upload(t, 'one');
    const both = await Promise.allSettled(
      [1, 2].map((n) => addComment(store().db, t, task, `c${n}`, { files: [file] })),
    );
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await load(t, task)).comments).toHaveLength(1);
    expect(await store().db.write((tx) => attachFiles(tx, t.account.id, [], t.ann.id, task, null))).toBe(0);
  });

  test('windows on a long conversation', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const made = [];
    for (let i = 1; i <= 9; i++) {
      const changes = i % 3 === 0 ? { notify: [t.anna.id] } : i === 7 ? { hidden: true, audience: [t.anna.id] } : {};
      made.push(await addComment(store().db, t, task, `c${i}`, changes, i === 4 ? t.anna : t.ann));
    }
    const texts = async (window: Window) => (await load(t, task, window)).comments.map((c) => c.text);
    expect(await texts({ limit: 3 })).toEqual(['c7', 'c8', 'c9']);
    expect(await texts({ limit: 3, before: 7 })).toEqual(['c4', 'c5', 'c6']);
    expect(await texts({ limit: 3, after: 2 })).toEqual(['c3', 'c4', 'c5']);
    expect(await texts({ limit: 100, concerning: t.anna.id })).toEqual(['c3', 'c4', 'c6', 'c7', 'c9']);
    expect(await texts({ limit: 2, concerning: t.anna.id })).toEqual(['c7', 'c9']);
    expect(await texts({ limit: 2, only: [made[1]!.comment, made[7]!.comment] })).toEqual(['c2', 'c8']);
    expect(await texts({ limit: 0 })).toEqual([]);
    expect(await texts({ limit: 3, before: 10 ** 12 })).toEqual(['c7', 'c8', 'c9']);
    expect(await texts({ limit: 3, after: 10 ** 12 })).toEqual([]);
  });

  test('by number, as far as numbers go', async () => {
    const t = await openTenant(store().db);
    const task = await addTask(store().db, t);
    const by = (n: number) => taskIdByNumber(store().db.read, t.account.id, n);
    expect(await Promise.all([1, 2, 0, -1, 1.5, Number.NaN, 2 ** 31, 10 ** 12, 10 ** 30].map(by))).toEqual([
      task,
      ...Array(8).fill(null),
    ]);
    expect(await taskNumbers(store().db.read, t.account.id, [task])).toEqual(new Map([[task, 1]]));
  });

  test('projects: by number, with their people; the first client manager is the author', async () => {
    const t = await openTenant(store().db);
    const { db } = store();
    const id = await db.write((tx) =>
      insertProject(tx, t.account.id, { title: 'Season', author: t.ann.id, counterparty: t.birch.id }, NOW),
    );
    const project = (await projectByNumber(db.read, t.account.id, 1))!;
    expect(project).toEqual({
      id,
      account: t.account.id,
      number: 1,
      title: 'Season',
      description: '',
      status: 'ACTIVE',
      author: t.ann.id,
      counterparty: t.birch.id,
      auditors: [],
      clientManagers: [t.ann.id],
      defaultAssignees: [],
      defaultParticipants: [],
      hiddenFromEmployees: false,
      hiddenFromContacts: false,
      createdAt: NOW,
    });
    await db.write((tx) =>
      updateProject(tx, project, { auditors: [t.boris.id, t.boris.id], hiddenFromContacts: true }),
    );
    expect(await loadProject(db.read, t.account.id, id)).toEqual({
      ...project,
      auditors: [t.boris.id],
      hiddenFromContacts: true,
    });
    expect(await projectByNumber(db.read, t.account.id, 10 ** 12)).toBeNull();
    // Spec 1.4: a new counterparty goes on to the tasks that had the old one.
    const ours = await addTask(db, t, { project: id, counterparty: t.birch.id });
    const other = await addTask(db, t, { project: id, counterparty: t.anna.id });
    await db.write((tx) => moveCounterparty(tx, t.account.id, id, t.birch.id, t.boris.id, NOW));
    const facts = await loadFacts(db.read, t.account.id, [other, ours], 'ALL_NOT_HIDDEN');
    expect(facts.map((f) => f.task.counterparty)).toEqual([t.anna.id, t.boris.id]);
  });

  test('what mails bring: long file names and types, U+0000, a title that folds to eighteen times its length', async () => {
    const t = await openTenant(store().db);
    const name = `${'ж'.repeat(2000)}.png`;
    const file = {
      owner: t.ann.id,
      name: `\0${name}`,
      type: `x/${'y'.repeat(3000)}`,
      size: 1,
      sha256: 'cd'.repeat(32),
      cid: 'z'.repeat(3000),
    };
    const { id } = await store().db.write((tx) => insertFile(tx, t.account.id, file, NOW));
    const task = await addTask(store().db, t, {
      title: `a\0b${'\ufdfa'.repeat(247)}`,
      files: [id],
      description: words('x\0y'),
    });
    const comment = await addComment(store().db, t, task, 'c\0d');
    const world = await load(t, task);
    expect(world.task.title).toBe(`ab${'\ufdfa'.repeat(247)}`);
    expect(world.task.descriptionText).toBe('xy');
    expect(world.files).toMatchObject([{ name, type: file.type, cid: file.cid }]);
    expect(world.comments).toMatchObject([{ id: comment.comment, text: 'cd', html: '<p>cd</p>' }]);
  });
});
