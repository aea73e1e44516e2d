import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { neighbourhood } from '../../src/base/neighbourhood.ts';
import type { Limits } from '../../src/smtp/limits.ts';
import { connect, dialogue, type Talk } from '../support/dialogue.ts';
import { openDoor, type TestDoor, until } from './door.ts';

async function withDoor(limits: Partial<Limits>, story: (door: TestDoor) => Promise<void>): Promise<void> {
  const door = await openDoor({ limits });
  try {
    await story(door);
  } finally {
    await door.stop();
  }
}

async function greeted(port: number, localAddress?: string): Promise<Talk> {
  const talk = await connect(port, '127.0.0.1', localAddress);
  expect(await talk.reply()).toMatch(/^220 /);
  return talk;
}

async function atData(port: number): Promise<Talk> {
  const talk = await greeted(port);
  talk.send('EHLO client.example\r\nMAIL FROM:<>\r\nRCPT TO:<vera@mail.example>\r\nDATA\r\n');
  for (const code of ['250', '250', '250', '354']) expect(await talk.reply()).toMatch(new RegExp(`^${code}`));
  return talk;
}

describe.concurrent('each limit, over the socket', () => {
  it('connections of one address', () =>
    withDoor({ connectionsPerAddress: 3 }, async ({ port, listener }) => {
      const talks = await Promise.all([greeted(port), greeted(port), greeted(port)]);
      const fourth = await connect(port);
      expect(await fourth.reply()).toMatch(/^421 4\.7\.0/);
      await fourth.ended();
      const neighbour = await greeted(port, '127.0.0.2');
      talks[0]!.vanish();
      await until(() => listener.stats().sessions === 3);
      const later = await greeted(port);
      for (const talk of [...talks, neighbour, later]) talk.vanish();
      expect(listener.stats().cut).toBe(1);
    }));

  it('connections in all', () =>
    withDoor({ connections: 2 }, async ({ port, listener }) => {
      const talks = [await greeted(port, '127.0.0.2'), await greeted(port, '127.0.0.3')];
      const third = await connect(port);
      expect(await third.reply()).toMatch(/^421 4\.3\.2/);
      await third.ended();
      for (const talk of talks) talk.vanish();
      await until(() => listener.stats().sessions === 0);
      (await greeted(port)).vanish();
    }));

  it('a session that says nothing', () =>
    withDoor({ commandSeconds: 0.3 }, ({ port }) => dialogue(port, 'S: 220\nS: 421\nX:').then(() => {})));

  it('a session that talks and sends no mail', () =>
    withDoor({ commandSeconds: 0.4 }, async ({ port }) => {
      const talk = await greeted(port);
      const chatter = setInterval(() => talk.send('NOOP\r\n'), 20);
      const started = performance.now();
      let reply = '250';
      while (reply.startsWith('250')) reply = await talk.reply();
      expect(reply).toMatch(/^421 4\.4\.2/);
      expect(performance.now() - started).toBeLessThan(10_000);
      await talk.ended();
      clearInterval(chatter);
    }));

  it('a command letter by letter', () =>
    withDoor({ commandSeconds: 0.4 }, async ({ port }) => {
      const talk = await greeted(port);
      const drip = setInterval(() => talk.send('N'), 20);
      expect(await talk.reply()).toMatch(/^421 4\.4\.2/);
      await talk.ended();
      clearInterval(drip);
    }));

  it('a session that is old, but only between two mails', () =>
    withDoor({ sessionSeconds: 0.5 }, async ({ port, arrivals }) => {
      const talk = await atData(port);
      await new Promise((resolve) => setTimeout(resolve, 800));
      talk.send('Subject: x\r\n\r\n.\r\n');
      expect(await talk.reply()).toMatch(/^250 2\.6\.0/);
      expect(await talk.reply()).toMatch(/^421 4\.4\.2/);
      await talk.ended();
      expect(arrivals).toHaveLength(1);
    }));

  it('the same session goes on when mails keep coming', () =>
    withDoor({ commandSeconds: 1.5, commands: 6 }, async ({ port, arrivals }) => {
      const talk = await greeted(port);
      talk.send('EHLO client.example\r\n');
      await talk.reply();
      for (let mail = 0; mail < 4; mail++) {
        await new Promise((resolve) => setTimeout(resolve, 450));
        talk.send('MAIL FROM:<>\r\nRCPT TO:<vera@mail.example>\r\nDATA\r\n');
        for (const code of ['250', '250', '354']) expect(await talk.reply()).toMatch(new RegExp(`^${code}`));
        talk.send('Subject: x\r\n\r\n.\r\n');
        expect(await talk.reply()).toMatch(/^250/);
      }
      expect(arrivals).toHaveLength(4);
      talk.vanish();
    }));

  it('content that takes too long', () =>
    withDoor({ dataSeconds: 0.4, minBytesPerSecond: 0 }, async ({ port, arrivals, listener }) => {
      const talk = await atData(port);
      const drip = setInterval(() => talk.send('x'), 20);
      expect(await talk.reply()).toMatch(/^421 4\.4\.2/);
      await talk.ended();
      clearInterval(drip);
      await until(() => listener.stats().abandoned === 1);
      expect(arrivals).toEqual([]);
    }));

  it('content that comes too slowly, while a faster one beside it is taken', () =>
    withDoor({ minBytesPerSecond: 500, rateGraceSeconds: 0.4 }, async ({ port, arrivals }) => {
      const [slow, fast] = await Promise.all([atData(port), atData(port)]);
      const drip = setInterval(() => slow.send('x\r\n'), 50);
      const flow = setInterval(() => fast.send(`${'y'.repeat(76)}\r\n`), 50);
      expect(await slow.reply()).toMatch(/^421 4\.4\.2/);
      await slow.ended();
      await new Promise((resolve) => setTimeout(resolve, 300));
      clearInterval(drip);
      clearInterval(flow);
      fast.send('.\r\n');
      expect(await fast.reply()).toMatch(/^250 2\.6\.0/);
      expect(arrivals).toHaveLength(1);
      fast.vanish();
    }));

  it('recipients that do not exist: slower, then the end', () =>
    withDoor({ refusedRecipients: 3, refusedDelaySeconds: 0.2 }, async ({ port }) => {
      const talk = await greeted(port);
      talk.send('EHLO client.example\r\nMAIL FROM:<>\r\n');
      await talk.reply();
      await talk.reply();
      const started = performance.now();
      talk.send(['a', 'b', '"c"', 'd'].map((name) => `RCPT TO:<${name}@mail.example>\r\n`).join(''));
      expect(await talk.reply()).toMatch(/^550 5\.1\.1/);
      const first = performance.now();
      expect(await talk.reply()).toMatch(/^550/);
      expect(performance.now() - first).toBeGreaterThan(150);
      expect(await talk.reply()).toMatch(/^550/);
      expect(performance.now() - started).toBeGreaterThan(390);
      expect(await talk.reply()).toMatch(/^421 4\.7\.0/);
      await talk.ended();
    }));

  it('commands without a mail', () =>
    withDoor({ commands: 50 }, ({ port }) =>
      dialogue(
        port,
        `S: 220
        R: ${JSON.stringify('NOOP\r\n'.repeat(10_000))}
        ${'S: 250\n'.repeat(50)}
        S: 421 4.7.0
        X:`,
      ).then(() => {}),
    ));

  it('a client that is shown out and stays', () =>
    withDoor({ commands: 3 }, async ({ port, listener }) => {
      const rude = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      rude.on('error', () => {});
      const chatter = setInterval(() => heard !== '' && rude.write('NOOP\r\n'), 20);
      let heard = '';
      rude.on('data', (bytes: Buffer) => {
        heard += bytes.toString();
      });
      await until(() => heard.includes('\r\n421 ') || heard.startsWith('421 '));
      await until(() => listener.stats().sessions === 0);
      clearInterval(chatter);
      rude.destroy();
    }));

  it('a command line without end', () =>
    withDoor({}, ({ port }) =>
      dialogue(port, `S: 220\nR: ${JSON.stringify('A'.repeat(40_000))}\nS: 421\nX:`).then(() => {}),
    ));
});

