/** The client's page, beside the least page of the same bytes. */
import { Agent, get } from 'node:http';
import { startBare } from './child.ts';
import { startGateway } from './gateway.ts';
import type { Size } from './mail-cases.ts';
import { paired, type Row } from './measure.ts';
import { built, QUESTION } from './world.ts';

const COMMENTS = 30;

export async function pages({ pairs, quick }: Size): Promise<Row[]> {
  const bench = await startGateway({ only: 'http', conversations: 1 });
  const { account, conversations } = bench.world;
  const { task, contact, employee } = conversations[0]!;
  const { perform } = await built.perform();
  const { dashboardPath } = await built.enter();
  const actor = { account, person: employee, proof: 'session', source: 'web' } as const;
  for (let n = 1; n < COMMENTS; n++) await perform(bench.gw, actor, { ...QUESTION, task, notify: [contact.id] });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const url = `${bench.running.url}${dashboardPath(bench.gw, contact)}/tasks/1`;
  const page = await ask(agent, url);
  if (page.status !== 200 || !page.etag) throw new Error(`The page answers ${page.status}, ETag ${page.etag}`);
  const bare = await startBare('./bare-page.mjs', [page.bytes]);
  const bareUrl = `http://127.0.0.1:${bare.line}/`;
  const ms = quick ? 500 : 2000;
  const ours = () => rate(ms, () => ask(agent, url));
  const rows = [
    await paired(
      `dashboard page, ${COMMENTS} comments, ${Math.round(page.bytes / 1024)} KiB`,
      'pages/s',
      pairs,
      ours,
      () => rate(ms, () => ask(agent, bareUrl)),
    ),
    await paired(
      'the same page by ETag, 304, beside 200',
      'pages/s',
      pairs,
      () => rate(ms, () => ask(agent, url, page.etag)),
      ours,
    ),
  ];
  agent.destroy();
  bare.stop();
  await bench.close();
  return rows;
}

/** Sixteen at once for `ms`. */
async function rate(ms: number, one: () => Promise<unknown>): Promise<number> {
  let done = 0;
  const from = performance.now();
  const run = async (): Promise<void> => {
    while (performance.now() - from < ms) {
      await one();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, run));
  return (done * 1000) / (performance.now() - from);
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
