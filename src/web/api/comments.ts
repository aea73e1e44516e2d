/**
 * `/tasks/{id}/comments`: the conversation as the caller may read it, and what they write into it.
 */
import { z } from '@hono/zod-openapi';
import type { CommentId, FileId, PersonId, TaskId } from '../../base/id.ts';
import { namedFaults, wordsFrom } from '../../flow/manage-task.ts';
import { perform } from '../../flow/perform.ts';
import { type AddComment, plan } from '../../flow/planned.ts';
import { readTaskById } from '../../flow/read.ts';
import { lettersOfComments } from '../../store/letter-lines.ts';
import { loadWorld, NO_COMMENTS } from '../../store/tasks.ts';
import { viewTask } from '../../tasks/visibility.ts';
import type { Caller } from './caller.ts';
import { commentJson, commentSchema } from './comment-shape.ts';
import { type Api, endpoint } from './endpoint.ts';
import { from, id, idParam, ids, instant, numberPaging, pageOf, prose } from './fields.ts';
import type { Outcome } from './once.ts';
import { plannedSchema, showPlanned } from './planned.ts';
import { problem, refusal } from './problem.ts';
import { about } from './task-write.ts';

const TAG = 'Comments';

const words = {
  text: prose.optional(),
  html: prose.optional().openapi({ description: 'Reduced to a small, safe vocabulary' }),
};
const notBoth = (w: { text?: unknown; html?: unknown }) => w.text === undefined || w.html === undefined;
const BOTH = { path: ['html'], message: 'Give either text or html' };

const newComment = z
  .strictObject({
    ...words,
    notify: ids<'employee' | 'contact'>()
      .optional()
      .openapi({ description: 'Employees and contacts who get a letter' }),
    hidden: z.boolean().optional(),
    audience: ids<'employee' | 'contact'>().optional().openapi({
      description: 'Who may read a hidden comment besides its author and the administrators; those notified may always',
    }),
    files: ids<'file'>().optional().openapi({ description: 'Uploads of the same caller' }),
    from,
    sendAt: instant.optional().openapi({
      description: 'When it is said, within a year; until then nobody but its author and administrators knows of it',
    }),
  })
  .refine(notBoth, BOTH)
  .refine((c) => c.hidden || (c.audience ?? []).length === 0, {
    path: ['audience'],
    message: 'Only a hidden comment has an audience',
  })
  .openapi('NewComment');

const commentChange = z
  .strictObject(words)
  .refine(notBoth, BOTH)
  .refine((w) => w.text !== undefined || w.html !== undefined, { path: ['text'], message: 'Give text or html' })
  .openapi('CommentChange');

const commentParams = z.strictObject({ id: id<'task'>(), comment: id<'comment'>() });

