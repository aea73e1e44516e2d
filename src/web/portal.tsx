/** The pages of contacts who signed in, besides the tasks themselves: projects (A2, A3) and new tasks (spec 5.11–5.13). */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { parseId } from '../base/id.ts';
import type { ReachedProject } from '../store/outside.ts';
import { REFUSALS } from '../tasks/refusal.ts';
import type { Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere, numberIn, pagingOf, searchOf } from './door.ts';
import { asSent } from './guard.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import { EMPTY_TASK, NewTask, type NewTaskDraft, PortalProject, PortalProjects } from './pages/portal.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { type AtDesk, signedIn } from './staff.tsx';
import { filesIn, onceIn, uploads } from './writing.ts';

type Status = 200 | 403 | 404 | 409 | 413 | 422 | 503;

export function portalPages(app: Hono, door: Door): void {
  const { ports } = door;
  const portal = ports.portal;
  /** For people outside; the team has pages of its own at these places. */
  const outside =
    (handle: AtDesk): MiddlewareHandler =>
    async (c, next) => {
      const answer = await signedIn(door, async (at, desk, viewer) => {
        if (viewer.by === 'login') return handle(at, desk, viewer);
        await next();
        return at.res;
      })(c);
      return answer;
    };

  app.get('/projects', outside(projects));
  app.get('/projects/:number', outside(project));
  app.get('/new', outside(fresh), teamsForm);
  app.post('/new', outside(send));

  /** An employee who opens a form link gets the team's own form. */
  async function teamsForm(c: Context): Promise<Response> {
    return c.redirect(asSent(c).replace('/new', '/tasks/new'), 303);
  }

  async function projects(c: Context, desk: Desk): Promise<Response> {
    return c.html(html(<PortalProjects desk={desk} projects={await portal.projects(actorAt(desk))} />));
  }

  async function project(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const found = await reached(desk, c.req.param('number'));
    if (!found) return nothingHere(c, door);
    const search = searchOf(c);
    const paging = pagingOf(c);
    const page = await portal.tasksIn(viewer, found, { ...paging, search });
    return c.html(html(<PortalProject {...{ desk, project: found, page, search }} later={paging.after !== null} />));
  }

  async function reached(desk: Desk, text: string | undefined): Promise<ReachedProject | null> {
    const number = numberIn(text);
    return (await portal.projects(actorAt(desk))).find((p) => p.number === number) ?? null;
  }

  async function fresh(c: Context, desk: Desk): Promise<Response> {
    const asked = c.req.query('project');
    const picked = asked === undefined ? null : await reached(desk, asked);
    // A form link into a project that is not theirs is a link to nothing.
    if (asked !== undefined && !picked?.active) return nothingHere(c, door);
    return show(c, desk, picked, EMPTY_TASK, 200);
  }

  async function show(c: Context, desk: Desk, picked: ReachedProject | null, draft: NewTaskDraft, status: Status) {
    const choices = await portal.choices(actorAt(desk));
    const project = picked ?? choices.automatic;
    return c.html(html(<NewTask {...{ desk, choices, project, draft }} automatic={picked === null} />), status);
  }

  async function send(c: Context, desk: Desk): Promise<Response> {
    const { reader, account, csrf } = desk;
    const actor = actorAt(desk);
    const form = await uploads(c, { ports, reader, actor, csrf });
    if (!form) return c.html(html(<Notice reader={reader} firm={account.title} name="no-form" />), 400);
    if (form.value('csrf') !== csrf)
      return c.html(html(<Notice reader={reader} firm={account.title} name="cross-site" />), 403);
    const picked = form.value('project') === '' ? null : await reached(desk, form.value('project'));
    if (form.value('project') !== '' && !picked) return nothingHere(c, door);
    const draft = draftIn(form, desk);
    if (draft.problems.length > 0) return show(c, desk, picked, draft, 422);
    const assignee = form.value('assignee');
    const known = parseId<'employee'>(assignee);
    if (assignee !== '' && !known) return nothingHere(c, door);
    const { title, text, once } = draft;
    const files = draft.kept.map((f) => f.id);
    const done = await portal.setTask(
      actor,
      { title, text, files, project: picked?.id ?? 'automatic', assignee: known },
      once,
    );
    if (done.ok) return c.redirect(`/tasks/${done.number}`, 303);
    const { http, words } = REFUSALS[done.refusal];
    return show(c, desk, picked, { ...draft, problems: [words[reader.language]] }, http);
  }
}

const draftIn = (form: Parameters<typeof filesIn>[0], { reader }: Desk): NewTaskDraft => ({
  title: form.value('title'),
  text: form.value('text'),
  assignee: form.value('assignee'),
  ...filesIn(form, reader),
  once: onceIn(form.value('once')),
});
