/**
 * Events → rows. The only writer of tasks; called inside the transaction that also queues the letters (house rule 14).
 */
import {
  type AccountId,
  type CommentId,
  type ContactId,
  newId,
  type PersonId,
  type ProjectId,
  type TaskId,
} from '../base/id.ts';
import { never } from '../base/never.ts';
import type { TaskEvent } from '../tasks/event.ts';
import type { CommentDraft, NewTask, TaskChanges } from '../tasks/intent.ts';
import type { TaskRole } from '../tasks/task.ts';
import { nextNumber } from './accounts.ts';
import type { Sql } from './database.ts';
import { attachFiles } from './files.ts';
import { remember } from './history.ts';
import { foldTitle } from './lists.ts';

export interface Applying {
  readonly tx: Sql;
  readonly account: AccountId;
  readonly task: TaskId;
  readonly actor: { readonly id: PersonId; readonly kind: 'employee' | 'contact' };
  readonly now: number;
}

/** A file named in an intent was not there, or not the actor's: the whole write is taken back. */
export class FileGone extends Error {}

/** Writes one event and answers the comment that it made, if it made one. */
export async function applyEvent(
  at: Applying,
  event: TaskEvent,
): Promise<{ comment: CommentId; number: number } | null> {
  await remember(at, event);
  const made = await write(at, event);
  if (!OWN_ROW.has(event.kind)) await changeTask(at, {});
  return made;
}

/** These write the task's own row, and its version with it. */
const OWN_ROW: ReadonlySet<TaskEvent['kind']> = new Set([
  'task-created',
  'comment-added',
  'status-changed',
  'task-edited',
  'task-deleted',
  'task-restored',
]);

async function write(at: Applying, event: TaskEvent): Promise<{ comment: CommentId; number: number } | null> {
  switch (event.kind) {
    case 'task-created':
      await createTask(at, event.task);
      return null;
    case 'comment-added':
      return addComment(at, event.draft);
    case 'comment-edited':
      await comment(at, event.comment).update({ html: event.words.html, text: event.words.text, edited_at: at.now });
      return null;
    case 'comment-deleted':
      await comment(at, event.comment).update({ deleted_at: at.now });
      return null;
    case 'status-changed':
      await changeTask(at, { status: event.to, updated_at: at.now });
      return null;
    case 'task-edited':
      await editTask(at, event.changes);
      return null;
    case 'person-added':
      await addPerson(at, event.person, event.personKind, event.role);
      return null;
    case 'person-removed':
      await at
        .tx('task_people')
        .where({ ...inTask(at), person_id: event.person, role: event.role })
        .delete();
      return null;
    case 'author-marked-spam':
      await at.tx('contacts').where({ account_id: at.account, id: event.person }).update({ is_spammer: true });
      return null;
    case 'task-deleted':
      await changeTask(at, { deleted_at: at.now, updated_at: at.now });
      return null;
    case 'task-restored':
      await changeTask(at, { deleted_at: null, updated_at: at.now });
      return null;
    case 'item-added':
      await addItem(at, event);
      return null;
    case 'item-changed':
      await changeItem(at, event);
      return null;
    case 'item-removed':
      await item(at, event.item).delete();
      return null;
    case 'item-ticked':
      await item(at, event.item).update({ done: event.done });
      return null;
    default:
      return never(event);
  }
}

/**
 * Spec 1.4: a project's new counterparty goes on to those of its tasks that had the old one. What was decided is the project's change
 * (flow/manage-projects.ts); a project of ten thousand tasks is one statement.
 */
export async function moveCounterparty(
  tx: Sql,
  account: AccountId,
  project: ProjectId,
  from: ContactId | null,
  to: ContactId | null,
  now: number,
): Promise<void> {
  await tx('tasks')
    .where({ account_id: account, project_id: project, counterparty_id: from })
    .update({ counterparty_id: to, updated_at: now, version: tx.raw('version + 1') });
}

const inTask = (at: Applying) => ({ account_id: at.account, task_id: at.task });
const task = (at: Applying) => at.tx('tasks').where({ account_id: at.account, id: at.task });
/** Whatever happens in a task makes its version another one: pages of it are known by that (stamps.ts). */
const changeTask = (at: Applying, columns: Record<string, unknown>) =>
  task(at).update({ ...columns, version: at.tx.raw('version + 1') });
const comment = (at: Applying, id: CommentId) => at.tx('comments').where({ ...inTask(at), id });

async function createTask(at: Applying, t: NewTask): Promise<void> {
  await at.tx('tasks').insert({
    account_id: at.account,
    id: at.task,
    number: await nextNumber(at.tx, at.account, 'task'),
    title: t.title.trim(),
    title_folded: foldTitle(t.title),
    description_html: t.description.html,
    description_text: t.description.text,
    status: t.status,
    project_id: t.project,
    parent_id: t.parent,
    counterparty_id: t.counterparty,
    automatic_access: t.automaticAccess,
    source: t.source,
    origin: t.origin ? JSON.stringify(t.origin) : null,
    branch_of: t.branchOf ?? null,
    comment_count: 0,
    created_at: at.now,
    updated_at: at.now,
  });
  const kinds = await kindsOf(at, [t.assigner, ...t.assignees, ...t.participants, ...t.auditors]);
  const roles: [TaskRole, readonly PersonId[]][] = [
    ['assigner', [t.assigner]],
    ['assignee', t.assignees],
    ['participant', t.participants],
    ['auditor', t.auditors],
  ];
  for (const [role, people] of roles) {
    for (const person of new Set(people)) await addPerson(at, person, kinds.get(person) ?? 'contact', role);
  }
  await attach(at, t.files, null);
}

