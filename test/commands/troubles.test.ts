/** What a command says and how it ends when something that it needs is not there. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../support/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-troubles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ABSENT = 'postgres://nobody:nothing@127.0.0.1:1/none';
const MAIL = 'From: Eva Berg <eva@client.example>\r\nSubject: Desks\r\n\r\nOn Friday, please.\r\n';

describe('ingest: the mail server keeps the mail whenever the trouble is ours', () => {
  const ingest = (env: Record<string, string>, input = MAIL) =>
    run(['ingest', '--to', 'task+1@office.example'], { env, input, cwd: folder });

  test.each([
    ['the database is away', { POSTERN_DATABASE: ABSENT }, /The database does not answer/],
    ['the configuration is wrong', { POSTERN_SMTP_PORT: 'many' }, /smtp\.port: must be a whole number/],
  ])('%s', async (_name, env, told) => {
    const { code, out, err } = await ingest(env);
    expect([code, out]).toEqual([75, '']);
    expect(err).toMatch(told);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('what is no mail is refused for good, whatever else is wrong', async () => {
    expect((await ingest({ POSTERN_DATABASE: ABSENT }, 'Dear all')).code).toBe(65);
  });
});

test('serve ends when its port is taken, and says which', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const env = { POSTERN_SMTP_PORT: String(port), POSTERN_HTTP_PORT: '0' };
  const { code, err } = await run(['serve'], { env, cwd: folder });
  taken.close();
  expect(code).toBe(75);
  expect(err).toContain(`127.0.0.1:${port}`);
});

test('serve says that the database is away, and calls it no bug', async () => {
  const { code, err } = await run(['serve'], { env: { POSTERN_DATABASE: ABSENT }, cwd: folder });
  expect(code).toBe(75);
  expect(err).toMatch(/^postern: The database does not answer/m);
});

test('inspect names a list that is not there', async () => {
  const { code, err } = await run(['inspect', '--files-from', 'no-such-list'], { cwd: folder });
  expect([code, err]).toEqual([64, 'postern: --files-from no-such-list: There is no such file\n']);
});
