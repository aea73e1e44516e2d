/** `/templates`: the account's own words for its letters, written as drafts and published as versions (spec 7). */
import { z } from '@hono/zod-openapi';
import { maySet } from '../../flow/manage.ts';
import {
  deleteTemplate,
  makeTemplate,
  problemsOf,
  publishTemplate,
  restoreVersion,
  saveDraft,
  type TemplateProblem,
  templateSchema,
} from '../../flow/manage-templates.ts';
import { problemWords } from '../../notify/own-problems.ts';
import { standardTemplate } from '../../notify/own-standard.ts';
import { NOTIFICATION_TYPES } from '../../people/account.ts';
import type { Language } from '../../people/person.ts';
import { type StoredTemplate, templateOf, templatesOf, versionsOf } from '../../store/templates.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam, iso, time } from './fields.ts';
import { told, toldDone } from './outcome.ts';
import { refusal } from './problem.ts';

export const TAG = 'Templates';
// Made anew: a schema has the words of OpenAPI only when they were there before it, and this one may have been made before.
export const contentSchema = z.strictObject(templateSchema.shape).openapi('TemplateContent');
const problemSchema = z
  .strictObject({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    language: z.enum(['ru', 'en']).nullable(),
    part: z.enum(['subject', 'html', 'text']),
    line: z.int(),
    column: z.int(),
    length: z.int(),
    suggestion: z.string().nullable(),
    message: z.string(),
  })
  .openapi('TemplateProblem');
const schema = z
  .strictObject({
    id: id<'template'>(),
    name: z.string(),
    notification: z.enum(NOTIFICATION_TYPES),
    live: z.strictObject({ version: id<'template-version'>(), number: z.int(), content: contentSchema }).nullable(),
    draft: contentSchema.nullable(),
    problems: z.array(problemSchema).openapi({ description: 'Of the draft, or of what is live when there is none' }),
    revision: z.int().openapi({ description: 'Named by every change: another one in between is answered 409' }),
    changedAt: time,
  })
  .openapi('Template');
const versionSchema = z
  .strictObject({
    id: id<'template-version'>(),
    number: z.int(),
    content: contentSchema,
    madeBy: z.string(),
    madeAt: time,
  })
  .openapi('TemplateVersion');
const revision = z.int().min(1);
const name = z.string().trim().min(1).max(200);

