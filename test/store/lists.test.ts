/** Lists of tasks: candidates by index, in pages that are complete and without repeats; search; who leads whom. */
import { expect, test } from 'vitest';
import type { Cursor } from '../../src/base/cursor.ts';
import type { TaskId } from '../../src/base/id.ts';
import { companyNames, loadCards } from '../../src/store/cards.ts';
import { allTasks, foldTitle, lastConcerning, subordinates, tasksByTitle, tasksOf } from '../../src/store/lists.ts';
import { projectsOfContact } from '../../src/store/outside.ts';
import { insertEmployee, loadEmployee, updateContact, updateEmployee } from '../../src/store/people.ts';
import { insertProject, projectsWithTasksOf } from '../../src/store/rules.ts';
import { addComment, addTask, eachStore, happen, NOW, openTenant, type Tenant } from './each-store.ts';

eachStore('lists', (store) => {
  const db = () => store().db;
  const pages = async (next: (after: Cursor<TaskId> | null) => Promise<Cursor<TaskId>[]>): Promise<TaskId[]> => {
    const found: TaskId[] = [];
    for (let after: Cursor<TaskId> | null = null; ; ) {
      const page: Cursor<TaskId>[] = await next(after);
      if (page.length === 0) return found;
      found.push(...page.map((c) => c.id));
      if (found.length > 100) throw new Error('The pages repeat themselves');
      after = page.at(-1)!;
    }
  };

  test('E5, A2: projects by what one has in them; leading an auditor is nothing, auditing the project is', async () => {
    const t = await openTenant(db());
    const { account, ann, ivan, anna } = t;
    const add = (title: string, more = {}) =>
      db().write((tx) => insertProject(tx, account.id, { title, author: ann.id, clientManagers: [], ...more }, NOW));
    const [own, audits, gone, empty] = [await add('Own'), await add('Audits'), await add('Gone'), await add('Empty')];
    const hers = await add('Hers', { auditors: [anna.id] });
    const outside = { participants: [], assignees: [] };
    await addTask(db(), t, { ...outside, project: own, assignees: [ivan.id], participants: [anna.id] });
    await addTask(db(), t, { ...outside, project: audits, auditors: [ivan.id] });
    await addTask(db(), t, { ...outside, project: hers });
    const deleted = await addTask(db(), t, { project: gone });
    await happen(db(), t, deleted, { kind: 'task-deleted' });
    const all = [own, audits, gone, empty];
    const nobody = 'nobody' as typeof ivan.id;
    const seen = async (...[who, led]: [typeof ivan.id, (typeof ivan.id)[]]) =>
      [...(await projectsWithTasksOf(db().read, account.id, who, led, all))].sort();
    expect(await seen(ivan.id, [])).toEqual([own, audits].sort());
    expect(await seen(nobody, [ivan.id])).toEqual([own]);
    expect(await seen(nobody, [])).toEqual([]);
    const reached = await projectsOfContact(db().read, account.id, { ...anna, companies: [] });
    expect(reached.map((p) => p.title)).toEqual(['Own', 'Hers']);
  });

  test('pages are complete, newest activity first, and equal times make no repeats', async () => {
    const t = await openTenant(db());
    const other = await openTenant(db());
    const made: TaskId[] = [];
    // Three of each moment: a page ends in the middle of one.
    for (let i = 0; i < 12; i++) made.push(await addTask(db(), t, {}, NOW + Math.floor(i / 3)));
    await addTask(db(), other, {}, NOW + 1);
    const gone = made.pop()!;
    await happen(db(), t, gone, { kind: 'task-deleted' });
    const all = await pages((after) => allTasks(db().read, t.account.id, { after, limit: 4, search: '' }));
    expect(all).toEqual([...made].sort((a, b) => time(b) - time(a) || (a < b ? 1 : -1)));
    function time(id: TaskId) {
      return Math.floor(made.indexOf(id) / 3);
    }
    await addComment(db(), t, made[0]!, 'news', {}, t.ann, NOW + 99);
    const first = await allTasks(db().read, t.account.id, { after: null, limit: 1, search: '' });
    expect(first).toEqual([{ id: made[0], at: NOW + 99 }]);
  });

  test('search in any case, and signs mean themselves', async () => {
    const t = await openTenant(db());
    const cake = await addTask(db(), t, { title: 'Свадебный  ТОРТ' });
    const percent = await addTask(db(), t, { title: '100% rye_bread!' });
    await addTask(db(), t, { title: 'Bread rolls' });
    const search = (text: string) =>
      pages((after) => allTasks(db().read, t.account.id, { after, limit: 1, search: text }));
    expect(await search('свадебный торт')).toEqual([cake]);
    expect(await search('ОРТ')).toEqual([cake]);
    expect(await search('0%')).toEqual([percent]);
    expect(await search('E_B')).toEqual([percent]);
    expect(await search('d!')).toEqual([percent]);
    expect(await search('nothing')).toEqual([]);
    expect(await search("'; drop table tasks; --")).toEqual([]);
    expect((await search('bread')).length).toBe(2);
  });

  test('of somebody: by a role, by the company, by an audited project, each once', async () => {
    const t = await openTenant(db());
    const project = await db().write((tx) =>
      insertProject(tx, t.account.id, { title: 'Season', author: t.ann.id, auditors: [t.boris.id] }, NOW),
    );
    const inRole = await addTask(db(), t, { participants: [t.anna.id, t.boris.id], auditors: [t.boris.id] });
    const ofBirch = await addTask(db(), t, { participants: [], counterparty: t.birch.id });
    const audited = await addTask(db(), t, { participants: [], project });
    const all = await addTask(db(), t, { participants: [t.boris.id], counterparty: t.birch.id, project });
    const of = async (who: Parameters<typeof tasksOf>[2], search = '') =>
      (await pages((after) => tasksOf(db().read, t.account.id, who, { after, limit: 2, search }))).sort();
    expect(await of({ people: [t.anna.id], companies: [] })).toEqual([inRole]);
    expect(await of({ people: [t.anna.id], companies: [t.birch.id] })).toEqual([inRole, ofBirch, all].sort());
    expect(await of({ people: [t.boris.id], companies: [t.birch.id] })).toEqual([inRole, ofBirch, audited, all].sort());
    expect(await of({ people: [t.boris.id], companies: [] }, 'nothing')).toEqual([]);
    expect(await of({ people: [], companies: [] })).toEqual([]);
  });

  test('by title: the newest number first, without the deleted', async () => {
    const t = await openTenant(db());
    const [one, two, three] = [
      await addTask(db(), t, { title: 'Торт' }),
      await addTask(db(), t, { title: ' ТОРТ ' }),
      await addTask(db(), t, { title: 'Торт' }),
    ];
    await addTask(db(), t, { title: 'Торты' });
    await happen(db(), t, three, { kind: 'task-deleted' });
    expect(await tasksByTitle(db().read, t.account.id, 'торт', 5)).toEqual([two, one]);
    expect(await tasksByTitle(db().read, t.account.id, 'торт', 1)).toEqual([two]);
    await happen(db(), t, one, { kind: 'task-edited', changes: { title: 'Пирог' } });
    expect(await tasksByTitle(db().read, t.account.id, 'ПИРОГ', 5)).toEqual([one]);
  });

  test('what concerned somebody last: their own, or with them named, and nothing else', async () => {
    const t = await openTenant(db());
    const [told, own, internal] = [await addTask(db(), t), await addTask(db(), t), await addTask(db(), t)];
    await addComment(db(), t, told, 'for Anna', { notify: [t.anna.id] }, t.ann, NOW + 1);
    await addComment(db(), t, told, 'internal', {}, t.ann, NOW + 2);
    await addComment(db(), t, own, 'mine', {}, t.anna, NOW + 3);
    const gone = await addComment(db(), t, own, 'gone', {}, t.anna, NOW + 4);
    await happen(db(), t, own, { kind: 'comment-deleted', comment: gone.comment });
    await addComment(db(), t, internal, 'internal', { notify: [t.ivan.id] }, t.ann, NOW + 5);
    const last = await lastConcerning(db().read, t.account.id, t.anna.id, [told, own, internal]);
    expect(last).toEqual(
      new Map([
        [told, NOW + 1],
        [own, NOW + 3],
      ]),
    );
    expect(await lastConcerning(db().read, t.account.id, t.anna.id, [])).toEqual(new Map());
  });

  test('subordinates through others, and a ring of managers ends', async () => {
    const t = await openTenant(db());
    const add = async (firstName: string, manager: Tenant['ann']['id']) => {
      const id = await db().write((tx) =>
        insertEmployee(tx, t.account.id, { firstName, login: firstName.toLowerCase(), manager }, NOW),
      );
      return (await loadEmployee(db().read, t.account.id, id))!;
    };
    const lena = await add('Lena', t.ivan.id);
    expect(await subordinates(db().read, t.account.id, t.ann.id)).toEqual([t.ivan.id, lena.id]);
    expect(await subordinates(db().read, t.account.id, lena.id)).toEqual([]);
    const managers = async (of: Tenant['ann']) =>
      (await loadCards(db().read, t.account.id, [of.id])).get(of.id)!.managers;
    expect(await managers(lena)).toEqual([t.ivan.id, t.ann.id]);
    // Ann leads Ivan, who leads Lena, who leads Ann.
    await db().write((tx) => updateEmployee(tx, t.ann, { manager: lena.id }));
    expect(await subordinates(db().read, t.account.id, t.ann.id)).toEqual([t.ivan.id, lena.id]);
    expect(await managers(t.ann)).toEqual([lena.id, t.ivan.id]);
    expect(await managers(lena)).toEqual([t.ivan.id, t.ann.id]);
  });

  test('a chain of managers is as long in the list as in the judgement', async () => {
    const t = await openTenant(db());
    let manager = t.ivan.id;
    for (let i = 0; i < 15; i++) {
      const next = { firstName: `E${i}`, login: `e${i}`, manager };
      manager = await db().write((tx) => insertEmployee(tx, t.account.id, next, NOW));
    }
    const card = (await loadCards(db().read, t.account.id, [manager])).get(manager)!;
    expect(await subordinates(db().read, t.account.id, t.ann.id)).toContain(manager);
    expect(card.managers).toHaveLength(16);
    expect(card.managers.at(-1)).toBe(t.ann.id);
  });

  test('a card has what letters name a person by, an employee’s and a contact’s', async () => {
    const t = await openTenant(db());
    await db().write((tx) => updateEmployee(tx, t.ann, { position: 'Head' }));
    await db().write((tx) => updateContact(tx, t.birch, { phone: '555' }));
    const cards = await loadCards(db().read, t.account.id, [t.ann.id, t.birch.id]);
    expect(cards.get(t.ann.id)).toMatchObject({ firstName: t.ann.firstName, position: 'Head', number: 1, phone: '' });
    expect(cards.get(t.birch.id)).toMatchObject({ name: 'Birch', number: t.birch.number, phone: '555', position: '' });
    expect(await companyNames(db().read, t.account.id, [t.birch.id])).toEqual(['Birch']);
  });

  test('titles fold: case, width, spaces', () => {
    expect(foldTitle('  Ёлка\t\n ＡＢＣ  ')).toBe('ёлка abc');
    expect(foldTitle('\ufdfa'.repeat(250)).length).toBeLessThanOrEqual(600);
  });
});
