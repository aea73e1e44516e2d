/** A comment that answers another one: its words quoted, its people preselected, hidden when it was (spec 3.1.2, item 131). */
import type { Context } from 'hono';
import { preselectedReply } from '../notify/preselect.ts';
import type { CommentView, TaskView, Viewer } from '../tasks/visibility.ts';
import { numberIn } from './door.ts';
import { type Draft, EMPTY_DRAFT } from './pages/composer.tsx';
import type { Ports } from './ports.ts';

export interface Answering {
  readonly answered: CommentView | null;
  readonly draft: Draft;
}

/** `?reply=5`; for anything that this viewer does not see it is a new comment like any other. */
export async function answering(c: Context, ports: Ports, viewer: Viewer, task: TaskView): Promise<Answering> {
  const number = viewer.by === 'staff' ? numberIn(c.req.query('reply')) : null;
  const answered = number === null ? null : await commentIn(ports, viewer, task, number);
  if (!answered) return { answered, draft: EMPTY_DRAFT };
  const draft = { ...EMPTY_DRAFT, text: quoted(answered.text), hidden: answered.hidden };
  return { answered, draft: { ...draft, notify: preselectedReply(task, answered) } };
}

/** Mostly it stands in the piece that was read already. */
async function commentIn(ports: Ports, viewer: Viewer, task: TaskView, number: number): Promise<CommentView | null> {
  const among = (view: TaskView | null) => view?.comments.find((one) => one.number === number) ?? null;
  return among(task) ?? among(await ports.readTask(viewer, task.number, number + 1));
}

const LINES = 8;

/** The first lines, marked as everybody marks them. */
function quoted(text: string): string {
  const lines = text.trim().split('\n');
  const more = lines.length > LINES ? ['> …'] : [];
  return text.trim() === '' ? '' : [...lines.slice(0, LINES).map((line) => `> ${line}`), ...more, '', ''].join('\n');
}
