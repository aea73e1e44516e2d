/**
 * What pages and the API read: always through the viewer's eyes.
 */
import { type Cursor, readCursor, writeCursor } from '../base/cursor.ts';
import type { CommentId, ContactId, PersonId, ProjectId, TaskId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Account } from '../people/account.ts';
import { type Contact, isAdmin } from '../people/person.ts';
import { placeOfFile } from '../store/files.ts';
import { allTasks, type CandidatePage, lastConcerning, subordinates, tasksOf } from '../store/lists.ts';
import { loadFacts, loadWorld, taskIdByNumber, type Window } from '../store/tasks.ts';
import { isActive, STATUSES, type Status, type TaskRole } from '../tasks/task.ts';
import {
  type FileView,
  findFile,
  headTask,
  type TaskHead,
  type TaskView,
  type TaskWorld,
  type Viewer,
  viewerPerson,
  viewTask,
} from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';

/** So many comments come with a task at once; older ones by `before`. */
export const COMMENTS_PER_PAGE = 200;

export interface TaskPage {
  readonly items: readonly Line[];
  readonly next: string | null;
}

export type Line = TaskHead & { readonly lastActivityAt: Instant };

export interface PageAsked {
  readonly after: string | null;
  readonly limit: number;
  readonly search: string;
  /** In this project alone. */
  readonly project?: ProjectId | undefined;
  /** Those only in which the viewer themselves has this role. */
  readonly role?: TaskRole | undefined;
  /** Those only that are open, or are over. */
  readonly active?: boolean | undefined;
  /** Outside: those only that show because of the viewer's company, or none of these. */
  readonly throughCompany?: boolean | undefined;
  /** Of this contact alone: those in which they have a role, of a company also those that are for it. */
  readonly contact?: Contact | undefined;
}

export async function listTasks(gw: Gateway, account: Account, viewer: Viewer, page: PageAsked): Promise<TaskPage> {
  return viewer.by === 'staff' ? listForStaff(gw, account, viewer, page) : listForOutside(gw, account, viewer, page);
}

/** A page may be shorter than asked where a candidate was not for this viewer; `next` still leads on. */
async function listForStaff(gw: Gateway, account: Account, viewer: Viewer, page: PageAsked): Promise<TaskPage> {
  const found = await candidates(gw, account, viewer, {
    ...page,
    after: readCursor<TaskId>(page.after),
    limit: page.limit + 1,
  });
  const shown = found.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: await judge(gw, account, viewer, shown),
    next: found.length > shown.length && last ? writeCursor(last) : null,
  };
}

/** More than any contact has; what lies beyond is reached by search. */
const OUTSIDE_MAX = 1000;

/** Outside, even the order must not tell of internal comments: the lines are sorted by what this viewer can see. */
async function listForOutside(gw: Gateway, account: Account, viewer: Viewer, page: PageAsked): Promise<TaskPage> {
  const found = await candidates(gw, account, viewer, { ...page, after: null, limit: OUTSIDE_MAX });
  const judged = await judge(gw, account, viewer, found);
  const lines = judged.filter((l) => page.throughCompany === undefined || l.throughCompany === page.throughCompany);
  lines.sort((a, b) => b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? 1 : -1));
  const after = readCursor<TaskId>(page.after);
  const rest = after
    ? lines.filter((l) => l.lastActivityAt < after.at || (l.lastActivityAt === after.at && l.id < after.id))
    : lines;
  const items = rest.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items,
    next: rest.length > items.length && last ? writeCursor({ at: last.lastActivityAt, id: last.id }) : null,
  };
}

async function judge(gw: Gateway, account: Account, viewer: Viewer, found: readonly Cursor<TaskId>[]): Promise<Line[]> {
  const ids = found.map((c) => c.id);
  const facts = await loadFacts(gw.db.read, account.id, ids, account.settings.commentVisibility);
  const last =
    viewer.by === 'staff'
      ? new Map<TaskId, Instant>()
      : await lastConcerning(gw.db.read, account.id, viewer.contact.id, ids);
  return facts.flatMap((f) => {
    const head = headTask(viewer, f);
    if (!head) return [];
    // Outside, the time of an internal comment must not show: only what concerns them counts.
    const lastActivityAt = viewer.by === 'staff' ? f.task.updatedAt : (last.get(f.task.id) ?? f.task.createdAt);
    return [{ ...head, lastActivityAt }];
  });
}

