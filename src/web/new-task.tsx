/** A new task of the team: what, where, by whom. */
import type { Context, Hono } from 'hono';
import { type FileId, type PersonId, parseId } from '../base/id.ts';
import { REFUSALS } from '../tasks/refusal.ts';
import { notOurs } from './at-task.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import type { Form } from './form.ts';
import type { KeptFile } from './pages/composer.tsx';
import { html } from './pages/layout.tsx';
import { BY_ITSELF, NewTask, type NewTaskDraft } from './pages/staff/new-task.tsx';
import { maySet } from './pages/staff/who.ts';
import type { Desk } from './pages/staff.tsx';
import { idsOf, peopleField, readPeople } from './picking.ts';
import type { ProjectChoice } from './ports/task-work.ts';
import { actorAt } from './posted.tsx';
import { signedIn } from './staff.tsx';
import { clientAuditors } from './task-edit.tsx';
import { filesIn, onceIn, type Upload, uploads } from './writing.ts';

export function newTaskPages(app: Hono, door: Door): void {
  const { ports } = door;
  const { work } = ports;

  const team = (handle: (c: Context, desk: Desk) => Promise<Response>) =>
    signedIn(door, async (c, desk) => (maySet(desk) ? handle(c, desk) : nothingHere(c, door)));

  app.get('/tasks/new', team(ask));
  app.post('/tasks/new', team(make));

  async function ask(c: Context, desk: Desk): Promise<Response> {
    const projects = await work.projectChoices(actorAt(desk));
    const number = numberIn(c.req.query('project'));
    const project = projects.find((p) => p.number === number);
    const draft = await draftFor(desk, project);
    return show(c, desk, { ...draft, ...(await writingTo(c, desk)) }, 200);
  }

  /** Spec 3.3: whoever writes to a contact from their card sets a task that goes to them as a letter. */
  async function writingTo(c: Context, desk: Desk): Promise<Partial<NewTaskDraft>> {
    const number = numberIn(c.req.query('contact'));
    const card = number === null ? null : await ports.contacts.read(actorAt(desk), number);
    if (!card) return {};
    const { contact, companies } = card;
    const [company = contact] = companies;
    const named = await work.named(actorAt(desk), [contact.id, company.id]);
    const only = (id: PersonId) => named.filter((p) => p.id === id);
    return {
      assignee: peopleField('assignee', only(contact.id)),
      counterparty: peopleField('counterparty', only(company.id)),
    };
  }

  /** Who is in a project from the start is in its new task from the start. */
  async function draftFor(desk: Desk, project: ProjectChoice | undefined): Promise<NewTaskDraft> {
    const named = (ids: readonly PersonId[]) => (ids.length > 0 ? work.named(actorAt(desk), ids) : []);
    return {
      title: '',
      text: '',
      project: project?.id ?? '',
      assignee: peopleField('assignee', await named(project?.assignees ?? [])),
      participant: peopleField('participant', await named(project?.participants ?? [])),
      auditor: peopleField('auditor', []),
      counterparty: peopleField('counterparty', await named(project?.counterparty ? [project.counterparty] : [])),
      from: null,
      kept: [],
      problems: [],
      warn: null,
      once: null,
    };
  }

  async function show(c: Context, desk: Desk, draft: NewTaskDraft, status: 200 | 403 | 404 | 409 | 413 | 422) {
    const actor = actorAt(desk);
    const [projects, employees, from] = await Promise.all([
      work.projectChoices(actor),
      work.employees(actor),
      work.fromChoices(actor),
    ]);
    return c.html(html(<NewTask {...{ desk, draft, projects, employees, from }} />), status);
  }

  async function make(c: Context, desk: Desk): Promise<Response> {
    const { csrf, reader } = desk;
    const form = await uploads(c, { ports, reader, actor: actorAt(desk), csrf });
    if (form?.value('csrf') !== csrf) return notOurs(c, desk);
    const draft = await draftOf(desk, form);
    const fields = [draft.assignee, draft.participant, draft.auditor, draft.counterparty];
    const looksOn = form.value('find') === '1' || fields.some((f) => f.problem !== null);
    if (looksOn || draft.problems.length > 0 || draft.warn !== null) return show(c, desk, draft, 422);
    const done = await work.newTask(actorAt(desk), {
      title: draft.title,
      text: draft.text,
      files: draft.kept.map((f: KeptFile): FileId => f.id),
      project: parseId<'project'>(draft.project),
      people: {
        assignee: idsOf(draft.assignee),
        participant: idsOf(draft.participant),
        auditor: idsOf(draft.auditor),
      },
      counterparty: parseId<'contact'>(idsOf(draft.counterparty)[0]),
      from: draft.from === null || draft.from === BY_ITSELF ? undefined : draft.from || null,
      once: draft.once,
    });
    if (done.ok) return c.redirect(`/tasks/${done.number}`, 303);
    const { http, words } = REFUSALS[done.refusal];
    return show(c, desk, { ...draft, problems: [words[reader.language]] }, http);
  }

  async function draftOf(desk: Desk, form: Form<Upload>): Promise<NewTaskDraft> {
    const { reader } = desk;
    const picking = { work, actor: actorAt(desk), reader };
    const { kept, problems } = filesIn(form, reader);
    const auditor = await readPeople(form, 'auditor', picking);
    const warn = form.value('confirmed') === '1' ? null : clientAuditors([auditor]);
    return {
      title: form.value('title').slice(0, 2000),
      text: form.value('text'),
      project: form.value('project'),
      assignee: await readPeople(form, 'assignee', picking),
      participant: await readPeople(form, 'participant', picking),
      auditor,
      counterparty: await readPeople(form, 'counterparty', picking, 'contact', true),
      from: form.values('from').length > 0 ? form.value('from').slice(0, 254) : null,
      kept,
      problems,
      warn,
      once: onceIn(form.value('once')),
    };
  }
}
