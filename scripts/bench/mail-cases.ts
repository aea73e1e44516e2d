/** Mail in and mail out, beside the bare packages. */
import { startBare } from './child.ts';
import { type Bench, drained, startGateway } from './gateway.ts';
import { load, openPeers } from './load.ts';
import { htmlReply, type Mail, plainReply } from './mails.ts';
import { paired, type Row } from './measure.ts';
import { startMailSink } from './sink.ts';

export interface Size {
  readonly pairs: number;
  readonly quick: boolean;
}

let marked = 0;
const maker = (bench: Bench, make: (n: number) => typeof plainReply) => {
  let n = 0;
  return (): Mail => {
    const to = bench.world.conversations[n % bench.world.conversations.length]!;
    return make(n++)(to, `m${++marked}`);
  };
};

/** DATA to 250: bytes and row synced on one side, thrown away on the other. */
export async function receiving({ pairs, quick }: Size): Promise<Row[]> {
  const rows: Row[] = [];
  const bare = await startBare('./bare-smtp.mjs');
  const bench = await startGateway({ only: 'smtp,http', conversations: 10 });
  const next = maker(bench, () => plainReply);
  for (const connections of [10, 50]) {
    const [ours, theirs] = [
      await openPeers(bench.running.smtpPort, connections),
      await openPeers(Number(bare.line), connections),
    ];
    const count = quick ? 600 : 4000;
    rows.push(
      await paired(
        `receive, ${connections} connections, 4 KiB`,
        'mails/s',
        pairs,
        () => load(ours, count, next),
        () => load(theirs, count, next),
      ),
    );
    for (const peer of [...ours, ...theirs]) peer.close();
  }
  bare.stop();
  await bench.close();
  return rows;
}

/** From the first byte to the last comment and letter in the store; nothing left waiting. */
export async function storing({ pairs, quick }: Size): Promise<Row[]> {
  const rows: Row[] = [];
  const bare = await startBare('./bare-smtp.mjs');
  const sink = await startMailSink();
  const bench = await startGateway({ conversations: 40, relay: { port: sink.port } });
  const count = quick ? 75 : 1200;
  const kinds = [
    ['stored, comment and letters, 4 KiB', () => plainReply],
    ['stored, mix 6 plain : 3 HTML of 30 KiB', (n: number) => (n % 3 === 2 ? htmlReply : plainReply)],
  ] as const;
  const [ours, theirs] = [await openPeers(bench.running.smtpPort, 10), await openPeers(Number(bare.line), 10)];
  for (const [name, make] of kinds) {
    const next = maker(bench, make as (n: number) => typeof plainReply);
    const stored = async (): Promise<number> => {
      // Rule 3.1.10 would hold letters back: at most 50 to one person in ten minutes.
      await bench.gw.db.write((tx) => tx('letters').update({ created_at: 0 }));
      const from = performance.now();
      await load(ours, count, () => ({ ...next(), mark: '' }));
      await drained(bench.gw);
      return (count * 1000) / (performance.now() - from);
    };
    rows.push(await paired(name, 'mails/s', pairs, stored, () => load(theirs, count, next)));
  }
  const delivered = await bench.gw.db.read('inbox').where({ state: 'delivered' }).count('* as n').first();
  const kept = await bench.gw.db.read('inbox').count('* as n').first();
  if (Number(delivered?.n) !== Number(kept?.n)) throw new Error(`Of ${kept?.n} mails ${delivered?.n} were delivered`);
  bare.stop();
  await bench.close();
  await sink.stop();
  return rows;
}
