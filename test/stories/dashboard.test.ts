/** The page behind the footer link: whose it is, what stands on it, what can be done there. */
import { expect, test } from 'vitest';
import { updateContact } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  does,
  employee,
  form,
  look,
  plain,
  says,
  settings,
  type TaskHere,
  task,
  upload,
} from './firm.ts';

const linkIn = (html: string): string => /href="(http[^"]*\/d\/[^"#]*)/.exec(html)![1]!;

async function pageOf(h: House, who: Parameters<typeof dashboard>[1], where?: TaskHere) {
  return look((await dashboard(h, who)) + (where ? `/tasks/${where.number}` : ''));
}

eachHouse('the dashboard', (house) => {
  test('3, 6: the link in Anna’s letter opens her own correspondence without a login, and nobody else’s', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const both = await task(h, h.owner, 'Desks for both', { participants: [anna.id, peter.id] });
    const his = await task(h, h.owner, 'Chairs of Peter', { participants: [peter.id] });
    await says(h, h.owner, both, 'Good day to you both', { notify: [anna, peter] });
    await says(h, h.owner, his, 'Only for Peter', { notify: [peter] });
    const [toAnna] = await lettersTo(h, 'anna@client.example');
    const [toPeter] = await lettersTo(h, 'peter@client.example');
    const [annas, peters] = [linkIn(toAnna!.html), linkIn(toPeter!.html)];
    expect(annas).not.toBe(peters);
    const opened = await look(annas);
    expect([opened.status, opened.headers.get('set-cookie')]).toEqual([200, null]);
    expect(opened.text).toContain('Good day to you both');
    const list = await look(annas.replace(/\/tasks\/.*/, ''));
    expect(list.text).toContain('Desks for both');
    expect(list.text).not.toContain('Chairs of Peter');
    const foreign = await look(annas.replace(/\/tasks\/.*/, `/tasks/${his.number}`));
    expect(foreign.status).toBe(404);
    expect(foreign.html).not.toContain('Chairs of Peter');
  });

  test('7: a link with one letter changed, and an invented one, are the same page of nothing', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    const good = await dashboard(h, anna);
    const token = good.split('/d/')[1]!;
    const turned = (at: number) => token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);
    const pages = await Promise.all(
      [turned(5), turned(30), turned(54), 'a'.repeat(56), 'x'].map((t) => look(`${h.url}/d/${t}/tasks/1`)),
    );
    for (const page of pages) {
      expect([page.status, page.headers.get('set-cookie')]).toEqual([404, null]);
      expect(page.html).not.toMatch(/Anna|Desks|Hello/);
    }
    const foreignTask = await look(`${good}/tasks/4711`);
    expect(foreignTask.status).toBe(404);
  });

  test('9, 18: an assignee who was sent the description reads it and its file, a participant gets neither', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const plan = await upload(h, h.owner, 'floor-plan.pdf', 'the floor');
    const desks = await task(h, h.owner, 'Desks', {
      description: 'Twelve oak desks for the third floor',
      files: [plan],
      assignees: [anna.id],
      participants: [peter.id],
    });
    await says(h, h.owner, desks, 'Hello', { notify: [peter] });
    const hers = await pageOf(h, anna, desks);
    expect(hers.text).toContain('Twelve oak desks');
    const file = await look(`${await dashboard(h, anna)}/files/${plan}`);
    expect([file.status, file.html]).toEqual([200, 'the floor']);
    const his = await pageOf(h, peter, desks);
    expect(his.status).toBe(200);
    expect(his.html).not.toMatch(/Twelve oak desks|floor-plan/);
    expect((await look(`${await dashboard(h, peter)}/files/${plan}`)).status).toBe(404);
  });

  test('10: an assignee to whom the description was not sent sees title and comment, not the description', async () => {
    const h = house();
    await settings(h, { notifications: { N1: { enabled: false } } });
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { description: 'Secret margins', assignees: [anna.id] });
    expect(await letters(h)).toEqual([]);
    expect((await pageOf(h, anna, desks)).status).toBe(404);
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const page = await pageOf(h, anna, desks);
    expect(page.text).toContain('Desks');
    expect(page.text).toContain('When shall we come?');
    expect(page.html).not.toContain('Secret margins');
  });

  test('11, 12, 13: a participant sees the title and what was for her; before the first letter nothing at all', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks of the board', { description: 'Dark oak', participants: [anna.id] });
    expect((await pageOf(h, anna, desks)).status).toBe(404);
    expect((await pageOf(h, anna)).html).not.toContain('board');
    await says(h, h.owner, desks, 'She pays late');
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const page = await pageOf(h, anna, desks);
    expect(page.text).toContain('Desks of the board');
    expect(page.text).toContain('When shall we come?');
    expect(page.html).not.toMatch(/She pays late|Dark oak/);
  });

  test('14: a checklist is on no page of hers, and no request of hers changes it', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { description: 'Oak', assignees: [anna.id] });
    await does(h, h.owner, { kind: 'add-item', task: desks.id, text: 'Ask for the deposit' });
    const [item] = await h.gw.db.read('checklist_items');
    const page = await pageOf(h, anna, desks);
    expect(page.html).not.toMatch(/deposit|checklist/i);
    const base = `${await dashboard(h, anna)}/tasks/${desks.number}`;
    for (const path of ['checklist', `checklist/${item.id}`, `items/${item.id}`]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        expect((await look(`${base}/${path}`, { method, body: form([['done', '1']]) })).status).toBe(404);
    }
    expect(Boolean((await h.gw.db.read('checklist_items').first()).done)).toBe(false);
  });

  test('15, 28: she adds a comment with two files: it is hers, the employees of the thread hear of it, an uninvolved client does not', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const boris = await employee(h, 'Boris');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, boris] });
    const url = `${await dashboard(h, anna)}/tasks/${desks.number}/comments`;
    const body = form([
      ['text', 'In the morning, please.'],
      ['files', new File(['one'], 'door.txt')],
      ['files', new File(['two!'], 'лифт.txt')],
    ]);
    expect((await look(url, { method: 'POST', body })).status).toBe(303);
    const last = (await comments(h, desks)).at(-1)!;
    expect(last).toMatchObject({
      author: 'Anna',
      text: 'In the morning, please.',
      source: 'dashboard',
      proof: 'link',
      notified: ['Ann', 'Boris'],
    });
    expect(last.files).toEqual([
      { name: 'door.txt', size: 3 },
      { name: 'лифт.txt', size: 4 },
    ]);
    expect(
      (await letters(h))
        .slice(2)
        .map((l) => l.to[0])
        .sort(),
    ).toEqual(['ann@acme.example', 'boris@acme.example']);
    expect((await look(url, { method: 'POST', body: form([['text', '  ']]) })).status).toBe(422);
    expect(await comments(h, desks)).toHaveLength(2);
  });

  test('16, 17: she downloads a file of a comment she sees; one of a comment she does not see is not there', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const hers = await upload(h, h.owner, 'offer.txt', 'for Anna');
    const ours = await upload(h, h.owner, 'costs.txt', 'for us');
    await says(h, h.owner, desks, 'Our offer', { notify: [anna], files: [hers] });
    await says(h, h.owner, desks, 'What it costs us', { files: [ours] });
    const base = await dashboard(h, anna);
    const page = await pageOf(h, anna, desks);
    const href = /href="([^"]*\/files\/[^"?]*)"/.exec(page.html)![1]!;
    const answer = await fetch(new URL(href, h.url));
    expect(await answer.text()).toBe('for Anna');
    expect(answer.headers.get('content-disposition')).toContain('offer.txt');
    expect(page.html).not.toContain('costs.txt');
    const refused = await look(`${base}/files/${ours}`);
    expect(refused.status).toBe(404);
    expect(refused.html).not.toContain('for us');
  });

  test('19: the list holds each of her tasks and leads into it and back', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    for (const title of ['Desks', 'Chairs', 'Lamps']) {
      const one = await task(h, h.owner, title, { participants: [anna.id] });
      await says(h, h.owner, one, `About ${title}`, { notify: [anna] });
    }
    const base = await dashboard(h, anna);
    const list = await look(base);
    const paths = [...list.html.matchAll(/href="([^"]*\/tasks\/\d+)"/g)].map((m) => m[1]!);
    expect(new Set(paths).size).toBe(3);
    const texts = await Promise.all([...new Set(paths)].map(async (p) => (await look(new URL(p, h.url).href)).html));
    for (const title of ['Desks', 'Chairs', 'Lamps'])
      expect(texts.filter((t) => plain(t).includes(`About ${title}`))).toHaveLength(1);
    for (const html of texts) expect(html).toContain(`href="${new URL(base).pathname}"`);
  });

  test('20: her own mailed answer stands in her conversation', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const [letter] = await letters(h);
    await send(h, reply(letter!, 'Anna <anna@client.example>', 'Rather on Tuesday.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.notified).toEqual(['Ann']);
    expect((await pageOf(h, anna, desks)).text).toContain('Rather on Tuesday.');
  });

  test('21: neither mode of the account shows her more on the dashboard', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    await says(h, h.owner, desks, 'Among ourselves');
    for (const commentVisibility of ['ALL_NOT_HIDDEN', 'ONLY_NOTIFIED'] as const) {
      await settings(h, { commentVisibility });
      const page = await pageOf(h, anna, desks);
      expect(page.text).toContain('Hello');
      expect(page.html).not.toContain('Among ourselves');
    }
  });

  test('22–26: through her company she sees what colleagues wrote and were told, not what employees said, nor what is hidden', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const anna = await client(h, 'Anna', { companies: [firm.id], seesCompanyTasks: true });
    const peter = await client(h, 'Peter', { companies: [firm.id] });
    const desks = await task(h, h.owner, 'Desks of the firm', { participants: [peter.id], counterparty: firm.id });
    await says(h, h.owner, desks, 'To Peter', { notify: [peter] });
    await says(h, peter, desks, 'From Peter', { notify: [h.owner] });
    await says(h, h.owner, desks, 'Among ourselves');
    await says(h, h.owner, desks, 'For Peter’s eyes', { notify: [peter], hidden: true, audience: [peter] });
    const page = await pageOf(h, anna, desks);
    expect(page.text).toContain('To Peter');
    expect(page.text).toContain('From Peter');
    expect(page.html).not.toMatch(/Among ourselves|eyes/);
    expect((await pageOf(h, peter, desks)).text).toContain('For Peter’s eyes');
    await does(h, h.owner, { kind: 'edit-task', task: desks.id, changes: { automaticAccess: 'DO_NOT_GRANT' } });
    expect((await pageOf(h, anna, desks)).status).toBe(404);
    expect((await pageOf(h, anna)).html).not.toContain('Desks of the firm');
    // A role of her own opens what was said to her, and no more.
    const both = [peter.id, anna.id];
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: both });
    await says(h, h.owner, desks, 'To Anna', { notify: [anna] });
    const own = await pageOf(h, anna, desks);
    expect([own.status, own.text.includes('To Anna'), own.html.includes('From Peter')]).toEqual([200, true, false]);
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: [peter.id] });
    await does(h, h.owner, { kind: 'edit-task', task: desks.id, changes: { automaticAccess: 'GRANT' } });
    expect((await pageOf(h, anna)).text).toContain('Desks of the firm');
    await h.gw.db.write((tx) => updateContact(tx, anna, { seesCompanyTasks: false }));
    expect((await pageOf(h, anna, desks)).status).toBe(404);
    expect((await pageOf(h, anna)).html).not.toContain('Desks of the firm');
  });

  test('27: taken out of the task, she does not find it any more', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    expect((await pageOf(h, anna, desks)).status).toBe(200);
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: [] });
    expect((await pageOf(h, anna, desks)).status).toBe(404);
    expect((await pageOf(h, anna)).html).not.toContain('Desks');
  });

  test('8: the page speaks the language of her card, and changes with it', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { language: 'ru' });
    const base = await dashboard(h, anna);
    expect((await look(base)).html).toContain('<html lang="ru"');
    await h.gw.db.write((tx) => updateContact(tx, anna, { language: 'en' }));
    expect((await look(base)).html).toContain('<html lang="en"');
  });

  test('a forwarded link is ended from the page: the old one opens nothing, the new one goes to Anna’s address only', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    const old = await dashboard(h, anna);
    expect((await look(`${old}/renew`)).status).toBe(404);
    expect((await look(`${old}/renew`, { method: 'POST' })).status).toBe(200);
    const ended = await look(old);
    expect(ended.status).toBe(410);
    expect(ended.html).not.toMatch(/Anna|Desks/);
    const fresh = (await letters(h)).at(-1)!;
    expect(fresh.to).toEqual(['anna@client.example']);
    const now = /http\S*\/d\/[a-z2-7]{56}/.exec(fresh.text)![0];
    expect(now).not.toBe(old);
    expect((await look(now)).text).toContain('Desks');
  });
});