async function kindsOf(at: Applying, people: readonly PersonId[]): Promise<Map<PersonId, 'employee' | 'contact'>> {
  const employees = await at
    .tx('employees')
    .where({ account_id: at.account })
    .whereIn('id', people as PersonId[])
    .select('id');
  const staff = new Set(employees.map((e) => e.id));
  return new Map(people.map((p) => [p, staff.has(p) ? 'employee' : 'contact']));
}

async function addComment(at: Applying, d: CommentDraft): Promise<{ comment: CommentId; number: number }> {
  const id = d.planned ?? newId<'comment'>(at.now);
  const columns = { comment_count: at.tx.raw('comment_count + 1'), updated_at: at.now };
  const [row] = await changeTask(at, columns).returning('comment_count');
  const number = Number(row.comment_count);
  await at.tx('comments').insert({
    account_id: at.account,
    id,
    task_id: at.task,
    number,
    author_id: at.actor.id,
    author_kind: at.actor.kind,
    text: d.words.text,
    html: d.words.html,
    hidden: d.hidden,
    source: d.source,
    proof: d.proof,
    origin: d.origin ? JSON.stringify(d.origin) : null,
    sent_from: d.from ?? null,
    created_at: at.now,
  });
  const people = [
    ...d.notify.map((person_id) => ({ relation: 'notified', person_id: person_id as string })),
    ...[...new Set(d.audience)].map((person_id) => ({ relation: 'audience', person_id: person_id as string })),
  ];
  if (people.length > 0) {
    await at.tx('comment_people').insert(people.map((p) => ({ account_id: at.account, comment_id: id, ...p })));
  }
  if (!d.planned) await attach(at, d.files, id);
  return { comment: id, number };
}

async function attach(at: Applying, files: CommentDraft['files'], to: CommentId | null): Promise<void> {
  const attached = await attachFiles(at.tx, at.account, files, at.actor.id, at.task, to);
  if (attached !== new Set(files).size) throw new FileGone();
}

async function addPerson(at: Applying, person: PersonId, kind: 'employee' | 'contact', role: TaskRole): Promise<void> {
  await at
    .tx('task_people')
    .insert({ ...inTask(at), person_id: person, person_kind: kind, role, sent_description: null, since: at.now })
    .onConflict(['account_id', 'task_id', 'person_id', 'role'])
    .ignore();
}

async function editTask(at: Applying, c: TaskChanges): Promise<void> {
  if (c.description !== undefined) await keepOwnWords(at);
  const columns: Record<string, unknown> = { updated_at: at.now };
  if (c.title !== undefined) {
    columns.title = c.title.trim();
    columns.title_folded = foldTitle(c.title);
  }
  if (c.description !== undefined) {
    columns.description_html = c.description.html;
    columns.description_text = c.description.text;
  }
  if (c.counterparty !== undefined) columns.counterparty_id = c.counterparty;
  if (c.project !== undefined) columns.project_id = c.project;
  if (c.parent !== undefined) columns.parent_id = c.parent;
  if (c.automaticAccess !== undefined) columns.automatic_access = c.automaticAccess;
  await changeTask(at, columns);
}

/**
 * Decisions Q1: who wrote the task goes on seeing their own words, not what somebody else makes of them. The first edit by
 * another keeps them; the writer's own edit makes the new words theirs.
 */
async function keepOwnWords(at: Applying): Promise<void> {
  const assigner = () => at.tx('task_people').where({ ...inTask(at), role: 'assigner', person_kind: 'contact' });
  await assigner().andWhere({ person_id: at.actor.id }).update({ sent_description: null });
  const row = await task(at).first('description_html', 'description_text');
  if (!row) return;
  const words = JSON.stringify({ html: row.description_html, text: row.description_text });
  await assigner()
    .whereNot({ person_id: at.actor.id })
    .whereNull('sent_description')
    .update({ sent_description: words });
}

const item = (at: Applying, id: string) => at.tx('checklist_items').where({ ...inTask(at), id });

async function changeItem(at: Applying, { item: id, text, assignees }: ItemChanged): Promise<void> {
  const columns = {
    ...(text === undefined ? {} : { text }),
    ...(assignees === undefined ? {} : { assignees: JSON.stringify(assignees) }),
  };
  if (Object.keys(columns).length > 0) await item(at, id).update(columns);
}

type ItemChanged = TaskEvent & { readonly kind: 'item-changed' };

async function addItem(at: Applying, { text, assignees }: TaskEvent & { kind: 'item-added' }): Promise<void> {
  const last = await at.tx('checklist_items').where(inTask(at)).max('position as last').first();
  await at.tx('checklist_items').insert({
    ...inTask(at),
    id: newId<'item'>(at.now),
    position: Number((last as { last?: number | null } | undefined)?.last ?? 0) + 1,
    text,
    done: false,
    author_id: at.actor.id,
    assignees: JSON.stringify(assignees),
  });
}
