/** Time zones as people write them. */
import { describe, expect, it } from 'vitest';
import { canonicalZone, isTimezone, readZone, writtenZone } from '../../src/base/zone.ts';

const each = (pairs: Readonly<Record<string, string | null>>) => {
  for (const [written, zone] of Object.entries(pairs)) expect([written, readZone(written)]).toEqual([written, zone]);
};

describe('a time zone as it is written', () => {
  it('is a name in whatever case', () => {
    each({
      'Europe/Moscow': 'Europe/Moscow',
      'europe/moscow': 'Europe/Moscow',
      ' AMERICA/PORT-AU-PRINCE ': 'America/Port-au-Prince',
      'etc/gmt-3': 'Etc/GMT-3',
    });
  });

  it('stays the newer name that Intl would turn into an older one', () => {
    each({ 'Europe/Kyiv': 'Europe/Kyiv', 'asia/kolkata': 'Asia/Kolkata', Kyiv: 'Europe/Kyiv' });
  });

  it('is a difference in whole hours', () => {
    each({
      'UTC+3': 'Etc/GMT-3',
      'gmt+3': 'Etc/GMT-3',
      '+3': 'Etc/GMT-3',
      '+03:00': 'Etc/GMT-3',
      '+0300': 'Etc/GMT-3',
      'UTC + 3': 'Etc/GMT-3',
      'UTC\u22125': 'Etc/GMT+5',
      'UTC-12': 'Etc/GMT+12',
      '+14': 'Etc/GMT-14',
      UTC: 'UTC',
      gmt: 'UTC',
      '+0': 'UTC',
      'UTC+00:00': 'UTC',
    });
    // Ahead of UTC, as whoever wrote it meant.
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: readZone('UTC+3')!, hour: '2-digit', hourCycle: 'h23' });
    expect(time.format(0)).toBe('03');
  });

  it('is a city of just one name', () => {
    each({ Moscow: 'Europe/Moscow', 'new york': 'America/New_York', 'NEW  YORK': 'America/New_York' });
  });

  it('is nothing else', () => {
    for (const written of ['', ' ', '/', '3', '+15', '-13', '+5:30', 'UTC+25', 'MSK', 'Москва', 'Mars/Olympus', 'York'])
      each({ [written]: null });
  });

  it('is shown as it is written, not with the sign of its name', () => {
    for (const zone of ['Etc/GMT-3', 'Etc/GMT+5', 'UTC', 'Europe/Moscow', ''])
      expect([zone, readZone(writtenZone(zone))]).toEqual([zone, zone || null]);
    expect(writtenZone('Etc/GMT-3')).toBe('UTC+3');
  });

  it('is an id where a program says it', () => {
    expect([isTimezone('europe/moscow'), isTimezone('UTC+3'), isTimezone('Moscow')]).toEqual([true, false, false]);
    expect(canonicalZone('europe/moscow')).toBe('Europe/Moscow');
  });
});
