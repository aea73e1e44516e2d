/** What leaves the house, to whom, and what it shows. */
import { expect, test } from 'vitest';
import { eachHouse } from '../support/app.ts';
import { letters, lettersTo, send } from '../support/program.ts';
import {
  client,
  dashboard,
  does,
  employee,
  form,
  look,
  programJson,
  says,
  settings,
  signedIn,
  task,
  tasks,
  upload,
} from './firm.ts';

eachHouse('letters to clients', (house) => {
  test('1, 2: Anna reads the footer link in her language, Peter in his', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { language: 'ru' });
    const peter = await client(h, 'Peter', { language: 'en' });
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, peter] });
    const [toAnna] = await lettersTo(h, 'anna@client.example');
    const [toPeter] = await lettersTo(h, 'peter@client.example');
    const link = (html: string, label: string) =>
      [...html.matchAll(/<a\b[^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g)].find((m) => m[2]!.includes(label))?.[1];
    const annas = await dashboard(h, anna);
    expect(link(toAnna!.html, 'Полная история переписки')).toContain(annas);
    expect(toAnna!.text).toContain('Полная история переписки');
    expect(toAnna!.text).toContain(annas);
    expect(link(toPeter!.html, 'Full conversation history')).toContain(await dashboard(h, peter));
  });

  test('29, 30, 47: a letter goes to exactly those who are picked, one each, and shows nobody else’s address', async () => {
    const h = house();
    const [anna, peter, olga] = [await client(h, 'Anna'), await client(h, 'Peter'), await client(h, 'Olga')];
    const boris = await employee(h, 'Boris');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id, olga.id] });
    await says(h, h.owner, desks, 'A word among us', { notify: [boris] });
    expect((await letters(h)).map((l) => l.to)).toEqual([['boris@acme.example']]);
    await says(h, h.owner, desks, 'A word to two clients', { notify: [anna, peter] });
    const toClients = (await letters(h)).slice(1);
    expect(toClients.map((l) => l.to).sort()).toEqual([['anna@client.example'], ['peter@client.example']]);
    for (const letter of toClients) {
      const other = letter.to[0] === 'anna@client.example' ? 'peter@' : 'anna@';
      expect(letter.raw.toString()).not.toContain(other);
      expect(letter.raw.toString()).not.toContain('olga@');
    }
  });

  test('a letter answers its reader’s own last mail, so that it stands beside it in their program; nobody else’s', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const mail = { from: 'Anna <anna@client.example>', to: 'ann@mail.acme.example', subject: 'Desks', text: 'When?' };
    await send(h, { ...mail, messageId: '<first@client.example>' });
    await h.app.idle();
    const [desks] = await tasks(h);
    await does(h, h.owner, { kind: 'set-people', task: desks!.id, role: 'participant', people: [peter.id] });
    await says(h, h.owner, desks!, 'On Monday.', { notify: [anna, peter] });
    const [toAnna] = await lettersTo(h, 'anna@client.example');
    expect(toAnna!.headers.get('in-reply-to')).toBe('<first@client.example>');
    expect(toAnna!.references).toContain('<first@client.example>');
    const [toPeter] = await lettersTo(h, 'peter@client.example');
    expect(toPeter!.raw.toString()).not.toContain('first@client.example');
    // Without a carrier of ours her answer still names it, and so finds the task.
    await send(h, {
      ...mail,
      subject: 'Re: Tuesday',
      text: 'Fine.',
      messageId: '<second@client.example>',
      inReplyTo: '<first@client.example>',
    });
    await h.app.idle();
    await says(h, h.owner, desks!, 'See you.', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.headers.get('in-reply-to')).toBe(
      '<second@client.example>',
    );
  });

  test('47: with «all recipients in one letter» one letter names them both and opens nobody’s dashboard', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'To all of you', { notify: [anna, peter] });
    const [only, ...rest] = await letters(h);
    expect(rest).toEqual([]);
    expect([...only!.to].sort()).toEqual(['anna@client.example', 'peter@client.example']);
    expect(only!.html + only!.text).not.toContain('/d/');
  });

  test('31, 36, 37: an assignee hears of a new task, a participant does not, nor does anybody when people or dates change', async () => {
    const h = house();
    const [anna, peter, olga] = [await client(h, 'Anna'), await client(h, 'Peter'), await client(h, 'Olga')];
    const boris = await employee(h, 'Boris');
    const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id], participants: [peter.id] });
    expect((await letters(h)).map((l) => l.to)).toEqual([['anna@client.example']]);
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: [peter.id, olga.id] });
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'assignee', people: [boris.id] });
    await does(h, h.owner, { kind: 'edit-task', task: desks.id, changes: { title: 'Twelve desks' } });
    expect((await letters(h)).slice(1).map((l) => l.to)).toEqual([['boris@acme.example']]);
    const before = (await letters(h)).length;
    await task(h, h.owner, 'Between clients', { assigner: anna.id, assignees: [peter.id] });
    expect(await letters(h)).toHaveLength(before);
  });

  test('32, 35: on a fresh account a change of status tells no client; with N5 on it tells the one who asked, and no other', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const asked = await task(h, h.owner, 'Paint', { assigner: anna.id, participants: [peter.id] });
    const status = (to: 'IN_PROGRESS' | 'DONE') =>
      does(h, h.owner, { kind: 'set-status', task: asked.id, status: to, reason: '' });
    await status('IN_PROGRESS');
    expect(await letters(h)).toEqual([]);
    await settings(h, { notifications: { N5: { enabled: true } } });
    await status('DONE');
    expect((await letters(h)).map((l) => l.to)).toEqual([['anna@client.example']]);
  });

  test('34: with N4 on, Anna hears that her request was accepted', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const boris = await employee(h, 'Boris');
    await settings(h, { notifications: { N4: { enabled: true } } });
    const asked = await task(h, h.owner, 'Paint', { assigner: anna.id, assignees: [boris.id] });
    await does(h, boris, { kind: 'set-status', task: asked.id, status: 'IN_PROGRESS', reason: '' });
    const [accepted, ...more] = await lettersTo(h, 'anna@client.example');
    expect(more).toEqual([]);
    expect(accepted!.headers.get('auto-submitted')).toBe('auto-generated');
  });

  test('38: an address in the no-automatic-mail list gets nothing, others do', async () => {
    const h = house();
    await settings(h, { noAutomaticMail: ['anna@client.example'] });
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna, peter] });
    expect((await letters(h)).map((l) => l.to)).toEqual([['peter@client.example']]);
  });

  test('39, 43: Ann is not told of her own words; her letter comes from her own address in her name', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { assignees: [h.owner.id], participants: [anna.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna, h.owner] });
    const [letter, ...more] = await letters(h);
    expect(more).toEqual([]);
    expect(letter!.from.address).toBe('ann@mail.acme.example');
    expect(letter!.from.name).toContain('Ann Lee');
    expect(letter!.headers.has('auto-submitted')).toBe(false);
    expect(String(letter!.headers.get('x-auto-response-suppress'))).toContain('OOF');
  });

  test('48: files are links of the reader’s own; with attachments on small ones travel along and large ones stay links', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const say = async (size: number) => {
      const file = await upload(h, h.owner, 'plan.bin', Buffer.alloc(size, 7));
      await says(h, h.owner, desks, 'The plan', { notify: [anna], files: [file] });
      return (await lettersTo(h, 'anna@client.example')).at(-1)!;
    };
    const linked = await say(1000);
    expect(linked.attachments).toEqual([]);
    const href = /href="([^"]*\/files\/[^"]*)"/.exec(linked.html)![1]!;
    expect(href).toContain(await dashboard(h, anna));
    expect(Buffer.from(await (await fetch(href)).arrayBuffer())).toEqual(Buffer.alloc(1000, 7));
    await settings(h, { sendFilesAsAttachments: true });
    const attached = await say(2000);
    expect(attached.attachments.map((a) => [a.filename, a.content.length])).toEqual([['plan.bin', 2000]]);
    const large = await say(10 * 1024 * 1024 + 1);
    expect(large.attachments).toEqual([]);
    expect(large.html).toContain('/files/');
  });

  test('51: the history in a letter holds only what its reader wrote or was told', async () => {
    const h = house();
    await settings(h, { lastMessages: 5 });
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'For Anna of old', { notify: [anna] });
    await says(h, h.owner, desks, 'For Peter alone', { notify: [peter] });
    await says(h, h.owner, desks, 'Among ourselves');
    await says(h, h.owner, desks, 'For Anna of late', { notify: [anna] });
    const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    expect(last.text).toContain('For Anna of old');
    expect(last.text + last.html).not.toContain('For Peter alone');
    expect(last.text + last.html).not.toContain('Among ourselves');
  });

  test('51: hidden words come back in nobody’s open letter, and in a shared one only what its one contact was told', async () => {
    const h = house();
    await settings(h, { lastMessages: 5 });
    const [anna, peter, boris] = [await client(h, 'Anna'), await client(h, 'Peter'), await employee(h, 'Boris')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id, boris.id] });
    await says(h, h.owner, desks, 'Said to Anna', { notify: [anna] });
    await says(h, h.owner, desks, 'Said to Peter', { notify: [peter] });
    await says(h, h.owner, desks, 'A secret with Anna', { notify: [anna], hidden: true, audience: [anna] });
    await says(h, h.owner, desks, 'Open again', { notify: [anna] });
    const words = (l: { text: string; html: string }) =>
      ['Said to Anna', 'Said to Peter', 'A secret'].filter((one) => (l.text + l.html).includes(one));
    expect(words((await lettersTo(h, 'anna@client.example')).at(-1)!)).toEqual(['Said to Anna']);
    await settings(h, { lastMessages: 5, allRecipientsInOneLetter: true });
    await says(h, h.owner, desks, 'To one of you', { notify: [anna, boris] });
    expect(words((await lettersTo(h, 'boris@acme.example')).at(-1)!)).toEqual(['Said to Anna']);
    await says(h, h.owner, desks, 'Hidden, to one', { notify: [anna, boris], hidden: true, audience: [anna, boris] });
    expect(words((await lettersTo(h, 'boris@acme.example')).at(-1)!)).toEqual(['Said to Anna']);
    await says(h, h.owner, desks, 'To all of you', { notify: [anna, peter] });
    expect(words((await lettersTo(h, 'peter@client.example')).at(-1)!)).toEqual([]);
  });

  test('48, 49, 52: two files of 6 MB are links together; without «add files» there is neither; text and HTML are both there', async () => {
    const h = house();
    await settings(h, { sendFilesAsAttachments: true });
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const say = async (...sizes: number[]) => {
      const files = [];
      for (const [n, size] of sizes.entries())
        files.push(await upload(h, h.owner, `plan-${n}.bin`, Buffer.alloc(size, 7)));
      await says(h, h.owner, desks, 'The plan', { notify: [anna], files });
      const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      expect([letter.text.includes('The plan'), letter.html.includes('The plan')]).toEqual([true, true]);
      return [letter.attachments.length, /\/files\//.test(letter.html), /plan-0/.test(letter.text)];
    };
    expect(await say(5_000_000, 5_000_000)).toEqual([2, false, true]);
    expect(await say(6_000_000, 6_000_000)).toEqual([0, true, true]);
    const call = await programJson(h);
    const words = { en: { subject: 'Desks', html: '<p>{{comment.text}}</p>', text: null } };
    const content = { words, addFiles: false };
    const made = await call('POST', '/templates', { name: 'Ours', notification: 'N2', content });
    await call('POST', `/templates/${made.json.id}/publish`, { revision: made.json.revision });
    expect((await call('PATCH', '/notifications/N2', { templateId: made.json.id })).status).toBe(200);
    expect(await say(1000)).toEqual([0, false, false]);
    await settings(h, { notifications: { N2: { templateId: made.json.id } } });
    expect(await say(1000)).toEqual([0, false, false]);
  });

  test('4, 29, 40: Ann writes on the task page, is asked when nobody is picked, and Anna gets the letter and a dashboard at once', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const ann = await signedIn(h, h.owner);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: ann });
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)![1]!;
    const post = (fields: [string, string][]) =>
      look(`${h.url}/tasks/${desks.number}/comments`, {
        method: 'POST',
        headers: ann,
        body: form([['csrf', csrf], ['text', 'When shall we come?'], ...fields]),
      });
    expect((await post([])).status).toBe(422);
    expect(await letters(h)).toEqual([]);
    expect((await post([['notify', anna.id]])).status).toBe(303);
    const [letter] = await lettersTo(h, 'anna@client.example');
    expect(letter!.text).toContain('When shall we come?');
    expect((await look(await dashboard(h, anna))).text).toContain('Desks');
    const forged = form([
      ['csrf', 'x'],
      ['text', 'Not by Ann'],
      ['notify', anna.id],
    ]);
    const answer = await look(`${h.url}/tasks/${desks.number}/comments`, {
      method: 'POST',
      headers: ann,
      body: forged,
    });
    expect(answer.status).toBe(403);
    expect(await letters(h)).toHaveLength(1);
  });
});
