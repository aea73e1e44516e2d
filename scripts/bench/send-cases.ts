/** Letters out: claimed, filled in, built, signed, sent and written down, beside nodemailer that only builds, signs and sends. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/base/id.ts';
import type { Letter } from '../../src/notify/letter.ts';
import { type Bare, cpuSeconds, startBare } from './child.ts';
import { type Bench, drained, startGateway } from './gateway.ts';
import type { Size } from './mail-cases.ts';
import { pairedRow, type Row, rounds } from './measure.ts';
import { type MailSink, startMailSink } from './sink.ts';
import { built } from './world.ts';

const CONNECTIONS = 20;

interface Sent {
  readonly perSecond: number;
  /** Letters in a second of the sender's own CPU: whoever else works on the machine does not count. */
  readonly perCpuSecond: number;
}

export async function sending({ pairs, quick }: Size): Promise<Row[]> {
  const count = quick ? 400 : 2000;
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-key-'));
  const keyFile = join(folder, 'dkim.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const sink = await startMailSink();
  const bench = await startGateway({
    only: 'outbound,http',
    conversations: 5,
    relay: { port: sink.port, connections: CONNECTIONS },
    env: { POSTERN_MAIL_DKIM: JSON.stringify({ domain: 'acme.example', selector: 'bench', keyFile }) },
  });
  const template = await bench.gw.db.read('letters').where({ kind: 'N2' }).first();
  const mail = JSON.stringify(await fieldsOf(bench, template));
  const bare = await startBare('./bare-send.mjs', [sink.port, CONNECTIONS, keyFile], mail);
  const ours = () => sendOurs(bench, sink, template, count);
  const theirs = () => sendTheirs(bare, sink, count);
  const figures = await rounds(pairs, ours, theirs);
  bare.stop();
  await bench.close();
  await sink.stop();
  rmSync(folder, { recursive: true, force: true });
  const rowOf = (title: string, unit: string, of: keyof Sent) =>
    pairedRow(
      title,
      unit,
      figures.map(([one]) => one[of]),
      figures.map(([, other]) => other[of]),
    );
  return [
    rowOf('letters out, DKIM RSA-2048, 20 connections', 'letters/s', 'perSecond'),
    rowOf('letters out, DKIM RSA-2048, 20 connections, by CPU', 'letters/CPU s', 'perCpuSecond'),
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
type LetterRow = any;

/** Letters that wait already: from the start of one row in the store to the last one's mark there. */
async function sendOurs({ gw, running }: Bench, sink: MailSink, template: LetterRow, count: number): Promise<Sent> {
  const rows = Array.from({ length: count }, () => copyOf(template));
  const [before, used] = [sink.count(), cpuSeconds(running.pid)];
  const signed = sink.signed();
  await gw.db.write(async (tx) => {
    for (let at = 0; at < rows.length; at += 100) await tx('letters').insert(rows.slice(at, at + 100));
  });
  const perSecond = await arrived(sink, before, count);
  await drained(gw);
  const cpu = cpuSeconds(running.pid) - used;
  if (sink.signed() - signed !== count) throw new Error(`${sink.signed() - signed} of ${count} letters were signed`);
  return { perSecond, perCpuSecond: count / Math.max(0.01, cpu) };
}

async function sendTheirs(bare: Bare, sink: MailSink, count: number): Promise<Sent> {
  const [before, signed] = [sink.count(), sink.signed()];
  const cpu = bare.ask(String(count));
  const perSecond = await arrived(sink, before, count);
  if (sink.signed() - signed !== count) throw new Error(`${sink.signed() - signed} of ${count} mails were signed`);
  return { perSecond, perCpuSecond: count / Number(await cpu) };
}

/** From the first to the last at the sink, so that neither side pays for being woken or started. */
async function arrived(sink: MailSink, before: number, count: number): Promise<number> {
  while (sink.count() === before) await sleep(1);
  const [from, first] = [performance.now(), sink.count()];
  while (sink.count() < before + count) await sleep(1);
  return ((before + count - first) * 1000) / (performance.now() - from);
}

function copyOf(row: LetterRow): object {
  const id = newId<'letter'>(Date.now());
  const content = JSON.stringify({ ...JSON.parse(row.content), id, cause: id });
  return { ...row, id, cause: id, content, state: 'queued', due_at: Date.now(), attempts: 0, sent_at: null };
}

/** The same letter as nodemailer is given it by programs. */
async function fieldsOf({ gw }: Bench, row: LetterRow): Promise<object> {
  const { fillLetter } = await built.fill();
  const letter = JSON.parse(row.content) as Letter;
  const { envelope, from, to, replyTo, messageId, references, inReplyTo, date, subject, text, html, headers } =
    fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration: 1 });
  const written = { from, to, replyTo, messageId, references, date: new Date(date).toISOString() };
  return { envelope, ...written, ...(inReplyTo ? { inReplyTo } : {}), subject, text, html, headers };
}