const STATES = Object.keys(STATUSES) as Status[];
const OPEN = STATES.filter(isActive);
const OVER = STATES.filter((status) => !isActive(status));

async function candidates(
  gw: Gateway,
  account: Account,
  viewer: Viewer,
  asked: CandidatePage & Pick<PageAsked, 'contact' | 'role' | 'active'>,
): Promise<Cursor<TaskId>[]> {
  const db = gw.db.read;
  const { role, active } = asked;
  const page = active === undefined ? asked : { ...asked, statuses: active ? OPEN : OVER };
  const about = asked.contact;
  if (about) return tasksOf(db, account.id, { people: [about.id], companies: about.isCompany ? [about.id] : [] }, page);
  if (role) return tasksOf(db, account.id, { people: [viewerPerson(viewer).id], companies: [], role }, page);
  if (viewer.by === 'staff' && isAdmin(viewer.employee)) return allTasks(db, account.id, page);
  const people: PersonId[] = [viewerPerson(viewer).id];
  let companies: readonly ContactId[] = [];
  if (viewer.by === 'staff') people.push(...(await subordinates(db, account.id, viewer.employee.id)));
  else if (viewer.contact.seesCompanyTasks) companies = viewer.contact.companies;
  return tasksOf(db, account.id, { people, companies }, page);
}

/** A task by its number, or null: not there, or not for this viewer. Both look the same. */
export async function readTask(
  gw: Gateway,
  account: Account,
  viewer: Viewer,
  number: number,
  before?: number | undefined,
): Promise<TaskView | null> {
  const id = await taskIdByNumber(gw.db.read, account.id, number);
  return id && readPiece(gw, account, viewer, id, before);
}

/** Kept as long as somebody holds the view: what is asked about a page right after it was read need not read it once more. */
const worlds = new WeakMap<TaskView, TaskWorld>();

/** The facts that this view was made of, where they are still at hand. */
export const worldOf = (view: TaskView): TaskWorld | null => worlds.get(view) ?? null;

/**
 * The newest comments that this viewer sees. A run of comments that are not theirs is passed over, however long it is, so that
 * an empty piece always means: there is nothing before it.
 */
async function readPiece(
  gw: Gateway,
  account: Account,
  viewer: Viewer,
  id: TaskId,
  before?: number,
): Promise<TaskView | null> {
  const inside = viewer.by === 'staff';
  const window = { limit: COMMENTS_PER_PAGE, before, happenings: viewer.by !== 'dashboard', planned: inside };
  const world = await loadTask(gw, account, viewer, id, window);
  const view = world && viewTask(viewer, world);
  if (view) worlds.set(view, world);
  if (!view || view.comments.length > 0 || world.comments.length < COMMENTS_PER_PAGE) return view;
  return readPiece(gw, account, viewer, id, Math.min(...world.comments.map((c) => c.number)));
}

export async function readTaskById(
  gw: Gateway,
  account: Account,
  viewer: Viewer,
  id: TaskId,
  window?: Window,
): Promise<TaskView | null> {
  const world = await loadTask(gw, account, viewer, id, window);
  return world && viewTask(viewer, world);
}

const loadTask = (gw: Gateway, account: Account, viewer: Viewer, id: TaskId, window?: Window) =>
  loadWorld(gw.db.read, account.id, id, windowFor(viewer, window), account.settings.commentVisibility);

/** For a person outside most comments of a busy task are not theirs: they are not even fetched (unless the company option widens it). */
function windowFor(viewer: Viewer, window: Window = { limit: COMMENTS_PER_PAGE }): Window {
  const narrow = viewer.by === 'dashboard' && !viewer.contact.seesCompanyTasks;
  return narrow ? { ...window, concerning: viewer.contact.id } : window;
}

/** A file by its id, if it stands in something that this viewer sees. Asked again at every download (D8). */
export async function readFile(gw: Gateway, account: Account, viewer: Viewer, id: string): Promise<FileView | null> {
  const place = await placeOfFile(gw.db.read, account.id, id);
  if (!place?.task) return null;
  const only: CommentId[] = place.file.comment ? [place.file.comment] : [];
  const view = await readTaskById(gw, account, viewer, place.task, {
    limit: only.length,
    only,
    planned: viewer.by === 'staff',
  });
  return view && findFile(view, id);
}
