/** What one does with a task by a button of its page: its state, its deletion, the list of its files. */
import type { Context, Hono } from 'hono';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import { STATUSES, type Status } from '../tasks/task.ts';
import { sendArchive } from './archive.ts';
import { type AtTask, atTask, type Sent, sentAtTask } from './at-task.ts';
import type { DoneOrNot } from './client-mail-ports.ts';
import type { Door } from './door.ts';
import { html } from './pages/layout.tsx';
import { titleOf } from './pages/list.tsx';
import { AskDelete, AskReason, Refused } from './pages/staff/acts.tsx';
import { TaskFiles } from './pages/staff/files.tsx';
import { actorAt } from './posted.tsx';

export function taskWorkPages(app: Hono, door: Door): void {
  const { work } = door.ports;

  app.post('/tasks/:number/status', sentAtTask(door, 'everybody', status));
  app.get(
    '/tasks/:number/reject',
    atTask(door, 'everybody', async (c, at) =>
      at.task.rights?.status ? askReason(c, at, null) : refused(c, at, 'not-allowed'),
    ),
  );
  app.get('/tasks/:number/delete', atTask(door, 'everybody', askDelete));
  app.post('/tasks/:number/delete', sentAtTask(door, 'everybody', remove));
  app.get('/tasks/:number/files', atTask(door, 'everybody', files));
  app.get(
    '/tasks/:number/files.zip',
    atTask(door, 'everybody', async (c, { desk, viewer, task }) =>
      sendArchive(c, door, viewer, {
        title: titleOf(task, desk.reader),
        files: await work.filesOfTask(viewer, task),
      }),
    ),
  );

  async function status(c: Context, { desk, task, form, ...at }: Sent): Promise<Response> {
    const wanted = form.value('status');
    const to = Object.hasOwn(STATUSES, wanted) ? (wanted as Status) : null;
    if (!to) return refused(c, { desk, task, ...at }, 'not-found');
    const done = await work.setStatus(actorAt(desk), task, to, form.value('reason').slice(0, 2000));
    if (!done.ok && done.refusal === 'reason-required') return askReason(c, { desk, task, ...at }, done.refusal);
    return back(c, { desk, task, ...at }, done, '');
  }

  const askReason = async (c: Context, { desk, task }: AtTask, problem: Refusal | null) =>
    c.html(html(<AskReason desk={desk} task={task} problem={problem} />), problem ? REFUSALS[problem].http : 200);

  async function askDelete(c: Context, at: AtTask): Promise<Response> {
    if (!at.task.rights?.edit) return refused(c, at, 'not-allowed');
    return c.html(html(<AskDelete desk={at.desk} task={at.task} />));
  }

  async function remove(c: Context, at: Sent): Promise<Response> {
    const done = await work.deleteTask(actorAt(at.desk), at.task);
    return done.ok ? c.redirect('/', 303) : refused(c, at, done.refusal);
  }

  async function files(c: Context, { desk, viewer, task }: AtTask): Promise<Response> {
    return c.html(html(<TaskFiles desk={desk} task={task} files={await work.filesOfTask(viewer, task)} />));
  }
}

/** Back to the task, or a page that says why not. */
export async function back(c: Context, at: AtTask, done: DoneOrNot, place: string): Promise<Response> {
  return done.ok ? c.redirect(`/tasks/${at.task.number}${place}`, 303) : refused(c, at, done.refusal);
}

export const refused = (c: Context, { desk, task }: AtTask, refusal: Refusal) =>
  c.html(html(<Refused desk={desk} task={task} refusal={refusal} />), REFUSALS[refusal].http);
