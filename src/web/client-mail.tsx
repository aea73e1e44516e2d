/**
 * Pages of the team about what a client sent by mail: mark it as spam, make it a task of its own, let a sender write again.
 * Each act is a page that asks and a form that does it, so it works without a script and no link does anything by itself.
 */
import type { Context, Hono } from 'hono';
import { branchTitle } from '../tasks/branch.ts';
import { REFUSALS } from '../tasks/refusal.ts';
import type { CommentView, TaskView, Viewer } from '../tasks/visibility.ts';
import { adminPage } from './admin-door.ts';
import { notOurs } from './at-task.ts';
import type { DoneOrNot } from './client-mail-ports.ts';
import { type Door, nothingHere, numberIn, pagingOf } from './door.ts';
import { readForm } from './form.ts';
import { Ask, BranchWords, isClientMail, isClientTask, SpamList, SpamWords } from './pages/client-mail.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { signedIn } from './staff.tsx';

/** A task, and one comment of it where the path names one. */
interface Subject {
  readonly desk: Desk;
  readonly viewer: Viewer;
  readonly task: TaskView;
  readonly comment: CommentView | null;
}

export function clientMailPages(app: Hono, door: Door): void {
  const { ports } = door;

  const about = (named: 'task' | 'comment', handle: (c: Context, s: Subject) => Promise<Response>) =>
    signedIn(door, async (c, desk, viewer) => {
      const subject = viewer.by === 'staff' ? await find(c, desk, viewer, named) : null;
      return subject ? handle(c, subject) : nothingHere(c, door);
    });

  app.get('/tasks/:number/spam', about('task', askSpam));
  app.post('/tasks/:number/spam', about('task', spam));
  app.get('/tasks/:number/comments/:comment/spam', about('comment', askSpam));
  app.post('/tasks/:number/comments/:comment/spam', about('comment', spam));
  app.get('/tasks/:number/comments/:comment/branch', about('comment', askBranch));
  app.post('/tasks/:number/comments/:comment/branch', about('comment', branch));

  async function find(c: Context, desk: Desk, viewer: Viewer, named: 'task' | 'comment'): Promise<Subject | null> {
    const number = numberIn(c.req.param('number'));
    if (number === null) return null;
    const wanted = named === 'comment' ? numberIn(c.req.param('comment')) : null;
    const task = await ports.readTask(viewer, number, wanted === null ? undefined : wanted + 1);
    if (!task) return null;
    const comment = task.comments.find((one) => one.number === wanted) ?? null;
    const fits = named === 'task' ? isClientTask(task) : comment !== null && isClientMail(comment);
    return fits ? { desk, viewer, task, comment: named === 'task' ? null : comment } : null;
  }

  async function askSpam(c: Context, { desk, task, comment }: Subject, refused: DoneOrNot | null = null) {
    const { say } = desk.reader;
    return c.html(
      html(
        <Ask
          desk={desk}
          title={say('spam.title')}
          action={c.req.path}
          back={pathOf(task, comment)}
          button={say('spam.link')}
          problem={problemOf(desk, refused)}
        >
          <SpamWords desk={desk} task={task} comment={comment} />
        </Ask>,
      ),
      statusOf(refused),
    );
  }

  async function spam(c: Context, subject: Subject): Promise<Response> {
    const { desk, task, comment } = subject;
    if (!(await isOurs(c, desk))) return notOurs(c, desk);
    const done = await ports.markSpam(actorAt(desk), task, comment?.id ?? null);
    if (!done.ok) return askSpam(c, subject, done);
    return c.redirect(comment ? `/tasks/${task.number}` : '/', 303);
  }

  async function askBranch(c: Context, subject: Subject, refused: DoneOrNot | null = null) {
    const { desk, viewer, task } = subject;
    const { say } = desk.reader;
    const comment = subject.comment!;
    const made = (await ports.branches(viewer, task)).get(comment.id);
    const title = made ? say('branch.back.title') : say('branch.title');
    const button = made ? say('branch.back') : say('branch.link');
    return c.html(
      html(
        <Ask
          desk={desk}
          title={title}
          action={`${c.req.path}${made ? '?back=1' : ''}`}
          back={pathOf(task, comment)}
          button={button}
          problem={problemOf(desk, refused)}
        >
          {made ? (
            <p>{say('branch.back.text', { number: made.number })}</p>
          ) : (
            <BranchWords desk={desk} comment={comment} title={branchTitle(comment)} />
          )}
        </Ask>,
      ),
      statusOf(refused),
    );
  }

  async function branch(c: Context, subject: Subject): Promise<Response> {
    const { desk, task } = subject;
    const comment = subject.comment!;
    if (!(await isOurs(c, desk))) return notOurs(c, desk);
    const act = c.req.query('back') === undefined ? ports.branchOff : ports.takeBack;
    const done = await act(actorAt(desk), task, comment.id);
    return done.ok ? c.redirect(pathOf(task, comment), 303) : askBranch(c, subject, done);
  }
}

/** Spec 3.11: whose mail is ignored, and the way back. For everybody but administrators it does not exist. */
export function spamPages(app: Hono, door: Door): void {
  const { ports } = door;
  app.get(
    '/admin/spam',
    adminPage(door, 'manage', async (c, desk) => {
      const paging = pagingOf(c);
      const page = await ports.listSpam(actorAt(desk), paging);
      return c.html(html(<SpamList desk={desk} page={page} later={paging.after !== null} />));
    }),
  );

  app.post(
    '/admin/spam/:id',
    adminPage(door, 'manage', async (c, desk) => {
      if (!(await isOurs(c, desk))) return notOurs(c, desk);
      const done = await ports.notSpam(actorAt(desk), c.req.param('id') ?? '');
      return done ? c.redirect('/admin/spam', 303) : nothingHere(c, door);
    }),
  );
}

const pathOf = (task: TaskView, comment: CommentView | null): string =>
  `/tasks/${task.number}${comment ? `#c${comment.number}` : ''}`;

async function isOurs(c: Context, desk: Desk): Promise<boolean> {
  const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
  return form?.value('csrf') === desk.csrf;
}

const problemOf = ({ reader }: Desk, done: DoneOrNot | null): string | null =>
  done && !done.ok ? REFUSALS[done.refusal].words[reader.language] : null;

const statusOf = (done: DoneOrNot | null) => (done && !done.ok ? REFUSALS[done.refusal].http : 200);
