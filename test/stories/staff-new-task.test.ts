/** The team sets tasks on a page, finds them in its list, and asks for those that it does not see (spec E6). */
import { expect, test } from 'vitest';
import { insertProject } from '../../src/store/rules.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, comments, dashboard, employee, form, look, people, says, task, tasks } from './firm.ts';

const once = '0190aaaa-0000-7000-8000-000000000001';

oneHouse('tasks of the team', (house) => {
  test('a new task: people by name, a file, a project with its own people; sent twice it is one', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const anna = await client(h, 'Anna', { lastName: 'Kim' });
    const plan = { title: 'Shop', author: h.owner.id, clientManagers: [], defaultParticipants: [max.id] };
    const project = await h.gw.db.write((tx) => insertProject(tx, h.account.id, plan, Date.now()));
    const desk = await browser(h, vera);
    const page = await desk.get('/tasks/new?project=1');
    expect(page.html).toContain(`value="${project}" selected`);
    expect(page.html).toContain(`name="participant" value="${max.id}" checked`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)![1]!;
    const body = () =>
      form([
        ['csrf', csrf],
        ['once', once],
        ['title', 'Measure the roof'],
        ['text', 'By Friday.'],
        ['project', project],
        ['participant', max.id],
        ['find-assignee', 'anna kim'],
        ['find-counterparty', 'Anna Kim'],
        ['files', new File(['plan'], 'plan.txt')],
      ]);
    const headers = { cookie: desk.cookie };
    const made = await look(`${h.url}/tasks/new`, { method: 'POST', body: body(), headers });
    const again = await look(`${h.url}/tasks/new`, { method: 'POST', body: body(), headers });
    expect([made.status, made.headers.get('location')]).toEqual([303, '/tasks/1']);
    expect(again.headers.get('location')).toBe('/tasks/1');
    await h.app.idle();
    const [one, ...more] = await tasks(h);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ title: 'Measure the roof', description: 'By Friday.', project, counterparty: anna.id });
    expect(await people(h, one!)).toEqual({ assigner: ['Vera'], assignee: ['Anna'], participant: ['Max'] });
    expect((await lettersTo(h, anna.email!)).map((l) => l.subject)).toEqual(['Measure the roof']);
    expect((await look(`${await dashboard(h, anna)}/tasks/1`)).text).toContain('plan.txt');
    expect((await desk.get('/tasks/1/files')).text).toMatch(/plan\.txt.*Description/);
  });

  test('what is wrong with the form is said beside it, and what was written and sent is kept', async () => {
    const h = house();
    const desk = await browser(h, h.owner);
    const csrf = /name="csrf" value="([^"]+)"/.exec((await desk.get('/tasks/new')).html)![1]!;
    const sent = form([
      ['csrf', csrf],
      ['title', ' '],
      ['text', 'Words'],
      ['files', new File(['plan'], 'plan.txt')],
    ]);
    const page = await look(`${h.url}/tasks/new`, { method: 'POST', body: sent, headers: { cookie: desk.cookie } });
    expect([page.status, page.text.includes('A task needs a title')]).toEqual([422, true]);
    expect(page.html).toContain('Words</textarea>');
    expect(page.html).toMatch(/name="kept" value="[^"]+\|plan\.txt" checked/);
    expect((await desk.send('/tasks/new', { title: 'x', 'find-assignee': 'Nobody Here' })).text).toContain(
      'Nobody found',
    );
    const anna = await client(h, 'Anna');
    const powerful = await desk.send('/tasks/new', { title: 'x', auditor: anna.id });
    expect([powerful.status, powerful.text.includes('every right over the task')]).toEqual([422, true]);
    expect(await tasks(h)).toEqual([]);
    expect((await desk.send('/tasks/new', { title: 'x', auditor: anna.id, confirmed: '1' })).status).toBe(303);
    expect((await desk.send('/tasks/new', { title: 'y' }, { csrf: 'x' })).status).toBe(403);
  });

  test('clients who signed in and technical administrators have no such form', async () => {
    const h = house();
    for (const who of [
      await client(h, 'Anna', { access: 'ACTIVE' }),
      await employee(h, 'Tech', { role: 'technical' }),
    ]) {
      const desk = await browser(h, who);
      expect((await desk.get('/tasks/new')).status).toBe(404);
      expect((await desk.send('/tasks/new', { title: 'x' })).status).toBe(404);
    }
    expect(await tasks(h)).toEqual([]);
  });

  test('the list is narrowed by role, state, project and word', async () => {
    const h = house();
    const vera = await employee(h, 'Vera');
    const plan = { title: 'Shop', author: h.owner.id, clientManagers: [] };
    const project = await h.gw.db.write((tx) => insertProject(tx, h.account.id, plan, Date.now()));
    await task(h, vera, 'Her own', { assignees: [h.owner.id] });
    await task(h, h.owner, 'For her', { assignees: [vera.id], project });
    await task(h, h.owner, 'Over', { participants: [vera.id], status: 'COMPLETED' });
    await task(h, h.owner, 'Elsewhere');
    const shown = async (who: typeof vera, query: string) => {
      const { html } = await (await browser(h, who)).get(`/?${query}`);
      return [...html.matchAll(/<a href="\/tasks\/\d+">([^<]+)<\/a>/g)].map((m) => m[1]).sort();
    };
    expect(await shown(vera, '')).toEqual(['For her', 'Her own', 'Over']);
    expect(await shown(vera, 'role=assignee')).toEqual(['For her']);
    expect(await shown(vera, 'role=assigner')).toEqual(['Her own']);
    expect(await shown(vera, 'role=participant&state=open')).toEqual([]);
    expect(await shown(vera, 'state=over')).toEqual(['Over']);
    expect(await shown(vera, 'project=1')).toEqual(['For her']);
    // A project that is over is not offered any more, and still found; one that is not there has no tasks.
    await h.gw.db.write((tx) => tx('projects').where({ id: project }).update({ status: 'COMPLETED' }));
    expect(await shown(vera, 'project=1')).toEqual(['For her']);
    expect(await shown(vera, 'project=77')).toEqual([]);
    const list = (await (await browser(h, vera)).get('/')).text;
    // What stands beside a title: the state, the number, whom it is for, who does it.
    expect(list).toMatch(/For her New · № \d+ · assigned to Vera/);
    expect(list).toMatch(/Her own [A-Za-z ]+ · № \d+ · assigned to Ann Lee/);
    expect(await shown(vera, 'q=her&state=open')).toEqual(['For her', 'Her own']);
    expect(await shown(h.owner, '')).toHaveLength(4);
    expect(await shown(h.owner, 'role=assignee')).toEqual(['Her own']);
  });
});

