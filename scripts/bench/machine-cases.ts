/** What one big mail, one long text and a thousand idle connections cost. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetPeak, memory, startBare } from './child.ts';
import { drained, startGateway } from './gateway.ts';
import type { Size } from './mail-cases.ts';
import { mailWithFile, plainReply } from './mails.ts';
import { median, type Row, row } from './measure.ts';
import { Peer } from './peer.ts';
import { built } from './world.ts';

const MIB = 1024 * 1024;
/** Goals P7 of performance.md; there is no bare package to stand beside these. */
const RSS_GOAL = 64;
const STALL_GOAL = 150;
/** Milliseconds for one MiB of HTML, most of it a quote. */
const REPLY_GOAL = 50;

export async function bigMail({ quick }: Size): Promise<Row[]> {
  const bench = await startGateway({ conversations: 2, preload: './stall.mjs' });
  const { pid, smtpPort } = bench.running;
  const [to] = bench.world.conversations;
  const peer = await Peer.open(smtpPort);
  // One of each before it counts: code is loaded, the heap has its size.
  for (const mail of [plainReply(to!, 'warm'), mailWithFile(to!, 'warmer', MIB)])
    await peer.send(mail.from, mail.to, mail.wire);
  await drained(bench.gw);
  const [peaks, stalls]: [number[], number[]] = [[], []];
  for (let n = 0; n < (quick ? 1 : 3); n++) {
    await sleep(1000);
    const before = memory(pid).now;
    forgetPeak(pid);
    process.kill(pid, 'SIGUSR2');
    const mail = mailWithFile(to!, `big${n}`, 18 * MIB, Buffer.alloc(18 * MIB, n + 1));
    const reply = await peer.send(mail.from, mail.to, mail.wire);
    if (reply.code !== 250) throw new Error(`${reply.code} ${reply.text}`);
    await drained(bench.gw);
    peaks.push(memory(pid).peak - before);
    await sleep(50);
    stalls.push(Number(readFileSync(join(bench.folder, 'stall'), 'utf8')));
  }
  peer.close();
  await bench.close();
  return [
    row('a mail of 25 MiB: memory at its highest above idle', median(peaks), 'MiB', RSS_GOAL),
    row('a mail of 25 MiB: longest stall of the event loop', median(stalls), 'ms', STALL_GOAL),
  ];
}

/** One MiB that a person wrote, beside looking at each of its lines. */
export async function longText({ pairs }: Size): Promise<Row[]> {
  const { readReply } = await built.reply();
  const own = 'The desks came this morning and three of them have a scratch on the left side.\n'.repeat(9000);
  const quote = '> When shall we come? Morning or evening? The gate is open from seven in the morning.\n'.repeat(4000);
  const text = `${own}\nOn Mon, 23 Nov 2026 at 10:00, Acme wrote:\n${quote}`.slice(0, MIB);
  const [ours, lines]: [number[], number[]] = [[], []];
  for (let at = -1; at < pairs; at++) {
    const from = performance.now();
    readReply({ text, html: null, textFromHtml: false });
    const between = performance.now();
    const words = text.split('\n').filter((line) => /^\s*>/.test(line)).length;
    if (words === 0) throw new Error('nothing is quoted');
    if (at < 0) continue;
    ours.push(between - from);
    lines.push(performance.now() - between);
  }
  return [
    row('reply text of a mail of 1 MiB, beside splitting its lines', median(ours), 'ms', median(lines)),
    row('reply HTML of a mail of 1 MiB with its quote', median(await longHtml(pairs)), 'ms', REPLY_GOAL),
  ];
}

/** A short answer above a quote of one MiB, as a web mail writes it: the quote is found and cut before anything is cleaned. */
async function longHtml(pairs: number): Promise<number[]> {
  const { readReply } = await built.reply();
  const { htmlToText } = await built.htmlText();
  const line =
    '<div>When shall we come? <i>Morning</i> or evening? The gate is open from seven in the morning.</div>\n';
  const quote = line.repeat(Math.floor(MIB / line.length));
  const html = `<p>On Tuesday, please.</p><div class="gmail_quote"><div class="gmail_attr">On Mon, 23 Nov 2026, Acme wrote:</div><blockquote class="gmail_quote">${quote}</blockquote></div>`;
  const text = htmlToText(html);
  const took: number[] = [];
  for (let at = -2; at < pairs; at++) {
    const from = performance.now();
    const reply = readReply({ text, html, textFromHtml: true });
    if (at >= 0) took.push(performance.now() - from);
    if (reply.html !== '<p>On Tuesday, please.</p>') throw new Error('the quote is not cut');
  }
  return took;
}

export async function idleConnections({ quick }: Size): Promise<Row[]> {
  const count = 1000;
  const bench = await startGateway({
    only: 'smtp,http',
    conversations: 2,
    env: { POSTERN_LIMITS_CONNECTIONS_PER_ADDRESS: '3000', POSTERN_LIMITS_CONNECTIONS: '3000' },
  });
  const bare = await startBare('./bare-smtp.mjs');
  const grown = async (port: number, pid: number): Promise<{ mib: number; held: Socket[] }> => {
    const open = () => Promise.all(Array.from({ length: count }, () => greeted(port)));
    // The first thousand bring the heap to its size; the second shows what connections cost.
    const first = await open();
    await sleep(quick ? 300 : 2000);
    const before = memory(pid).now;
    const second = await open();
    await sleep(quick ? 300 : 2000);
    return { mib: memory(pid).now - before, held: [...first, ...second] };
  };
  const ours = await grown(bench.running.smtpPort, bench.running.pid);
  const from = performance.now();
  const peer = await Peer.open(bench.running.smtpPort);
  const mail = plainReply(bench.world.conversations[0]!, 'beside');
  const reply = await peer.send(mail.from, mail.to, mail.wire);
  const took = performance.now() - from;
  if (reply.code !== 250) throw new Error(`beside ${2 * count} idle connections: ${reply.code} ${reply.text}`);
  const theirs = await grown(Number(bare.line), bare.pid);
  peer.close();
  for (const socket of [...ours.held, ...theirs.held]) socket.destroy();
  bare.stop();
  await bench.close();
  return [
    row('1,000 idle SMTP connections: memory', ours.mib, 'MiB', theirs.mib),
    // 100 ms of it is smtp-server's wait before its greeting.
    row('a mail beside 2,000 idle connections, greeting included', took, 'ms', null),
  ];
}

function greeted(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(socket));
    socket.once('error', reject);
  });
}
