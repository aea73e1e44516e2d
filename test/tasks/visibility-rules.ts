/**
 * The rules of visibility as data: a row says what is given, who looks, and what they must see. Written from the spec's
 * tables 2.2–2.4 and the answers of the decisions. The runner takes the module to be judged, so that mutants of it can be
 * judged by the same rows.
 */
import { isDeepStrictEqual } from 'node:util';
import type * as Rights from '../../src/tasks/rights.ts';
import type * as Visibility from '../../src/tasks/visibility.ts';
import type { CommentView, Surroundings, TaskView, TaskWorld, Viewer } from '../../src/tasks/visibility.ts';
import { contactRows } from './visibility-rows-contact.ts';
import { letterRows } from './visibility-rows-letters.ts';
import { loginRows } from './visibility-rows-login.ts';
import { plannedRows } from './visibility-rows-planned.ts';
import { staffRows } from './visibility-rows-staff.ts';

/** What is judged: the two files that hold the rules. */
export type Judged = Pick<typeof Visibility, 'viewTask' | 'headTask' | 'seesTask' | 'findFile'> &
  Pick<typeof Rights, 'may'>;

export const RULES = [
  ...['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10', 'D11', 'D12', 'D13'],
  ...['A1', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A12', 'A13'],
  ...['E1', 'E2', 'E3', 'Q35', '1.6', '7.2'],
] as const;

/** Everything a viewer can see, flat enough to write by hand. A row names only what it is about. */
export interface Seen {
  readonly title: string;
  readonly description: string | null;
  readonly files: readonly string[];
  readonly comments: readonly string[];
  readonly commentFiles: readonly string[];
  /** What is not said yet. */
  readonly planned: readonly string[];
  readonly plannedFiles: readonly string[];
  readonly checklist: readonly string[] | null;
  readonly people: readonly string[] | null;
  readonly counterparty: string | null;
  readonly project: string | null;
  /** What a letter to them alone may say of what is around the task, and one that they share; null: no such letter goes to them. */
  readonly inLetters: readonly string[] | null;
  readonly inShared: readonly string[] | null;
  readonly authors: readonly string[];
  readonly notified: readonly string[];
  readonly audience: readonly string[];
  /** Texts that were folded away from mails. */
  readonly removed: readonly string[];
  /** Who did what: a state, a person, the fields. */
  readonly happenings: readonly string[];
  readonly inList: boolean;
  readonly throughCompany: boolean;
  readonly lastActivityAt: number;
  readonly updatedAt: number | null;
  /** The rights that they have here. */
  readonly rights: readonly string[];
}

export interface Row {
  readonly rule: string;
  readonly given: string;
  readonly viewer: Viewer;
  readonly world: TaskWorld;
  /** Null: for this viewer the task does not exist, not even its line in a list. */
  readonly sees: Partial<Seen> | null;
}

export const ROWS: readonly Row[] = [...contactRows, ...loginRows, ...staffRows, ...plannedRows, ...letterRows];

export function look(judged: Judged, viewer: Viewer, world: TaskWorld): Seen | null {
  const view = judged.viewTask(viewer, world);
  const head = judged.headTask(viewer, world);
  if (!view) return head === null && !judged.seesTask(viewer, world) ? null : seenNothingBut(head?.title ?? '');
  return { ...flat(view), ...listed(judged, viewer, world, view) };
}

function listed(judged: Judged, viewer: Viewer, world: TaskWorld, view: TaskView) {
  const head = judged.headTask(viewer, world);
  const person = viewer.by === 'staff' ? viewer.employee : viewer.contact;
  const everyFile = [...world.files, ...world.comments.flatMap((c) => c.files)];
  return {
    inList: head !== null && head.title === view.title && judged.seesTask(viewer, world),
    throughCompany: head?.throughCompany ?? false,
    // By its id, as a download asks: the same files as in the view.
    commentFiles: everyFile
      .filter((f) => judged.findFile(view, f.id) !== null && !world.files.includes(f))
      .map((f) => f.name),
    plannedFiles: (world.planned ?? [])
      .flatMap((p) => p.files)
      .filter((f) => judged.findFile(view, f.id) !== null)
      .map((f) => f.name),
    rights: (['comment', 'status', 'edit', 'people'] as const).filter((r) => judged.may(person, world, r)),
  };
}

function flat(view: TaskView): Omit<Seen, 'inList' | 'throughCompany' | 'commentFiles' | 'plannedFiles' | 'rights'> {
  const each = <T>(pick: (c: CommentView) => readonly T[]): T[] => [...new Set(view.comments.flatMap(pick))];
  return {
    title: view.title,
    description: view.description?.text ?? null,
    files: view.files.map((f) => f.name),
    comments: view.comments.map((c) => c.text),
    planned: view.planned.map((p) => p.text),
    checklist: view.checklist?.map((i) => i.text) ?? null,
    people: view.people?.map((p) => p.person.name) ?? null,
    counterparty: view.counterparty?.name ?? null,
    project: view.project?.title ?? null,
    inLetters: view.inLetters && said(view.inLetters.alone),
    inShared: view.inLetters && said(view.inLetters.shared),
    authors: each((c) => [c.author.name]),
    notified: each((c) => c.notified.map((p) => p.name)),
    audience: each((c) => c.audience.map((p) => p.name)),
    removed: each((c) => c.origin?.removed.map((r) => r.text) ?? []),
    happenings: view.happenings.map((h) => `${h.actor.name}: ${h.to ?? h.person?.name ?? h.changed.join()}`),
    lastActivityAt: view.lastActivityAt,
    updatedAt: view.updatedAt,
  };
}

const said = ({ assigner, assignees, participants, auditors, counterparty, project }: Surroundings): string[] => [
  ...(assigner ? [`set by ${assigner.name}, ${assigner.position}`] : []),
  ...assignees.map((p) => `done by ${p.firstName} ${p.lastName}, ${p.position}`),
  ...participants.map((p) => `with ${p.name}, ${p.position}`),
  ...auditors.map((p) => `watched by ${p.name}, ${p.position}`),
  ...(counterparty ? [`for ${counterparty.name}, ${counterparty.number}, ${counterparty.phone}`] : []),
  ...(project ? [`in ${project.title}, ${project.number}`] : []),
];

/** A view that is refused while the list has the line, or the other way round: no row expects this. */
const seenNothingBut = (title: string) => ({ title, inList: true }) as Seen;

/** Does this module do as the row says? What it shows instead comes with the answer. */
export function check(judged: Judged, row: Row): { readonly ok: boolean; readonly seen: Partial<Seen> | null } {
  const seen = look(judged, row.viewer, row.world);
  if (row.sees === null || seen === null) return { ok: seen === row.sees, seen };
  const named = Object.fromEntries(Object.keys(row.sees).map((key) => [key, seen[key as keyof Seen]]));
  return { ok: isDeepStrictEqual(named, { ...row.sees }), seen: named };
}
