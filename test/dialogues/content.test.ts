import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Trouble } from '../../src/base/trouble.ts';
import { connect, dialogue, type Talk } from '../support/dialogue.ts';
import { openDoor, type TestDoor, UP_TO_DATA, until } from './door.ts';

const MAX = 1_000_000;
let door: TestDoor;
beforeAll(async () => {
  door = await openDoor({ maxSize: MAX });
});
afterAll(() => door.stop());

/** A mail of exactly so many bytes, in lines of 76; every third begins with a dot. */
function mailOf(size: number, subject: string): Buffer {
  const head = `From: anna@client.example\r\nSubject: ${subject}\r\n\r\n`;
  const line = (i: number) => `${i % 3 ? 'x' : '.'}${String(i).padStart(9, '0')}${'y'.repeat(64)}\r\n`;
  const lines = Array.from({ length: Math.ceil(size / 76) }, (_, i) => line(i)).join('');
  return Buffer.from(`${(head + lines).slice(0, size - 2)}\r\n`.replace(/\r\r\n$/, 'z\r\n'));
}

const stuffed = (mail: Buffer): Buffer =>
  Buffer.from(`${mail.toString('latin1').replace(/(^|\r\n)\./g, '$1..')}.\r\n`, 'latin1');

/** A session that has just read 354. */
async function atData(port: number, mailArguments = ''): Promise<Talk> {
  const talk = await connect(port);
  await talk.reply();
  talk.send('EHLO client.example\r\n');
  await talk.reply();
  talk.send(`MAIL FROM:<a@client.example>${mailArguments}\r\nRCPT TO:<vera@mail.example>\r\nDATA\r\n`);
  expect([await talk.reply(), await talk.reply(), await talk.reply()].map((reply) => reply.slice(0, 3))).toEqual([
    '250',
    '250',
    '354',
  ]);
  return talk;
}

const found = (from: TestDoor, mail: Buffer) => from.arrivals.find((each) => each.size === mail.length);

describe.concurrent('small and big mails', () => {
  it.each([262_144, 262_145, 700_001])('%i bytes arrive as they were sent', async (size) => {
    const mail = mailOf(size, `of ${size}`);
    const talk = await atData(door.port);
    talk.send(stuffed(mail));
    expect(await talk.reply()).toMatch(/^250 2\.6\.0/);
    const arrival = found(door, mail)!;
    expect(arrival.path === null).toBe(size <= 262_144);
    const kept = arrival.path === null ? arrival.raw! : await readFile(arrival.path);
    expect(kept.equals(mail)).toBe(true);
    expect(arrival.sha256).toBe(createHash('sha256').update(mail).digest('hex'));
    talk.vanish();
  });

  it('names a big file only when it is complete, in its own folder', async () => {
    const mail = mailOf(300_003, 'named');
    const talk = await atData(door.port);
    talk.send(stuffed(mail));
    await talk.reply();
    const name = found(door, mail)!.path!.split('/').at(-1)!;
    expect(name).toMatch(/^[0-9a-f-]{36}\.eml$/);
    expect(await door.spilled()).toContain(name);
    talk.vanish();
  });
});

