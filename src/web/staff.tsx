/**
 * Pages behind a password: employees, and contacts with advanced access. What each sees is the view's matter.
 */
import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { mayManage } from '../flow/manage.ts';
import type { Person } from '../people/person.ts';
import type { CommentView, TaskView, Viewer } from '../tasks/visibility.ts';
import { answering } from './answering.ts';
import { notOurs } from './at-task.ts';
import {
  AT_DESK,
  backToTask,
  type Door,
  nothingHere,
  numberIn,
  type Piece,
  pagingOf,
  pieceOf,
  readerOf,
  searchOf,
} from './door.ts';
import { sendFile } from './download.ts';
import { readForm } from './form.ts';
import { asSent } from './guard.ts';
import type { Draft } from './pages/composer.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import { type ListAsked, NARROWING_ROLES, StaffList } from './pages/staff/list.tsx';
import { Missing } from './pages/staff/missing.tsx';
import { StaffTask } from './pages/staff/task.tsx';
import { mayAsk, maySet } from './pages/staff/who.ts';
import type { Desk } from './pages/staff.tsx';
import { plannedPages } from './planned.tsx';
import { actorAt } from './posted.tsx';
import { isQuiet, write } from './writing.ts';

export type AtDesk = (c: Context, desk: Desk, viewer: Viewer) => Promise<Response>;

export function staffPages(app: Hono, door: Door): void {
  const { ports } = door;
  const signed = (handle: AtDesk) => signedIn(door, handle);

  app.get('/', signed(list));
  app.get('/tasks/:number', signed(task));
  app.post('/tasks/:number', signed(ask));
  app.get('/tasks/:number/comments', (c) => backToTask(c, door, ''));
  app.post('/tasks/:number/comments', signed(comment));
  app.get('/files/:id', signed(file));
  plannedPages(app, door, show);

  async function list(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const asked = askedIn(c);
    const paging = pagingOf(c);
    const team = maySet(desk);
    const projects = team ? await projectsFor(desk, asked.project) : [];
    const { search, role, state } = asked;
    const project = projects.find((p) => p.number === asked.project)?.id;
    const narrowing = { search, role: role ?? undefined, active: state ? state === 'open' : undefined, project };
    const nowhere = team && asked.project !== null && !project;
    const page = nowhere ? NO_TASKS : await ports.listTasks(viewer, { ...paging, ...narrowing });
    const begins = page.items.length === 0 && mayManage(actorAt(desk));
    const fresh = begins && (await ports.admin.isFresh(desk.account));
    return c.html(html(<StaffList {...{ desk, page, asked, projects, team, fresh }} later={paging.after !== null} />));
  }

  /** Those to choose from, and the one that was chosen, also when it is over. */
  async function projectsFor(desk: Desk, chosen: number | null) {
    const open = await ports.work.projectChoices(actorAt(desk));
    if (chosen === null || open.some((p) => p.number === chosen)) return open;
    const card = await ports.projects.read(actorAt(desk), chosen);
    return card ? [card.project, ...open] : open;
  }

  async function task(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const piece = await pieceOf(c, ports, viewer);
    if (!piece) return mayAsk(desk) ? missing(c, desk, false) : nothingHere(c, door);
    const { draft, answered } = await answering(c, ports, viewer, piece.task, desk.reader);
    return show(c, desk, viewer, piece, draft, 200, answered);
  }

  /** Spec E6. The same page whatever the number, and whether there is such a task. */
  async function ask(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const number = numberIn(c.req.param('number'));
    if (!mayAsk(desk)) return nothingHere(c, door);
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    if (form?.value('csrf') !== desk.csrf) return notOurs(c, desk);
    if (number !== null && !(await ports.readTask(viewer, number, 1)))
      await ports.work.askAccess(actorAt(desk), number);
    return missing(c, desk, true);
  }

  const missing = async (c: Context, desk: Desk, asked: boolean) =>
    c.html(html(<Missing desk={desk} asked={asked} />), asked ? 200 : 404);

  async function show(
    c: Context,
    desk: Desk,
    viewer: Viewer,
    piece: Piece,
    draft: Draft,
    status: 200 | 403 | 404 | 409 | 413 | 422 | 503,
    answered: CommentView | null = null,
  ) {
    const [telling, deliveries, branches] = await Promise.all([
      tellingOf(viewer, piece.task),
      ports.deliveries(viewer, piece.task),
      ports.branches(viewer, piece.task),
    ]);
    return c.html(
      html(
        <StaffTask
          {...{ desk, piece, deliveries, draft, branches, telling, answered }}
          quiet={isQuiet(c, desk.person)}
          fresh={c.req.query('planned') ?? null}
        />,
      ),
      status,
    );
  }

  const tellingOf = async (viewer: Viewer, view: TaskView) =>
    viewer.by === 'staff'
      ? { recipients: await ports.recipients(viewer, view) }
      : { notified: await ports.willBeNotified(viewer, view) };

  async function comment(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const piece = await pieceOf(c, ports, viewer);
    if (!piece) return nothingHere(c, door);
    const view = piece.task;
    const { reader, account, csrf } = desk;
    const actor = actorAt(desk);
    const telling = viewer.by === 'staff' ? 'picked' : 'thread';
    const written = await write(c, { ports, reader, actor, task: view, csrf, telling });
    switch (written.kind) {
      case 'done':
        return c.redirect(
          written.number === null
            ? `/tasks/${view.number}?planned=${written.comment}#planned`
            : `/tasks/${view.number}#c${written.number}`,
          303,
        );
      case 'again':
        return show(c, desk, viewer, piece, written.draft, written.status);
      case 'no-form':
        return c.html(html(<Notice reader={reader} firm={account.title} name="no-form" />), 400);
      case 'not-ours':
        return c.html(html(<Notice reader={reader} firm={account.title} name="cross-site" />), 403);
    }
  }

  async function file(c: Context, _desk: Desk, viewer: Viewer): Promise<Response> {
    const found = await ports.findFile(viewer, c.req.param('id') ?? '');
    return found ? sendFile(c, found, ports.openFile) : nothingHere(c, door);
  }
}

