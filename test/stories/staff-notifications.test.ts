/** `/notifications`: what each of the team was told of, also without letters; what was taken back is gone from it. */
import { expect, test } from 'vitest';
import { writeComment } from '../../src/flow/comment.ts';
import { readTaskById } from '../../src/flow/read.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { type Browser, browser } from './browsing.ts';
import { client, desk, does, employee, says, settings, task } from './firm.ts';

/** Title, words and place of each line. */
const lines = async (who: Browser, path = '/notifications') =>
  [
    ...(await who.get(path)).html.matchAll(
      /<a href="(\/tasks\/\d+[^"]*)">([^<]+)<\/a><span class="fine context">(.*?)<\/span><span class="fine end">/g,
    ),
  ].map(([, place, title, words]) => `${title} ${place}: ${words!.replace(/<[^>]+>/g, '')}`);

const off = (h: House, login: string) =>
  h.gw.db.write((tx) => tx('employees').where({ login }).update({ email_off: true }));

eachHouse('notifications', (house) => {
  test('tasks and comments that one was told of, the newest first, each as one may see it now', async () => {
    const h = house();
    const [vera, max, anna] = [await employee(h, 'Vera'), await employee(h, 'Max'), await client(h, 'Anna')];
    const roof = await task(h, h.owner, 'Roof', { assignees: [vera.id], participants: [max.id, anna.id] });
    await says(h, h.owner, roof, 'Only for Max', { notify: [max] });
    await says(h, h.owner, roof, `Measure it,\n\nplease ${'x'.repeat(200)}`, { notify: [vera, anna] });
    const wrong = await says(h, max, roof, 'A slip', { notify: [vera] });
    await says(h, max, roof, 'Between us', { notify: [vera], hidden: true });
    const hers = await browser(h, vera);
    expect(await lines(hers)).toEqual([
      `Roof /tasks/${roof.number}#c4: Max: Between us`,
      `Roof /tasks/${roof.number}#c3: Max: A slip`,
      `Roof /tasks/${roof.number}#c2: Ann Lee: Measure it, please ${'x'.repeat(121)}…`,
      `Roof /tasks/${roof.number}: Ann Lee: a new task for you`,
    ]);
    expect((await hers.get('/notifications')).text).toContain('Each of these went to vera@acme.example too.');
    await does(h, max, { kind: 'delete-comment', task: roof.id, comment: wrong });
    expect(await lines(hers)).toHaveLength(3);
    expect(await lines(await browser(h, max))).toEqual([`Roof /tasks/${roof.number}#c1: Ann Lee: Only for Max`]);
    // Out of the task, out of the list.
    await does(h, h.owner, { kind: 'set-people', task: roof.id, role: 'assignee', people: [] });
    expect(await lines(hers)).toEqual([]);
  });

  test('without letters they stand here all the same; nobody has them twice, and nothing of others', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    await off(h, 'vera');
    const roof = await task(h, h.owner, 'Roof', { assignees: [vera.id] });
    await says(h, h.owner, roof, 'Silently', { notify: [vera] });
    expect(await lettersTo(h, 'vera@acme.example')).toEqual([]);
    const hers = await browser(h, vera);
    expect(await lines(hers)).toHaveLength(2);
    expect((await hers.get('/notifications')).text).toContain('No letters go to you');
    expect(await lines(await browser(h, h.owner))).toEqual([]);
    expect(await lines(await browser(h, await employee(h, 'Tech', { role: 'technical' })))).toEqual([]);
  });

  test('letters that several share count for each of them; a long list goes on', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const roof = await task(h, h.owner, 'Roof', { participants: [vera.id, anna.id] });
    const view = (await readTaskById(h.gw, h.account, { by: 'staff', employee: h.owner }, roof.id))!;
    const anns = await desk(h, h.owner);
    for (let n = 1; n <= 33; n++) {
      const notify = n % 2 ? [vera.id, anna.id] : [vera.id];
      await writeComment(h.gw, anns, view, { text: `Words ${n}`, files: [], notify, hidden: false, audience: [] });
    }
    await h.app.idle();
    const hers = await browser(h, vera);
    const first = await hers.get('/notifications');
    const next = /href="(\/notifications\?after=[^"]+)"/.exec(first.html)![1]!.replaceAll('&amp;', '&');
    const words = [...(await lines(hers)), ...(await lines(hers, next))].map((line) => line.split('Ann Lee: ')[1]);
    expect(words).toEqual(Array.from({ length: 33 }, (_, i) => `Words ${33 - i}`));
    expect((await hers.get('/notifications?after=nonsense')).status).toBe(200);
  });
});
