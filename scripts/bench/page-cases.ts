/** The client's page, beside the least page of the same comments and bytes. */
import { Agent, get } from 'node:http';
import { cpuSeconds, startBare } from './child.ts';
import { type Bench, startGateway } from './gateway.ts';
import type { Size } from './mail-cases.ts';
import { pairedRow, type Row, rounds } from './measure.ts';
import { built, QUESTION } from './world.ts';

const COMMENTS = 30;

/** What people write in a mail, with what has to be escaped. */
const SAID =
  'We measured the hall again: it is 4.20 m wide & 6.10 m long, so <three> rows of four desks fit if the door opens outwards. ' +
  'The lift is "small" (1.10 × 1.40), please send the tops separately. Can the fitters come on Tuesday morning, before ten? ' +
  'The caretaker is there from seven and has the keys to the yard, and somebody has to sign for him that the gate stays shut.';

export async function pages({ pairs, quick }: Size): Promise<Row[]> {
  const bench = await startGateway({ only: 'http', conversations: 1 });
  const path = await converse(bench);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const url = `${bench.running.url}${path}`;
  const page = await ask(agent, url);
  if (page.status !== 200 || !page.etag) throw new Error(`The page answers ${page.status}, ETag ${page.etag}`);
  const said = JSON.stringify(
    Array.from({ length: COMMENTS }, () => ({ author: 'Worker1', at: Date.now(), text: SAID })),
  );
  const bare = await startBare('./bare-page.mjs', ['rows', page.bytes], said);
  const pieces = await startBare('./bare-page.mjs', ['ready', page.bytes], said);
  const ms = quick ? 250 : 2000;
  const rateOf = (pid: number, one: () => Promise<unknown>) => () => rate(ms, pid, one);
  const { pid } = bench.running;
  let unseen = COMMENTS;
  const again = rateOf(pid, () => ask(agent, url));
  // Comments before one that is not there yet: all of them, in a page that nobody has asked for.
  const anew = rateOf(pid, () => ask(agent, `${url}?before=${++unseen}`));
  const unchanged = rateOf(pid, () => ask(agent, url, page.etag));
  const least = rateOf(bare.pid, () => ask(agent, `http://127.0.0.1:${bare.line}/`));
  const joined = rateOf(pieces.pid, () => ask(agent, `http://127.0.0.1:${pieces.line}/`));
  const name = `dashboard page, ${COMMENTS} comments, ${Math.round(page.bytes / 1024)} KiB`;
  const rows = [
    ...(await besides(`${name}, nothing new`, pairs, again, least)),
    ...(await besides(`${name}, nothing new, beside ready bytes from SQLite`, pairs, again, joined)),
    ...(await besides(`${name}, written anew`, pairs, anew, least)),
    ...(await besides('the same page by ETag, 304, beside one written anew', pairs, unchanged, anew)),
    ...(await besides('the same page by ETag, 304, beside 200 with nothing new', pairs, unchanged, again)),
  ];
  agent.destroy();
  bare.stop();
  pieces.stop();
  await bench.close();
  return rows;
}

/** Thirty comments that the client was told of; the path of their page. */
async function converse({ gw, world }: Bench): Promise<string> {
  const { task, contact, employee } = world.conversations[0]!;
  const { perform } = await built.perform();
  const { dashboardPath } = await built.enter();
  const { textToHtml } = await built.sanitize();
  const actor = { account: world.account, person: employee, proof: 'session', source: 'web' } as const;
  const words = { text: SAID, html: textToHtml(SAID) };
  for (let n = 1; n < COMMENTS; n++) await perform(gw, actor, { ...QUESTION, words, task, notify: [contact.id] });
  return `${dashboardPath(gw, contact)}/tasks/1`;
}

interface Rate {
  readonly perSecond: number;
  /** Pages in a second of the server's own CPU: whoever else works on the machine does not count. */
  readonly perCpuSecond: number;
}

/** The same rounds twice: by the clock, and by the CPU of the process that serves. */
async function besides(
  name: string,
  pairs: number,
  ours: () => Promise<Rate>,
  limit: () => Promise<Rate>,
): Promise<Row[]> {
  const figures = await rounds(pairs, ours, limit);
  const rowOf = (title: string, unit: string, of: keyof Rate) =>
    pairedRow(
      title,
      unit,
      figures.map(([one]) => one[of]),
      figures.map(([, other]) => other[of]),
    );
  return [rowOf(name, 'pages/s', 'perSecond'), rowOf(`${name}, by CPU`, 'pages/CPU s', 'perCpuSecond')];
}

/** Sixteen at once for `ms`. */
async function rate(ms: number, pid: number, one: () => Promise<unknown>): Promise<Rate> {
  let done = 0;
  const [from, used] = [performance.now(), cpuSeconds(pid)];
  const run = async (): Promise<void> => {
    while (performance.now() - from < ms) {
      await one();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, run));
  const cpu = Math.max(0.01, cpuSeconds(pid) - used);
  return { perSecond: (done * 1000) / (performance.now() - from), perCpuSecond: done / cpu };
}

function ask(agent: Agent, url: string, etag?: string): Promise<{ status: number; bytes: number; etag: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: etag ? { 'if-none-match': etag } : {} }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, bytes, etag: String(response.headers.etag ?? '') }),
      );
    });
    request.on('error', reject);
  });
}
