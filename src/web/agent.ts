/** Which program a session was opened with, in the few words by which its owner knows it again; nothing else of it is kept. */
import type { Context } from 'hono';

/** The first that stands in the header is it: each program also names those that it wants to be taken for. */
const PROGRAMS = [
  ['YaBrowser', 'Yandex Browser'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Vivaldi', 'Vivaldi'],
  ['FxiOS', 'Firefox'],
  ['Firefox', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

/** "Firefox, Windows"; '' for what nobody would know again. */
export function agentOf(c: Context): string {
  const header = (c.req.header('user-agent') ?? '').slice(0, 500);
  const named = (table: readonly (readonly [mark: string, name: string])[]) =>
    table.find(([mark]) => header.includes(mark))?.[1] ?? '';
  return [named(PROGRAMS), named(SYSTEMS)].filter(Boolean).join(', ');
}
