/** A new matter in an old thread becomes a task of its own: with the client's own words, and nothing of the old task. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  employee,
  form,
  inbox,
  look,
  people,
  program,
  says,
  signedIn,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const PLAN = 'the plan of the garden';

/** Anna takes an old letter about desks to write about her garden. Boris works on the desks. */
async function otherMatter(h: House) {
  const anna = await client(h, 'Anna');
  const carl = await client(h, 'Carl');
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Desks', {
    assignees: [boris.id, carl.id],
    participants: [anna.id],
    description: 'Our margin is 40 percent.',
  });
  await says(h, h.owner, desks, 'The desks are ready.', { notify: [anna] });
  const [letter] = await lettersTo(h, 'anna@client.example');
  await send(
    h,
    reply(letter!, ANNA, 'Could you look after our garden too?', {
      subject: 'Re: Fwd: Our garden',
      messageId: '<garden@client.example>',
      attachments: [{ filename: 'plan.txt', content: PLAN }],
    }),
  );
  await h.app.idle();
  const row = await h.gw.db.read('comments').where({ task_id: desks.id }).orderBy('number', 'desc').first();
  return { anna, carl, boris, desks, letter: letter!, garden: row.id as string };
}

const branchOf = async (h: House) => (await tasks(h)).find((t) => t.title === 'Our garden')!;

