import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/commands/inspect.ts';
import { splitMbox } from '../../src/commands/inspect-inputs.ts';
import { inspectMail } from '../../src/mail/inspect.ts';
import { file, html, mail, text } from '../support/mime.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'inspect-'));
  writeFileSync(join(dir, 'a.eml'), mail({ Subject: 'Roof' }, text('Red, please.\r\n')));
  writeFileSync(join(dir, 'b.eml'), mail({ 'Auto-Submitted': 'auto-replied' }, text('Away.\r\n')));
  writeFileSync(join(dir, 'empty.eml'), '');
  writeFileSync(join(dir, 'body.txt'), 'Just words\n');
  mkdirSync(join(dir, 'sub'));
  writeFileSync(join(dir, 'sub', 'c.eml'), mail({ Subject: 'Below' }, text('x')));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function inspect(argv: string[], stdin: Buffer | string = '') {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([Buffer.from(stdin as string)]),
    out: (t: string) => void out.push(t),
    err: (t: string) => void err.push(t),
    env: {},
    cwd: dir,
  };
  const code = await run(argv, io);
  const all = out.join('');
  const lines = () =>
    all
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { code, out: all, err: err.join(''), lines };
}

test('the object of the contract, key by key', async () => {
  const parts = [
    { multipart: 'alternative', parts: [text('Red, please.\r\n'), html('<p>Red, please.</p>')] },
    file('plan.pdf', 'application/pdf', 'PDF'),
  ];
  const raw = mail({ 'In-Reply-To': '<x@y.example>', Cc: 'Oleg <oleg@client.example>' }, { multipart: 'mixed', parts });
  const answer = await inspectMail(raw, 'eml', { file: 'a.eml' });
  expect(Object.keys(answer)).toEqual([
    'file',
    'error',
    'kind',
    'messageId',
    'subject',
    'from',
    'to',
    'cc',
    'replyTo',
    'text',
    'reply',
    'automatic',
    'bounce',
    'complaint',
    'forward',
    'attachments',
    'carriers',
    'auth',
    'notes',
  ]);
  expect(answer).toMatchObject({
    file: 'a.eml',
    error: null,
    kind: 'person',
    messageId: '<one@client.example>',
    subject: 'Hello',
    from: { name: 'Anna Orlova', address: 'anna@client.example' },
    to: [{ name: '', address: 'desk@postern.example' }],
    cc: [{ name: 'Oleg', address: 'oleg@client.example' }],
    replyTo: null,
    automatic: { autoReply: false, outOfOffice: false, mayAnswer: true },
    bounce: null,
    complaint: null,
    forward: null,
    attachments: [{ name: 'plan.pdf', type: 'application/pdf', size: 3, cid: null, inline: false }],
    carriers: { tokens: [], references: ['<x@y.example>'] },
    auth: null,
    notes: [],
  });
  expect(answer.text).toContain('Red, please.');
  expect(answer.reply.text).toContain('Red, please.');
});

test('where From holds no address, whoever else is named is shown, and only shown', async () => {
  const answer = await inspectMail(mail({ From: null, 'Reply-To': 'anna@client.example' }, text('x')), 'eml');
  expect(answer.from).toEqual({ name: '', address: 'anna@client.example' });
  expect(answer.automatic.mayAnswer).toBe(false);
});

describe('the command', () => {
  test('one file is an object, several are an array', async () => {
    const one = await inspect(['a.eml']);
    expect([one.code, JSON.parse(one.out).subject]).toEqual([0, 'Roof']);
    expect(JSON.parse((await inspect(['a.eml', 'b.eml'])).out).map((x: { kind: string }) => x.kind)).toEqual([
      'person',
      'auto-reply',
    ]);
  });

  test('lines in the order given; what cannot be read is a line too', async () => {
    const { code, lines } = await inspect(['b.eml', 'nowhere.eml', 'empty.eml', 'a.eml', '--jsonl']);
    expect(code).toBe(0);
    expect(lines().map((x) => [x.file, x.error === null])).toEqual([
      ['b.eml', true],
      ['nowhere.eml', false],
      ['empty.eml', false],
      ['a.eml', true],
    ]);
    expect(lines()[1].error).toBe('There is no such file');
  });

  test('a folder with what is below it', async () => {
    const { lines } = await inspect(['.', '--jsonl']);
    expect(lines().map((x) => x.file)).toEqual(['a.eml', 'b.eml', 'body.txt', 'empty.eml', 'sub/c.eml']);
  });

  test('standard input, a list of names, a bare body', async () => {
    expect(JSON.parse((await inspect(['-'], mail({ Subject: 'Piped' }, text('x')))).out)).toMatchObject({
      file: '-',
      subject: 'Piped',
    });
    expect((await inspect(['--files-from', '-', '--jsonl'], 'a.eml\nb.eml\n')).lines()).toHaveLength(2);
    expect(JSON.parse((await inspect(['--as', 'text', 'body.txt'])).out)).toMatchObject({
      text: 'Just words\n',
      reply: { text: 'Just words\n' },
      from: null,
    });
    expect(JSON.parse((await inspect(['--as', 'html', '-'], '<p>Just <b>words</b></p>')).out)).toMatchObject({
      text: 'Just words',
    });
  });

  test('an mbox is as many mails as it holds', async () => {
    const one = (subject: string) =>
      `From anna@client.example Mon Nov  2 10:00:00 2026\n${mail({ Subject: subject }, text('From the roof\n\n>From here on\n')).toString().replaceAll('\r', '')}\n`;
    writeFileSync(join(dir, 'sub', 'box.mbox'), one('first') + one('second'));
    const { lines } = await inspect(['sub/box.mbox', '--jsonl']);
    expect(lines().map((x) => [x.file, x.subject])).toEqual([
      ['sub/box.mbox#1', 'first'],
      ['sub/box.mbox#2', 'second'],
    ]);
    expect(lines()[1]!.reply.text).toContain('\nFrom here on');
    rmSync(join(dir, 'sub', 'box.mbox'));
    expect(splitMbox(Buffer.from('Subject: x\n\nFrom a Mon Nov  2 10:00:00 2026\n'))).toHaveLength(1);
  });

  test('the letter that it answers is aligned away', async () => {
    const sent =
      'Dear Anna,\r\n\r\nwhich colour shall the roof have, and when may we start the work on it?\r\n\r\nYours, Boris\r\n';
    writeFileSync(join(dir, 'sent.eml'), mail({ Subject: 'Roof' }, text(sent)));
    const answer = `Red, next week.\r\n\r\n${sent}`;
    writeFileSync(join(dir, 'answer.eml'), mail({ Subject: 'Re: Roof' }, text(answer)));
    const { reply } = JSON.parse((await inspect(['answer.eml', '--sent', 'sent.eml'])).out);
    expect([reply.text.trim(), reply.method]).toEqual(['Red, next week.', 'alignment']);
    rmSync(join(dir, 'sent.eml'));
    rmSync(join(dir, 'answer.eml'));
  });

  test('exit codes', async () => {
    expect((await inspect(['empty.eml'])).code).toBe(65);
    expect((await inspect([])).code).toBe(66);
    await expect(inspect(['--as', 'pdf', 'a.eml'])).rejects.toThrow(/--as is eml, text or html/);
    await expect(inspect(['--colour'])).rejects.toThrow();
  });
});