export function templateRoutes(api: Api): void {
  const { gw } = api;
  const params = idParam<'template'>();

  endpoint(
    api,
    {
      method: 'get',
      path: '/templates',
      tag: TAG,
      summary: 'List the account’s own templates',
      description: 'The standard letters are not in the list and cannot be changed.',
      answers: { 200: { what: 'All of them', schema: z.strictObject({ items: z.array(schema), next: z.null() }) } },
    },
    async ({ account, actor }) => {
      if (!maySet(actor)) return refusal('admins-only');
      const all = await templatesOf(gw.db.read, account.id);
      return { status: 200, json: { items: all.map((one) => templateJson(one, actor.person.language)), next: null } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates',
      tag: TAG,
      summary: 'Make a template',
      description:
        'It is a draft until it is published. Without `content` it begins with the words of the standard letter.',
      body: z
        .strictObject({ name, notification: z.enum(NOTIFICATION_TYPES), content: contentOf().optional() })
        .openapi('NewTemplate'),
      answers: { 201: { what: 'The template', schema } },
    },
    async ({ actor, body }) => {
      const draft = { ...standardTemplate(body.notification), ...body.content, event: body.notification };
      return told(
        await makeTemplate(gw, actor, body.name, draft as never),
        (t) => templateJson(t, actor.person.language),
        201,
      );
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/templates/{id}',
      tag: TAG,
      summary: 'Get a template',
      params,
      answers: { 200: { what: 'The template', schema } },
    },
    async ({ account, actor, params }) => {
      if (!maySet(actor)) return refusal('admins-only');
      const found = await templateOf(gw.db.read, account.id, params.id);
      return found ? { status: 200, json: templateJson(found, actor.person.language) } : refusal('nowhere');
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/templates/{id}',
      tag: TAG,
      summary: 'Change what is being written',
      description: 'Letters go on as they are until it is published. `content: null` gives the draft up.',
      params,
      body: z
        .strictObject({ revision, name: name.optional(), content: contentOf().nullable().optional() })
        .openapi('TemplateChange'),
      answers: { 200: { what: 'The template as it is now', schema } },
    },
    async ({ account, actor, params, body }) => {
      const found = maySet(actor) ? await templateOf(gw.db.read, account.id, params.id) : null;
      const draft = body.content && found ? { ...body.content, event: found.event } : body.content;
      const change = { name: body.name, draft: draft as never };
      return told(await saveDraft(gw, actor, params.id, body.revision, change), (t) =>
        templateJson(t, actor.person.language),
      );
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates/{id}/publish',
      tag: TAG,
      summary: 'Make letters with what is being written',
      description:
        'Refused while something in it is an error, and when a letter with it takes longer to make than a letter may (`limits.templateTime`).',
      params,
      body: z.strictObject({ revision }).openapi('TemplatePublishing'),
      answers: { 200: { what: 'The template as it is now', schema } },
    },
    async ({ actor, params, body }) =>
      told(await publishTemplate(gw, actor, params.id, body.revision), (t) => templateJson(t, actor.person.language)),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/templates/{id}',
      tag: TAG,
      summary: 'Delete a template that no notification uses',
      params,
      answers: { 204: { what: 'It is gone; letters made with it stay as they are' } },
    },
    async ({ actor, params }) => toldDone(await deleteTemplate(gw, actor, params.id)),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/templates/{id}/versions',
      tag: TAG,
      summary: 'List what was published, the newest first',
      params,
      answers: {
        200: { what: 'The versions', schema: z.strictObject({ items: z.array(versionSchema), next: z.null() }) },
      },
    },
    async ({ account, actor, params }) => {
      if (!maySet(actor)) return refusal('admins-only');
      const found = await templateOf(gw.db.read, account.id, params.id);
      if (!found) return refusal('nowhere');
      const items = (await versionsOf(gw.db.read, account.id, found.id)).map((v) => ({ ...v, madeAt: iso(v.madeAt) }));
      return { status: 200, json: { items, next: null } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates/{id}/restore',
      tag: TAG,
      summary: 'Take an old version as what is being written',
      params,
      body: z.strictObject({ revision, version: id<'template-version'>() }).openapi('TemplateRestoring'),
      answers: { 200: { what: 'The template as it is now', schema } },
    },
    async ({ actor, params, body }) =>
      told(await restoreVersion(gw, actor, params.id, body.revision, body.version), (t) =>
        templateJson(t, actor.person.language),
      ),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates/check',
      tag: TAG,
      summary: 'Check words without keeping them',
      body: contentSchema,
      answers: {
        200: { what: 'What is wrong with them', schema: z.strictObject({ problems: z.array(problemSchema) }) },
      },
    },
    async ({ actor, body }) => {
      if (!maySet(actor)) return refusal('admins-only');
      const problems = problemsOf(body as never).map((p) => problemJson(p, actor.person.language));
      return { status: 200, json: { problems } };
    },
  );
}

function contentOf() {
  return contentSchema.omit({ event: true }).openapi('TemplateWords');
}

function problemJson(problem: TemplateProblem, reader: Language) {
  // The name stands in the message.
  const { name: _, ...rest } = problem;
  return { ...rest, message: problemWords(problem, reader) };
}

const templateJson = (template: StoredTemplate, reader: Language) => ({
  id: template.id,
  name: template.name,
  notification: template.event,
  live: template.live && { version: template.live.id, number: template.live.number, content: template.live.content },
  draft: template.draft,
  problems: [template.draft ?? template.live?.content].flatMap((content) =>
    content ? problemsOf(content).map((p) => problemJson(p, reader)) : [],
  ),
  revision: template.revision,
  changedAt: iso(template.changedAt),
});
