/**
 * F3 and F4: the disk is full, or says that it could not sync. Never a 250 for what is not safe; the gateway lives, its pages can
 * be read, and with the disk it is well again by itself. The database is on the failing disk when it is a file; on PostgreSQL it
 * is what goes to files.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Mail, mailWithFile, plainReply } from '../../scripts/bench/mails.ts';
import { Peer, type Reply } from '../../scripts/bench/peer.ts';
import { eachDatabase } from '../support/databases.ts';
import { filesBroken, findings, settled } from './ledger.ts';
import { openScene, type Scene } from './scene.ts';

/** Larger than what stays in memory on its way in. */
const BIG = 600_000;

eachDatabase('a failing disk', (open, kind) => {
  const begin = async (): Promise<Scene> => {
    const scene = await openScene({ database: (await open()).url, conversations: 2, preload: './faults.mjs' });
    onTestFinished(scene.close);
    return scene;
  };
  const breakDisk = (scene: Scene, how: string) => writeFileSync(join(scene.folder, 'faults'), how);
  const mend = (scene: Scene) => rmSync(join(scene.folder, 'faults'));
  const small = (scene: Scene, mark: string): Mail => plainReply(scene.world.conversations[0]!, mark, 20_000);
  const big = (scene: Scene, mark: string): Mail => mailWithFile(scene.world.conversations[1]!, mark, BIG);

  test('a full disk is told as 452, and forgotten as soon as there is room', { timeout: 60_000 }, async () => {
    const scene = await begin();
    const promised = new Map([['before', [accepted(await once(scene, small(scene, 'before')))]]]);
    await scene.inspect((gw) => settled(gw));

    breakDisk(scene, 'full');
    // What the database still has on its free pages it may take; then it is full.
    const refused: Reply[] = [await once(scene, big(scene, 'full0'))];
    for (let n = 1; kind === 'sqlite' && n < 40 && refused.length < 4; n++) {
      const reply = await once(scene, small(scene, `full${n}`));
      if (reply.code === 250) promised.set(`full${n}`, [accepted(reply)]);
      else refused.push(reply);
    }
    expect(refused.length).toBe(kind === 'sqlite' ? 4 : 1);
    expect(refused.map((one) => one.code)).toEqual(refused.map(() => 452));
    expect((await fetch(`${scene.running().url}/readyz`)).status).toBe(200);

    mend(scene);
    const well = Date.now();
    promised.set('after', [await untilTaken(scene, small(scene, 'after'))]);
    promised.set('big', [await untilTaken(scene, big(scene, 'big'))]);
    expect(Date.now() - well).toBeLessThan(5000);
    const seen = await scene.inspect(async (gw) => {
      await settled(gw, 10_000);
      return { ...(await findings(gw, promised)), broken: await filesBroken(gw, BIG) };
    });
    expect(seen).toMatchObject({ lost: [], double: [], astray: [], untold: [], broken: [], comments: promised.size });
  });

  test('what could not be synced gets no 250', { timeout: 60_000 }, async () => {
    const scene = await begin();
    breakDisk(scene, 'fsync');
    const refused = await once(scene, big(scene, 'unsynced'));
    expect([451, 452]).toContain(refused.code);
    // What does not go to a file of ours is not concerned.
    const promised = new Map([['small', [accepted(await once(scene, small(scene, 'small')))]]]);
    mend(scene);
    promised.set('again', [await untilTaken(scene, big(scene, 'again'))]);
    const seen = await scene.inspect(async (gw) => {
      await settled(gw, 10_000);
      return { ...(await findings(gw, promised)), broken: await filesBroken(gw, BIG) };
    });
    expect(seen).toMatchObject({ lost: [], double: [], astray: [], untold: [], broken: [], comments: 2 });
  });

  test('a disk that lies is found out by the same look', { timeout: 60_000 }, async () => {
    const scene = await begin();
    breakDisk(scene, 'liar');
    const promised = new Map([['lie', [accepted(await once(scene, big(scene, 'lie')))]]]);
    mend(scene);
    await sleep(500);
    const seen = await scene.inspect(async (gw) => {
      await settled(gw, 10_000).catch(() => {});
      return { ...(await findings(gw, promised)), broken: await filesBroken(gw, BIG) };
    });
    expect([...seen.lost, ...seen.astray, ...seen.broken]).not.toEqual([]);
  });
});

async function once(scene: Scene, mail: Mail): Promise<Reply> {
  const peer = await Peer.open(scene.running().smtpPort);
  try {
    return await peer.send(mail.from, mail.to, mail.wire);
  } finally {
    peer.close();
  }
}

const accepted = (reply: Reply): string => {
  const id = /Accepted as (\S+)/.exec(reply.text)?.[1];
  if (!id) throw new Error(`not accepted: ${reply.code} ${reply.text}`);
  return id;
};

async function untilTaken(scene: Scene, mail: Mail): Promise<string> {
  for (let tries = 0; ; tries++) {
    const reply = await once(scene, mail);
    if (reply.code === 250) return accepted(reply);
    expect(tries).toBeLessThan(50);
    await sleep(100);
  }
}
