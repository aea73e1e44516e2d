/**
 * The settings of an account as a form: which fields there are, in which groups, and how each is read from what was typed.
 * What they mean is said in the pages' words (`setting.<name>`, `setting.<name>.hint`).
 */
import { isDeepStrictEqual } from 'node:util';
import { parseAddress } from '../base/address.ts';
import { readZone, writtenZone } from '../base/zone.ts';
import type { SettingsChange } from '../flow/manage-account.ts';
import { NOTIFICATION_TYPES, type NotificationType, type Settings, SIGNATURE_MAX } from '../people/account.ts';
import { isNoHours, type QuietHours, quietHoursSchema } from '../people/pace.ts';
import type { Form } from './form.ts';
import type { Filled } from './pages/fields.tsx';
import type { Say } from './words.ts';

/** `uniqueReplyAddress` is always on, so nothing is asked about it. */
export type SettingName = Exclude<keyof Settings, 'notifications' | 'uniqueReplyAddress'> | NotificationType;

export type SettingField = { readonly name: SettingName } & (
  | { readonly kind: 'tick' | 'zone' | 'addresses' | 'signature' | 'hours' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** `none`: an empty field means no limit. */
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly none: boolean }
);

const tick = (name: SettingName) => ({ name, kind: 'tick' }) as const;
const choice = (name: SettingName, ...options: string[]) => ({ name, kind: 'choice', options }) as const;

export const SETTING_GROUPS = [
  {
    group: 'incoming',
    fields: [
      tick('includeAllRecipients'),
      tick('newTaskOnReplyToInactive'),
      tick('matchBySubjectAndSender'),
      tick('matchBySenderOnly'),
      tick('recogniseTicketSystems'),
      tick('acceptMailerDaemon'),
      tick('showToSpam'),
    ],
  },
  {
    group: 'speak',
    fields: [
      choice('newTasksFrom', 'anyone', 'known', 'proven'),
      choice('strangers', 'add', 'hold', 'reject'),
      tick('onlyKnownSenders'),
    ],
  },
  {
    group: 'outgoing',
    fields: [
      tick('sendFilesAsAttachments'),
      { name: 'lastMessages', kind: 'number', least: 0, most: 20, none: false },
      tick('allRecipientsInOneLetter'),
      tick('replyAboveLine'),
      { name: 'signature', kind: 'signature' },
      tick('openPixel'),
      tick('doNotForwardToContacts'),
      { name: 'noAutomaticMail', kind: 'addresses' },
    ],
  },
  {
    group: 'timing',
    fields: [
      { name: 'undoSeconds', kind: 'number', least: 0, most: 120, none: false },
      { name: 'bundleMinutes', kind: 'number', least: 0, most: 120, none: false },
      { name: 'quietHours', kind: 'hours' },
    ],
  },
  { group: 'notifications', fields: NOTIFICATION_TYPES.map(tick) },
  {
    group: 'link',
    fields: [
      choice('linkTrust', 'open', 'confirm-writes', 'confirm-all'),
      { name: 'linkDays', kind: 'number', least: 1, most: 3650, none: true },
    ],
  },
  { group: 'visibility', fields: [choice('commentVisibility', 'ALL_NOT_HIDDEN', 'ONLY_NOTIFIED')] },
  { group: 'zone', fields: [{ name: 'timezone', kind: 'zone' }] },
] as const satisfies readonly { readonly group: string; readonly fields: readonly SettingField[] }[];

export const SETTING_FIELDS: readonly SettingField[] = SETTING_GROUPS.flatMap(({ fields }) => [...fields]);

type Value = boolean | string | number | null | readonly string[] | QuietHours;

const isNotification = (name: SettingName): name is NotificationType =>
  (NOTIFICATION_TYPES as readonly string[]).includes(name);

export const settingOf = (settings: Settings, name: SettingName): Value =>
  isNotification(name) ? settings.notifications[name].enabled : settings[name];

/** The settings as they stand in the form. */
export const filledSettings = (settings: Settings): Filled =>
  Object.fromEntries(
    SETTING_FIELDS.map(({ name }) => [
      name,
      shown(name === 'timezone' ? writtenZone(settings.timezone) : settingOf(settings, name)),
    ]),
  );

function shown(value: Value): readonly string[] {
  if (typeof value === 'boolean') return value ? ['1'] : [];
  if (Array.isArray(value)) return [value.join('\n')];
  if (isHours(value)) return [isNoHours(value) ? '' : sayHours(value)];
  return [value === null ? '' : String(value)];
}

const isHours = (value: Value): value is QuietHours => typeof value === 'object' && value !== null && 'from' in value;
const sayHours = ({ from, to }: QuietHours): string => `${from}–${to}`;

