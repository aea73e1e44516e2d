/**
 * An answer finds its task and its person by any one of the three carriers, whatever its way did to that one (decisions «Tokens
 * and carriers»), through the whole house. With none left it goes by the address that it came to, and never into a wrong task.
 */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Keyring } from '../../src/base/token.ts';
import { type House, oneHouse } from '../support/app.ts';
import { answer, CARRIERS, type Carrier, written } from '../support/mangle.ts';
import { HABITS } from '../support/mangle-habits.ts';
import { deliver, lettersTo, type Received, sign } from '../support/program.ts';
import { client, comments, inbox, says, settings, type TaskHere, task, tasks } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const ELSEWHERE = 'ann@mail.acme.example';

interface Scene {
  readonly rooms: readonly { readonly task: TaskHere; readonly letter: Received }[];
}

/** Anna takes part in five tasks of the same title, and Peter in them all: whoever guesses, guesses wrong. */
async function scene(h: House): Promise<Scene> {
  await settings(h, { matchBySubjectAndSender: false });
  const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
  // The address that aliases put into To.
  await client(h, 'Help', { email: 'help@other.example' as never });
  const rooms: { task: TaskHere; letter: Received }[] = [];
  for (let n = 0; n < 5; n++) {
    const made = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, made, `When shall we come to room ${n}?`, { notify: [anna, peter] });
    rooms.push({ task: made, letter: (await lettersTo(h, 'anna@client.example')).at(-1)! });
  }
  return { rooms };
}

interface Case {
  readonly name: string;
  readonly room: number;
  readonly lands: boolean;
  readonly words: string;
}

/** Sends it and says what was sent. */
async function write(h: House, { rooms }: Scene, n: number, habit: (typeof HABITS)[number], kept: readonly Carrier[]) {
  const { letter } = rooms[n % 5]!;
  const words = sentence(n);
  const a = habit.change(answer(letter, kept, words, ELSEWHERE), letter);
  const raw = await sign(written(a, ANNA, `<${n}.answer@client.example>`), 'client.example');
  expect(await deliver(h, 'anna@client.example', [a.rcpt], raw), habit.name).toMatch(/^250 /);
  const lands = kept.some((carrier) => !(habit.destroys ?? []).includes(carrier));
  return { name: `${habit.name}, with ${kept.join(' and ') || 'nothing'}`, room: n % 5, lands, words };
}

const THINGS =
  'fence door lamp roof stone window paint floor chair desk garden wall pipe drain carpet mirror shelf ladder cable heater'.split(
    ' ',
  );
const DOINGS = 'mended moved bought painted measured ordered broken lost cleaned counted'.split(' ');

/** People do not write the same thing a hundred times in an hour; what does is taken for a loop. */
function sentence(n: number): string {
  const pick = <T>(from: readonly T[], step: number): T =>
    from[(n * step + Math.floor(n / from.length) * 3) % from.length]!;
  return `Answer ${n}: the ${pick(THINGS, 1)} was ${pick(DOINGS, 3)}, and a ${pick(THINGS, 7)} with one ${pick(THINGS, 11)} has to be ${pick(DOINGS, 7)} soon.`;
}

/** In which task the words stand, by whom; null: in none of those that were there. */
async function whereabouts(h: House, { rooms }: Scene) {
  const found = await Promise.all(rooms.map(({ task: room }) => comments(h, room)));
  return (words: string) =>
    found.flatMap((all, room) => all.filter((c) => c.text.includes(words)).map((c) => ({ room, author: c.author })));
}

oneHouse('carriers', (house) => {
  test('each carrier by itself, after each habit: the right task, the right person', async () => {
    const h = house();
    const place = await scene(h);
    const cases: Case[] = [];
    for (const habit of HABITS)
      for (const kept of CARRIERS) cases.push(await write(h, place, cases.length, habit, [kept]));
    await h.app.idle();
    const at = await whereabouts(h, place);
    const wrong = cases.filter(({ lands, room, words }) => {
      const found = at(words);
      return lands ? found.length !== 1 || found[0]!.room !== room || found[0]!.author !== 'Anna' : found.length > 0;
    });
    expect(wrong.map(({ name, words }) => [name, at(words)])).toEqual([]);
    // The rest began tasks of their own.
    expect(await tasks(h)).toHaveLength(5 + cases.filter((c) => !c.lands).length);
  }, 120_000);

  test('none of them left: a new task by the rules of the address, never a task that was there', async () => {
    const h = house();
    const place = await scene(h);
    const cases: Case[] = [];
    for (const habit of HABITS) cases.push(await write(h, place, cases.length, habit, []));
    await h.app.idle();
    const at = await whereabouts(h, place);
    expect(cases.flatMap(({ words, name }) => at(words).map((found) => [name, found]))).toEqual([]);
    expect((await inbox(h)).map((m) => `${m.state} ${m.outcome}`)).toEqual(cases.map(() => 'delivered task'));
    expect(
      (await tasks(h))
        .slice(5)
        .map((t) => t.description)
        .sort(),
    ).toEqual(cases.map(({ words }) => words).sort());
  }, 120_000);

  test('answers to letters of before a change of keys still arrive, by each carrier', async () => {
    const h = house();
    const place = await scene(h);
    const ring = h.gw.keyring as { -readonly [K in keyof Keyring]: Keyring[K] };
    const before = { ...ring };
    try {
      ring.keys = new Map([...ring.keys, [ring.current + 1, randomBytes(32)]]);
      ring.current += 1;
      const [plain] = HABITS;
      const cases: Case[] = [];
      for (const kept of CARRIERS) cases.push(await write(h, place, cases.length, plain!, [kept]));
      await h.app.idle();
      const at = await whereabouts(h, place);
      expect(cases.map(({ words }) => at(words))).toEqual([0, 1, 2].map((room) => [{ room, author: 'Anna' }]));
      // And what leaves now is made with the new key.
      const { task: room, letter: old } = place.rooms[0]!;
      const anna = (await h.gw.db.read('contacts').where({ first_name: 'Anna' }).first('id')) as { id: never };
      await says(h, h.owner, room, 'And now?', { notify: [{ id: anna.id } as never] });
      const fresh = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      expect(fresh.replyTo.slice(0, 8)).not.toBe(old.replyTo.slice(0, 8));
      // A key that was thrown away takes its letters along.
      ring.keys = new Map([...ring.keys].filter(([id]) => id === ring.current));
      expect(await deliver(h, 'anna@client.example', [old.replyTo], Buffer.from('x'))).toMatch(/^550 5\.1\.1/);
    } finally {
      Object.assign(ring, before);
    }
  });
});
