/** Two Posterns, each the other's client, everything switched on: what one says of itself must not set the other off. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadContact } from '../../src/store/people.ts';
import { eachHouse, type House, openHouse, type Running, settle } from '../support/app.ts';
import { deliver, letters, lettersTo, readLetter, reply, send } from '../support/program.ts';
import type { Kept } from '../support/sink.ts';
import { empty } from '../support/tables.ts';
import { client, comments, does, inbox, says, settings, type TaskHere, task, tasks } from './firm.ts';

const EVERYTHING = {
  notifications: Object.fromEntries(['N1', 'N2', 'N3', 'N4', 'N5'].map((kind) => [kind, { enabled: true }])),
  strangers: 'add',
  doNotForwardToContacts: false,
};

/** More than that would be a loop, and the test should end. */
const FAR_TOO_MANY = 40;

eachHouse('two gateways', (acme, kind) => {
  let running: Running;
  let birch: House;
  let crossed: { readonly to: string; readonly subject: string; readonly answer: string }[];

  beforeAll(async () => {
    running = await openHouse(kind, { POSTERN_MAIL_DOMAIN: 'mail.birch.example' });
  });
  afterAll(() => running?.close());
  beforeEach(async () => {
    crossed = [];
    birch = await fresh(running);
    for (const h of [acme(), birch]) {
      for (const domain of ['mail.acme.example', 'mail.birch.example']) {
        h.dns.zone.set(domain, { TXT: ['v=spf1 ip4:127.0.0.1 -all'] });
        h.dns.zone.set(`_dmarc.${domain}`, { TXT: ['v=DMARC1; p=reject'] });
      }
      await settings(h, EVERYTHING);
    }
  });

  /** The relay between the two: carries letters across until none is left. What is for nobody's domain stays where it is. */
  async function carry(): Promise<void> {
    const ways = [
      { from: acme(), to: birch, domain: '@mail.birch.example' },
      { from: birch, to: acme(), domain: '@mail.acme.example' },
    ];
    for (let moved = true; moved && crossed.length < FAR_TOO_MANY; ) {
      moved = false;
      for (const way of ways) {
        await way.from.app.idle();
        for (const letter of way.from.relay.kept.filter((one) => !carried.has(one))) {
          carried.add(letter);
          const to = letter.to.filter((address) => address.endsWith(way.domain));
          if (to.length === 0) continue;
          const answer = await deliver(way.to, letter.from, to, letter.raw);
          crossed.push({ to: to[0]!, subject: (await readLetter(letter)).subject, answer });
          moved = true;
        }
        await way.to.app.idle();
      }
    }
  }
  const carried = new WeakSet<Kept>();

  test.each([
    ['a letter for each', {}],
    ['one letter for all', { allRecipientsInOneLetter: true, includeAllRecipients: true, lastMessages: 5 }],
  ])('Acme writes to an employee’s address at Birch, %s: at most two mails besides', async (_, more) => {
    const a = acme();
    for (const h of [a, birch]) await settings(h, { ...EVERYTHING, ...more });
    const ben = await client(a, 'Ben', { email: 'ben@mail.birch.example' as never });
    const desks = await task(a, a.owner, 'Desks', { assignees: [ben.id] });
    await carry();
    expect(crossed.length).toBeGreaterThanOrEqual(1);
    expect(crossed.length).toBeLessThanOrEqual(3);
    const before = crossed.length;
    await says(a, a.owner, desks, 'When shall we come?', { notify: [ben] });
    await carry();
    expect(crossed.length - before).toBeGreaterThanOrEqual(1);
    expect(crossed.length - before).toBeLessThanOrEqual(3);
    expect((await comments(a, desks)).filter((c) => c.origin && !isNote(c))).toEqual([]);
    expect(crossed.map((c) => c.answer.slice(0, 3))).not.toContain('550');
  });

  test('Birch’s employee answers in Birch, Acme’s in Acme, and so on: each word crosses once, and nothing comes of it by itself', async () => {
    const a = acme();
    const ben = await client(a, 'Ben', { email: 'ben@mail.birch.example' as never });
    const desks = await task(a, a.owner, 'Desks', { participants: [ben.id] });
    await says(a, a.owner, desks, 'When shall we come?', { notify: [ben] });
    await carry();
    const [there] = await tasks(birch);
    const acmeThere = await authorOf(birch, there!);
    for (const words of ['On Friday, please.', 'At ten, if you can.']) {
      const before = crossed.length;
      await says(birch, birch.owner, there!, words, { notify: [acmeThere] });
      await carry();
      expect(crossed.length - before, JSON.stringify(crossed.slice(before))).toBeLessThanOrEqual(3);
      expect((await told(a)).filter((text) => text.includes(words))).toHaveLength(1);
    }
    // One accepts and finishes the other's task: N4 and N5 tell it, and end there.
    const before = crossed.length;
    await does(birch, birch.owner, { kind: 'set-status', task: there!.id, status: 'IN_PROGRESS', reason: '' });
    await does(birch, birch.owner, { kind: 'set-status', task: there!.id, status: 'COMPLETED', reason: '' });
    await carry();
    expect(crossed.length - before).toBeGreaterThanOrEqual(1);
    expect(crossed.length - before).toBeLessThanOrEqual(4);
  });

  test.each(['task address', 'reply address'])('Acme’s client is a %s of Birch', async (which) => {
    const a = acme();
    const address = which === 'task address' ? await taskAddress() : await replyAddress();
    crossed = [];
    const box = await client(a, 'Box', { email: address as never });
    const desks = await task(a, a.owner, 'Desks', { participants: [box.id] });
    await says(a, a.owner, desks, 'When shall we come?', { notify: [box] });
    await carry();
    expect(crossed.length, JSON.stringify(crossed)).toBeGreaterThanOrEqual(1);
    expect(crossed.length, JSON.stringify(crossed)).toBeLessThanOrEqual(3);
    await does(a, a.owner, { kind: 'set-status', task: desks.id, status: 'COMPLETED', reason: '' });
    await carry();
    expect(crossed.length, JSON.stringify(crossed)).toBeLessThanOrEqual(4);
    // Birch's token is Acme's client's address: the look for tokens that went astray would take it for one.
    (a.relay.kept as unknown[]).length = 0;
    a.badRelay = true;
  });

  async function taskAddress(): Promise<string> {
    const kim = await client(birch, 'Kim', { email: 'kim@client.example' as never });
    const there = await task(birch, birch.owner, 'Chairs', { assigner: kim.id, assignees: [birch.owner.id] });
    return `task+${there.number}@mail.birch.example`;
  }

  async function replyAddress(): Promise<string> {
    const kim = await client(birch, 'Kim', { email: 'kim@client.example' as never });
    const there = await task(birch, birch.owner, 'Chairs', { participants: [kim.id] });
    await says(birch, birch.owner, there, 'Hello', { notify: [kim] });
    return (await lettersTo(birch, 'kim@client.example'))[0]!.replyTo;
  }

  test('a client of both stands between them with a program that hands everything on: it ends by itself', async () => {
    const a = acme();
    const [here, there] = [
      await client(a, 'Kim', { email: 'kim@client.example' as never }),
      await client(birch, 'Kim', { email: 'kim@client.example' as never }),
    ];
    const chairs = await task(birch, birch.owner, 'Chairs', { participants: [there.id] });
    const desks = await task(a, a.owner, 'Desks', { participants: [here.id] });
    await says(birch, birch.owner, chairs, 'Hello', { notify: [there] });
    const open = (await lettersTo(birch, 'kim@client.example'))[0]!;
    await says(a, a.owner, desks, 'When shall we come?', { notify: [here] });
    let handedOn = 0;
    for (const [from, to] of turns(a, birch)) {
      const letter = (await letters(from)).filter((l) => l.to.includes('kim@client.example')).at(-1);
      if (!letter || letter === open || handedOn >= FAR_TOO_MANY) break;
      const words = reply(to === birch ? open : letter, 'Kim <kim@client.example>', letter.text);
      const before = (await lettersTo(to, 'kim@client.example')).length;
      await send(to, words);
      handedOn += 1;
      if ((await lettersTo(to, 'kim@client.example')).length === before) break;
    }
    expect(handedOn).toBeGreaterThanOrEqual(1);
    expect(handedOn).toBeLessThanOrEqual(2);
    expect((await inbox(birch)).at(-1)!.state).not.toBe('parked');
  });
});

function* turns(a: House, b: House): Generator<readonly [House, House]> {
  for (;;) {
    yield [a, b];
    yield [b, a];
  }
}

const isNote = (c: { readonly origin: unknown }): boolean =>
  (c.origin as { automatic?: boolean } | null)?.automatic === true;

/** Everything that stands in the tasks of a house. */
async function told(h: House): Promise<string[]> {
  const all = await tasks(h);
  const said = await Promise.all(all.map((t) => comments(h, t)));
  return [...all.map((t) => t.description), ...said.flat().map((c) => c.text)];
}

/** The contact who wrote this task. */
async function authorOf(h: House, there: TaskHere) {
  const row = await h.gw.db.read('task_people').where({ task_id: there.id, role: 'assigner' }).first('person_id');
  return (await loadContact(h.gw.db.read, h.account.id, row.person_id))!;
}

/** Birch, owned by Ben Oak. */
async function fresh(running: Running): Promise<House> {
  await running.app.idle();
  await empty(running.gw);
  (running.relay.kept as unknown[]).length = 0;
  const admin = { email: 'ben@birch.example' as never, firstName: 'Ben', lastName: 'Oak' };
  return settle(running, { name: 'birch', title: 'Birch', admin });
}