eachHouse('another matter', (house) => {
  test('the comment becomes a task: the subject, the words, the files, the people of the team; the comment stays', async () => {
    const h = house();
    const { anna, desks, garden } = await otherMatter(h);
    const call = await program(h);
    const made = await call('POST', `/tasks/${desks.id}/comments/${garden}/branch`);
    expect(made.status).toBe(201);
    await h.app.idle();
    expect(made.json).toMatchObject({
      title: 'Our garden',
      description: 'Could you look after our garden too?',
      parent: desks.id,
      assigner: anna.id,
      counterparty: anna.id,
    });
    expect(await people(h, made.json)).toEqual({ assigner: ['Anna'], assignee: ['Boris'] });
    expect((await comments(h, desks)).at(-1)!.text).toBe('Could you look after our garden too?');
    const files = await h.gw.db.read('files').orderBy('created_at');
    const sha256 = createHash('sha256').update(PLAN).digest('hex');
    expect(files.map((f) => [f.task_id, f.sha256])).toEqual([
      [desks.id, sha256],
      [made.json.id, sha256],
    ]);
    const told = await lettersTo(h, 'boris@acme.example');
    expect(told.at(-1)!.text).toContain('Could you look after our garden too?');
    // Another client who works on the desks never saw these words.
    expect((await lettersTo(h, 'carl@client.example')).map((l) => l.text).join()).not.toContain('garden');
  });

  test('nothing of the old task shows in it, neither to the client nor to the team', async () => {
    const h = house();
    const { anna, desks, garden } = await otherMatter(h);
    const call = await program(h);
    const made = await call('POST', `/tasks/${desks.id}/comments/${garden}/branch`);
    await h.app.idle();
    const hers = await look(`${await dashboard(h, anna)}/tasks/${made.json.number}`);
    expect(hers.text).toContain('Could you look after our garden too?');
    const inside = await look(`${h.url}/tasks/${made.json.number}`, { headers: await signedIn(h, h.owner) });
    for (const page of [hers.text, inside.text, JSON.stringify(made.json)]) {
      expect(page).not.toContain('margin');
      expect(page).not.toContain('The desks are ready');
    }
  });

  /** In Anna's own thread, which began with her mail about the garden. */
  const more = (h: House, text: string) =>
    send(h, {
      from: ANNA,
      to: 'ann@mail.acme.example',
      subject: 'Re: Our garden',
      references: ['<garden@client.example>'],
      inReplyTo: '<garden@client.example>',
      text,
    });

  test('an answer in the client’s own thread follows into the new task, which is not taken back over it', async () => {
    const h = house();
    const { desks, garden } = await otherMatter(h);
    const call = await program(h);
    const { json } = await call('POST', `/tasks/${desks.id}/comments/${garden}/branch`);
    await more(h, 'There are roses in it.');
    await h.app.idle();
    expect((await comments(h, json)).map((c) => c.text)).toEqual(['There are roses in it.']);
    expect((await call('DELETE', `/tasks/${desks.id}/comments/${garden}/branch`)).status).toBe(409);
    expect((await call('GET', `/tasks/${json.id}`)).status).toBe(200);
  });

  test('an answer to that very mail, to the old letter’s address, is meant for the new task', async () => {
    const h = house();
    const { desks, garden, letter } = await otherMatter(h);
    await (await program(h))('POST', `/tasks/${desks.id}/comments/${garden}/branch`);
    await send(h, {
      ...reply(letter, ANNA, 'And the hedge, please.', { subject: 'Re: Our garden' }),
      inReplyTo: '<garden@client.example>',
    });
    await send(h, reply(letter, ANNA, 'The desks are lovely.'));
    await h.app.idle();
    expect((await comments(h, await branchOf(h))).map((c) => c.text)).toEqual(['And the hedge, please.']);
    expect((await comments(h, desks)).at(-1)!.text).toBe('The desks are lovely.');
  });

  test('taken back, the new task is gone (and can be restored), and answers come to the old one again', async () => {
    const h = house();
    const { desks, garden } = await otherMatter(h);
    const call = await program(h);
    const { json } = await call('POST', `/tasks/${desks.id}/comments/${garden}/branch`);
    expect((await call('DELETE', `/tasks/${desks.id}/comments/${garden}/branch`)).status).toBe(204);
    expect((await call('GET', `/tasks/${json.id}`)).status).toBe(404);
    await more(h, 'And a pond.');
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.text).toBe('And a pond.');
    expect((await call('DELETE', `/tasks/${desks.id}/comments/${garden}/branch`)).status).toBe(404);
    expect((await call('POST', `/tasks/${json.id}/restore`)).status).toBe(200);
  });

  test('once: pressed by two at the same moment it is one task', async () => {
    const h = house();
    const { desks, garden } = await otherMatter(h);
    const call = await program(h);
    const both = await Promise.all([1, 2].map(() => call('POST', `/tasks/${desks.id}/comments/${garden}/branch`)));
    await h.app.idle();
    expect(both.map((b) => b.status).sort()).toEqual([201, 409]);
    expect((await tasks(h)).map((t) => t.title)).toEqual(['Desks', 'Our garden']);
    const [mail] = await inbox(h);
    expect(mail!.task).toBe((await branchOf(h)).id);
  });

  test('only what a client sent by mail, by somebody of the team who has a part in the task, and nothing hidden', async () => {
    const h = house();
    const { anna, desks, garden } = await otherMatter(h);
    await says(h, h.owner, desks, 'Written here.', { notify: [] });
    const rows = await h.gw.db.read('comments').where({ task_id: desks.id }).orderBy('number');
    const call = await program(h);
    const at = (id: string) => `/tasks/${desks.id}/comments/${id}/branch`;
    expect((await call('POST', at(rows[2].id))).status).toBe(422);
    const chris = await employee(h, 'Chris');
    expect((await call('POST', at(garden), { 'Postern-Acting-As': chris.id })).status).toBe(404);
    await says(h, h.owner, desks, 'Between us.', { notify: [anna], hidden: true });
    const secret = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    await send(h, reply(secret, ANNA, 'Not a word to Boris.'));
    await h.app.idle();
    const hidden = await h.gw.db.read('comments').where({ task_id: desks.id }).orderBy('number', 'desc').first();
    expect([hidden.text, Boolean(hidden.hidden)]).toEqual(['Not a word to Boris.', true]);
    expect((await call('POST', at(hidden.id))).status).toBe(422);
    expect(await tasks(h)).toHaveLength(1);
  });

  test('the pages: another subject is said at the comment; a question, a button, and the way back', async () => {
    const h = house();
    const { boris, desks } = await otherMatter(h);
    const dora = await employee(h, 'Dora');
    await says(h, h.owner, desks, 'Dora, have a look.', { notify: [dora] });
    const at = `/tasks/${desks.number}`;
    const headers = await signedIn(h, dora);
    const before = await look(h.url + at, { headers });
    expect(before.text).toContain('Another subject: “Our garden”. Make it a new task');
    const asked = await look(`${h.url}${at}/comments/2/branch`, { headers });
    expect(asked.text).toContain('the task “Our garden”');
    const press = async (page: typeof asked) => {
      const action = /<form class="decisions"[^>]*action="([^"]+)"/.exec(page.html)![1]!;
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)![1]!;
      return look(h.url + action, { method: 'POST', headers, body: form([['csrf', csrf]]) });
    };
    expect((await press(asked)).headers.get('location')).toBe(`${at}#c2`);
    await h.app.idle();
    const { number, id } = await branchOf(h);
    expect((await people(h, { id })).participant).toEqual(['Dora']);
    expect((await look(h.url + at, { headers })).text).toMatch(
      new RegExp(`Became task №\\s${number}\\s+·\\s+Take back`),
    );
    expect((await look(`${h.url}/tasks/${number}`, { headers: await signedIn(h, boris) })).status).toBe(200);
    // Who may not see the new task learns nothing of it at the comment.
    const late = await employee(h, 'Late');
    await says(h, h.owner, desks, 'Late too.', { notify: [late] });
    expect((await look(h.url + at, { headers: await signedIn(h, late) })).text).not.toContain('Became task');
    expect((await press(asked)).status).toBe(409);
    const back = await look(`${h.url}${at}/comments/2/branch`, { headers });
    expect(back.text).toContain('Take it back?');
    expect((await press(back)).status).toBe(303);
    expect((await look(`${h.url}/tasks/${number}`, { headers })).status).toBe(404);
    expect((await look(h.url + at, { headers })).text).toContain('Make it a new task');
  });
});