/** Hands the page to whoever is signed in; others are led to the login and back. */
export function signedIn(door: Door, handle: AtDesk): (c: Context) => Promise<Response> {
  const cookie = cookieOf(door.options.publicUrl);
  return async (c) => {
    const value = getCookie(c, cookie.name);
    const session = value ? await door.ports.session(value) : null;
    if (!session) {
      // A form link keeps its project: `/new?project=3`.
      const here = asSent(c);
      const back = c.req.method === 'GET' && here !== '/' ? `?next=${encodeURIComponent(here)}` : '';
      return c.redirect(`/login${back}`, 303);
    }
    const { account, person, csrf } = session;
    const desk: Desk = { reader: readerOf(c, door, person, account), account, person, csrf };
    c.set(AT_DESK, desk);
    return handle(c, desk, viewerOf(person));
  };
}

const NO_TASKS = { items: [], next: null };

const askedIn = (c: Context): ListAsked => ({
  search: searchOf(c),
  role: NARROWING_ROLES.find((role) => role === c.req.query('role')) ?? null,
  state: (['open', 'over'] as const).find((state) => state === c.req.query('state')) ?? null,
  project: numberIn(c.req.query('project')),
});

const viewerOf = (person: Person): Viewer =>
  person.kind === 'employee' ? { by: 'staff', employee: person } : { by: 'login', contact: person };

/** `__Host-`: the browser itself keeps other hosts and plain http from setting it (RFC 6265bis §4.1.3.2). */
export const cookieOf = (publicUrl: string) => {
  const secure = publicUrl.startsWith('https:');
  return {
    name: secure ? '__Host-postern' : 'postern',
    options: { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const,
  };
};

/** A path of this site, or the start page: nobody is led elsewhere by a crafted link. */
export function localPath(next: string | undefined): string {
  const base = 'http://here.invalid';
  if (!next || !/^\/[^/\\]/.test(next) || !URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
