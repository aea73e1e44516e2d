/** Item 88: what a client sent by mail is spam at a press of a button, their next mails are ignored, and «Not spam» ends that. */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { compose, deliver, lettersTo, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  employee,
  form,
  inbox,
  look,
  program,
  says,
  settings,
  signedIn,
  task,
  tasks,
} from './firm.ts';

const EVE = 'Eve Sharp <eve@client.example>';

/** Eve is in a task and answers a letter of it with an offer that nobody wants. */
async function pestered(h: House) {
  const eve = await client(h, 'Eve');
  const desks = await task(h, h.owner, 'Desks', { participants: [eve.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [eve] });
  const [letter] = await lettersTo(h, 'eve@client.example');
  await send(h, reply(letter!, EVE, 'Buy followers, cheap.'));
  await h.app.idle();
  const [, spam] = await h.gw.db.read('comments').where({ task_id: desks.id }).orderBy('number');
  return { eve, desks, letter: letter!, spam: spam.id as string };
}

const csrfOf = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)![1]!;

/** Opens the page that asks, and presses its button. */
async function press(h: House, path: string, headers: { cookie: string }) {
  const page = await look(h.url + path, { headers });
  expect([path, page.status]).toEqual([path, 200]);
  const body = form([['csrf', csrfOf(page.html)]]);
  const action = /<form class="decisions"[^>]*action="([^"]+)"/.exec(page.html)?.[1] ?? path;
  return look(h.url + action, { method: 'POST', headers, body });
}