describe('one address', () => {
  it.each([
    ['192.0.2.1', '::ffff:192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:DB8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['::1', '::2', true],
  ])('%s and %s: the same is %s', (one, other, same) => {
    expect(neighbourhood(one) === neighbourhood(other)).toBe(same);
  });
});

describe('closing', () => {
  it('lets a mail under way finish, and sends idle sessions away', async () => {
    const door = await openDoor();
    const [idle, busy] = await Promise.all([greeted(door.port), atData(door.port)]);
    busy.send('Subject: the last one\r\n\r\n');
    const closed = door.listener.close();
    expect(await idle.reply()).toMatch(/^421 4\.3\.2/);
    await idle.ended();
    await expect(connect(door.port)).rejects.toThrow();
    busy.send('.\r\n');
    expect(await busy.reply()).toMatch(/^250 2\.6\.0/);
    expect(await busy.reply()).toMatch(/^421 4\.3\.2/);
    await closed;
    expect(door.arrivals).toHaveLength(1);
    await door.stop().catch(() => {});
  });

  it('does not wait for ever', async () => {
    const door = await openDoor({ limits: { closeSeconds: 0.3 } });
    const talk = await atData(door.port);
    const started = performance.now();
    await door.listener.close();
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await talk.reply()).toMatch(/^421/);
    await talk.ended();
    expect(door.arrivals).toEqual([]);
  });

  it('says which port is taken', async () => {
    const door = await openDoor();
    await expect(openDoor({ port: door.port })).rejects.toMatchObject({ name: 'Trouble', code: 'listen' });
    await door.stop();
  });
});
