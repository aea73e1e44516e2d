/** `/settings` and `/notifications`: how the account behaves (spec 1.1, 3.2). */
import { z } from '@hono/zod-openapi';
import { maySet } from '../../flow/manage.ts';
import { changeSettings, type SettingsChange } from '../../flow/manage-account.ts';
import { NOTIFICATION_TYPES, type NotificationType, type Settings, settingsSchema } from '../../people/account.ts';
import { type Api, endpoint } from './endpoint.ts';
import { chosenHours, timezone } from './fields.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Settings';

/** The same schema that reads what is stored, without its defaults: whole for answers, `partial` for changes. */
function bare(schema: unknown, partial: boolean): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return bare(schema.unwrap(), partial);
  if (!(schema instanceof z.ZodObject)) return schema as z.ZodType;
  const shape = Object.entries(schema.shape).map(([name, field]) => {
    const inner = bare(field, partial);
    return [name, partial ? inner.optional() : inner] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

const wholeSchema = bare(settingsSchema, false).openapi('Settings');
const changes = (bare(settingsSchema, true) as z.ZodObject).shape;
/** What somebody chooses now is held to more than what is stored. */
const changeSchema = (
  z.strictObject({
    ...changes,
    timezone: timezone.optional(),
    quietHours: chosenHours.nullable().optional(),
  }) as z.ZodType<SettingsChange>
).openapi('SettingsChange');

const notificationSchema = z
  .strictObject({ type: z.enum(NOTIFICATION_TYPES), enabled: z.boolean(), templateId: z.string().nullable() })
  .openapi('Notification');

export function settingsRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/settings',
      tag: TAG,
      summary: 'Get all settings',
      answers: { 200: { what: 'The settings', schema: wholeSchema } },
    },
    async ({ account, actor }) => (maySet(actor) ? { status: 200, json: account.settings } : refusal('admins-only')),
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/settings',
      tag: TAG,
      summary: 'Change some settings',
      description: 'What is not named stays. Kept is only what differs from the defaults.',
      body: changeSchema,
      answers: { 200: { what: 'All settings as they are now', schema: wholeSchema } },
    },
    async ({ actor, body }) => told(await changeSettings(gw, actor, body), (settings) => settings),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/notifications',
      tag: TAG,
      summary: 'List the five notifications for contacts',
      answers: {
        200: { what: 'N1 to N5', schema: z.strictObject({ items: z.array(notificationSchema), next: z.null() }) },
      },
    },
    async ({ account, actor }) => {
      if (!maySet(actor)) return refusal('admins-only');
      return {
        status: 200,
        json: { items: NOTIFICATION_TYPES.map((type) => notificationJson(account.settings, type)), next: null },
      };
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/notifications/{type}',
      tag: TAG,
      summary: 'Switch a notification on or off, or choose its template',
      params: z.strictObject({ type: z.enum(NOTIFICATION_TYPES) }),
      body: z
        .strictObject({ enabled: z.boolean().optional(), templateId: z.string().nullable().optional() })
        .openapi('NotificationChange'),
      answers: { 200: { what: 'The notification as it is now', schema: notificationSchema } },
    },
    async ({ actor, params, body }) =>
      told(await changeSettings(gw, actor, { notifications: { [params.type]: body } }), (settings) =>
        notificationJson(settings, params.type),
      ),
  );
}

const notificationJson = (settings: Settings, type: NotificationType) => ({ type, ...settings.notifications[type] });
