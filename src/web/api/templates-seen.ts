/** Words of a template as the letter that they make: to be looked at, and sent to oneself. */
import { z } from '@hono/zod-openapi';
import { previewTemplate, sendTest } from '../../flow/preview-template.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id } from './fields.ts';
import { told } from './outcome.ts';
import { contentSchema, TAG } from './templates.ts';

/** A task's number, for what a letter about it would be. */
const shownSchema = z.strictObject({
  language: z.enum(['ru', 'en']),
  content: contentSchema,
  task: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .openapi({ description: 'The number of a task, as its reader outside would get the letter; null: sample data' }),
});

/** `/templates/preview`, `/templates/test`. */
export function templatesSeen(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates/preview',
      tag: TAG,
      summary: 'Render words as a letter would be',
      body: shownSchema.openapi('TemplatePreviewing'),
      answers: {
        200: {
          what: 'The letter, with `•••` where its secrets would be',
          schema: z
            .strictObject({
              subject: z.string(),
              html: z.string(),
              text: z.string(),
              headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
            })
            .openapi('TemplatePreview'),
        },
      },
    },
    async ({ actor, body }) =>
      told(await previewTemplate(gw, actor, shownOf(body)), ({ headers, ...made }) => ({
        ...made,
        headers: headers.map(([name, value]) => ({ name, value })),
      })),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/templates/test',
      tag: TAG,
      summary: 'Send oneself a letter made with these words',
      description: 'To the address of the administrator who asks; marked as a test, and its links lead nowhere.',
      body: shownSchema.openapi('TemplateTesting'),
      answers: {
        202: {
          what: 'The letter in the outbox; `sent` is false where it says why it does not go',
          schema: z.strictObject({ letter: id<'letter'>(), to: z.string(), sent: z.boolean() }).openapi('TemplateTest'),
        },
      },
    },
    async ({ actor, body }) => told(await sendTest(gw, actor, shownOf(body)), (sent) => sent, 202),
  );
}

const shownOf = ({ language, content, task }: z.output<typeof shownSchema>) => ({
  template: content as never,
  language,
  about: task,
});
