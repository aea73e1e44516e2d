/**
 * Where a mail belongs that carries nothing of ours (spec 3.5.3–3.5.6): its own thread, a ticket number, its subject, its
 * sender. Each is a guess, so only somebody of the task speaks by it; everybody else begins a new task.
 */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, reply, send, type Writing } from '../support/program.ts';
import { client, comments, does, employee, says, settings, type TaskHere, task, tasks } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const PETER = 'Peter <peter@other.example>';
const TO = 'ann@mail.acme.example';

/** Tasks that Anna takes part in, the newest last, and one of the same title that is Peter's. */
async function scene(h: House, ...titles: string[]) {
  const anna = await client(h, 'Anna');
  const peter = await client(h, 'Peter', { email: 'peter@other.example' as never });
  const hers: TaskHere[] = [];
  for (const title of titles) hers.push(await task(h, h.owner, title, { participants: [anna.id] }));
  const his = await task(h, h.owner, titles.at(-1) ?? 'Desks', { participants: [peter.id] });
  return { anna, peter, hers, his };
}

let count = 0;
/** Sends it; the title of the task that it made, or `comment in N`. */
async function lands(h: House, mail: Partial<Writing>): Promise<string> {
  const before = await tasks(h);
  count += 1;
  const words = `Word ${count} of mine, ${'abcdefghij'[count % 10]}.`;
  expect(await send(h, { from: ANNA, to: TO, text: words, ...mail })).toMatch(/^250 /);
  await h.app.idle();
  const after = await tasks(h);
  if (after.length > before.length) return `task ${after.at(-1)!.title}`;
  for (const one of after)
    if ((await comments(h, one)).some((c) => c.text === words)) return `comment in ${one.number}`;
  return 'nowhere';
}

