/**
 * A comment that answers another one, or quotes it: its words quoted, its people preselected, hidden when it was (spec 3.1.2, 3.3,
 * item 131).
 */
import type { Context } from 'hono';
import type { PersonId } from '../base/id.ts';
import { preselectedReply } from '../notify/preselect.ts';
import { type Unseen, unseenQuotes } from '../notify/quoted.ts';
import type { CommentView, TaskView, Viewer } from '../tasks/visibility.ts';
import { numberIn } from './door.ts';
import { type Draft, EMPTY_DRAFT } from './pages/composer.tsx';
import type { Reader } from './pages/reader.ts';
import type { Actor, Ports } from './ports.ts';
import { sayInFull } from './when.ts';

export interface Answering {
  readonly answered: CommentView | null;
  readonly draft: Draft;
}

/** `?reply=5`, `?quote=5`; for anything that this viewer does not see it is a new comment like any other. */
export async function answering(
  c: Context,
  ports: Ports,
  viewer: Viewer,
  task: TaskView,
  reader: Reader,
): Promise<Answering> {
  if (viewer.by !== 'staff') return { answered: null, draft: EMPTY_DRAFT };
  const answered = await commentIn(ports, viewer, task, numberIn(c.req.query('reply')));
  if (answered) {
    const { hidden, number } = answered;
    const draft = { ...EMPTY_DRAFT, text: quotedShort(answered.text), hidden, quoted: [number] };
    return { answered, draft: { ...draft, notify: preselectedReply(task, answered) } };
  }
  const quoted = await commentIn(ports, viewer, task, numberIn(c.req.query('quote')));
  return { answered: null, draft: quoted ? quoting(quoted, task, reader) : EMPTY_DRAFT };
}

/** Whom to tell is as for any other comment; what was hidden stays among those who may read it. */
function quoting(comment: CommentView, task: TaskView, { language, zone, say }: Reader): Draft {
  const { hidden, number, author, createdAt } = comment;
  const head = say('composer.quote', { name: author.name, when: sayInFull(createdAt, language, zone) });
  const lines = [head, ...comment.text.trim().split('\n')].map(marked);
  const notify = hidden ? preselectedReply(task, comment) : null;
  return { ...EMPTY_DRAFT, text: [...lines, '', ''].join('\n'), hidden, quoted: [number], notify };
}

/** Mostly it stands in the piece that was read already. */
async function commentIn(
  ports: Ports,
  viewer: Viewer,
  task: TaskView,
  number: number | null,
): Promise<CommentView | null> {
  if (number === null) return null;
  const among = (view: TaskView | null) => view?.comments.find((one) => one.number === number) ?? null;
  return among(task) ?? among(await ports.readTask(viewer, task.number, number + 1));
}

const LINES = 8;

/** The first lines, marked as everybody marks them. */
function quotedShort(text: string): string {
  const lines = text.trim().split('\n');
  const more = lines.length > LINES ? ['> …'] : [];
  return text.trim() === '' ? '' : [...lines.slice(0, LINES).map(marked), ...more, '', ''].join('\n');
}

const marked = (line: string): string => `> ${line}`;

/** Of those who are to be told, whoever has not seen words that it quotes. */
export async function unseenIn(
  ports: Ports,
  actor: Actor,
  task: TaskView,
  draft: Pick<Draft, 'text' | 'notify' | 'quoted'>,
): Promise<readonly Unseen[]> {
  const ids: readonly PersonId[] = draft.notify ?? [];
  if (ids.length === 0 || !/^\s*>/m.test(draft.text)) return [];
  const known = new Set(task.comments.map((c) => c.number));
  const older = await Promise.all(
    draft.quoted.filter((n) => !known.has(n)).map((n) => commentIn(ports, task.viewer, task, n)),
  );
  const comments = [...task.comments, ...older.filter((c) => c !== null)];
  return unseenQuotes(draft.text, comments, await ports.work.named(actor, ids), new Set(draft.quoted));
}
