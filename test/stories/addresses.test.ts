/** Mail that begins something: the addresses of people, projects and tasks. */
import { expect, test } from 'vitest';
import { insertProject } from '../../src/store/rules.ts';
import { eachHouse } from '../support/app.ts';
import { letters, lettersTo, send } from '../support/program.ts';
import { client, comments, dashboard, employee, inbox, look, people, says, settings, task, tasks } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';

eachHouse('addresses', (house) => {
  test('76, 82: a mail to Boris’s own address is a task for Boris, from Anna, with her words and files, and her company beside it', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    await client(h, 'Anna', { companies: [firm.id] });
    await employee(h, 'Boris');
    await send(h, {
      from: ANNA,
      to: 'boris@mail.acme.example',
      subject: 'Paint the fence',
      text: 'Please paint it green.\n\nAnna',
      attachments: [{ filename: 'fence.txt', content: 'the fence' }],
    });
    const toBoris = await lettersTo(h, 'boris@acme.example');
    const [fence, ...more] = await tasks(h);
    expect(more).toEqual([]);
    expect(fence).toMatchObject({ title: 'Paint the fence', counterparty: firm.id });
    expect(fence!.description).toContain('Please paint it green.');
    expect(await people(h, fence!)).toEqual({ assigner: ['Anna'], assignee: ['Boris'] });
    expect((await h.gw.db.read('files')).map((f) => [f.name, f.task_id, f.comment_id])).toEqual([
      ['fence.txt', fence!.id, null],
    ]);
    expect(toBoris.map((l) => l.subject)).toEqual(['Paint the fence']);
    expect(toBoris[0]!.text).toContain('Please paint it green.');
  });

  test('82: without a company the sender is the counterparty', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'Paint', text: 'Green.' });
    await h.app.idle();
    expect((await tasks(h))[0]!.counterparty).toBe(anna.id);
  });

  test('77: a mail to a project’s address is a task in it with its default people', async () => {
    const h = house();
    const [boris, vera] = [await employee(h, 'Boris'), await employee(h, 'Vera')];
    const project = {
      title: 'Office',
      author: h.owner.id,
      defaultAssignees: [boris.id],
      defaultParticipants: [vera.id],
    };
    const id = await h.gw.db.write((tx) => insertProject(tx, h.account.id, project, Date.now()));
    await client(h, 'Anna');
    await send(h, { from: ANNA, to: 'project+1@mail.acme.example', subject: 'A lamp', text: 'It flickers.' });
    await h.app.idle();
    const [lamp] = await tasks(h);
    expect(lamp!.project).toBe(id);
    expect(await people(h, lamp!)).toEqual({ assigner: ['Anna'], assignee: ['Boris'], participant: ['Vera'] });
  });

  test('74: a known client who is not in the task writes to task+N@: comment and participant', async () => {
    const h = house();
    await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks');
    for (const [at, address] of [`task+${desks.number}`, `task.${desks.number}`].entries()) {
      await send(h, {
        from: ANNA,
        to: `${address}@mail.acme.example`,
        subject: 'desks',
        text: `About the desks, ${at}.`,
      });
    }
    await h.app.idle();
    expect((await comments(h, desks)).map((c) => [c.author, c.text])).toEqual([
      ['Anna', 'About the desks, 0.'],
      ['Anna', 'About the desks, 1.'],
    ]);
    expect((await people(h, desks)).participant).toEqual(['Anna']);
    expect((await lettersTo(h, 'ann@acme.example')).length).toBe(2);
  });

  test('33: with N3 on, Anna’s mail that makes a task is confirmed once by a machine’s letter; with N3 off it is not', async () => {
    const h = house();
    await client(h, 'Anna');
    const write = () => send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'Paint', text: 'CANARY green.' });
    await write();
    expect(await lettersTo(h, 'anna@client.example')).toEqual([]);
    await settings(h, { notifications: { N3: { enabled: true } } });
    await write();
    const [receipt, ...more] = await lettersTo(h, 'anna@client.example');
    expect(more).toEqual([]);
    expect(receipt!.headers.get('auto-submitted')).toBe('auto-replied');
    // An automatic answer never echoes what came.
    expect(receipt!.text + receipt!.html).not.toContain('CANARY');
  });

  test('75: with «only known senders» a stranger makes no contact, no task and no comment', async () => {
    const h = house();
    await settings(h, { onlyKnownSenders: true });
    const desks = await task(h, h.owner, 'Desks');
    const stranger = { from: 'Olga <olga@other.example>', text: 'Hello.', subject: 'Hello' };
    await send(h, { ...stranger, to: 'ann@mail.acme.example' });
    await send(h, { ...stranger, to: `task+${desks.number}@mail.acme.example` });
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['ignored', 'ignored']);
    expect(await h.gw.db.read('contacts')).toEqual([]);
    expect(await tasks(h)).toHaveLength(1);
    expect(await comments(h, desks)).toEqual([]);
  });

  test('92: a subject of 400 characters is cut, and the task is made', async () => {
    const h = house();
    await send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'щ'.repeat(400), text: 'Hello.' });
    await h.app.idle();
    const [made] = await tasks(h);
    expect([...made!.title]).toHaveLength(250);
    expect(made!.title.endsWith('щ…')).toBe(true);
  });

  test('Anna finds what she wrote herself on her dashboard, and her next mail of the same thread goes into the same task', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const first = { from: ANNA, to: 'ann@mail.acme.example', messageId: '<fence-1@client.example>' };
    await send(h, { ...first, subject: 'The fence', text: 'Please paint it.' });
    await h.app.idle();
    await send(h, {
      from: ANNA,
      to: 'ann@mail.acme.example',
      subject: 'The fence, once more',
      references: ['<fence-1@client.example>'],
      inReplyTo: '<fence-1@client.example>',
      text: 'Green, I mean.',
    });
    await h.app.idle();
    const [fence, ...more] = await tasks(h);
    expect(more).toEqual([]);
    expect((await comments(h, fence!)).map((c) => c.text)).toEqual(['Green, I mean.']);
    const page = await look(`${await dashboard(h, anna)}/tasks/${fence!.number}`);
    expect(page.text).toContain('Please paint it.');
  });

  test('an address that is not ours is refused before a byte of the mail is taken', async () => {
    const h = house();
    const to = (address: string) => send(h, { from: ANNA, to: address, text: 'Hello.' });
    expect(await to('nobody@mail.acme.example')).toMatch(/^550 5\.1\.1/);
    expect(await to('peter@other.example')).toMatch(/^550 5\.7\.1/);
    expect(await to(`reply+${'a'.repeat(53)}@mail.acme.example`)).toMatch(/^550 5\.1\.1/);
    const desks = await task(h, h.owner, 'Desks', { participants: [(await client(h, 'Anna')).id] });
    await says(h, h.owner, desks, 'Hello');
    expect(await letters(h)).toEqual([]);
  });
});
