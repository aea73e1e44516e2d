/** `postern templates`: an account's own templates go out as files and come in again, checked on the way. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { run as account } from '../../src/commands/account.ts';
import { run as templates } from '../../src/commands/templates.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern-templates-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function told(command: typeof templates, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([]),
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    env: {
      POSTERN_DATABASE: join(cwd, 'postern.db'),
      POSTERN_KEYS: join(cwd, 'keys.json'),
      POSTERN_BLOBS: join(cwd, 'blobs'),
      POSTERN_LOG_LEVEL: 'error',
    },
    cwd,
  };
  return { code: await command(argv, io), out: out.join(''), err: err.join('') };
}

function write(name: string, html: string, meta = { name: 'Ours', notification: 'N2' }): void {
  mkdirSync(join(cwd, name), { recursive: true });
  writeFileSync(join(cwd, name, 'template.json'), JSON.stringify(meta));
  writeFileSync(join(cwd, name, 'ru.subject.hbs'), '{{Задача.Название}}\n');
  writeFileSync(join(cwd, name, 'ru.html.hbs'), html);
}

test('what is wrong is told with file, line, column and what was meant; the exit code says it too', async () => {
  write('in/ours', '<p>\n{{Действие.Текстт}}</p>');
  const { code, out } = await told(templates, 'check', 'in');
  expect(code).toBe(1);
  expect(out).toContain(`${join('ours', 'ru.html.hbs')}:2:3: error:`);
  expect(out).toContain('Did you mean Действие.Текст?');
  expect(await told(templates, 'check', 'nowhere')).toMatchObject({ code: 66 });
  writeFileSync(join(cwd, 'in/ours/template.json'), '{"name": "x"}');
  expect((await told(templates, 'check', 'in')).err).toContain('template.json');
});

test('they come in from the original’s notation, go out byte for byte, and come in again into the same template', async () => {
  await told(account, 'create', 'acme', '--admin', 'ann@acme.example');
  write('in/ours', '<p>%%$ЕСЛИ({{Действие.Подпись}} = "x")$%%a%%$КОНЕЦБЛОКА$%%</p>\r\n{{Действие.Описание}}\n');
  const half = await told(templates, 'import', 'in', '--account', 'acme', '--original', '--publish');
  expect({ code: half.code, out: half.out }).toEqual({ code: 1, out: 'Ours: kept as a draft.\n' });
  expect(half.err).toContain('ru.html.hbs:1: not carried over, this condition is not understood');
  expect(half.err).toContain('ru.html.hbs:1:4: error: A block of the original was not carried over here.');
  write('in/ours', '<p>%%$ЕСЛИ({{Автор.Подпись}} = "x")$%%a%%$КОНЕЦБЛОКА$%%</p>\r\n{{Действие.Описание}}\n');
  const made = await told(templates, 'import', 'in', '--account', 'acme', '--original', '--publish');
  expect({ code: made.code, out: made.out, err: made.err }).toEqual({ code: 0, out: 'Ours: published.\n', err: '' });
  await told(templates, 'export', 'out', '--account', 'acme');
  const [folder] = readdirSync(join(cwd, 'out'));
  const html = readFileSync(join(cwd, 'out', folder!, 'ru.html.hbs'), 'utf8');
  expect(html).toContain('</p>\r\n{{Действие.Текст}}\n');
  expect((await told(templates, 'import', 'out', '--account', 'acme', '--publish')).code).toBe(0);
  await told(templates, 'export', 'again', '--account', 'acme');
  expect(readdirSync(join(cwd, 'again'))).toEqual([folder]);
  expect(readFileSync(join(cwd, 'again', folder!, 'ru.html.hbs'), 'utf8')).toBe(html);
});

test('words that take longer than a letter may are kept, and not published', async () => {
  const round = `${'{{#each files}}{{#with ..}}'.repeat(8)}{{#if (eq at 1)}}x{{/if}}${'{{/with}}{{/each}}'.repeat(8)}`;
  write('slow/ours', `{{Комментарий.Текст}}{{#with comment}}${round}{{/with}}`, { name: 'Slow', notification: 'N2' });
  await told(account, 'create', 'slow', '--admin', 'ann@slow.example');
  const { code, out, err } = await told(templates, 'import', 'slow', '--account', 'slow', '--publish');
  expect({ code, out }).toEqual({ code: 1, out: 'Slow: kept as a draft.\n' });
  expect(err).toContain('ours: words.ru: A letter with these words takes longer to make than a letter may');
});
