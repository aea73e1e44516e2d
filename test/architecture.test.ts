/** The house stands: imports go down the street, pure rooms are pure, and each guard below is seen to catch a planted breach. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { breaches, readSources, type Sources, STREET } from './support/street.ts';

const root = join(import.meta.dirname, '..');
const sources = readSources(join(root, 'src'));

test('every file of src stands on the street and keeps its rules', () => {
  expect(sources.size).toBeGreaterThan(20);
  expect(breaches(sources)).toEqual([]);
});

test('every import of src leads to a file', () => {
  for (const [path, text] of sources) {
    for (const [, from] of text.matchAll(/from '(\.[^']+)'/g)) {
      expect(from, path).toMatch(/\.tsx?$/);
      expect(existsSync(join(root, 'src', path, '..', from!)), `${path} imports ${from}`).toBe(true);
    }
  }
});

/** Each breach, planted in the real sources, and the words in which it is told. */
const PLANTED: readonly [path: string, code: string, told: string][] = [
  ['tasks/planted.ts', "import { tasks } from '../store/tasks.ts';", 'imports store/tasks.ts: imports go down'],
  ['base/planted.ts', "import type { Task } from '../tasks/task.ts';", 'imports tasks/task.ts: imports go down'],
  ['base/planted.ts', "export * from '../mail/message.ts';", 'imports mail/message.ts: imports go down'],
  ['mail/planted.ts', "const { Task } = await import('../tasks/task.ts');", 'imports tasks/task.ts: imports go down'],
  [
    'store/planted.ts',
    "new Worker(new URL('../flow/worker.ts', import.meta.url));",
    'imports flow/worker.ts: imports go down',
  ],
  ['flow/planted.ts', "import {\n  serve,\n} from '../app.ts';", 'imports app.ts: imports go down'],
  ['smtp/planted.ts', "import { send } from '../outbox/worker.ts';", 'imports outbox/worker.ts: doors do not know'],
  [
    'web/pages/planted.tsx',
    "import type { Gate } from '../../smtp/gate.ts';",
    'imports smtp/gate.ts: doors do not know',
  ],
  ['flow/planted.ts', "import { loadConfig } from '../config.ts';", 'imports config.ts as a value'],
  ['smtp/planted.ts', "import { type Config, loadConfig } from '../config.ts';", 'imports config.ts as a value'],
  ['config.ts', "import { parse } from './mail/parse.ts';", 'imports mail/parse.ts: the configuration stands on base/'],
  ['helpers/planted.ts', "import { never } from '../base/never.ts';", 'helpers is no room of the street'],
  ['mail/planted.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs: a pure room'],
  ['notify/planted.ts', "import fs from 'fs/promises';", 'imports fs/promises: a pure room'],
  ['people/planted.ts', "import { connect } from 'node:net';", 'imports node:net: a pure room'],
  ['links/planted.ts', "const run = require; import 'node:child_process';", 'imports node:child_process: a pure room'],
  ['flow/planted.ts', "import type { Knex } from 'knex';", 'imports knex: SQL lives in store/'],
  ['web/planted.ts', "import Database from 'better-sqlite3';", 'imports better-sqlite3: SQL lives in store/'],
  ['tasks/planted.ts', 'const now = Date.now();', 'reads the clock (Date.now)'],
  ['notify/planted.ts', "const today = new Date( ); // 'noon'", 'reads the clock (new Date())'],
  ['people/planted.ts', 'const luck = Math.random();', 'is random (Math.random)'],
  ['base/token.ts', "import { randomBytes } from 'node:crypto';", 'is random'],
  ['web/planted.ts', 'return row as unknown as TaskView;', 'makes a TaskView'],
  ['tasks/planted.ts', 'return rows as TaskView[];', 'makes a TaskView'],
  ['flow/planted.ts', "import { applyEvent } from '../store/apply.ts';", 'writes an event'],
  [
    'store/planted.ts',
    "await tx('tasks')\n  .where({ account_id: account })\n  .update({ status });",
    'writes a task: only store/apply.ts may',
  ],
  ['store/planted.ts', "await at.tx('task_people').insert(row);", 'writes a task: only store/apply.ts may'],
];

test.each(PLANTED)('a breach in %s is caught: %s', (path, code, told) => {
  const planted: Sources = new Map([...sources, [path, `/** Planted. */\n${code}\n`]]);
  const standing = breaches(sources);
  const found = breaches(planted).filter((breach) => !standing.includes(breach));
  expect(found).toEqual([expect.stringContaining(told)]);
  expect(found[0]).toMatch(path);
});

