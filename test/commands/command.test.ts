import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { ROLES } from '../../src/app.ts';
import { ConfigError, readArguments, readConfig, UsageError } from '../../src/commands/command.ts';
import { overview, unknownCommand } from '../../src/commands/help.ts';
import { PAGES } from '../../src/commands/pages.ts';

const shape = { options: { config: { type: 'string' }, demo: { type: 'boolean' } }, allowPositionals: true } as const;

test('arguments are read as they were given', () => {
  const { values, positionals } = readArguments(['--config', 'a.json', '--demo', 'x'], shape);
  expect([values.config, values.demo, positionals]).toEqual(['a.json', true, ['x']]);
});

test.each([[['--frobnicate']], [['--config']], [['--demo=yes']]])('%j cannot be understood', (argv) => {
  expect(() => readArguments(argv, shape)).toThrow(UsageError);
});

test('a good configuration is handed over', () => {
  expect(readConfig(undefined, { env: { POSTERN_SMTP_PORT: '0' }, cwd: tmpdir() }).smtp.port).toBe(0);
});

test('a bad one is told whole: how much is wrong, and each fault on a line of its own', () => {
  const read = () =>
    readConfig('nowhere.json', { env: { POSTERN_WORKERS: 'many', POSTERN_SMPT_PORT: '1' }, cwd: tmpdir() });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(
    [
      'The configuration has 3 errors, so nothing was started:',
      '  (file): there is no such file [nowhere.json]',
      '  workers: must be a whole number [POSTERN_WORKERS]',
      '  POSTERN_SMPT_PORT: no setting has this name; did you mean POSTERN_SMTP_PORT? [environment]',
    ].join('\n'),
  );
});

test('the overview has a line for each command, in line', () => {
  const width = Math.max(...Object.keys(PAGES).map((name) => name.length));
  const rows = Object.entries(PAGES).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`);
  expect(overview()).toContain(rows.join(''));
});

test('the page of serve names the roles that there are', () => {
  expect(PAGES.serve.help).toContain(ROLES.join(', '));
});

test('a command that does not exist is told with the one that was meant, if any', () => {
  expect(unknownCommand('migrat')).toContain('Did you mean "migrate"?');
  expect(unknownCommand('xyz')).not.toContain('Did you mean');
});
