/** The same mail does its work once, however often it comes; another mail is never taken for it. */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { compose, deliver, letters, lettersTo, reply, send } from '../support/program.ts';
import { client, comments, inbox, program, says, task, tasks } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { anna, desks, letter: (await lettersTo(h, 'anna@client.example'))[0]! };
}

eachHouse('once', (house) => {
  test('91: the same mail a hundred times at once makes one comment and one letter', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const raw = await compose(h, reply(letter, ANNA, 'In the morning.'));
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => deliver(h, 'anna@client.example', [letter.replyTo], raw)),
    );
    expect(new Set(answers.map((a) => a.slice(0, 3)))).toEqual(new Set(['250']));
    await h.app.idle();
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['When shall we come?', 'In the morning.']);
    expect(await lettersTo(h, 'ann@acme.example')).toHaveLength(1);
    const log = await inbox(h);
    const first = log.filter((m) => m.state === 'delivered');
    expect(first).toHaveLength(1);
    expect(log.filter((m) => m.state === 'duplicate' && m.duplicateOf === first[0]!.id)).toHaveLength(99);
  });

  test('91: the same mail by another way, with other Received lines, is the same mail', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const raw = await compose(h, reply(letter, ANNA, 'In the morning.'));
    const travelled = (n: number) =>
      Buffer.concat([
        Buffer.from(`Received: from relay${n}.example by mx${n}.example; Mon, 23 Nov 2026 10:00:0${n} +0000\r\n`),
        raw,
      ]);
    for (const n of [1, 2]) await deliver(h, 'anna@client.example', [letter.replyTo], travelled(n));
    await h.app.idle();
    // Which of the two comes to be read first is open.
    expect((await inbox(h)).map((m) => m.state).sort()).toEqual(['delivered', 'duplicate']);
    expect(await comments(h, desks)).toHaveLength(2);
  });

  test('91: the same mail to a new-task address makes one task', async () => {
    const h = house();
    await client(h, 'Anna');
    const raw = await compose(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'Fence', text: 'Paint it.' });
    await Promise.all(
      Array.from({ length: 10 }, () => deliver(h, 'anna@client.example', ['ann@mail.acme.example'], raw)),
    );
    await h.app.idle();
    expect(await tasks(h)).toHaveLength(1);
  });

  test('a program that gives every mail the same Message-ID loses nothing: another text is another comment', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const messageId = '<always-the-same@client.example>';
    await send(h, reply(letter, ANNA, 'In the morning.', { messageId }));
    await send(h, reply(letter, ANNA, 'No, in the evening.', { messageId }));
    await h.app.idle();
    expect((await comments(h, desks)).slice(1).map((c) => c.text)).toEqual(['In the morning.', 'No, in the evening.']);
  });

  test('a stranger who uses Anna’s Message-ID first does not keep her mail out', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const messageId = '<stolen@client.example>';
    const eve = 'Eve <eve@other.example>';
    await send(h, { from: eve, to: 'ann@mail.acme.example', subject: 'x', text: 'In the morning.', messageId });
    await send(h, {
      from: ANNA,
      to: `task+${desks.number}@mail.acme.example`,
      text: 'Not yet.',
      messageId,
      signedBy: null,
    });
    await send(h, reply(letter, ANNA, 'In the morning.', { messageId }));
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered', 'held', 'delivered']);
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'In the morning.' });
  });

  test('a forged copy that is held first does not make Anna’s own mail a duplicate', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const mail = reply(letter, ANNA, 'In the morning.', { messageId: '<copied@client.example>' });
    for (const signedBy of [null, undefined]) {
      await send(h, { ...mail, ...(signedBy === null && { signedBy }) });
      await h.app.idle();
    }
    await send(h, { ...mail, signedBy: null });
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['held', 'delivered', 'duplicate']);
    expect((await comments(h, desks)).at(-1)).toMatchObject({ text: 'In the morning.', proof: 'mail-proven' });
    // Accepted after all, the copy is what it is: the same mail.
    const call = await program(h);
    await call('POST', `/held/${(await inbox(h))[0]!.id}/accept`);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['duplicate', 'delivered', 'duplicate']);
    expect(await comments(h, desks)).toHaveLength(2);
  });

  test('a forgery that comes fifty times waits once', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const raw = await compose(h, reply(letter, ANNA, 'Pay to the new account.', { signedBy: null }));
    await Promise.all(Array.from({ length: 50 }, () => deliver(h, 'anna@client.example', [letter.replyTo], raw)));
    await h.app.idle();
    const states = (await inbox(h)).map((m) => m.state);
    expect(states.filter((s) => s === 'held')).toHaveLength(1);
    expect(states.filter((s) => s === 'duplicate')).toHaveLength(49);
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('an out-of-office answer that is delivered twice is one note', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const raw = await compose(h, {
      ...reply(letter, ANNA, 'I am away until Monday.'),
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    for (const _ of [1, 2]) await deliver(h, 'anna@client.example', [letter.replyTo], raw);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state).sort()).toEqual(['delivered', 'duplicate']);
    expect(await comments(h, desks)).toHaveLength(2);
  });

  test('a letter whose confirmation was lost goes out again with the same Message-ID and the same bytes', async () => {
    const h = house();
    h.badRelay = true;
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    h.relay.answer('close');
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    h.relay.answer('accept');
    await h.gw.db.write((tx) => tx('letters').where({ state: 'queued' }).update({ due_at: 0 }));
    const [first, second, ...more] = await letters(h);
    expect(more).toEqual([]);
    expect(second!.raw.equals(first!.raw)).toBe(true);
  });
});
