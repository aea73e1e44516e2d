/** Machines that say nothing about themselves: what the brakes hold, and whom they leave alone. */
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { letters, lettersTo, type Received, reply, send } from '../support/program.ts';
import { client, comments, employee, inbox, look, program, says, settings, signedIn, task, tasks } from './firm.ts';

const EVERYTHING = {
  notifications: Object.fromEntries(['N1', 'N2', 'N3', 'N4', 'N5'].map((kind) => [kind, { enabled: true }])),
  strangers: 'add',
  doNotForwardToContacts: false,
};

const WORDS =
  'Thank you for your message. We have opened a request for you and one of our people will look into it within two working days.';

/** Another byte each time, somewhere. */
const mistyped = (turn: number): string => {
  const at = (turn * 7) % WORDS.length;
  return `${WORDS.slice(0, at)}${'abcdefgh'[turn % 8]}${WORDS.slice(at + 1)} Request ${turn * 31}.`;
};

/** Answers every letter to other.example at once, until no more come or it has said `most` things. */
async function babble(h: House, most: number, answer: (letter: Received, turn: number) => Promise<unknown>) {
  let said = 0;
  for (let heard = 0; ; heard++) {
    const mine = (await letters(h)).filter((l) => l.to.some((to) => to.endsWith('@other.example')));
    const letter = mine[heard];
    if (!letter || said >= most) return { said, heard };
    await answer(letter, said++);
  }
}

const desk = (turn: number) => `Help Desk <desk-${turn}@other.example>`;

