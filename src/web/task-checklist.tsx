/** The checklist of a task by its forms: ticked and added to on the page of the task, each item changed on a page of its own. */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import type { ItemView } from '../tasks/visibility.ts';
import { type AtTask, atTask, type Sent, sentAtTask } from './at-task.ts';
import { type Door, nothingHere } from './door.ts';
import { html } from './pages/layout.tsx';
import { ItemPage } from './pages/staff/checklist.tsx';
import { idsOf, type PeopleField, peopleField, readPeople } from './picking.ts';
import { actorAt } from './posted.tsx';
import { back, refused } from './task-work.tsx';

export function checklistPages(app: Hono, door: Door): void {
  const { work } = door.ports;

  app.post('/tasks/:number/checklist', sentAtTask(door, 'everybody', list));
  app.get('/tasks/:number/checklist/:item', atTask(door, 'everybody', ask));
  app.post('/tasks/:number/checklist/:item', sentAtTask(door, 'everybody', change));

  async function list(c: Context, at: Sent): Promise<Response> {
    const { desk, task, form } = at;
    const [item = '', to] = form.value('tick').split(' ');
    const text = form.value('item').trim();
    if (item) return back(c, at, await work.tickItem(actorAt(desk), task, item, to === 'done'), '#checklist');
    if (text) return back(c, at, await work.addItem(actorAt(desk), task, text), '#checklist');
    return back(c, at, { ok: true }, '#checklist');
  }

  async function ask(c: Context, at: AtTask): Promise<Response> {
    const item = itemIn(c, at);
    if (!item) return nothingHere(c, door);
    if (!at.task.rights?.edit) return refused(c, at, 'not-allowed');
    const whose = peopleField('assignee', item.people);
    return show(c, at, item, item.text, whose, null);
  }

  async function show(
    c: Context,
    at: AtTask,
    item: ItemView,
    text: string,
    whose: PeopleField,
    problem: Refusal | 'people' | null,
  ): Promise<Response> {
    const picks = at.viewer.by === 'staff';
    const team = picks ? await work.employees(actorAt(at.desk)) : [];
    const status = problem === null ? 200 : problem === 'people' ? 422 : REFUSALS[problem].http;
    return c.html(html(<ItemPage {...at} {...{ item, text, team, problem }} whose={picks ? whose : null} />), status);
  }

  async function change(c: Context, at: Sent): Promise<Response> {
    const item = itemIn(c, at);
    if (!item) return nothingHere(c, door);
    const { desk, viewer, task, form } = at;
    const actor = actorAt(desk);
    if (form.value('do') === 'remove') return back(c, at, await work.removeItem(actor, task, item.id), '#checklist');
    const text = form.value('item').trim();
    const whose = await readPeople(form, 'assignee', { work, actor, reader: desk.reader });
    if (whose.problem) return show(c, at, item, text, whose, 'people');
    const picked = viewer.by === 'staff' ? idsOf(whose) : null;
    const done = await work.changeItem(actor, task, item.id, text || item.text, picked);
    return done.ok ? back(c, at, done, '#checklist') : show(c, at, item, text, whose, done.refusal);
  }
}

function itemIn(c: Context, { task }: AtTask): ItemView | null {
  const id = parseId(c.req.param('item'));
  return task.checklist?.find((item) => item.id === id) ?? null;
}
