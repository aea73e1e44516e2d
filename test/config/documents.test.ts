/** What people read about the settings is what the schema says. `npx tsx scripts/settings.ts` renews both. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleFile, withTable } from '../../scripts/settings.ts';
import { loadConfig } from '../../src/config.ts';
import { environmentName, settings } from '../../src/config-schema.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

test('config.example.json is made from the schema', () => {
  expect(read('config.example.json')).toBe(exampleFile());
});

test('config.example.json has every key, and loading it changes nothing', () => {
  const example = JSON.parse(read('config.example.json'));
  for (const { path } of settings()) expect([path.join('.'), has(example, path)]).toEqual([path.join('.'), true]);
  const loaded = loadConfig({ file: 'config.example.json', env: {}, cwd: root });
  expect(loaded).toMatchObject({ ok: true });
  expect(loaded).toEqual(defaults());
});

test('the samples beside what is null would load too', () => {
  const { mail, smtp } = JSON.parse(read('config.example.json'));
  const env = {
    POSTERN_MAIL_RELAY: JSON.stringify(mail['// relay']),
    POSTERN_MAIL_DKIM: JSON.stringify(mail['// dkim']),
    POSTERN_SMTP_TLS: JSON.stringify(smtp['// tls']),
  };
  expect(loadConfig({ env, cwd: join(root, 'docs') })).toMatchObject({ ok: true });
});

test('the table in docs/operator.md names every setting', () => {
  const page = read('docs/operator.md');
  expect(page).toBe(withTable(page));
  for (const { path } of settings()) expect(page).toContain(`| \`${path.join('.')}\` | \`${environmentName(path)}\` |`);
});

/** docs/ has no config.json, so nothing but the defaults; their paths are then made to start at the root. */
function defaults() {
  const loaded = loadConfig({ env: {}, cwd: join(root, 'docs') });
  return JSON.parse(JSON.stringify(loaded).replaceAll(join(root, 'docs/'), `${root}/`));
}

/** In its own place, or in the sample that stands beside a section which is null. */
function has(example: Record<string, unknown>, path: readonly string[]): boolean {
  const [key, ...rest] = path as [string, ...string[]];
  const section = example[`// ${key}`] ?? example[key];
  return rest.length === 0
    ? key in example
    : typeof section === 'object' && section !== null && has(section as Record<string, unknown>, rest);
}