/** A page with what differs by session and request taken out of it. */
const bytes = async (h: House, cookie: string, number: number, init: RequestInit = {}) => {
  const page = await look(`${h.url}/tasks/${number}`, { headers: { cookie }, ...init });
  const kept = [...page.headers].filter(([name]) => !['date', 'content-length'].includes(name));
  return JSON.stringify([page.status, page.html, kept]);
};

oneHouse('«Запросить доступ»', (house) => {
  test('a foreign and a missing task look alike to the byte; asking says the same, and reaches those who can answer', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const where = await task(h, max, 'Secret roof', { assignees: [h.owner.id, anna.id], participants: [] });
    await says(h, max, where, 'Hello', { notify: [anna] });
    const desk = await browser(h, vera);
    expect(await bytes(h, desk.cookie, where.number)).toBe(await bytes(h, desk.cookie, 4711));
    const page = await desk.get(`/tasks/${where.number}`);
    expect([page.status, page.text.includes('Ask for access')]).toEqual([404, true]);

    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)![1]!;
    const ask = (token = csrf) => ({
      method: 'POST',
      body: new URLSearchParams({ csrf: token }),
      headers: { cookie: desk.cookie },
    });
    expect((await look(`${h.url}/tasks/${where.number}`, ask('x'))).status).toBe(403);
    expect(await comments(h, where)).toHaveLength(1);
    const missing = await bytes(h, desk.cookie, 4711, ask());
    expect(await bytes(h, desk.cookie, where.number, ask())).toBe(missing);
    expect(await bytes(h, desk.cookie, where.number, ask())).toBe(missing);
    await h.app.idle();

    const [, asked, ...more] = await comments(h, where);
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ author: 'Vera', hidden: true, notified: ['Ann', 'Max'] });
    expect((await lettersTo(h, max.email!)).at(-1)!.text).toContain('I would like access');
    expect((await lettersTo(h, anna.email!)).some((l) => l.text.includes('I would like access'))).toBe(false);
    expect((await (await browser(h, anna)).get(`/tasks/${where.number}`)).text).not.toContain('I would like access');
    // Asking lets nobody in.
    expect((await desk.get(`/tasks/${where.number}`)).status).toBe(404);

    const answers = await browser(h, max);
    const talk = await answers.get(`/tasks/${where.number}`);
    const way = /href="(\/tasks\/\d+\/people\?participant=[^"]+)"/.exec(talk.html)![1]!;
    expect((await answers.get(way)).html).toContain(`name="participant" value="${vera.id}" checked`);
    await answers.send(`/tasks/${where.number}/people`, { participant: vera.id, assignee: [h.owner.id, anna.id] });
    expect((await desk.get(`/tasks/${where.number}`)).text).toContain('Secret roof');
  });

  test('a client who signed in is not offered it', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const where = await task(h, h.owner, 'Secret roof');
    const desk = await browser(h, anna);
    expect((await desk.get(`/tasks/${where.number}`)).text).not.toContain('access');
    expect((await desk.send(`/tasks/${where.number}`, {})).status).toBe(404);
    expect(await comments(h, where)).toEqual([]);
  });
});
