/** The command line as people meet it: dist/main.js as a process. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/process.ts';

const root = join(import.meta.dirname, '..', '..');
const program = readFileSync(join(root, 'src/main.ts'), 'utf8');
const commands = [...program.matchAll(/^ {2}'?([a-z]+)'?: \(\) => import\('\.\/commands\//gm)].map(([, name]) => name!);
let page = '';

beforeAll(async () => {
  page = (await run(['--help'])).out;
});

test('the program can be run by its name', () => {
  accessSync(join(root, 'dist/main.js'), constants.X_OK);
  expect(readFileSync(join(root, 'dist/main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test.each([['--help'], ['-h'], ['help']])('%s lists every command with what it does', async (asked) => {
  const { code, out, err } = await run([asked]);
  expect([code, err]).toEqual([0, '']);
  expect(commands.length).toBeGreaterThan(0);
  for (const name of commands) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
});

test('without a command it says which there are, and that this was none', async () => {
  expect(await run([])).toEqual({ code: 64, out: '', err: page });
});

test.each([['--version'], ['-V']])('%s says which Postern this is', async (asked) => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await run([asked])).toEqual({ code: 0, out: `postern ${version}\n`, err: '' });
});

test.each([
  [['inspec'], 'Did you mean "inspect"?'],
  [['hlep'], 'Did you mean "help"?'],
  [['help', 'inspec'], 'Did you mean "inspect"?'],
  [['constructor'], 'no command "constructor"'],
  [['--frobnicate'], 'no command "--frobnicate"'],
])('%j is no command', async (argv, told) => {
  const { code, out, err } = await run(argv);
  expect([code, out]).toEqual([64, '']);
  expect(err).toContain(told);
});

describe.each(commands.map((name) => [name]))('%s', (name) => {
  test('has one page, however it is asked for', async () => {
    const [before, after, short] = [await run(['help', name]), await run([name, '--help']), await run([name, '-h'])];
    expect([before.code, before.err]).toEqual([0, '']);
    expect(before.out).toMatch(new RegExp(`^Usage: postern ${name}\\b`));
    expect(before.out).toMatch(/\n$/);
    expect([after, short]).toEqual([before, before]);
  });

  test('takes no option that it does not know', async () => {
    const { code, out, err } = await run([name, '--no-such-option-anywhere']);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/^postern: .*--no-such-option-anywhere/);
  });
});
