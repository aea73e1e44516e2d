/** `postern explain` beside a running gateway: it tells what would happen, and nothing has happened. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/commands/command.ts';
import { run as explainHere } from '../../src/commands/explain.ts';
import { type Office, openOffice } from '../browser/office.ts';
import { run } from '../support/process.ts';

let office: Office;
let replyTo: string;
beforeAll(async () => {
  office = await openOffice();
  const anna = await office.post<{ id: string }>('/contacts', { firstName: 'Anna', email: 'anna@client.example' });
  const task = await office.post<{ id: string }>('/tasks', { title: 'Desks', participants: [anna.id] });
  await office.post(`/tasks/${task.id}/comments`, { text: 'When shall we come?', notify: [anna.id] }, office.ann.id);
  ({ replyTo } = await office.letter('anna@client.example'));
}, 60_000);
afterAll(() => office?.close());

/** As people run it: a process of its own. */
const inProcess = (args: readonly string[], input: string) =>
  run(['explain', ...args], { cwd: office.running.folder, env: office.env, input });

/** The same in this process: starting one for each takes seconds. */
async function explain(args: readonly string[], input = ''): Promise<{ code: number; out: string }> {
  let out = '';
  const stdin = Readable.from([Buffer.from(input)]);
  const keep = (text: string) => {
    out += text;
  };
  const io = { stdin, out: keep, err: () => {}, env: office.env, cwd: office.running.folder };
  return { code: await explainHere([...args], io), out };
}

const mail = (text: string, more = ''): string =>
  `From: Anna <anna@client.example>\r\nTo: ann@mail.acme.example\r\nSubject: Re: Desks\r\nMessage-ID: <${text.length}@client.example>\r\n${more}\r\n${text}\r\n`;

/** With a file so large that a reader puts it on disk. */
function withFile(text: string): string {
  const file = Buffer.alloc(400_000, 'plan ').toString('base64').replace(/.{76}/g, '$&\r\n');
  const part = (type: string, body: string) => `--cut\r\nContent-Type: ${type}\r\n${body}\r\n`;
  const body =
    part('text/plain', `\r\n${text}`) +
    part(
      'application/pdf; name="plan.pdf"',
      `Content-Disposition: attachment; filename="plan.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`,
    );
  return mail(`${body}--cut--`, 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n');
}

/** Every row of every table, and every file under the blobs. */
function everything(): { rows: Record<string, string>; files: string[] } {
  const data = join(office.running.folder, 'data');
  const db = new BetterSqlite3(join(data, 'postern.db'), { readonly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const rows = tables.map(({ name }): [string, string] => [
    name,
    JSON.stringify(
      db
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ),
  ]);
  db.close();
  const files = readdirSync(join(data, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return { rows: Object.fromEntries(rows), files };
}

describe('a mail that has not come in', () => {
  test('an answer with a large file: the comment that it would be, and why; database and blobs stay as they were', async () => {
    const before = everything();
    expect(Object.keys(before.rows).length).toBeGreaterThan(20);
    const { code, out, err } = await inProcess(['-', '--to', replyTo, '--json'], withFile('On Friday, please.'));
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      account: 'acme',
      state: 'delivered',
      outcome: 'comment',
      task: 1,
      trace: {
        kind: 'person',
        clues: [{ clue: 'reply-address', where: 'envelope', result: 'used', task: 1 }],
        identity: { tie: 'own-token', from: 'this-person', verdict: 'speak-as-person' },
        proof: { verdict: 'unproven' },
      },
    });
    expect(everything()).toEqual(before);
    const comments = await office.get<{ items: unknown[] }>(`/tasks/${(await firstTask()).id}/comments`);
    expect(comments.items).toHaveLength(1);
  });

  test('in words, from a file, without a token in them', async () => {
    const file = join(office.running.folder, 'mail.eml');
    writeFileSync(file, mail('On Friday, please.'));
    const { code, out } = await explain(['mail.eml', '--to', replyTo]);
    expect(code).toBe(0);
    expect(out).toContain('Outcome: delivered — became a comment');
    expect(out).toContain('Reply address in the envelope: signed by us, task №\u00a01 → chosen');
    expect(out).not.toContain(replyTo.split('@')[0]!.split('+')[1]!);
  });

  test('without --to it goes where its header says; a stranger would make a task, and makes none', async () => {
    const before = everything();
    const { out } = await explain(['--json'], mail('Two oak desks.').replace('anna@', 'olga@').replace('Re: ', ''));
    expect(JSON.parse(out)).toMatchObject({ state: 'delivered', outcome: 'task', task: null });
    expect(everything()).toEqual(before);
  });

  test('--ip and --helo are what SPF is asked about', async () => {
    const { out } = await explain(['--json', '--ip', '192.0.2.7', '--helo', 'mx.client.example'], mail('Hello.'));
    expect(JSON.parse(out).trace.proof.spf).toBe('none');
  });

  test('what cannot be read would be parked', async () => {
    const nested = Array.from(
      { length: 3000 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const { code, out } = await explain(
      ['--json', '--to', 'ann@mail.acme.example'],
      `From: a@b.example\r\n${nested.join('')}\r\nx`,
    );
    expect([code, JSON.parse(out)]).toMatchObject([0, { state: 'parked', outcome: 'unreadable', trace: null }]);
  });
});

test('a mail of the log: what became of it, as it was written down', async () => {
  const { out } = await run(['ingest', '--to', replyTo, '--json'], {
    cwd: office.running.folder,
    env: office.env,
    input: mail('At nine.'),
  });
  const { id } = JSON.parse(out) as { id: string };
  await expect
    .poll(async () => JSON.parse((await explain(['--inbox', id, '--json'])).out), { timeout: 15_000, interval: 300 })
    .toMatchObject({ account: 'acme', state: 'delivered', outcome: 'comment', task: 1, trace: { kind: 'person' } });
  expect((await explain(['--inbox', id])).out).toContain('task №\u00a01 → chosen');
  expect((await explain(['--inbox', id.replace(/.$/, '0').replace(/^./, 'f')])).code).toBe(66);
});

test('wrong use, no file and no mail end with the codes that ingest has', async () => {
  await expect(explain(['a.eml', 'b.eml'])).rejects.toThrow(UsageError);
  await expect(explain(['mail.eml', '--inbox', 'x'])).rejects.toThrow(UsageError);
  await expect(explain(['-'], 'Subject: for nobody\r\n\r\nx')).rejects.toThrow(UsageError);
  expect((await explain(['-'], 'Dear all')).code).toBe(65);
  expect((await explain(['no-such.eml'])).code).toBe(66);
});

test('where there is no database it makes none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-explain-'));
  const { code, err } = await run(['explain', '--to', 'ann@mail.acme.example'], { cwd: folder, input: mail('x') });
  const left = readdirSync(folder);
  rmSync(folder, { recursive: true });
  expect([code, left]).toEqual([69, []]);
  expect(err).toMatch(/^postern: There is nothing to ask yet/);
});

const firstTask = async () => (await office.get<{ items: { id: string }[] }>('/tasks')).items[0]!;
