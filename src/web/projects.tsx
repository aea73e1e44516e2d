/** The team's pages of projects; people outside have theirs at the same places (portal.tsx). */
import type { Context, Hono } from 'hono';
import type { Managed } from '../flow/manage.ts';
import type { Project } from '../tasks/task.ts';
import { type Door, nothingHere, numberIn, pagingOf, searchOf } from './door.ts';
import { html } from './pages/layout.tsx';
import { ProjectCardPage, ProjectForm, type ProjectFormProps, ProjectList } from './pages/projects.tsx';
import type { Desk } from './pages/staff.tsx';
import type { ProjectPage } from './ports/projects.ts';
import { actorAt, faultsOf, posted, refusedPage, type Sent } from './posted.tsx';
import { filledOf, PROJECT_PEOPLE, type ProjectPeople, projectIn, type ReadProject } from './project-fields.ts';
import type { AtDesk } from './staff.tsx';
import { forTeam, teamForm, teamPage } from './team-door.ts';

type Asked = Pick<ProjectFormProps, 'project' | 'filled' | 'faults'> & { readonly warn?: boolean };

export function projectPages(app: Hono, door: Door): void {
  const { projects: ports, contacts } = door.ports;
  const team = (handle: AtDesk) => forTeam(door, handle);

  app.get(
    '/projects',
    team(async (c, desk) => {
      const paging = pagingOf(c);
      const search = searchOf(c);
      const page = await ports.list(actorAt(desk), { ...paging, search });
      return c.html(html(<ProjectList {...{ desk, page, search }} later={paging.after !== null} />));
    }),
  );

  app.get(
    '/projects/new',
    teamPage(door, async (c, desk) => {
      const filled = { status: ['ACTIVE'], clientManagers: [desk.person.id] };
      return form(c, desk, { project: null, filled, faults: {} });
    }),
  );

  app.get(
    '/projects/:number',
    team(async (c, desk, viewer) => {
      const card = await cardIn(c, desk);
      if (!card) return nothingHere(c, door);
      const paging = pagingOf(c);
      const search = searchOf(c);
      const page = await ports.tasks(viewer, card.project, { ...paging, search });
      return c.html(html(<ProjectCardPage {...{ desk, card, page, search }} later={paging.after !== null} />));
    }),
  );

  app.get(
    '/projects/:number/edit',
    team(async (c, desk) => {
      const card = await cardIn(c, desk);
      if (!card) return nothingHere(c, door);
      if (!card.change) return refusedPage(c, door, desk, 'not-your-project');
      const { project } = card;
      return form(c, desk, { project, filled: filledOf(project), faults: {} });
    }),
  );

  app.post(
    '/projects',
    teamForm(door, (c, sent) => save(c, sent, null)),
  );
  app.post(
    '/projects/:number',
    posted(door, async (c, sent) => {
      const card = sent.viewer.by === 'staff' ? await cardIn(c, sent.desk) : null;
      return card ? save(c, sent, card.project) : nothingHere(c, door);
    }),
  );

  async function cardIn(c: Context, desk: Desk): Promise<ProjectPage | null> {
    const number = numberIn(c.req.param('number'));
    return number === null ? null : ports.read(actorAt(desk), number);
  }

  async function save(c: Context, { desk, form: given }: Sent, project: Project | null): Promise<Response> {
    const actor = actorAt(desk);
    const read = await projectIn(contacts, actor, given, desk.reader.say);
    const { filled } = read;
    if (Object.keys(read.faults).length > 0) return form(c, desk, { project, filled, faults: read.faults });
    if (given.value('confirmed') !== '1' && (await newClientAuditor(desk, read, project)))
      return form(c, desk, { project, filled, faults: {}, warn: true });
    const done: Managed<Project> = project
      ? await ports.change(actor, project.id, read.fields)
      : await ports.add(actor, read.fields);
    if (done.ok) return c.redirect(`/projects/${done.value.number}`, 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return form(c, desk, { project, filled, faults: faultsOf(done, desk.reader) });
  }

  /** S1 advises against it: they would have full power over every task of the project. */
  async function newClientAuditor(desk: Desk, { fields }: ReadProject, project: Project | null): Promise<boolean> {
    const before = new Set<string>(project?.auditors ?? []);
    const added = (fields.auditors ?? []).filter((id) => !before.has(id));
    return (await contacts.named(actorAt(desk), added)).some((p) => p.kind === 'contact');
  }

  async function form(c: Context, desk: Desk, asked: Asked): Promise<Response> {
    const actor = actorAt(desk);
    const names = Object.keys(PROJECT_PEOPLE) as ProjectPeople[];
    const named = await Promise.all(names.map((name) => contacts.named(actor, asked.filled[name] ?? [])));
    const chosen = Object.fromEntries(names.map((name, at) => [name, named[at]])) as ProjectFormProps['chosen'];
    const choices = await contacts.choices(actor);
    const warn = asked.warn ?? false;
    const status = warn || Object.keys(asked.faults).length > 0 ? 422 : 200;
    return c.html(html(<ProjectForm {...{ desk, choices, chosen, ...asked, warn }} />), status);
  }
}
