/** One's own comment, changed or taken back (spec 1.6). Each is a page that asks and a form that does it. */
import type { Context, Hono } from 'hono';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import type { CommentView } from '../tasks/visibility.ts';
import { type AtTask, atTask, type Sent, sentAtTask } from './at-task.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import { html } from './pages/layout.tsx';
import { AskDeleteComment, EditComment } from './pages/staff/own-comment.tsx';
import { actorAt } from './posted.tsx';
import { back } from './task-work.tsx';

export function ownCommentPages(app: Hono, door: Door): void {
  const { work } = door.ports;
  const path = '/tasks/:number/comments/:comment';

  app.get(
    `${path}/edit`,
    atTask(door, 'everybody', (c, at) => ask(c, at, null, null)),
  );
  app.post(`${path}/edit`, sentAtTask(door, 'everybody', edit));
  app.get(`${path}/delete`, atTask(door, 'everybody', askDelete));
  app.post(`${path}/delete`, sentAtTask(door, 'everybody', remove));

  async function ask(c: Context, at: AtTask, text: string | null, problem: Refusal | null): Promise<Response> {
    const comment = ownIn(c, at);
    if (!comment) return nothingHere(c, door);
    const { desk, task } = at;
    const page = (
      <EditComment desk={desk} task={task} comment={comment} text={text ?? comment.text} problem={problem} />
    );
    return c.html(html(page), problem ? REFUSALS[problem].http : 200);
  }

  async function edit(c: Context, at: Sent): Promise<Response> {
    const comment = ownIn(c, at);
    if (!comment) return nothingHere(c, door);
    const { desk, task, form } = at;
    const text = form.value('text');
    const place = `#c${comment.number}`;
    // Untouched words keep their formatting.
    if (text.trim() === comment.text.trim()) return back(c, at, { ok: true }, place);
    const done = form.tooLong
      ? ({ ok: false, refusal: 'too-long' } as const)
      : await work.editComment(actorAt(desk), task, comment.id, text);
    return done.ok ? back(c, at, done, place) : ask(c, at, text, done.refusal);
  }

  async function askDelete(c: Context, at: AtTask): Promise<Response> {
    const comment = ownIn(c, at);
    if (!comment) return nothingHere(c, door);
    return c.html(html(<AskDeleteComment desk={at.desk} task={at.task} comment={comment} />));
  }

  async function remove(c: Context, at: Sent): Promise<Response> {
    const comment = ownIn(c, at);
    if (!comment) return nothingHere(c, door);
    return back(c, at, await work.deleteComment(actorAt(at.desk), at.task, comment.id), '');
  }
}

function ownIn(c: Context, { task }: AtTask): CommentView | null {
  const number = numberIn(c.req.param('comment'));
  return task.comments.find((one) => one.number === number && one.own) ?? null;
}
