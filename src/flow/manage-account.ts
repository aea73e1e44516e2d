/**
 * The account's own things: settings, notifications, API keys (spec 1.1, 3.2).
 */
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SETTINGS, type NotificationType, type Settings, settingsSchema } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { saveFirm, saveSettings, storedSettings } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import { type ApiKeyLine, insertKey, revokeKey } from '../store/doors.ts';
import { robotOf, updateEmployee } from '../store/people.ts';
import { liveChoice } from '../store/templates.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, type Managed, managed, mayManage, maySet, refused } from './manage.ts';
import { letAllGo } from './pace.ts';
import { cleanSignature, signatureFaults } from './signatures.ts';

/** Some of the settings, as deep as they go. */
export type SettingsChange = { [K in Exclude<keyof Settings, 'notifications'>]?: Settings[K] | undefined } & {
  notifications?:
    | {
        [T in NotificationType]?: { enabled?: boolean | undefined; templateId?: string | null | undefined } | undefined;
      }
    | undefined;
};

/**
 * Kept is only what differs from the defaults: a better default later reaches whoever did not choose. `seen`: what whoever changes
 * them had before their eyes; `wrong-state` when it is not so any more.
 */
export async function changeSettings(
  gw: Gateway,
  actor: Actor,
  change: SettingsChange,
  seen?: Settings,
): Promise<Managed<Settings>> {
  if (!maySet(actor)) return refused('admins-only');
  const done = await gw.db.write(async (tx): Promise<Managed<Settings>> => {
    const before = await storedSettings(tx, actor.account.id, true);
    const had = settingsSchema.parse(before);
    if (seen && !isDeepStrictEqual(had, seen)) return refused('wrong-state');
    const signed =
      change.signature === undefined ? change : { ...change, signature: cleanSignature(gw.names, change.signature) };
    if (change.signature !== undefined && signatureFaults(gw.names, change.signature).length > 0)
      return faulty(signatureFaults(gw.names, change.signature));
    const after = settingsSchema.parse(merge(before, signed));
    const faults = await wrongTemplates(tx, actor, change);
    if (faults.length > 0) return faulty(faults);
    await saveSettings(tx, actor.account.id, (difference(after, DEFAULT_SETTINGS) ?? {}) as Record<string, unknown>);
    await letAllGo(gw, tx, actor.account.id, had, after);
    await audit(gw, tx, actor, 'settings-changed', actor.account.name, Object.keys(change));
    return managed(after);
  });
  gw.wake.outbox();
  return done;
}

/** A notification takes a published template that was made for it. */
async function wrongTemplates(tx: Sql, { account, person }: Actor, change: SettingsChange): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const [type, { templateId = null } = {}] of Object.entries(change.notifications ?? {})) {
    const choice = await liveChoice(tx, account.id, templateId);
    if (templateId === null || choice?.template.event === type) continue;
    faults.push({ path: `notifications.${type}.templateId`, message: NO_SUCH_TEMPLATE[person.language] });
  }
  return faults;
}

const NO_SUCH_TEMPLATE = {
  en: 'There is no published template of this id for this notification.',
  ru: 'Для этого уведомления нет опубликованного шаблона с таким номером.',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(before: unknown, change: unknown): unknown {
  if (!isObject(change)) return change === undefined ? before : change;
  const base = isObject(before) ? before : {};
  const merged = Object.entries(change).map(([name, value]) => [name, merge(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(merged.filter(([, value]) => value !== undefined)) };
}

function difference(after: unknown, standard: unknown): unknown {
  if (!isObject(after) || !isObject(standard)) return isDeepStrictEqual(after, standard) ? undefined : after;
  const parts = Object.entries(after).map(([name, value]) => [name, difference(value, standard[name])] as const);
  const differing = parts.filter(([, value]) => value !== undefined);
  return differing.length > 0 ? Object.fromEntries(differing) : undefined;
}

export interface FirmFields {
  readonly title: string;
  readonly language: Language;
}

/** What people outside read in a From and on a page; the account's robot, which speaks for programs, is called so too. */
export async function changeFirm(gw: Gateway, actor: Actor, fields: FirmFields): Promise<Managed<null>> {
  if (!maySet(actor)) return refused('admins-only');
  const { account } = actor;
  return gw.db.write(async (tx) => {
    const robot = await robotOf(tx, account.id);
    if (robot && robot.firstName === account.title) await updateEmployee(tx, robot, { firstName: fields.title });
    await saveFirm(tx, account.id, fields);
    await audit(gw, tx, actor, 'firm-changed', account.name, fields);
    return managed(null);
  });
}

/** The secret is shown once and kept nowhere. Only who sees everything may make a key: it does. */
export async function makeKey(
  gw: Gateway,
  actor: Actor,
  name: string,
): Promise<Managed<ApiKeyLine & { secret: string }>> {
  if (!mayManage(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    const made = await insertKey(tx, actor.account.id, name, gw.clock());
    await audit(gw, tx, actor, 'key-made', made.id, { name, hint: made.hint });
    return managed(made);
  });
}

export async function endKey(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!mayManage(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    if (!(await revokeKey(tx, actor.account.id, id, gw.clock()))) return refused('nowhere');
    await audit(gw, tx, actor, 'key-revoked', id);
    return managed(null);
  });
}
