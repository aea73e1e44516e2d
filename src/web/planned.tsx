/** A comment whose time is still to come: changed, sent now, or taken back, which gives its words back to the form they came from. */
import type { Context, Hono } from 'hono';
import { type CommentId, type PersonId, parseId } from '../base/id.ts';
import { wallTime } from '../base/zone.ts';
import { REFUSALS, type Refusal } from '../tasks/refusal.ts';
import type { PlannedView, Viewer } from '../tasks/visibility.ts';
import { unseenIn } from './answering.ts';
import { notOurs } from './at-task.ts';
import { type Door, nothingHere, type Piece, pieceOf } from './door.ts';
import { type Form, readForm } from './form.ts';
import { type Draft, EMPTY_DRAFT } from './pages/composer.tsx';
import { html } from './pages/layout.tsx';
import { EditPlanned } from './pages/staff/planned.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt } from './posted.tsx';
import { isSettled } from './quoted-word.ts';
import { type AtDesk, signedIn } from './staff.tsx';
import { refused } from './task-work.tsx';
import { timeIn } from './writing.ts';

type Status = 200 | 403 | 404 | 409 | 422;
export type ShowTask = (
  c: Context,
  desk: Desk,
  viewer: Viewer,
  piece: Piece,
  draft: Draft,
  status: Status,
) => Promise<Response>;

/** `show`: the page of the task, with such a draft in its form. */
export function plannedPages(app: Hono, door: Door, show: ShowTask): void {
  const { ports } = door;
  const path = '/tasks/:number/planned/:planned';

  app.get(path, at(ask));
  app.post(path, at(act));

  function at(handle: (c: Context, at: AtPlanned) => Promise<Response>): (c: Context) => Promise<Response> {
    const found: AtDesk = async (c, desk, viewer) => {
      const piece = viewer.by === 'staff' ? await pieceOf(c, ports, viewer) : null;
      if (!piece) return nothingHere(c, door);
      const id = parseId<'comment'>(c.req.param('planned'));
      const planned = piece.task.planned.find((p) => p.id === id) ?? null;
      return handle(c, { desk, viewer, piece, id, planned });
    };
    return signedIn(door, found);
  }

  async function ask(c: Context, { desk, piece, planned, viewer }: AtPlanned): Promise<Response> {
    if (!planned?.own) return nothingHere(c, door);
    return page(c, { desk, viewer, piece, planned }, draftOf(planned, desk), 200);
  }

  async function page(c: Context, here: Required<Here>, draft: Draft, status: Status): Promise<Response> {
    const { desk, viewer, piece, planned } = here;
    const recipients = await ports.recipients(viewer, piece.task);
    return c.html(html(<EditPlanned {...{ desk, planned, draft, recipients }} task={piece.task} />), status);
  }

  async function act(c: Context, here: AtPlanned): Promise<Response> {
    const { desk, piece, id } = here;
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    if (form?.value('csrf') !== desk.csrf) return notOurs(c, desk);
    if (!id) return gone(c, here, 'not-found');
    const wanted = form.value('do');
    if (wanted === 'now') {
      const done = await ports.planned.sendNow(actorAt(desk), piece.task, id);
      return done.ok ? c.redirect(`/tasks/${piece.task.number}#c${done.number}`, 303) : gone(c, here, done.refusal);
    }
    if (wanted === 'back') return takeBack(c, here, id);
    return here.planned?.own ? save(c, { ...here, planned: here.planned, id }, form) : gone(c, here, 'not-found');
  }

  async function takeBack(c: Context, here: AtPlanned, id: CommentId): Promise<Response> {
    const { desk, viewer, piece } = here;
    const done = await ports.planned.takeBack(actorAt(desk), piece.task, id);
    if (!done.ok) return gone(c, here, done.refusal);
    const after = await pieceOf(c, ports, viewer);
    if (!after) return nothingHere(c, door);
    // Whoever took back what somebody else had planned writes nothing in their place.
    if (!here.planned?.own) return c.redirect(`/tasks/${piece.task.number}`, 303);
    const { text, notify, hidden, files } = done;
    const draft = { ...EMPTY_DRAFT, text, notify, hidden, from: chosenFrom(done), kept: files };
    return show(c, desk, viewer, after, draft, 200);
  }

  async function save(
    c: Context,
    here: Required<Here> & { readonly id: CommentId },
    form: Form<null>,
  ): Promise<Response> {
    const { desk, piece, planned, id } = here;
    const { say, language } = desk.reader;
    const draft = draftIn(form);
    const time = timeIn(draft.sendAt, desk.reader);
    if (time === null) return page(c, here, { ...draft, problems: [say('composer.later.wrong')] }, 422);
    const unseen = await unseenIn(ports, actorAt(desk), piece.task, draft);
    if (!isSettled(unseen, form.value('quoted-ok'))) return page(c, here, { ...draft, unseen }, 422);
    const text = draft.text.trim() === planned.text.trim() ? null : draft.text;
    const { notify, hidden } = draft;
    const from = draft.from === null ? undefined : draft.from || null;
    const change = { text, notify: notify ?? [], hidden, from, at: time };
    const done = form.tooLong
      ? ({ ok: false, refusal: 'too-long' } as const)
      : await ports.planned.edit(actorAt(desk), piece.task, id, change);
    if (done.ok) return c.redirect(`/tasks/${piece.task.number}#planned`, 303);
    if (done.refusal === 'not-found') return gone(c, here, done.refusal);
    const { http, words } = REFUSALS[done.refusal];
    return page(c, here, { ...draft, problems: [words[language]] }, http);
  }

  /** It went in the meantime, or was never there; or it cannot go. */
  const gone = (c: Context, { desk, viewer, piece }: AtPlanned, refusal: Refusal) =>
    refused(c, { desk, viewer, task: piece.task }, refusal === 'not-found' ? 'not-waiting' : refusal);
}

interface Here {
  readonly desk: Desk;
  readonly viewer: Viewer;
  readonly piece: Piece;
  readonly planned?: PlannedView;
}

interface AtPlanned extends Omit<Here, 'planned'> {
  /** Null: it is no id. */
  readonly id: CommentId | null;
  readonly planned: PlannedView | null;
}

const draftOf = (planned: PlannedView, { reader }: Desk): Draft => ({
  ...EMPTY_DRAFT,
  text: planned.text,
  notify: planned.notify.map((p) => p.id),
  hidden: planned.hidden,
  from: chosenFrom(planned),
  sendAt: planned.dueAt === null ? '' : wallTime(planned.dueAt, reader.zone ?? 'UTC'),
});

/** As a form has it. */
const chosenFrom = ({ from }: Pick<PlannedView, 'from'>): string | null => (from === undefined ? null : (from ?? ''));

const draftIn = (form: Form<null>): Draft => ({
  ...EMPTY_DRAFT,
  text: form.value('text'),
  notify: form.values('notify').flatMap((id) => parseId<'employee' | 'contact'>(id) ?? []) as PersonId[],
  hidden: form.value('hidden') === '1',
  from: form.values('from').length > 0 ? form.value('from').slice(0, 254) : null,
  sendAt: form.value('send-at').trim().slice(0, 30),
});
