/** Coming in, the rest of the acceptance list (spec §8 E): commands, mass mailings, finished tasks, machines, spam, once more. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, type Received, reply, send, type Writing } from '../support/program.ts';
import {
  client,
  comments,
  does,
  employee,
  inbox,
  people,
  program,
  says,
  settings,
  signedIn,
  type TaskHere,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const at = (local: string) => `${local}@mail.acme.example`;

interface Asked {
  readonly desks: TaskHere;
  readonly letter: Received;
}

/** Ann has asked Anna something; Boris heard it, Peter takes part and did not. */
async function asked(h: House): Promise<Asked> {
  const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, boris] });
  return { desks, letter: (await lettersTo(h, 'anna@client.example'))[0]! };
}

async function sent(h: House, mail: Writing): Promise<void> {
  expect(await send(h, mail)).toMatch(/^250 /);
  await h.app.idle();
}

const contacts = async (h: House): Promise<string[]> =>
  (await h.gw.db.read('contacts').orderBy('number')).map((c) => c.first_name as string);

eachHouse('coming in', (house) => {
  test('70: a mail to the address of a task tells its assignees, and its assigner when that is an employee', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    const hers = await task(h, h.owner, 'Desks', { assigner: anna.id, assignees: [boris.id] });
    const ours = await task(h, h.owner, 'Lamps', { assignees: [boris.id] });
    for (const one of [hers, ours])
      await sent(h, { from: 'Olga <olga@other.example>', to: at(`task+${one.number}`), text: `About ${one.number}.` });
    expect((await comments(h, hers)).at(-1)!.notified).toEqual(['Boris']);
    expect((await comments(h, ours)).at(-1)!.notified).toEqual(['Ann', 'Boris']);
  });

  test('78: `task+@` with «#abc» goes to the first task with abc in its title; without such a task it is a new one', async () => {
    const h = house();
    await client(h, 'Anna');
    const first = await task(h, h.owner, 'The abc of roofs');
    await task(h, h.owner, 'Another abc');
    await sent(h, { from: ANNA, to: at('task+'), subject: 'Slates #abc', text: 'They are here.' });
    expect((await comments(h, first)).map((c) => [c.author, c.text])).toEqual([['Anna', 'They are here.']]);
    await sent(h, { from: ANNA, to: at('task+'), subject: 'Slates #xyz', text: 'They are broken.' });
    expect(await tasks(h)).toHaveLength(3);
    expect((await tasks(h)).at(-1)).toMatchObject({ description: 'They are broken.' });
  });

  test('80: `task+N@` with «#abc» goes to N: the mark is ignored', async () => {
    const h = house();
    await client(h, 'Anna');
    const [desks, roofs] = [await task(h, h.owner, 'Desks'), await task(h, h.owner, 'The abc of roofs')];
    await sent(h, { from: ANNA, to: at(`task+${desks.number}`), subject: 'Slates #abc', text: 'They are here.' });
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['They are here.']);
    expect(await comments(h, roofs)).toEqual([]);
  });

  test('79: «@nonotify» in the subject stores the comment and tells nobody; in a new task it is no part of the title', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const before = (await letters(h)).length;
    await sent(h, reply(letter, ANNA, 'For the record.', { subject: 'Re: Desks @nonotify' }));
    expect((await comments(h, desks)).at(-1)).toMatchObject({ text: 'For the record.', notified: [] });
    expect(await letters(h)).toHaveLength(before);
    await sent(h, { from: ANNA, to: at('boris'), subject: '@nonotify Lamps', text: 'Also for the record.' });
    expect((await tasks(h)).at(-1)!.title).toBe('Lamps');
    // An address is no command.
    await sent(h, reply(letter, ANNA, 'Once more.', { subject: 'Re: Desks, ask team@nonotify.example' }));
    expect((await comments(h, desks)).at(-1)!.notified).toEqual(['Ann', 'Boris']);
  });

  test.each([
    [20, 20],
    [21, 0],
  ])('81: a mail with %i people in Cc makes a task and %i of them participants', async (count, joined) => {
    const h = house();
    await client(h, 'Anna');
    const cc = Array.from({ length: count }, (_, n) => `Guest${n} <guest${n}@other.example>`).join(', ');
    await sent(h, { from: ANNA, to: at('ann'), cc, subject: 'A feast', text: 'Please come.' });
    const [feast] = await tasks(h);
    expect(feast!.title).toBe('A feast');
    expect((await people(h, feast!)).participant ?? []).toHaveLength(joined);
    expect(await contacts(h)).toHaveLength(1 + joined);
  });

  test('81: people in To and Cc are found by their addresses, ours are none of them, and an unproven sender makes nobody', async () => {
    const h = house();
    await client(h, 'Anna');
    await client(h, 'Peter');
    await employee(h, 'Boris');
    const cc =
      'Peter <peter@client.example>, Olga Reed <olga@other.example>, boris@acme.example, task+@mail.acme.example';
    await sent(h, { from: ANNA, to: at('ann'), cc, subject: 'A lamp', text: 'It flickers.', envelopeTo: [at('ann')] });
    expect((await people(h, (await tasks(h))[0]!)).participant).toEqual(['Boris', 'Olga', 'Peter']);
    expect(await contacts(h)).toEqual(['Anna', 'Peter', 'Olga']);
    await sent(h, {
      from: 'Eve <eve@silent.example>',
      to: at('ann'),
      cc: 'x@victim.example',
      subject: 'Hi',
      text: 'Hi.',
    });
    expect((await contacts(h)).filter((name) => name.includes('victim'))).toEqual([]);
    expect(await lettersTo(h, 'x@victim.example')).toEqual([]);
  });

  test('Q14: people in Cc of an answer take part only when the account wants all recipients', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const cc = 'Olga <olga@other.example>, Peter <peter@client.example>';
    const before = (await people(h, desks)).participant!;
    await sent(h, reply(letter, ANNA, 'In the morning.', { cc }));
    expect(await contacts(h)).toEqual(['Anna', 'Peter']);
    expect((await people(h, desks)).participant).toEqual(before);
    expect((await comments(h, desks)).at(-1)!.notified).toEqual(['Ann', 'Boris']);
    await settings(h, { includeAllRecipients: true });
    await sent(h, reply(letter, ANNA, 'Before ten.', { cc: `${cc}, ${at('ann')}, ${letter.replyTo}` }));
    expect((await people(h, desks)).participant).toEqual([...before, 'Olga'].sort());
    expect((await comments(h, desks)).at(-1)!.notified).toEqual(['Ann', 'Boris', 'Olga', 'Peter']);
    // Addresses of the account itself never become contacts.
    expect(await contacts(h)).toEqual(['Anna', 'Peter', 'Olga']);
  });

  test('Q15: an employee’s answer is the employee’s comment; a forged one gives no orders', async () => {
    const h = house();
    const { desks } = await asked(h);
    const letter = (await lettersTo(h, 'boris@acme.example'))[0]!;
    await sent(h, reply(letter, 'Boris <boris@acme.example>', 'I shall come along.'));
    expect((await comments(h, desks)).at(-1)).toMatchObject({
      author: 'Boris',
      proof: 'mail-proven',
      notified: ['Ann', 'Anna'],
    });
    const before = (await comments(h, desks)).length;
    await sent(h, reply(letter, 'Boris <boris@acme.example>', 'Give Eve the keys.', { signedBy: null }));
    expect((await inbox(h)).at(-1)!.state).toBe('held');
    expect(await comments(h, desks)).toHaveLength(before);
  });

  test('86: into a finished task it is a comment; with the option a new task below it, by the rules of the first mail’s address', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await employee(h, 'Boris');
    await sent(h, { from: ANNA, to: at('boris'), subject: 'Paint the fence', text: 'Green.' });
    const [fence] = await tasks(h);
    await says(h, h.owner, fence!, 'It is painted.', { notify: [anna] });
    const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    await does(h, h.owner, { kind: 'set-status', task: fence!.id, status: 'COMPLETED', reason: '' });
    await sent(h, reply(letter, ANNA, 'Thank you.'));
    expect((await comments(h, fence!)).at(-1)!.text).toBe('Thank you.');
    await settings(h, { newTaskOnReplyToInactive: true });
    await sent(h, reply(letter, ANNA, 'It peels off.'));
    const again = (await tasks(h)).at(-1)!;
    expect(again).toMatchObject({ description: 'It peels off.' });
    expect(await people(h, again)).toMatchObject({ assigner: ['Anna'], assignee: ['Boris'] });
    const row = await h.gw.db.read('tasks').where({ id: again.id }).first('parent_id');
    expect(row.parent_id).toBe(fence!.id);
    expect((await comments(h, fence!)).at(-1)!.text).toBe('Thank you.');
    // Into one that is active it is a comment, with the option too.
    await does(h, h.owner, { kind: 'set-status', task: fence!.id, status: 'IN_PROGRESS', reason: '' });
    await sent(h, reply(letter, ANNA, 'Still there?'));
    expect((await comments(h, fence!)).at(-1)!.text).toBe('Still there?');
  });

  test('87: mail of mailer-daemon and postmaster is ignored, accepted with the option, and never answered', async () => {
    const h = house();
    await settings(h, { notifications: { N3: { enabled: true } } });
    const daemons = ['mailer-daemon@other.example', 'Postmaster <POSTMASTER@client.example>'];
    const write = async (n: number) => {
      for (const from of daemons)
        await sent(h, { from, to: at('ann'), subject: `About your server ${n}`, text: `Note ${n} of ${from}` });
    };
    await write(1);
    expect((await inbox(h)).map((m) => m.state)).toEqual(['ignored', 'ignored']);
    expect([await tasks(h), await contacts(h)]).toEqual([[], []]);
    await settings(h, { acceptMailerDaemon: true });
    await write(2);
    expect((await tasks(h)).map((t) => t.title)).toEqual(['About your server 2', 'About your server 2']);
    const answered = (await letters(h)).flatMap((l) => l.to).filter((to) => /daemon|postmaster/i.test(to));
    expect(answered).toEqual([]);
  });

  test('88: «To spam» deletes a mailed comment and its author’s next mail is ignored; «Not spam» lets them write again', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const call = await program(h);
    await sent(h, reply(letter, ANNA, 'Buy my watches.'));
    const spam = await h.gw.db.read('comments').where({ task_id: desks.id, source: 'mail' }).first('id', 'author_id');
    expect((await call('POST', `/tasks/${desks.id}/comments/${spam.id}/spam`)).status).toBe(204);
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['When shall we come?']);
    await sent(h, reply(letter, ANNA, 'Buy more watches.'));
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'ignored', outcome: 'spam-list' });
    expect(await comments(h, desks)).toHaveLength(1);
    expect((await call('POST', `/contacts/${spam.author_id}/not-spam`)).status).toBe(200);
    await sent(h, reply(letter, ANNA, 'In the morning, I meant.'));
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'In the morning, I meant.' });
    // A task made by a mail goes as a whole.
    await sent(h, { from: ANNA, to: at('ann'), subject: 'Watches', text: 'Cheap.' });
    const watches = (await tasks(h)).at(-1)!;
    expect((await call('POST', `/tasks/${watches.id}/spam`)).status).toBe(204);
    expect((await call('GET', `/tasks/${watches.id}`)).status).toBe(404);
    await sent(h, { from: ANNA, to: at('ann'), subject: 'More watches', text: 'Cheaper.' });
    expect((await inbox(h)).at(-1)!.outcome).toBe('spam-list');
  });

  test('89: each mail is in the log with what became of it, and «process again» applies the rules of now', async () => {
    const h = house();
    await settings(h, { onlyKnownSenders: true });
    await sent(h, { from: 'Olga <olga@other.example>', to: at('ann'), subject: 'A lamp', text: 'It flickers.' });
    const call = await program(h);
    const [line] = (await call('GET', '/inbound')).json.items;
    expect(line).toMatchObject({ state: 'ignored', subject: 'A lamp' });
    expect(JSON.stringify(line)).toContain('olga@other.example');
    const page = await fetch(`${h.url}/admin/inbox`, { headers: await signedIn(h, h.owner) });
    expect(await page.text()).toContain('A lamp');
    // By the rules of then it comes to the same.
    await call('POST', `/inbound/${line.id}/process-again`);
    await h.app.idle();
    expect(await tasks(h)).toEqual([]);
    await settings(h, { onlyKnownSenders: false });
    await call('POST', `/inbound/${line.id}/process-again`);
    await h.app.idle();
    expect((await tasks(h)).map((t) => t.title)).toEqual(['A lamp']);
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered']);
  });
});

test('every item of the list has its story', () => {
  const stories = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  const told = stories.flatMap((name) => {
    const titles = readFileSync(`${import.meta.dirname}/${name}`, 'utf8').matchAll(
      /^ {2}(?:test\(|\)\()?\s*['`]([\d, ]+): |^ {2}\]\)\('(\d+): /gm,
    );
    return [...titles].flatMap(([, many, one]) => (many ?? one!).split(',').map(Number));
  });
  const wanted = [...Array.from({ length: 24 }, (_, n) => 66 + n), 91, 92];
  expect(wanted.filter((item) => !told.includes(item))).toEqual([]);
});
