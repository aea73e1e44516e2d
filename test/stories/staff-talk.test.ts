/** An employee writes on the page of a task: whom it preselects, what it asks, what hidden means, one's own words afterwards. */
import { expect, test } from 'vitest';
import { eachHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, comments, dashboard, employee, look, says, task } from './firm.ts';

/** Who is ticked in a page, by id. */
const ticked = (html: string): string[] =>
  [...html.matchAll(/<input type="checkbox" name="notify" value="([^"]+)" checked/g)].map((m) => m[1]!);
const isHidden = (html: string): boolean => /name="hidden" value="1" checked/.test(html);

eachHouse('comments of the team', (house) => {
  test('40: a comment for nobody is asked about, and whoever does not want that is not asked again', async () => {
    const h = house();
    const where = await task(h, h.owner, 'Roof');
    const ann = await browser(h, h.owner);
    const path = `/tasks/${where.number}/comments`;
    const asked = await ann.send(path, { text: 'To whom?' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Nobody is picked');
    expect(await comments(h, where)).toEqual([]);
    const kept = await ann.send(path, { text: 'To whom?', confirmed: '1', 'never-ask': '1' });
    expect(kept.status).toBe(303);
    const cookie = kept.headers.getSetCookie().find((c) => c.startsWith('nobody='))!;
    const quiet = { ...ann, cookie: `${ann.cookie}; ${cookie.split(';')[0]}` };
    const body = new URLSearchParams({ csrf: (await tokenOf(h.url, ann.cookie)) ?? '', text: 'Again' });
    const again = await look(h.url + path, { method: 'POST', body, headers: { cookie: quiet.cookie } });
    expect(again.status).toBe(303);
    expect((await comments(h, where)).map((c) => c.text)).toEqual(['To whom?', 'Again']);
    const page = await look(`${h.url}/tasks/${where.number}`, { headers: { cookie: quiet.cookie } });
    expect(page.html).toContain('name="ask-again"');
    // It is this person's wish: somebody else at the same browser is asked.
    const vera = await browser(h, await employee(h, 'Vera', { role: 'admin' }));
    const hers = await look(h.url + path, {
      method: 'POST',
      body: new URLSearchParams({ csrf: vera.csrf, text: 'And me?' }),
      headers: { cookie: `${vera.cookie}; ${cookie.split(';')[0]}` },
    });
    expect(hers.status).toBe(422);
  });

  test('41: after a comment by X that told Y a new one preselects both', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, max.id] });
    await says(h, vera, where, 'Measured', { notify: [max] });
    const page = await (await browser(h, h.owner)).get(`/tasks/${where.number}`);
    expect(ticked(page.html).sort()).toEqual([vera.id, max.id].sort());
  });

  test('42: who was not in the last exchange with a client has nobody preselected; who was has them all', async () => {
    const h = house();
    const [vera, max, anna] = [await employee(h, 'Vera'), await employee(h, 'Max'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { assignees: [anna.id], participants: [vera.id, max.id] });
    await says(h, vera, where, 'When may we come?', { notify: [anna] });
    expect(ticked((await (await browser(h, max)).get(`/tasks/${where.number}`)).html)).toEqual([]);
    expect(ticked((await (await browser(h, vera)).get(`/tasks/${where.number}`)).html)).toEqual([anna.id]);
  });

  test('whom to tell: who has to do with the task, then the team, then who is in it outside; whom no letter reaches is said', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max', { email: null })];
    await employee(h, 'Tech', { role: 'technical' });
    await employee(h, 'Gone', { active: false } as never);
    const anna = await client(h, 'Anna');
    const blocked = await client(h, 'Boris', { mailBlocked: true });
    const mute = await client(h, 'Cora', { email: null });
    await client(h, 'Dan');
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, blocked.id, mute.id, vera.id] });
    const { html } = await (await browser(h, h.owner)).get(`/tasks/${where.number}`);
    const [team = '', outside = ''] = html.slice(html.indexOf('<div class="blocks">')).split('</fieldset>');
    const names = (part: string) =>
      [...part.matchAll(/name="notify"[^>]*><span>(.*?)<\/label>/g)].map((m) =>
        m[1]!.replace(/<\/?span[^>]*>/g, ' ').trim(),
      );
    const [near = '', others = ''] = team.split('<details');
    expect(names(near)).toEqual(['Vera']);
    expect(names(others)).toEqual(['Max No letter: no address is known']);
    expect(names(outside)).toEqual([
      'Anna',
      '<s>Boris</s> No letter: they marked a letter of ours as spam',
      'Cora No letter: no address is known',
    ]);
    // Who was picked before a mistake is not to be looked for.
    const again = await (await browser(h, h.owner)).send(`/tasks/${where.number}/comments`, { notify: max.id });
    expect(names(again.html.slice(again.html.indexOf('<div class="blocks">')).split('</fieldset>')[0]!).length).toBe(2);
  });

  test('what goes to a client is marked for the team, and for nobody outside', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna', { access: 'ACTIVE' })];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, anna.id] });
    await says(h, h.owner, where, 'For the team', { notify: [vera] });
    await says(h, h.owner, where, 'For her', { notify: [anna] });
    await says(h, anna, where, 'From her', { notify: [vera] });
    const marks = async (who: Parameters<typeof browser>[1]) =>
      [
        ...(await (await browser(h, who)).get(`/tasks/${where.number}`)).html.matchAll(
          /<li id="c(\d)"[\s\S]*?<\/header>/g,
        ),
      ]
        .filter((m) => m[0].includes('to the client'))
        .map((m) => m[1]);
    expect([await marks(vera), await marks(anna)]).toEqual([['2'], []]);
  });

  test('an answer to a certain comment preselects its author and those it told, and quotes it', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, max.id] });
    await says(h, vera, where, 'The first\nof two', { notify: [h.owner] });
    await says(h, h.owner, where, 'The last', { notify: [max] });
    const page = await (await browser(h, max)).get(`/tasks/${where.number}?reply=1`);
    expect(ticked(page.html).sort()).toEqual([vera.id, h.owner.id].sort());
    expect(page.html).toContain('&gt; The first\n&gt; of two');
    expect(isHidden(page.html)).toBe(false);
  });

  test('131: an answer to a hidden comment is hidden, for the same people', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, max.id] });
    await says(h, h.owner, where, 'Between us', { hidden: true, audience: [vera] });
    const veras = await (await browser(h, vera)).get(`/tasks/${where.number}?reply=1`);
    expect(isHidden(veras.html)).toBe(true);
    expect(ticked(veras.html)).toEqual([h.owner.id]);
    const own = await (await browser(h, h.owner)).get(`/tasks/${where.number}?reply=1`);
    expect(ticked(own.html)).toEqual([vera.id]);
    // Max does not see it: for him it is a new comment like any other.
    const page = await (await browser(h, max)).get(`/tasks/${where.number}?reply=1`);
    expect(isHidden(page.html)).toBe(false);
    expect(page.html).not.toContain('Between us');
  });

  test('130: a hidden comment is read by those who were picked, its author and administrators', async () => {
    const h = house();
    const [vera, max, olga] = [await employee(h, 'Vera'), await employee(h, 'Max'), await employee(h, 'Olga')];
    const boss = await employee(h, 'Boris', { role: 'admin' });
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const plan = { assignees: [anna.id], participants: [vera.id, max.id], auditors: [olga.id] };
    const where = await task(h, h.owner, 'Roof', plan);
    const write = await browser(h, vera);
    await write.send(`/tasks/${where.number}/comments`, { text: 'canary', hidden: '1', notify: [max.id] });
    const reads = async (who: Parameters<typeof browser>[1]) =>
      (await (await browser(h, who)).get(`/tasks/${where.number}`)).text.includes('canary');
    expect([await reads(vera), await reads(max), await reads(boss), await reads(h.owner)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([await reads(olga), await reads(anna)]).toEqual([false, false]);
    expect((await look(`${await dashboard(h, anna)}/tasks/${where.number}`)).text).not.toContain('canary');
  });

  test('one’s own words are changed and taken back, there and on the client’s page at once; those of others are not', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { assignees: [anna.id], participants: [vera.id] });
    await says(h, vera, where, 'Tuesday', { notify: [anna] });
    const theirs = `${await dashboard(h, anna)}/tasks/${where.number}`;
    const path = `/tasks/${where.number}/comments/1`;
    const [owner, writer] = [await browser(h, h.owner), await browser(h, vera)];

    expect((await owner.get(`/tasks/${where.number}`)).html).not.toContain(`${path}/edit`);
    for (const act of ['edit', 'delete']) {
      expect((await owner.get(`${path}/${act}`)).status).toBe(404);
      expect((await owner.send(`${path}/${act}`, { text: 'Friday' })).status).toBe(404);
      expect((await writer.send(`${path}/${act}`, { text: 'Friday' }, { csrf: 'x' })).status).toBe(403);
    }
    expect((await look(theirs)).text).toContain('Tuesday');

    expect((await writer.get(`${path}/edit`)).html).toContain('Tuesday</textarea>');
    expect((await writer.send(`${path}/edit`, { text: ' ' })).status).toBe(422);
    expect((await writer.send(`${path}/edit`, { text: 'Wednesday' })).headers.get('location')).toBe(
      `/tasks/${where.number}#c1`,
    );
    expect((await look(theirs)).text).toMatch(/edited.*Wednesday/);

    expect((await writer.get(`${path}/delete`)).text).toContain('Wednesday');
    expect((await look(theirs)).text).toContain('Wednesday');
    await writer.send(`${path}/delete`, {});
    expect((await look(theirs)).text).not.toContain('Wednesday');
    expect((await writer.get(`/tasks/${where.number}`)).text).not.toContain('Wednesday');
    // What has left has left, and nothing is told a second time.
    expect((await lettersTo(h, anna.email!)).map((l) => l.text.includes('Tuesday'))).toContain(true);
    expect((await lettersTo(h, anna.email!)).some((l) => l.text.includes('Wednesday'))).toBe(false);
  });
});

async function tokenOf(url: string, cookie: string): Promise<string | undefined> {
  return /name="csrf" value="([^"]+)"/.exec((await look(url, { headers: { cookie } })).html)?.[1];
}
