/** The form of the settings has every setting, takes what the schema takes, and no more. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, NOTIFICATION_TYPES, settingsSchema } from '../../src/people/account.ts';
import type { Form } from '../../src/web/form.ts';
import {
  changeTo,
  differing,
  filledSettings,
  SETTING_FIELDS,
  saySetting,
  settingOf,
  settingsIn,
  touched,
} from '../../src/web/settings-fields.ts';
import { speaker } from '../../src/web/words.ts';

const form = (fields: Readonly<Record<string, readonly string[]>>): Form<null> => ({
  value: (name) => fields[name]?.[0] ?? '',
  values: (name) => fields[name] ?? [],
  files: [],
  tooManyFiles: false,
  tooLong: false,
});
const say = speaker('en');

describe('the form of the settings', () => {
  it('has every setting but the one that is always on', () => {
    const { notifications: _, uniqueReplyAddress: __, ...rest } = settingsSchema.shape;
    const names = [...Object.keys(rest), ...NOTIFICATION_TYPES];
    expect(SETTING_FIELDS.map(({ name }) => name as string).sort()).toEqual(names.sort());
  });

  it('offers just what the schema takes', () => {
    const takes = (name: string, value: unknown) => settingsSchema.safeParse({ [name]: value }).success;
    for (const field of SETTING_FIELDS) {
      const { name } = field;
      if (field.kind === 'choice')
        for (const one of field.options) expect([name, one, takes(name, one)]).toEqual([name, one, true]);
      if (field.kind !== 'number') continue;
      const { least, most } = field;
      const at = [least - 1, least, most, most + 1].map((value) => takes(name, value));
      expect([name, ...at, takes(name, null)]).toEqual([name, false, true, true, false, field.none]);
    }
  });

  it('read as it was shown changes nothing', () => {
    const read = settingsIn(form(filledSettings(DEFAULT_SETTINGS)), say);
    expect(read.faults).toEqual({});
    expect(touched(DEFAULT_SETTINGS, read)).toEqual([]);
    expect(changeTo([], read.values)).toEqual({});
  });

  it('changes what was touched and nothing else', () => {
    const filled = { ...filledSettings(DEFAULT_SETTINGS), N4: ['1'], linkDays: ['30'], matchBySubjectAndSender: [] };
    const read = settingsIn(form(filled), say);
    const change = changeTo(touched(DEFAULT_SETTINGS, read), read.values);
    expect(change).toEqual({ matchBySubjectAndSender: false, linkDays: 30, notifications: { N4: { enabled: true } } });
    const after = settingsSchema.parse({ ...change });
    expect(differing(DEFAULT_SETTINGS, after).map(({ name }) => name)).toEqual([
      'matchBySubjectAndSender',
      'N4',
      'linkDays',
    ]);
  });

  it('takes no quiet hours of no length, and shows as none what was stored so', () => {
    const shown = filledSettings(DEFAULT_SETTINGS);
    const typed = (quietHours: string) => settingsIn(form({ ...shown, quietHours: [quietHours] }), say);
    expect(typed('22:00–22:00').faults).toEqual({
      quietHours: 'The two times are the same. Give two different ones, or leave this empty for no quiet hours.',
    });
    expect(typed('22:00–8:00').values.get('quietHours')).toEqual({ from: '22:00', to: '08:00' });
    const old = settingsSchema.parse({ quietHours: { from: '22:00', to: '22:00' } });
    expect(filledSettings(old).quietHours).toEqual(['']);
    const field = SETTING_FIELDS.find(({ name }) => name === 'quietHours')!;
    expect(saySetting(field, old.quietHours, say)).toBe(saySetting(field, null, say));
  });

  it('takes a time zone as people write it', () => {
    const typed = (zone: string) => settingsIn(form({ ...filledSettings(DEFAULT_SETTINGS), timezone: [zone] }), say);
    expect(typed('moscow').values.get('timezone')).toBe('Europe/Moscow');
    for (const wrong of ['', 'Mars']) expect(typed(wrong).faults.timezone).toMatch(/^There is no such time zone/);
  });

  it('says each default in both languages', () => {
    for (const language of ['ru', 'en'] as const)
      for (const field of SETTING_FIELDS) {
        expect(saySetting(field, settingOf(DEFAULT_SETTINGS, field.name), speaker(language))).not.toBe('');
        expect(speaker(language)(`setting.${field.name}.hint`)).not.toBe('');
      }
  });
});
