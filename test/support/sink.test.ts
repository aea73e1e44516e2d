import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sink, startSink } from './sink.ts';

let sink: Sink;
beforeEach(async () => {
  sink = await startSink();
});
afterEach(() => sink.stop());

const raw = Buffer.from('Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=\r\n\r\nПривет\r\n.leading dot\r\n');

async function send(port = sink.port, login?: { user: string; pass: string }, to = ['anna@client.example']) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    socketTimeout: 500,
    ...(login ? { auth: login } : {}),
  });
  try {
    return await transport.sendMail({ envelope: { from: 'bounce@postern.example', to }, raw });
  } finally {
    transport.close();
  }
}

test('the sink keeps the exact bytes and the envelope', async () => {
  await send();
  const [mail] = await sink.waitFor(1);
  expect(mail).toEqual({
    from: 'bounce@postern.example',
    to: ['anna@client.example'],
    raw,
    secure: false,
    confirmed: true,
  });
});

test.each([
  ['mail', 450, false],
  ['rcpt', 550, true],
  ['data', 451, false],
  ['data', 554, true],
  ['rcpt', 421, false],
] as const)('at %s it says %i when told to, and keeps nothing', async (at, code, permanent) => {
  sink.answer({ at, code });
  await expect(send()).rejects.toMatchObject({ responseCode: code, permanent });
  expect(sink.kept).toEqual([]);
  sink.answer('accept');
  await send();
  expect(sink.kept).toHaveLength(1);
});

test.each([['silence'], ['close']] as const)(
  'with %s after the dot it has the mail and the sender does not know',
  async (how) => {
    sink.answer(how);
    await expect(send()).rejects.toMatchObject({ code: how === 'silence' ? 'ETIMEDOUT' : 'ECONNECTION' });
    const [mail] = await sink.waitFor(1);
    expect(mail).toMatchObject({ raw, confirmed: false });
  },
);

test('each recipient can be answered in its own way', async () => {
  sink.answer((address) => (address === 'anna@client.example' ? { at: 'rcpt', code: 550 } : 'accept'));
  const sent = await send(sink.port, undefined, ['anna@client.example', 'boris@client.example']);
  expect(sent.rejected).toEqual(['anna@client.example']);
  expect(sink.kept.map(({ to }) => to)).toEqual([['boris@client.example']]);
});

test('with a login it takes mail only from those who know it', async () => {
  const closed = await startSink({ login: { user: 'postern', pass: 'right' } });
  try {
    await expect(send(closed.port)).rejects.toMatchObject({ responseCode: 530 });
    await expect(send(closed.port, { user: 'postern', pass: 'wrong' })).rejects.toMatchObject({ responseCode: 535 });
    await send(closed.port, { user: 'postern', pass: 'right' });
    expect(closed.kept).toHaveLength(1);
  } finally {
    await closed.stop();
  }
});

test('waiting ends with what came, or says how little did', async () => {
  await expect(sink.waitFor(1, 20)).rejects.toThrow('1 mails awaited, 0 came');
});
