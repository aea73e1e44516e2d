/**
 * A task as JSON, made from a TaskView and from nothing else: what the viewer may not see is not in there to be shown.
 */
import { z } from '@hono/zod-openapi';
import type { PersonId } from '../../base/id.ts';
import { STATUSES, type Status, type TaskRole } from '../../tasks/task.ts';
import type { FileView, TaskView } from '../../tasks/visibility.ts';
import { id, iso, time } from './fields.ts';

export const statusSchema = z.enum(Object.keys(STATUSES) as [Status, ...Status[]]);
export const accessSchema = z.enum(['GRANT', 'DO_NOT_GRANT']);

export const fileSchema = z
  .strictObject({
    id: id<'file'>(),
    name: z.string(),
    type: z.string(),
    size: z.int(),
    sha256: z.string(),
    cid: z.string().nullable().openapi({ description: 'Content-ID, when the HTML shows the picture in its place' }),
    repeated: z
      .boolean()
      .openapi({ description: 'A picture that came with a mail of this task before, a logo mostly' }),
    createdAt: time,
  })
  .openapi('File');

export const itemSchema = z
  .strictObject({ id: id(), text: z.string(), done: z.boolean(), author: id(), assignees: z.array(id()) })
  .openapi('ChecklistItem');

export const taskSchema = z
  .strictObject({
    id: id<'task'>(),
    number: z.int().openapi({ description: 'As in `task+NUMBER@` and on the pages' }),
    title: z.string(),
    description: z.string().nullable().openapi({ description: 'Plain text' }),
    descriptionHtml: z.string().nullable(),
    status: statusSchema,
    project: id<'project'>().nullable(),
    parent: id<'task'>().nullable(),
    assigner: id().nullable(),
    assignees: z.array(id()),
    participants: z.array(id()),
    auditors: z.array(id()),
    counterparty: id<'contact'>().nullable(),
    automaticAccess: accessSchema.nullable(),
    checklist: z.array(itemSchema),
    repairs: z.array(z.string()).openapi({ description: 'What was put right while the mail that made it was read' }),
    files: z
      .array(fileSchema)
      .openapi({ description: 'Of the description; those of comments stand with their comment' }),
    createdAt: time,
    updatedAt: time,
  })
  .openapi('Task');

export function taskJson(view: TaskView): z.input<typeof taskSchema> {
  const inRole = (role: TaskRole): PersonId[] =>
    (view.people ?? []).filter((p) => p.role === role).map((p) => p.person.id);
  return {
    id: view.id,
    number: view.number,
    title: view.title,
    description: view.description?.text ?? null,
    descriptionHtml: view.description?.html ?? null,
    status: view.status,
    project: view.project?.id ?? null,
    parent: view.parent,
    assigner: inRole('assigner')[0] ?? null,
    assignees: inRole('assignee'),
    participants: inRole('participant'),
    auditors: inRole('auditor'),
    counterparty: (view.counterparty?.id ?? null) as never,
    automaticAccess: view.automaticAccess,
    checklist: (view.checklist ?? []).map(({ id: item, text, done, author, assignees }) => ({
      id: item as never,
      text,
      done,
      author,
      assignees: [...assignees],
    })),
    repairs: [...(view.origin?.notes ?? [])],
    files: view.files.map(fileJson),
    createdAt: iso(view.createdAt),
    updatedAt: iso(view.updatedAt ?? view.lastActivityAt),
  };
}

export const fileJson = (file: FileView): z.input<typeof fileSchema> => ({
  id: file.id,
  name: file.name,
  type: file.type,
  size: file.size,
  sha256: file.sha256,
  cid: file.cid,
  repeated: file.repeated,
  createdAt: iso(file.createdAt),
});
