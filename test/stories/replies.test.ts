/** A client answers from their mail program, and the answer finds its place. */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, quoted, type Received, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  employee,
  inbox,
  letterStates,
  look,
  people,
  program,
  says,
  settings,
  signedIn,
  task,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';

/** Ann has asked Anna something in a task that Boris hears of too. */
async function asked(h: House) {
  const anna = await client(h, 'Anna', { lastName: 'Kim' });
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Delivery of the desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come? In the morning or in the evening?', { notify: [anna, boris] });
  const [letter] = await lettersTo(h, 'anna@client.example');
  return { anna, boris, desks, letter: letter! };
}

eachHouse('answers by mail', (house) => {
  test('66, 68, 71: Anna presses «Reply»: only her new words become her comment, and those of the exchange hear of it', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    expect(await send(h, reply(letter, ANNA, 'In the morning, before ten.'))).toMatch(/^250 /);
    const all = await letters(h);
    const hers = (await comments(h, desks)).at(-1)!;
    expect(hers).toMatchObject({
      author: 'Anna',
      text: 'In the morning, before ten.',
      source: 'mail',
      proof: 'mail-proven',
      notified: ['Ann', 'Boris'],
    });
    expect(hers.origin!.removed.map((r) => r.text).join('\n')).toContain('When shall we come?');
    const answers = all.slice(2);
    expect(answers.map((l) => l.to[0]).sort()).toEqual(['ann@acme.example', 'boris@acme.example']);
    for (const l of answers) expect(l.text).toContain('In the morning, before ten.');
  });

  test('an answer to a hidden comment stays between those who could read it', async () => {
    const h = house();
    const { anna, boris, desks } = await asked(h);
    await says(h, h.owner, desks, 'Between us: the oak is late.', { notify: [boris], hidden: true });
    const [letter] = (await lettersTo(h, 'boris@acme.example')).slice(-1);
    await send(h, reply(letter!, 'Boris <boris@acme.example>', 'I shall ring the mill.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({
      author: 'Boris',
      text: 'I shall ring the mill.',
      hidden: true,
    });
    const page = await look(`${await dashboard(h, anna)}/tasks/${desks.number}`);
    expect(page.text).not.toContain('ring the mill');
    expect((await lettersTo(h, 'anna@client.example')).map((l) => l.text).join()).not.toContain('ring the mill');
  });

  test('71: the raw mail stays, found by those who look after the account in the log of incoming mail', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'In the morning.'));
    await h.app.idle();
    const { inbox: id } = (await comments(h, desks)).at(-1)!.origin!;
    const raw = await (await program(h))('GET', `/inbound/${id}/raw`);
    expect(raw.status).toBe(200);
    expect(raw.text).toContain('> When shall we come?');
    expect(raw.text).toMatch(/^DKIM-Signature:/m);
    const page = await look(`${h.url}/admin/inbox/${id}`, { headers: await signedIn(h, h.owner) });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Delivery of the desks');
    expect(page.html).toContain(`/tasks/${desks.number}#c2`);
  });

  test('66: the thread goes on: Boris answers Anna’s words from his mail program, and she reads it as a letter', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'In the morning.'));
    const [, toBoris] = await lettersTo(h, 'boris@acme.example');
    await send(h, reply(toBoris!, 'Boris <boris@acme.example>', 'We shall be there at nine.'));
    const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    expect(last.text).toContain('We shall be there at nine.');
    expect(last.from.address).toBe('boris@mail.acme.example');
    expect((await comments(h, desks)).map((c) => [c.author, c.text])).toEqual([
      ['Ann', 'When shall we come? In the morning or in the evening?'],
      ['Anna', 'In the morning.'],
      ['Boris', 'We shall be there at nine.'],
    ]);
    const thread = (l: Received) => l.references[0];
    expect(thread(last)).toBe(thread(letter));
  });

  test('67: what she attaches becomes files of her comment, under their names', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    const attachments = [
      { filename: 'lift.pdf', content: Buffer.from('%PDF lift'), contentType: 'application/pdf' },
      { filename: 'план этажа.txt', content: Buffer.from('третий этаж') },
    ];
    await send(h, reply(letter, ANNA, 'The lift is small.', { attachments }));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.files).toEqual([
      { name: 'lift.pdf', size: 9 },
      { name: 'план этажа.txt', size: 21 },
    ]);
    const page = await look(`${await dashboard(h, anna)}/tasks/${desks.number}`);
    const href = /href="([^"]*\/files\/[^"?]*)"[^>]*>\s*план этажа.txt/.exec(page.html)![1]!;
    expect(await (await fetch(new URL(href, h.url))).text()).toBe('третий этаж');
  });

  test('67: an answer that is nothing but a photograph is a comment too', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const attachments = [{ filename: 'door.jpg', content: Buffer.from([255, 216, 255]), contentType: 'image/jpeg' }];
    await send(h, { ...reply(letter, ANNA, '', { attachments }), text: '' });
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.files).toEqual([{ name: 'door.jpg', size: 3 }]);
  });

  test('46: two letters of one task have different reply addresses, and an answer without any other header finds the task', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    const decoy = await task(h, h.owner, 'Delivery of the desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'And on which floor?', { notify: [anna] });
    const second = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    expect(second.replyTo).not.toBe(letter.replyTo);
    const bare = { from: ANNA, subject: 'something else', without: ['in-reply-to', 'references', 'message-id'] };
    await send(h, { ...bare, to: letter.replyTo, text: 'In the morning.' });
    await send(h, { ...bare, to: second.replyTo.toUpperCase(), text: 'The third.' });
    await h.app.idle();
    expect((await comments(h, desks)).slice(2).map((c) => [c.author, c.text, c.proof])).toEqual([
      ['Anna', 'In the morning.', 'mail-proven'],
      ['Anna', 'The third.', 'mail-proven'],
    ]);
    expect(await comments(h, decoy)).toEqual([]);
  });

  test('69: with «do not notify contacts of e-mailed comments» employees hear of an answer and other clients do not', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    const ask = async () => {
      await says(h, h.owner, desks, 'When?', { notify: [anna, peter] });
      const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      const before = (await letters(h)).length;
      await send(h, reply(letter, ANNA, `In the morning, ${before}.`));
      return (await letters(h))
        .slice(before)
        .map((l) => l.to[0])
        .sort();
    };
    expect(await ask()).toEqual(['ann@acme.example', 'peter@client.example']);
    await settings(h, { doNotForwardToContacts: true });
    expect(await ask()).toEqual(['ann@acme.example']);
  });

  test('70: an answer to the letter of a new task reaches its assignees and its assigner', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const [boris, vera] = [await employee(h, 'Boris'), await employee(h, 'Vera')];
    const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id, boris.id], participants: [vera.id] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    await send(h, reply(letter!, ANNA, 'I shall see to it.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', notified: ['Ann', 'Boris'] });
  });

  test('72: Anna answers from her other address: it is still Anna, and no new contact', async () => {
    const h = house();
    const { desks, letter, anna } = await asked(h);
    await h.gw.db.write((tx) =>
      tx('addresses').insert({
        account_id: h.account.id,
        address: 'anna.kim@other.example',
        person_id: anna.id,
        person_kind: 'contact',
        position: 1,
      }),
    );
    await send(h, reply(letter, 'A. K. <anna.kim@other.example>', 'In the morning.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', proof: 'mail-proven' });
    expect(await h.gw.db.read('contacts')).toHaveLength(1);
  });

  test('73: a proven stranger who was handed the letter becomes a contact, a participant, and the author', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, 'Olga Reed <olga@other.example>', 'I answer for Anna: Tuesday.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Olga', text: 'I answer for Anna: Tuesday.' });
    expect((await people(h, desks)).participant).toContain('Olga');
    const [olga] = await h.gw.db.read('addresses').where({ address: 'olga@other.example' });
    expect(olga.person_kind).toBe('contact');
  });

  test('an answer between the quoted lines keeps each answer under what it answers', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const lines = letter.text.trimEnd().split('\n');
    const at = lines.findIndex((l) => l.includes('When shall we come?'));
    const text = [
      'On Mon, 23 Nov 2026 at 10:00, Ann Lee wrote:',
      quoted(lines.slice(0, at + 1).join('\n')),
      'On Tuesday, but not before ten.',
      quoted(lines.slice(at + 1).join('\n')),
    ].join('\n');
    await send(h, { ...reply(letter, ANNA, ''), text });
    await h.app.idle();
    const hers = (await comments(h, desks)).at(-1)!.text;
    expect(hers).toContain('On Tuesday, but not before ten.');
    expect(hers.indexOf('When shall we come?')).toBeLessThan(hers.indexOf('On Tuesday'));
    expect(hers).not.toContain('Ref:');
  });

  test('55: a letter that the relay refuses is shown as failed on the comment, with the server’s words, and can be sent again', async () => {
    const h = house();
    const { anna, desks } = await asked(h);
    h.relay.answer({ at: 'rcpt', code: 550 });
    await says(h, h.owner, desks, 'Are you there?', { notify: [anna] });
    const failed = (await letterStates(h)).find((l) => l.state === 'failed')!;
    expect(failed.diagnostic).toContain('550');
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('550');
    expect((await inbox(h)).length).toBe(0);
  });
});