/** A value in words, as a default or as what somebody else chose. */
export function saySetting({ name, kind }: SettingField, value: Value, say: Say): string {
  if (kind === 'tick') return value ? say('settings.on') : say('settings.off');
  if (kind === 'choice') return say(`setting.${name}.${value}`);
  if (value === null) return kind === 'hours' ? say('settings.off') : say('settings.none');
  if (isHours(value)) return isNoHours(value) ? say('settings.off') : sayHours(value);
  if (kind === 'signature') return value === '' ? say('settings.no-signature') : say('settings.a-signature');
  if (kind === 'zone') return writtenZone(String(value));
  if (Array.isArray(value)) return value.join(', ') || say('settings.nobody');
  return String(value);
}

export interface ReadSettings {
  readonly values: ReadonlyMap<SettingName, Value>;
  readonly filled: Filled;
  readonly faults: Readonly<Record<string, string>>;
}

/** What was typed, and what of it cannot be taken. */
export function settingsIn(form: Form<unknown>, say: Say): ReadSettings {
  const faults: Record<string, string> = {};
  const values = new Map<SettingName, Value>();
  for (const field of SETTING_FIELDS) {
    const read = readField(field, form.value(field.name).trim(), say);
    if ('fault' in read) faults[field.name] = read.fault;
    else values.set(field.name, read.value);
  }
  const filled = Object.fromEntries(SETTING_FIELDS.map(({ name }) => [name, form.values(name)]));
  return { values, filled, faults };
}

type Read = { readonly value: Value } | { readonly fault: string };

function readField(field: SettingField, text: string, say: Say): Read {
  switch (field.kind) {
    case 'tick':
      return { value: text === '1' };
    case 'zone':
      return readZoneField(text, say);
    case 'choice':
      return field.options.includes(text) ? { value: text } : { fault: say('settings.choice.wrong') };
    case 'number':
      return readNumber(field, text, say);
    case 'addresses':
      return readAddresses(text, say);
    case 'signature':
      return Buffer.byteLength(text) <= SIGNATURE_MAX
        ? { value: text.replace(/\r\n?/g, '\n') }
        : { fault: say('senders.fault.signature') };
    case 'hours':
      return readHours(text, say);
  }
}

function readZoneField(text: string, say: Say): Read {
  const value = text === '' ? null : readZone(text);
  return value ? { value } : { fault: say('fault.timezone') };
}

function readNumber(field: Extract<SettingField, { kind: 'number' }>, text: string, say: Say): Read {
  if (text === '' && field.none) return { value: null };
  const { least, most } = field;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? { value } : { fault: say('settings.number.wrong', { least, most }) };
}

const HOURS = /^(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)$/;

/** `22:00–8:00`, with whatever dash; nothing is none. */
function readHours(text: string, say: Say): Read {
  if (text === '') return { value: null };
  const [from, to] = (HOURS.exec(text)?.slice(1) ?? []).map((time) => time.padStart(5, '0'));
  const read = quietHoursSchema.safeParse({ from, to });
  if (!read.success) return { fault: say('settings.hours.wrong') };
  return isNoHours(read.data) ? { fault: say('settings.hours.same') } : { value: read.data };
}

/** One a line, or with commas: whole addresses, and `@domain` for everybody there. */
function readAddresses(text: string, say: Say): Read {
  const typed = [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
  const wrong = typed.find((one) => !parseAddress(one.startsWith('@') ? `a${one}` : one));
  if (wrong) return { fault: say('settings.address.wrong', { address: wrong.slice(0, 254) }) };
  return typed.length > MOST_ADDRESSES
    ? { fault: say('settings.addresses.many', { n: MOST_ADDRESSES }) }
    : { value: typed };
}

const MOST_ADDRESSES = 500;

/** Which of these fields differ between two states of the settings. */
export const differing = (before: Settings, after: Settings): SettingField[] =>
  SETTING_FIELDS.filter(({ name }) => !isDeepStrictEqual(settingOf(before, name), settingOf(after, name)));

/** What somebody meant to change: where the form differs from what it showed at first. */
export const touched = (seen: Settings, { values }: Pick<ReadSettings, 'values'>): SettingField[] =>
  SETTING_FIELDS.filter(({ name }) => values.has(name) && !isDeepStrictEqual(settingOf(seen, name), values.get(name)));

export function changeTo(fields: readonly SettingField[], values: ReadSettings['values']): SettingsChange {
  const change = fields
    .filter(({ name }) => !isNotification(name))
    .map(({ name }) => [name, values.get(name)] as const);
  const letters = fields.filter(({ name }) => isNotification(name));
  const notifications = letters.map(({ name }) => [name, { enabled: values.get(name) === true }] as const);
  return {
    ...(Object.fromEntries(change) as SettingsChange),
    ...(letters.length > 0 ? { notifications: Object.fromEntries(notifications) } : {}),
  };
}