export function commentRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}/comments',
      tag: TAG,
      summary: 'List the comments of a task, the oldest first',
      params: idParam<'task'>(),
      query: numberPaging,
      answers: {
        200: {
          what: 'Those that the caller may read; a page may be shorter than asked for',
          schema: pageOf(commentSchema),
        },
      },
    },
    async ({ account, viewer, params, query }) => {
      const window = { after: Number(query.after ?? 0), limit: query.limit + 1 };
      const world = await loadWorld(gw.db.read, account.id, params.id, window, account.settings.commentVisibility);
      if (!world) return refusal('not-found');
      const shown = world.comments.slice(0, query.limit);
      const view = viewTask(viewer, { ...world, comments: shown });
      if (!view) return refusal('not-found');
      const letters = await lettersOfComments(
        gw.db.read,
        account.id,
        view.comments.map((c) => c.id),
      );
      const next = world.comments.length > shown.length ? String(shown.at(-1)!.number) : null;
      return {
        status: 200,
        json: { items: view.comments.map((c) => commentJson(params.id, c, letters, gw.names)), next },
      };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/tasks/{id}/comments',
      tag: TAG,
      summary: 'Add a comment',
      params: idParam<'task'>(),
      body: newComment,
      answers: {
        201: { what: 'The comment, its letters queued', schema: commentSchema },
        202: { what: 'With `sendAt`: it is planned', schema: plannedSchema },
      },
    },
    (call) => add(api, call, call.params.id, call.body),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/tasks/{id}/comments/{comment}',
      tag: TAG,
      summary: 'Get a comment',
      params: commentParams,
      answers: { 200: { what: 'The comment', schema: commentSchema } },
    },
    (call) => show(api, call, call.params.id, call.params.comment),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/tasks/{id}/comments/{comment}',
      tag: TAG,
      summary: 'Change the words of one’s own comment',
      params: commentParams,
      body: commentChange,
      answers: { 200: { what: 'The comment as it is now', schema: commentSchema } },
    },
    async (call) => {
      const { actor, params, body } = call;
      const before = await show(api, call, params.id, params.comment);
      if ('problem' in before) return before;
      const given = body.html === undefined ? { text: body.text ?? '' } : { html: body.html };
      const done = await perform(gw, actor, {
        kind: 'edit-comment',
        task: params.id,
        comment: params.comment,
        words: wordsFrom(gw, given),
      });
      return done.ok ? show(api, call, params.id, params.comment) : refusal(done.refusal);
    },
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/tasks/{id}/comments/{comment}',
      tag: TAG,
      summary: 'Delete one’s own comment',
      params: commentParams,
      answers: { 204: { what: 'It is gone from the conversation; letters that told of it are not' } },
    },
    async (call) => {
      const { actor, params } = call;
      const before = await show(api, call, params.id, params.comment);
      if ('problem' in before) return before;
      const done = await perform(gw, actor, { kind: 'delete-comment', task: params.id, comment: params.comment });
      return done.ok ? { status: 204 } : refusal(done.refusal);
    },
  );
}

async function add(api: Api, caller: Caller, task: TaskId, asked: z.output<typeof newComment>): Promise<Outcome> {
  const { gw } = api;
  const { account, actor, viewer } = caller;
  if (!(await readTaskById(gw, account, viewer, task, NO_COMMENTS))) return refusal('not-found');
  const notify: readonly PersonId[] = asked.notify ?? [];
  const faults = await namedFaults(gw, actor, viewer, { people: { notify, audience: asked.audience ?? [] } });
  if (faults.length > 0) return problem('invalid', undefined, faults);
  const hidden = asked.hidden ?? false;
  const intent: AddComment = {
    kind: 'add-comment',
    task,
    words: wordsFrom(gw, asked.html === undefined ? { text: asked.text ?? '' } : { html: asked.html }),
    files: (asked.files ?? []) as FileId[],
    notify,
    hidden,
    // Spec 1.6: the selected ones are who may read it; nobody gets a letter about what they may not read.
    audience: hidden ? [...new Set([...(asked.audience ?? []), ...notify])] : [],
    from: asked.from,
    source: 'api',
    proof: 'key',
    origin: null,
    join: false,
  };
  const { sendAt } = asked;
  const done = await (sendAt === undefined
    ? perform(gw, actor, intent)
    : plan(gw, actor, intent, { at: sendAt, soon: false }));
  if (!done.ok) return refusal(done.refusal, about(done.refusal));
  return sendAt === undefined
    ? show(api, caller, task, done.comment!, 201)
    : showPlanned(api, caller, task, done.comment!, 202);
}

async function show(
  { gw }: Api,
  { account, viewer }: Caller,
  task: TaskId,
  comment: CommentId,
  status: 200 | 201 = 200,
): Promise<Exclude<Outcome, Response>> {
  const view = await readTaskById(gw, account, viewer, task, { limit: 1, only: [comment] });
  const found = view?.comments.find((c) => c.id === comment);
  if (!found) return refusal('not-found');
  return {
    status,
    json: commentJson(task, found, await lettersOfComments(gw.db.read, account.id, [comment]), gw.names),
  };
}
