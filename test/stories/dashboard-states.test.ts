/** What a client is told when something is not as they expect: letters that came back, tasks that went, tasks that are over. */
import { expect, test } from 'vitest';
import { updateContact } from '../../src/store/people.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { client, comments, dashboard, does, form, look, says, task } from './firm.ts';

const ANNA = 'Anna <anna@client.example>';

async function asked(h: House) {
  const anna = await client(h, 'Anna', { language: 'ru' });
  const desks = await task(h, h.owner, 'Столы', { participants: [anna.id] });
  await says(h, h.owner, desks, 'Когда вам удобно?', { notify: [anna] });
  const base = await dashboard(h, anna);
  return { anna, desks, base, page: `${base}/tasks/${desks.number}` };
}

oneHouse('what the dashboard says', (house) => {
  test('that letters came back, on the list and in the task, until her next mail lifts it', async () => {
    const h = house();
    const { base, page } = await asked(h);
    const WORDS = 'Мы перестали вам писать: письма на a…@client.example к нам возвращались';
    expect((await look(page)).text).not.toContain('перестали');
    await h.gw.db.write((tx) =>
      suppress(tx, h.account.id, 'anna@client.example', 'bounce', '550 no such user', Date.now()),
    );
    for (const url of [base, page]) expect((await look(url)).text).toContain(WORDS);
    expect((await look(page)).html).not.toContain('550 no such user');
    const [letter] = await lettersTo(h, 'anna@client.example');
    await send(h, reply(letter!, ANNA, 'В четверг.'));
    await h.app.idle();
    for (const url of [base, page]) expect((await look(url)).text).not.toContain('перестали');
  });

  test('that a letter was marked as spam, in other words', async () => {
    const h = house();
    const { anna, page } = await asked(h);
    await h.gw.db.write((tx) => updateContact(tx, anna, { mailBlocked: true }));
    expect((await look(page)).text).toContain('отметили как спам');
  });

  test('the same of a task that is deleted, that she left, that is not hers and that never was; nothing of it shows', async () => {
    const h = house();
    const { anna, desks, base, page } = await asked(h);
    const left = await task(h, h.owner, 'Стулья', { participants: [anna.id] });
    await says(h, h.owner, left, 'Здравствуйте', { notify: [anna] });
    const foreign = await task(h, h.owner, 'Чужая');
    await does(h, h.owner, { kind: 'set-people', task: left.id, role: 'participant', people: [] });
    await does(h, h.owner, { kind: 'delete-task', task: desks.id });
    const pages = await Promise.all(
      [page, ...[left.number, foreign.number, 4711].map((n) => `${base}/tasks/${n}`)].map((url) => look(url)),
    );
    expect(new Set(pages.map((p) => `${p.status} ${p.html}`)).size).toBe(1);
    expect([pages[0]!.status, pages[0]!.text.includes('Этой переписки здесь нет')]).toEqual([404, true]);
    expect(pages[0]!.html).not.toMatch(/Столы|Стулья|Чужая/);
    expect(pages[0]!.html).toContain(`href="${new URL(base).pathname}"`);
    const sent = await look(`${page}/comments`, { method: 'POST', body: form([['text', 'Ещё там?']]) });
    // What was written comes back to its writer; the rest is the same page.
    expect([sent.status, sent.text.includes('Ещё там?')]).toEqual([404, true]);
    expect(sent.html.replace(/<section class="unsent">.*?<\/section>/s, '')).toBe(pages[0]!.html);
  });

  test('what an answer to a closed task will do, and it does just that', async () => {
    const h = house();
    const { desks, page } = await asked(h);
    const WORDS = 'сама задача от этого не откроется снова';
    expect((await look(page)).text).not.toContain(WORDS);
    await does(h, h.owner, { kind: 'set-status', task: desks.id, status: 'COMPLETED', reason: '' });
    expect((await look(page)).text).toContain(WORDS);
    expect((await look(`${page}/comments`, { method: 'POST', body: form([['text', 'Спасибо']]) })).status).toBe(303);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ text: 'Спасибо', author: 'Anna' });
    expect((await h.gw.db.read('tasks').where({ id: desks.id }).first()).status).toBe('COMPLETED');
  });
});

oneHouse('the list of conversations', (house) => {
  test('open and finished ones apart, the company’s apart from her own, each with pages of its own', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const anna = await client(h, 'Anna', { companies: [firm.id], seesCompanyTasks: true });
    const peter = await client(h, 'Peter', { companies: [firm.id] });
    for (const title of ['Gate', 'Fence']) {
      const one = await task(h, h.owner, title, { participants: [anna.id] });
      await says(h, h.owner, one, 'Hello', { notify: [anna] });
      if (title === 'Fence')
        await does(h, h.owner, { kind: 'set-status', task: one.id, status: 'COMPLETED', reason: '' });
    }
    for (let n = 1; n <= 31; n++) {
      const one = await task(h, h.owner, `Order ${n}`, { participants: [peter.id], counterparty: firm.id });
      if (n > 29) await says(h, h.owner, one, 'Hello', { notify: [peter] });
    }
    const base = await dashboard(h, anna);
    const titles = (html: string) => [...html.matchAll(/<li data-task[^>]*><a href="[^"]*">([^<]*)/g)].map((m) => m[1]);
    const list = await look(base);
    const [own, company] = list.html.split('Correspondence of your company') as [string, string];
    expect(titles(own).sort()).toEqual(['Fence', 'Gate']);
    expect(titles(company)).toHaveLength(30);
    expect(titles((await look(`${base}?show=open`)).html)).not.toContain('Fence');
    expect(titles((await look(`${base}?show=over`)).html)).toEqual(['Fence']);
    expect(titles((await look(`${base}?q=order&show=over`)).html)).toEqual([]);
    const more = /href="([^"]*part=company[^"]*)"/.exec(company)![1]!.replaceAll('&amp;', '&');
    const next = await look(new URL(more, h.url).href);
    expect(titles(next.html)).toHaveLength(1);
    expect(titles(next.html)[0]).toMatch(/^Order/);
    const his = await look(await dashboard(h, peter));
    expect(his.text).not.toContain('Correspondence of your company');
    expect(titles(his.html)).not.toContain('Gate');
  });
});
