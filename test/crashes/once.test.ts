/**
 * F11 and F12, and an orderly end in the middle of work: however often and however broken a mail comes, it is done once.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Mail, plainReply } from '../../scripts/bench/mails.ts';
import { onTheWire, Peer } from '../../scripts/bench/peer.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import { eachDatabase, makeDatabase } from '../support/databases.ts';
import { findings, settled } from './ledger.ts';
import { openScene, type Scene } from './scene.ts';
import { startSender } from './sender.ts';

const CLEAN = { lost: [], double: [], astray: [], untold: [] };

eachDatabase('once', (_open, kind) => {
  let scene: Scene;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await makeDatabase(kind);
    drop = database.drop;
    scene = await openScene({ database: database.url, conversations: 6 });
  });
  afterAll(async () => {
    await scene?.close();
    await drop();
  });
  /** What has become of these, and how many came since. */
  const look = (promised: ReadonlyMap<string, readonly string[]>, before = { comments: 0, duplicates: 0 }) =>
    scene.inspect(async (gw: Gateway) => {
      await settled(gw);
      const all = await findings(gw, promised);
      const double = all.double.filter((mark) => promised.has(mark));
      const [comments, duplicates] = [all.comments - before.comments, all.duplicates - before.duplicates];
      return { ...all, double, comments, duplicates };
    });

  test('the same bytes a hundred times at once are one comment', { timeout: 60_000 }, async () => {
    const mail = plainReply(scene.world.conversations[0]!, 'again');
    const ids = (await Promise.all(Array.from({ length: 20 }, () => fiveTimes(scene, mail)))).flat();
    expect(new Set(ids).size).toBe(100);
    const seen = await look(new Map([['again', ids]]));
    expect(seen).toMatchObject({ ...CLEAN, comments: 1, duplicates: 99 });

    // The same name on another text is another mail; so is the same mail in another conversation.
    const other = changed(mail, 'again', 'changed');
    const elsewhere = { ...plainReply(scene.world.conversations[1]!, 'again'), mark: 'elsewhere' };
    await Promise.all([other, elsewhere].map((each) => sendOnce(scene, each)));
    const after = await look(new Map());
    expect(after).toMatchObject({ astray: [], untold: [], comments: 3, duplicates: 99 });
  });

  test('a sender that never hears our 250 sends again, and it is a duplicate of the first', {
    timeout: 60_000,
  }, async () => {
    const before = await look(new Map());
    const deaf = await losingAnswers(scene.running().smtpPort, 3);
    onTestFinished(deaf.stop);
    const marks = ['one', 'two', 'three', 'four'];
    const mails = marks.map((mark, at) => plainReply(scene.world.conversations[at % 3]!, mark));
    const sender = startSender({ port: () => deaf.port, connections: 1, next: () => mails.shift() ?? null });
    while (sender.promised.size < marks.length) await new Promise((later) => setTimeout(later, 20));
    await sender.finish(20_000);
    expect(deaf.lost()).toBe(3);
    const seen = await look(sender.promised, before);
    expect(seen).toMatchObject({ ...CLEAN, comments: marks.length, duplicates: 3 });
  });

  test('ended by SIGTERM in the middle, it ends cleanly and the next start goes on', { timeout: 60_000 }, async () => {
    const before = await look(new Map());
    let number = 0;
    const { conversations } = scene.world;
    const sender = startSender({
      port: () => scene.running().smtpPort,
      connections: 6,
      next: () => plainReply(conversations[number % conversations.length]!, `term${++number}`),
    });
    while (sender.promised.size < 30) await new Promise((later) => setTimeout(later, 5));
    const ended = scene.running();
    await scene.restart('stop');
    expect(await ended.stop()).toBe(0);
    while (sender.promised.size < 60) await new Promise((later) => setTimeout(later, 5));
    await sender.finish(30_000);
    const seen = await look(sender.promised, before);
    expect(seen).toMatchObject({ ...CLEAN, comments: sender.promised.size });
    // An orderly end leaves no letter half told.
    expect(new Set(scene.sink.kept.map(messageId)).size).toBe(scene.sink.count());
  });
});

const messageId = (raw: string): string => /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';

async function sendOnce(scene: Scene, mail: Mail): Promise<string> {
  const peer = await Peer.open(scene.running().smtpPort);
  const reply = await peer.send(mail.from, mail.to, mail.wire);
  peer.close();
  expect(reply.code).toBe(250);
  return /Accepted as (\S+)/.exec(reply.text)![1]!;
}

async function fiveTimes(scene: Scene, mail: Mail): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push(await sendOnce(scene, mail));
  return ids;
}

/** The same mail by its headers, with other words. */
function changed(mail: Mail, from: string, to: string): Mail {
  const [head, body] = mail.wire.toString().split(/\r\n\r\n([\s\S]*)/) as [string, string];
  return { ...mail, mark: to, wire: onTheWire(`${head}\n\n${body.replace(from, to).replace(/\r\n\.\r\n$/, '')}`) };
}

/** Between the sender and us: the answer to the first `count` final dots is thrown away, and the connection with it. */
async function losingAnswers(port: number, count: number) {
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.on('error', () => {});
    upstream.on('error', () => {});
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (lost < count && chunk.includes('Accepted as')) {
        lost += 1;
        client.destroy();
        upstream.destroy();
      } else client.write(chunk);
    });
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    lost: () => lost,
    stop: async () => {
      server.close();
    },
  };
}