test.each([
  ['flow/planted.ts', "import type { Config } from '../config.ts';"],
  ['smtp/planted.ts', "import { type Config } from '../config.ts';"],
  ['app.ts', "import { loadConfig } from './config.ts';"],
  ['web/planted.ts', "import { receive } from '../flow/receive.ts';"],
  ['web/pages/planted.ts', "import { guard } from '../guard.ts';"],
  [
    'store/planted.ts',
    "import knex from 'knex';\nimport { readFile } from 'node:fs/promises';\nconst now = Date.now();",
  ],
  [
    'tasks/planted.ts',
    "// Date.now() would be wrong here\nconst at = new Date(given); const see = 'http://a.example'; /* new Date() */",
  ],
  ['web/planted.ts', 'const show = (view: TaskView): Promise<TaskView> => ask(view);'],
  ['main.ts', "import { readFileSync } from 'node:fs';\nconst page = new URL('../package.json', import.meta.url);"],
])('what is allowed in %s is not told: %s', (path, code) => {
  expect(breaches(new Map([[path, code]]))).toEqual([]);
});

test('the street names every room there is', () => {
  const rooms = new Set([...sources.keys()].filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
  for (const room of rooms) expect(STREET.flat()).toContain(room);
});

/** What only the machine that it was written on would understand. The brackets keep this file from finding itself. */
const MACHINE: readonly [RegExp, string][] = [
  [/(?<![\w.~-])[/](work|root|home)[/][a-z]/, 'a path of one machine'],
  [/(?<![\w.~-])[/]tmp[/][a-z]/, 'a path of one machine'],
  [/"[r]esolved": "(?!https:[/][/]registry\.npmjs\.org[/])/, 'a registry of one machine'],
  [/_auth[T]oken|[n]pm_[A-Za-z0-9]{30}/, 'a key'],
];

test('no file knows the machine it was written on', () => {
  const found = tracked().flatMap((name) => machineIn(name, readFileSync(join(root, name), 'utf8')));
  expect(found).toEqual([]);
});

test.each([
  ['cd /work' + '/main', 'a path of one machine'],
  ["readFileSync('/tmp" + "/boot/x')", 'a path of one machine'],
  [`"resolved${'"'}: "http://10.0.0.1/knex.tgz"`, 'a registry of one machine'],
])('%s would be found', (text, told) => {
  expect(machineIn('planted', text)).toEqual([`planted has ${told}`]);
  expect(machineIn('planted', 'docs/work/flow, ./tmp/x, https://a.example/home/page')).toEqual([]);
});

function machineIn(name: string, text: string): string[] {
  return MACHINE.filter(([pattern]) => pattern.test(text)).map(([, told]) => `${name} has ${told}`);
}

test('files that want to be two rooms are named', () => {
  const long = [...sources]
    .map(([path, text]) => [path, text.split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 250);
  if (long.length > 0)
    console.warn(`More than 250 lines: ${long.map(([path, lines]) => `${path} (${lines})`).join(', ')}`);
  expect(long.every(([path]) => sources.has(path))).toBe(true);
});

test('the shape of the top level is what the README says', () => {
  for (const name of ['src', 'templates', 'data', 'scripts', 'test', 'docs'])
    expect(statSync(join(root, name)).isDirectory()).toBe(true);
  for (const name of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'config.example.json',
    'README.md',
    'CHANGELOG.md',
    'src/README.md',
  ]) {
    expect(existsSync(join(root, name)), name).toBe(true);
  }
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^set -euo pipefail$.*^npm cit$/ms);
});

test('every standard that a line cites stands in the table of src/README.md, and every place in it exists', () => {
  const rows = [...readFileSync(join(root, 'src/README.md'), 'utf8').matchAll(/^\| ([\d, ]+) \|[^|]*\| ([^|]+) \|/gm)];
  const listed = new Set(rows.flatMap(([, numbers]) => numbers!.split(', ')));
  const cited = [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/RFC (\d{3,4})/g)].map(([, number]) => ({ path, number: number! })),
  );
  expect(cited.length).toBeGreaterThan(20);
  expect(cited.filter(({ number }) => !listed.has(number))).toEqual([]);
  const rooms = new Set([...sources.keys()].flatMap((path) => [path, `${path.split('/')[0]}/`]));
  for (const place of rows.flatMap(([, , places]) => places!.split(', '))) expect(rooms).toContain(place);
});

function tracked(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return list
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(root, name)) && !/\.(png|jpg|ico|eml)$/.test(name));
}
