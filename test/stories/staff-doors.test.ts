/** The pages of work on a task: opening one changes nothing, sending one without the session's token does nothing. */
import { expect, test } from 'vitest';
import { type House, oneHouse, tablesOf } from '../support/app.ts';
import { browser } from './browsing.ts';
import { client, does, employee, look, says, task } from './firm.ts';

/** Everything that is kept, but for when sessions were last used. */
async function everything(h: House): Promise<string> {
  const tables = (await tablesOf(h.gw)).filter((name) => name !== 'sessions').sort();
  const rows: unknown[] = [];
  for (const name of tables) {
    const found: object[] = await h.gw.db.read(name);
    rows.push([name, found.map((row) => JSON.stringify(row)).sort()]);
  }
  return JSON.stringify(rows);
}

const forms = (n: number): string[] => [
  `/tasks/${n}`,
  `/tasks/${n}/status`,
  `/tasks/${n}/edit`,
  `/tasks/${n}/people`,
  `/tasks/${n}/checklist`,
  `/tasks/${n}/checklist/00000000-0000-7000-8000-000000000000`,
  `/tasks/${n}/delete`,
  `/tasks/${n}/comments/1/edit`,
  `/tasks/${n}/comments/1/delete`,
  '/tasks/new',
  `/bin/${n}`,
];
const pages = (n: number): string[] => [
  ...forms(n),
  '/?role=assignee&state=open&project=1&q=x',
  '/bin',
  `/tasks/${n}/reject`,
  `/tasks/${n}/files`,
  `/tasks/${n}/files.zip`,
  `/tasks/${n}/original`,
  `/tasks/${n}/comments/1/original`,
  `/tasks/${n}?reply=1`,
  '/tasks/4711',
  '/notifications',
];

const FIELDS = { status: 'CANCELLED', title: 'x', text: 'x', item: 'x', 'find-participant': 'Vera', participant: 'x' };

oneHouse('doors to the work on a task', (house) => {
  test('opening them changes nothing; forms without the session’s own token do nothing', async () => {
    const h = house();
    await employee(h, 'Vera');
    const where = await task(h, h.owner, 'Roof');
    await says(h, h.owner, where, 'Words');
    const gone = await task(h, h.owner, 'Gone');
    await does(h, h.owner, { kind: 'delete-task', task: gone.id });
    const ann = await browser(h, h.owner);
    const before = await everything(h);
    for (const path of [...pages(where.number), ...forms(gone.number)])
      await Promise.all(
        ['GET', 'HEAD', 'OPTIONS'].map((method) => look(h.url + path, { method, headers: { cookie: ann.cookie } })),
      );
    for (const path of [...forms(where.number), ...forms(gone.number)]) {
      const pages = await Promise.all(['', 'x'].map((csrf) => ann.send(path, FIELDS, { csrf })));
      for (const page of pages) expect([path, page.status]).toEqual([path, page.status === 404 ? 404 : 403]);
      const body = new URLSearchParams(FIELDS);
      const crossing = { cookie: ann.cookie, 'sec-fetch-site': 'cross-site' };
      expect((await look(h.url + path, { method: 'POST', body, headers: crossing })).status).toBe(403);
      expect((await look(h.url + path, { method: 'POST', body })).status).toBe(303);
    }
    expect(await everything(h)).toBe(before);
  });

  test('who is not in the task finds none of them there, whether of the team or a client', async () => {
    const h = house();
    const where = await task(h, h.owner, 'Roof');
    await says(h, h.owner, where, 'Words');
    for (const who of [await employee(h, 'Vera'), await client(h, 'Anna', { access: 'ACTIVE' })]) {
      const desk = await browser(h, who);
      const csrf = /name="csrf" value="([^"]+)"/.exec((await desk.get('/')).html)![1]!;
      const before = await everything(h);
      for (const path of forms(where.number)
        .slice(1)
        .filter((p) => p !== '/tasks/new')) {
        expect([path, (await desk.get(path)).status]).toEqual([path, 404]);
        expect([path, (await desk.send(path, FIELDS, { csrf })).status]).toEqual([path, 404]);
      }
      for (const path of pages(where.number).slice(forms(where.number).length + 2, -3))
        expect([path, (await desk.get(path)).status]).toEqual([path, 404]);
      expect(await everything(h)).toBe(before);
    }
  });
});