oneHouse('loops', (house) => {
  test('an answering program without a sign of it, under another name each time, is held after ten turns', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const first = await client(h, 'Desk', { email: 'desk-0@other.example' as never });
    const desks = await task(h, h.owner, 'Desks', { participants: [first.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [first] });
    const { said, heard } = await babble(h, 150, (letter, turn) =>
      send(h, {
        from: desk(turn + 1),
        to: letter.replyTo,
        subject: `Request ${turn} is open`,
        text: mistyped(turn),
      }),
    );
    expect(said).toBeLessThan(150);
    // Everybody who joined is told of each next one: the letters of ten turns, and no more after that.
    expect(said).toBe(heard);
    const kept = (await comments(h, desks)).length - 1;
    expect(kept).toBeLessThan(20);
    const held = (await inbox(h)).filter((m) => m.state === 'held');
    expect(held.length).toBe(said - kept);
    expect(new Set(held.map((m) => [m.outcome, m.task].join()))).toEqual(new Set([`loop-suspected,${desks.id}`]));
    expect(await tasks(h)).toHaveLength(1);
    const page = await look(`${h.url}/admin/inbox/${held[0]!.id}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('two machines seem to answer each other');
  });

  test('one that opens a ticket for each of our receipts, under another name each time, is held after twenty', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const ticket = (turn: number) => ({
      from: desk(turn),
      to: 'ann@mail.acme.example',
      subject: `Ticket ${turn * 17}`,
      text: mistyped(turn),
    });
    await send(h, ticket(0));
    const { said } = await babble(h, 60, (_, turn) => send(h, ticket(turn + 1)));
    expect(said).toBeLessThan(30);
    expect(await tasks(h)).toHaveLength(said);
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'held', outcome: 'loop-suspected', task: null });
  });

  test('the same from one address ends with the first receipt: there is one an hour', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const ticket = (turn: number) => ({
      from: 'Help Desk <desk@other.example>',
      to: 'ann@mail.acme.example',
      subject: `Ticket ${turn * 17}`,
      text: mistyped(turn),
    });
    await send(h, ticket(0));
    expect((await babble(h, 60, (_, turn) => send(h, ticket(turn + 1)))).said).toBe(1);
    expect((await tasks(h)).length).toBe(2);
  });

  test('T25: whoever writes in a victim’s name has us send the victim nothing; and one receipt, should the proof be broken', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const forged = (n: number, domain: string) => ({
      from: `Victim <victim@${domain}>`,
      to: 'ann@mail.acme.example',
      subject: `Cheap things ${n}`,
      text: noise(n),
    });
    // Whose domain says nothing about who may use its name: anybody may have written these.
    for (let n = 0; n < 15; n++) await send(h, forged(n, 'silent.example'));
    expect(await lettersTo(h, 'victim@silent.example')).toEqual([]);
    for (let n = 15; n < 30; n++) await send(h, forged(n, 'client.example'));
    expect(await lettersTo(h, 'victim@client.example')).toHaveLength(1);
    expect(await tasks(h)).toHaveLength(30);
  });

  test('what changes its whole text each time is stopped by the number', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const anna = await client(h, 'Anna');
    const carl = await client(h, 'Carl');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, carl.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, carl] });
    const letter = (await letters(h)).find((l) => l.to.includes('anna@client.example'));
    for (let n = 0; n < 65; n++) await send(h, reply(letter!, 'Anna <anna@client.example>', noise(n)));
    await h.app.idle();
    const states = (await inbox(h)).map((m) => m.state);
    expect([states.filter((s) => s === 'delivered').length, states.filter((s) => s === 'held').length]).toEqual([
      60, 5,
    ]);
  });

  test('people are left alone: short words of several, photos one by one, a form of the site with other words in each', async () => {
    const h = house();
    await settings(h, EVERYTHING);
    const anna = await client(h, 'Anna');
    const vera = await client(h, 'Vera');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, vera.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, vera] });
    const mine = await letters(h);
    const short = [
      'ok',
      'yes',
      'Thanks!',
      'ok',
      'yes',
      'see you',
      'ok',
      'Thank you',
      'OK',
      'on Friday',
      'no',
      'ok.',
      'ok',
      'Ok',
      'at ten',
    ];
    for (const [n, text] of [...short, ...Array<string>(12).fill('Yes, thanks')].entries()) {
      const from = n % 2 ? 'Vera <vera@client.example>' : 'Anna <anna@client.example>';
      await send(h, reply(mine.find((l) => from.includes(l.to[0]!))!, from, text));
    }
    for (let n = 0; n < 14; n++) {
      const photo = { filename: 'IMG.jpg', content: Buffer.from(`photo ${n}`), contentType: 'image/jpeg' };
      await send(h, { ...reply(mine[0]!, 'Anna <anna@client.example>', ''), attachments: [photo] });
    }
    const names = ['Pavel', 'Maria', 'Oleg', 'Yulia', 'Semyon'];
    for (let n = 0; n < 25; n++)
      await send(h, {
        from: 'Site <form@acme.example>',
        to: 'ann@mail.acme.example',
        subject: 'Request from the site',
        text: `Request from the site\nName: ${names[n % 5]}\nPhone: +7 900 ${n}${n}\nQuestion: ${noise(n)}`,
      });
    await h.app.idle();
    expect((await inbox(h)).filter((m) => m.state !== 'delivered')).toEqual([]);
  });

  test('a bulk of answers that are alike is no loop: nobody writes back because of them', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    for (let n = 0; n < 30; n++) await says(h, h.owner, desks, `Question ${n}`, { notify: [anna] });
    const mine = (await letters(h)).filter((l) => l.to.includes('anna@client.example'));
    for (const [n, letter] of mine.entries())
      await send(h, reply(letter, 'Anna <anna@client.example>', `${WORDS} Answer ${n}.`));
    await h.app.idle();
    expect((await inbox(h)).filter((m) => m.state !== 'delivered')).toEqual([]);
  });

  test('what a person has let in passes, and so does everything an hour later', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const carl = await client(h, 'Carl');
    const boris = await employee(h, 'Boris');
    const desks = await task(h, boris, 'Desks', { participants: [anna.id, carl.id] });
    await says(h, boris, desks, 'When shall we come?', { notify: [anna, carl] });
    const letter = (await letters(h)).find((l) => l.to.includes('anna@client.example'));
    for (let n = 0; n < 12; n++) await send(h, reply(letter!, 'Anna <anna@client.example>', `${WORDS} Request ${n}.`));
    await h.app.idle();
    const held = (await inbox(h)).filter((m) => m.state === 'held');
    expect(held).toHaveLength(2);
    const api = await program(h);
    expect((await api('POST', `/held/${held[0]!.id}/accept`)).status).toBe(202);
    await h.app.idle();
    expect((await inbox(h)).find((m) => m.id === held[0]!.id)).toMatchObject({
      state: 'delivered',
      outcome: 'comment',
    });
    await h.gw.db.write((tx) => tx('inbox').update({ received_at: Date.now() - 3_700_000 }));
    await send(h, reply(letter!, 'Anna <anna@client.example>', `${WORDS} Request 13.`));
    await h.app.idle();
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'delivered' });
  });

  test('whoever writes in somebody’s name brings no brake about, and keeps none going', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const to = `task+${desks.number}@mail.acme.example`;
    const mail = (n: number) => ({
      from: 'Anna <anna@client.example>',
      to,
      subject: 'Desks',
      text: `${WORDS} Request ${n}.`,
    });
    const forge = async (first: number, count: number) => {
      for (let n = first; n < first + count; n++) await send(h, { ...mail(n), signedBy: null });
      await h.app.idle();
    };
    await forge(0, 45);
    for (let n = 50; n < 60; n++) await send(h, mail(n));
    await h.app.idle();
    expect((await inbox(h)).slice(45).map((m) => m.state)).toEqual(Array(10).fill('delivered'));
    // Now the next of Anna's would be held; the forger's go on being what they are, and an hour later the brake is off.
    await forge(60, 15);
    expect(new Set((await inbox(h)).slice(55).map((m) => m.outcome))).toEqual(
      new Set(['sender-failed-authentication']),
    );
    await h.gw.db.write((tx) =>
      tx('inbox')
        .where({ state: 'delivered' })
        .update({ received_at: Date.now() - 3_700_000 }),
    );
    await send(h, mail(80));
    await h.app.idle();
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'delivered', outcome: 'comment' });
  });
});

/** Words that have nothing in common with those of the next turn. */
function noise(turn: number): string {
  let state = turn * 7919 + 13;
  const letter = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode(97 + (Math.floor(state / 65536) % 26));
  };
  return Array.from({ length: 14 }, () => Array.from({ length: 6 }, letter).join('')).join(' ');
}