describe.concurrent('size', () => {
  it('takes exactly the limit', async () => {
    const mail = mailOf(MAX, 'exactly');
    const talk = await atData(door.port, ` SIZE=${MAX}`);
    talk.send(stuffed(mail));
    expect(await talk.reply()).toMatch(/^250 2\.6\.0/);
    expect(found(door, mail)).toBeDefined();
    talk.vanish();
  });

  it('refuses one byte more after reading it, and keeps nothing', async () => {
    const own = await openDoor({ maxSize: MAX });
    const mail = mailOf(MAX + 1, 'one more');
    const talk = await atData(own.port);
    talk.send(stuffed(mail));
    expect(await talk.reply()).toMatch(/^552 5\.3\.4/);
    talk.send('NOOP\r\n');
    expect(await talk.reply()).toMatch(/^250/);
    expect(found(own, mail)).toBeUndefined();
    expect(await own.spilled()).toEqual([]);
    talk.vanish();
    await own.stop();
  });

  it('refuses at MAIL what is declared too large', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<a@client.example> SIZE=${MAX + 1}
      S: 552 5.3.4
      C: MAIL FROM:<a@client.example> SIZE=x
      S: 501`,
    );
  });

  it('hangs up on content without end, after saying why', async () => {
    const talk = await atData(door.port);
    const line = Buffer.alloc(100_000, `${'x'.repeat(98)}\r\n`);
    let sent = 0;
    const pour = setInterval(() => {
      talk.send(line);
      sent += line.length;
    }, 1);
    expect(await talk.reply()).toMatch(/^552 5\.3\.4/);
    await talk.ended();
    clearInterval(pour);
    expect(sent).toBeGreaterThan(MAX);
    await until(async () => !(await door.spilled()).some((name) => name.endsWith('.part')));
  });
});

describe('a client that leaves', () => {
  it.each([1_000, 700_000])('inside DATA, after %i bytes: nothing stays, nothing is accepted', async (bytes) => {
    const own = await openDoor({ maxSize: MAX });
    const talk = await atData(own.port);
    talk.send(stuffed(mailOf(bytes, 'half')).subarray(0, bytes - 10));
    if (bytes > 262_144) await until(async () => (await own.spilled()).some((name) => name.endsWith('.part')));
    talk.vanish();
    await until(() => own.listener.stats().abandoned === 1 && own.listener.stats().sessions === 0);
    expect(own.arrivals).toEqual([]);
    expect(await own.spilled()).toEqual([]);
    expect(own.listener.stats()).toMatchObject({ accepted: 0, refused: 0 });
    await own.stop();
  });
});

describe.concurrent('what the door answers', () => {
  const cases: [what: string, accept: () => Promise<never>, answer: string][] = [
    ['it throws', () => Promise.reject(new Error('boom')), '451 4.3.0'],
    ['the disk is full', () => Promise.reject(new Trouble('disk-full', 'no space')), '452 4.3.1'],
    ['the system says so', () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })), '452 4.3.1'],
    ['it never answers', () => new Promise(() => {}), '451 4.3.0'],
  ];
  it.each(cases)('%s', async (_what, accept, answer) => {
    const own = await openDoor({ accept, limits: { handlerSeconds: 0.1 } });
    await dialogue(own.port, `${UP_TO_DATA}\nC: Subject: x\nC:\nC: .\nS: ${answer}\nC: NOOP\nS: 250`);
    expect(own.listener.stats()).toMatchObject({ accepted: 0, refused: 1 });
    expect(own.logged.join('')).not.toContain('Subject');
    await own.stop();
  });

  it('a refusal of its own, and a big mail that it refused is gone', async () => {
    const own = await openDoor({
      maxSize: MAX,
      accept: async () => ({ ok: false, code: 451, enhanced: '4.3.2', text: 'The backlog is long' }),
    });
    const talk = await atData(own.port);
    talk.send(stuffed(mailOf(300_000, 'refused')));
    expect(await talk.reply()).toBe('451 4.3.2 The backlog is long');
    await until(async () => (await own.spilled()).length === 0);
    expect(own.arrivals[0]!.path).not.toBeNull();
    talk.vanish();
    await own.stop();
  });

  it('a big mail whose fate is unknown is not thrown away', async () => {
    const own = await openDoor({ maxSize: MAX, accept: () => Promise.reject(new Error('connection lost at commit')) });
    const talk = await atData(own.port);
    talk.send(stuffed(mailOf(300_000, 'unknown')));
    expect(await talk.reply()).toMatch(/^451 4\.3\.0/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await own.spilled()).toHaveLength(1);
    talk.vanish();
    await own.stop();
  });

  it.each([
    ['yes: the file is the door’s', { ok: true, id: 'late' } as const, 1],
    ['no: the file goes', { ok: false, code: 451, enhanced: '4.3.2', text: 'no' } as const, 0],
  ])('an answer after the client has heard 451 — %s', async (_what, answer, files) => {
    let decide = (): void => {};
    const late = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const own = await openDoor({
      maxSize: MAX,
      limits: { handlerSeconds: 0.1 },
      accept: () => late.then(() => answer),
    });
    const talk = await atData(own.port);
    talk.send(stuffed(mailOf(300_000, 'late')));
    expect(await talk.reply()).toMatch(/^451 4\.3\.0/);
    expect(await own.spilled()).toHaveLength(1);
    decide();
    await until(async () => (await own.spilled()).length === files);
    talk.vanish();
    await own.stop();
  });

  it('a door that throws at once is not worse than one that rejects', async () => {
    const own = await openDoor({
      accept: () => {
        throw new Error('a bug');
      },
    });
    await dialogue(own.port, `${UP_TO_DATA}\nC: Subject: x\nC:\nC: .\nS: 451 4.3.0\nC: NOOP\nS: 250`);
    await own.stop();
  });

  it('451 when the folder for big mails cannot be written, and the next small mail is taken', async () => {
    const own = await openDoor({ maxSize: MAX });
    const talk = await atData(own.port);
    talk.send(stuffed(mailOf(1_000, 'first')));
    expect(await talk.reply()).toMatch(/^250/);
    await rm(own.spillDir, { recursive: true });
    talk.send('MAIL FROM:<>\r\nRCPT TO:<vera@mail.example>\r\nDATA\r\n');
    await talk.reply();
    await talk.reply();
    await talk.reply();
    talk.send(stuffed(mailOf(400_000, 'second')));
    expect(await talk.reply()).toMatch(/^451 4\.3\.0/);
    talk.send('MAIL FROM:<>\r\nRCPT TO:<vera@mail.example>\r\nDATA\r\n');
    await talk.reply();
    await talk.reply();
    await talk.reply();
    talk.send(stuffed(mailOf(1_000, 'third')));
    expect(await talk.reply()).toMatch(/^250/);
    talk.vanish();
    await own.stop();
  });

  it('452 at MAIL while less is free than the floor', async () => {
    const own = await openDoor({ limits: { diskFloorBytes: Number.MAX_SAFE_INTEGER } });
    await dialogue(own.port, 'S: 220\nC: EHLO a.example\nS: 250\nC: MAIL FROM:<>\nS: 452 4.3.1');
    await own.stop();
  });
});