eachHouse('spam', (house) => {
  test('88: a mailed comment marked as spam is gone from the dashboard at once, and its author’s next mail is logged as ignored', async () => {
    const h = house();
    const { eve, desks, letter, spam } = await pestered(h);
    const page = `${await dashboard(h, eve)}/tasks/${desks.number}`;
    expect((await look(page)).text).toContain('Buy followers');
    const call = await program(h);
    expect((await call('POST', `/tasks/${desks.id}/comments/${spam}/spam`)).status).toBe(204);
    expect((await look(page)).text).not.toContain('Buy followers');
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['When shall we come?']);
    expect((await call('GET', `/contacts/${eve.id}`)).json.isSpammer).toBe(true);
    await send(h, reply(letter, EVE, 'Still cheap.'));
    await send(h, { from: EVE, to: 'ann@mail.acme.example', subject: 'Offer', text: 'Cheaper.' });
    await h.app.idle();
    expect((await inbox(h)).slice(1)).toMatchObject([
      { state: 'ignored', outcome: 'spam-list' },
      { state: 'ignored', outcome: 'spam-list' },
    ]);
    expect(await tasks(h)).toHaveLength(1);
    expect((await call('POST', `/tasks/${desks.id}/comments/${spam}/spam`)).status).toBe(404);
  });

  test('«Not spam» lets her write again; what came meanwhile stays in the log until somebody processes it again', async () => {
    const h = house();
    const { eve, desks, letter, spam } = await pestered(h);
    const call = await program(h);
    await call('POST', `/tasks/${desks.id}/comments/${spam}/spam`);
    await send(h, reply(letter, EVE, 'An honest question.'));
    await h.app.idle();
    const back = await call('POST', `/contacts/${eve.id}/not-spam`);
    expect([back.status, back.json.isSpammer]).toEqual([200, false]);
    await h.app.idle();
    expect(await comments(h, desks)).toHaveLength(1);
    await send(h, reply(letter, EVE, 'Another one.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Eve', text: 'Another one.' });
    const ignored = (await inbox(h)).find((m) => m.outcome === 'spam-list')!;
    expect((await call('POST', `/inbound/${ignored.id}/process-again`)).status).toBe(202);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Eve', text: 'An honest question.' });
  });

  test('a mailed task goes with its assigner’s mark, and can be restored', async () => {
    const h = house();
    await send(h, { from: EVE, to: 'ann@mail.acme.example', subject: 'Offer', text: 'Cheap.' });
    await h.app.idle();
    const [offer] = await tasks(h);
    const call = await program(h);
    expect((await call('POST', `/tasks/${offer!.id}/spam`)).status).toBe(204);
    expect((await call('GET', `/tasks/${offer!.id}`)).status).toBe(404);
    await send(h, { from: EVE, to: 'ann@mail.acme.example', subject: 'Offer 2', text: 'Cheaper.' });
    await h.app.idle();
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'ignored', outcome: 'spam-list' });
    expect((await call('POST', `/tasks/${offer!.id}/restore`)).status).toBe(200);
  });

  test('no colleague, nothing written on a page, and nobody from outside the task: that is no spam', async () => {
    const h = house();
    const { desks, spam } = await pestered(h);
    const boris = await employee(h, 'Boris');
    await says(h, h.owner, desks, 'Boris?', { notify: [boris] });
    const [letter] = await lettersTo(h, 'boris@acme.example');
    await deliver(
      h,
      'boris@acme.example',
      [letter!.replyTo],
      await compose(h, reply(letter!, 'Boris <boris@acme.example>', 'I am here.')),
    );
    await h.app.idle();
    const rows = await h.gw.db.read('comments').where({ task_id: desks.id }).orderBy('number');
    const call = await program(h);
    const at = (n: number) => `/tasks/${desks.id}/comments/${rows[n].id}/spam`;
    expect((await call('POST', at(0))).status).toBe(422);
    expect(rows[3].source).toBe('mail');
    expect((await call('POST', at(3))).status).toBe(422);
    expect((await call('POST', `/tasks/${desks.id}/spam`)).status).toBe(422);
    const chris = await employee(h, 'Chris');
    const asChris = { 'Postern-Acting-As': chris.id };
    expect((await call('POST', `/tasks/${desks.id}/comments/${spam}/spam`, asChris)).status).toBe(404);
    expect(await comments(h, desks)).toHaveLength(4);
    expect(await h.gw.db.read('contacts').whereRaw('is_spammer')).toEqual([]);
  });

  test('the pages: a word at the mail when the setting is on, a question, a button; and the list with the way back', async () => {
    const h = house();
    const { eve, desks, letter } = await pestered(h);
    const ann = await signedIn(h, h.owner);
    const at = `/tasks/${desks.number}`;
    expect((await look(h.url + at, { headers: ann })).text).not.toContain('To spam');
    await settings(h, { showToSpam: true });
    const page = await look(h.url + at, { headers: ann });
    expect(page.html.match(/href="[^"]*\/spam"/g)).toEqual([`href="${at}/comments/2/spam"`]);
    const asked = await look(`${h.url}${at}/comments/2/spam`, { headers: ann });
    expect(asked.text).toContain('Send to spam?');
    expect(asked.text).toContain('Buy followers, cheap.');
    expect(await comments(h, desks)).toHaveLength(2);
    const without = await look(`${h.url}${at}/comments/2/spam`, {
      method: 'POST',
      headers: ann,
      body: form([['csrf', 'x']]),
    });
    expect(without.status).toBe(403);
    expect((await look(`${h.url}${at}/comments/1/spam`, { headers: ann })).status).toBe(404);
    expect((await press(h, `${at}/comments/2/spam`, ann)).status).toBe(303);
    expect(await comments(h, desks)).toHaveLength(1);
    const boris = await signedIn(h, await employee(h, 'Boris'));
    expect((await look(`${h.url}/admin/spam`, { headers: boris })).status).toBe(404);
    expect((await look(`${h.url}/admin/spam/${eve.id}`, { method: 'POST', headers: boris })).status).toBe(404);
    const list = await look(`${h.url}/admin/spam`, { headers: ann });
    expect(list.text).toContain('eve@client.example');
    const body = form([['csrf', csrfOf(list.html)]]);
    expect((await look(`${h.url}/admin/spam/${eve.id}`, { method: 'POST', headers: ann, body })).status).toBe(303);
    expect((await look(`${h.url}/admin/spam`, { headers: ann })).text).toContain('Nobody is here');
    await send(h, reply(letter, EVE, 'Thank you.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.text).toBe('Thank you.');
  });

  test('a mailed task has the word too', async () => {
    const h = house();
    await settings(h, { showToSpam: true });
    await send(h, { from: EVE, to: 'ann@mail.acme.example', subject: 'Offer', text: 'Cheap.' });
    await h.app.idle();
    const [offer] = await tasks(h);
    const ann = await signedIn(h, h.owner);
    expect((await look(`${h.url}/tasks/${offer!.number}`, { headers: ann })).text).toContain('Task to spam');
    expect((await press(h, `/tasks/${offer!.number}/spam`, ann)).headers.get('location')).toBe('/');
    expect((await look(`${h.url}/tasks/${offer!.number}`, { headers: ann })).status).toBe(404);
    expect((await h.gw.db.read('history').where({ task_id: offer!.id }).orderBy('id')).map((r) => r.kind)).toEqual([
      'task-created',
      'task-deleted',
      'author-marked-spam',
    ]);
  });
});