eachHouse('matching', (house) => {
  test('83: «Re: Desks» without headers goes to the newest task of that title that its sender has access to', async () => {
    const h = house();
    const { hers } = await scene(h, 'Desks', 'Desks');
    // The newest of all is Peter's: it is not Anna's to speak in.
    expect(await lands(h, { subject: 'Re: Desks' })).toBe(`comment in ${hers[1]!.number}`);
    expect(await lands(h, { subject: 'Fwd: Desks' })).toBe(`comment in ${hers[1]!.number}`);
    expect(await lands(h, { subject: 'RE: FW: Desks' })).toBe(`comment in ${hers[1]!.number}`);
    expect(await lands(h, { subject: 'Отв: Desks' })).toBe(`comment in ${hers[1]!.number}`);
  });

  test('83: from a person without access it makes a new task', async () => {
    const h = house();
    const { his } = await scene(h, 'Desks');
    const olga = 'Olga <olga@other.example>';
    expect(await lands(h, { from: olga, subject: 'Re: Desks' })).toBe('task Re: Desks');
    expect(await lands(h, { from: PETER, subject: 'Re: Desks' })).toBe(`comment in ${his.number}`);
    // An employee who is in neither has the rights of their role, and no part in the talk.
    await employee(h, 'Boris');
    expect(await lands(h, { from: 'Boris <boris@acme.example>', subject: 'Re: Desks' })).toBe('task Re: Desks');
  });

  test('84: without «Re:» or «Fwd:» an equal subject makes a new task', async () => {
    const h = house();
    await scene(h, 'Desks');
    expect(await lands(h, { subject: 'Desks' })).toBe('task Desks');
    expect(await lands(h, { subject: 'Reply: desks of mine' })).toBe('task Reply: desks of mine');
  });

  test('83: switched off, «Re:» is no reason', async () => {
    const h = house();
    await scene(h, 'Desks');
    await settings(h, { matchBySubjectAndSender: false });
    expect(await lands(h, { subject: 'Re: Desks' })).toBe('task Re: Desks');
  });

  test('85: with «sender only» the next mail of a contact is a comment in their newest task, whatever its status', async () => {
    const h = house();
    const { hers } = await scene(h, 'Desks', 'Lamps');
    expect(await lands(h, { subject: 'Something else' })).toBe('task Something else');
    await settings(h, { matchBySenderOnly: true });
    const newest = (await tasks(h)).at(-1)!;
    expect(await lands(h, { subject: 'One more thing' })).toBe(`comment in ${newest.number}`);
    await does(h, h.owner, { kind: 'set-status', task: newest.id, status: 'COMPLETED', reason: '' });
    expect(await lands(h, { subject: 'And this' })).toBe(`comment in ${newest.number}`);
    await does(h, h.owner, { kind: 'delete-task', task: newest.id });
    expect(await lands(h, { subject: 'And that' })).toBe(`comment in ${hers[1]!.number}`);
  });

  test('85: for contacts only, and for nobody who has no task', async () => {
    const h = house();
    await settings(h, { matchBySenderOnly: true });
    await task(h, h.owner, 'Desks');
    expect(await lands(h, { from: 'Ann <ann@acme.example>', subject: 'Lamps' })).toBe('task Lamps');
    await client(h, 'Anna');
    expect(await lands(h, { subject: 'A fence' })).toBe('task A fence');
  });

  test('3.5.3: an answer within the client’s own thread goes where the thread began, also when only the oldest id is left', async () => {
    const h = house();
    await scene(h, 'Desks');
    expect(await lands(h, { subject: 'Fence', messageId: '<fence-1@client.example>' })).toBe('task Fence');
    const fence = (await tasks(h)).at(-1)!;
    const thread = { subject: 'Another title', references: ['<fence-1@client.example>', '<lost@client.example>'] };
    expect(await lands(h, thread)).toBe(`comment in ${fence.number}`);
    // Whoever found the id somewhere is not of the thread.
    expect(await lands(h, { ...thread, from: PETER })).toBe('task Another title');
  });

  test.each([
    ['[SR-0123456] Your request', 'Request SR-0123456 of ours'],
    ['Your request [ID: 0123456]', 'Something with 0123456 in it'],
    ['[AGRT0123456] it goes on', '0123456'],
    ['Your order #0123456 is ready', 'Order 0123456'],
  ])('3.5.4: «%s» belongs to «%s», when the account wants that', async (subject, title) => {
    const h = house();
    const { hers } = await scene(h, title, 'Request 01234567', 'Request 10123456', 'Desks');
    await settings(h, { recogniseTicketSystems: true });
    expect(await lands(h, { subject })).toBe(`comment in ${hers[0]!.number}`);
    // The number is a hint, never a key: whoever has no part in the task writes a new one.
    expect(await lands(h, { subject, from: PETER })).toBe(`task ${subject}`);
    await settings(h, { recogniseTicketSystems: false });
    expect(await lands(h, { subject })).toBe(`task ${subject}`);
  });

  test('the stronger clue wins: our letter before the client’s thread, that before the number, that before the subject', async () => {
    const h = house();
    const { anna, hers } = await scene(h, 'Desks', 'Order 0123456', 'Lamps');
    const [desks, order, lamps] = hers;
    await settings(h, { recogniseTicketSystems: true, matchBySenderOnly: true });
    await says(h, h.owner, desks!, 'When?', { notify: [anna] });
    const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
    await send(h, reply(letter, ANNA, 'In the morning.', { messageId: '<mine@client.example>' }));
    await h.app.idle();
    const subject = 'Re: Lamps [ID: 0123456]';
    expect(await lands(h, { to: letter.replyTo, subject, references: ['<mine@client.example>'] })).toBe(
      `comment in ${desks!.number}`,
    );
    expect(await lands(h, { subject, references: ['<mine@client.example>'] })).toBe(`comment in ${desks!.number}`);
    expect(await lands(h, { subject })).toBe(`comment in ${order!.number}`);
    expect(await lands(h, { subject: 'Re: Lamps' })).toBe(`comment in ${lamps!.number}`);
    expect(await lands(h, { subject: 'Re: nothing known' })).toBe(`comment in ${lamps!.number}`);
    // An address of a task beats all guesses, and the letter's address beats that.
    expect(await lands(h, { to: `task+${lamps!.number}@mail.acme.example`, subject: 'Re: Desks' })).toBe(
      `comment in ${lamps!.number}`,
    );
  });

  test('Q35: an answer to a deleted task begins a new one and is in the log', async () => {
    const h = house();
    const { anna, hers } = await scene(h, 'Desks');
    await says(h, h.owner, hers[0]!, 'When?', { notify: [anna] });
    const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
    await does(h, h.owner, { kind: 'delete-task', task: hers[0]!.id });
    await send(h, reply(letter, ANNA, 'In the morning.'));
    await h.app.idle();
    expect((await tasks(h)).at(-1)).toMatchObject({ title: 'Re: Desks', description: 'In the morning.' });
    expect((await comments(h, hers[0]!)).map((c) => c.text)).toEqual(['When?']);
    // The address of the task is gone with it.
    expect(await lands(h, { to: `task+${hers[0]!.number}@mail.acme.example`, subject: 'Still there?' })).toBe(
      'task Still there?',
    );
  });
});
