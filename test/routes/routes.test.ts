/**
 * Every route × every kind of viewer × own, foreign and other-tenant ids. The routes are the application's own: one that stands in
 * no row of the table fails here.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PUBLIC, publicDoors } from './doors.ts';
import { otherModes } from './modes.ts';
import { namedThings } from './named.ts';
import { everyTask, type Home, knows, seesContact } from './oracle.ts';
import { taskPlan } from './plan.ts';
import { isAlwaysAtPeople, type Playing, play } from './play.ts';
import type { Row } from './row.ts';
import { API } from './rows-api.ts';
import { DASHBOARD, PAGES } from './rows-pages.ts';
import { openStage } from './stage.ts';
import { everyViewer, type Viewer } from './viewers.ts';

// Thousands of requests, with nothing to wait for: on a machine that is busy with other things they only take longer.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let playing: Playing;
beforeAll(async () => {
  const stage = await openStage();
  const viewers = await everyViewer(stage);
  stage.keep();
  playing = { stage, viewers, met: new Map() };
});
afterAll(() => playing.stage.close());

const TABLE = [...PAGES, ...DASHBOARD, ...API];

test('every route of the application is in the table, and the table has no others', () => {
  const named = (path: string) => path.replace(/\.([0-9a-f]{16}|source)\./, '.');
  const routes = new Set(playing.stage.routes.map(({ method, path }) => `${method} ${named(path)}`));
  const rows = new Set([...TABLE.map(([route]) => route.replace(/\?.*/, '')), ...PUBLIC]);
  const whole = [...routes].filter((route) => !route.startsWith('ALL '));
  expect(whole.filter((route) => !rows.has(route))).toEqual([]);
  expect([...rows].filter((route) => !routes.has(route))).toEqual([]);
  // What takes every method: the guard before everything, and the API's answer to a method that a path does not take.
  const api = new Set(whole.flatMap((route) => (route.includes(' /api/v1/') ? [`ALL ${route.split(' ')[1]}`] : [])));
  const guards = ['ALL /*', 'ALL /api/v1', 'ALL /api/v1/*'];
  expect([...routes].filter((route) => route.startsWith('ALL ')).sort()).toEqual([...guards, ...api].sort());
});

test('no path takes another method than those of the table', async () => {
  const { stage, viewers } = playing;
  const [olga, robot] = ['olga, administrator', 'the key of acme'].map((name) => viewers.find((v) => v.name === name)!);
  const paths = new Map<string, Set<string>>();
  for (const { method, path } of stage.routes)
    if (method !== 'ALL') paths.set(path, (paths.get(path) ?? new Set()).add(method));
  for (const [path, methods] of paths) {
    const api = path.startsWith('/api/v1/');
    const real = path.replace(/:\w+/g, '1');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !methods.has(one))) {
      // `/inbound/raw` could be the id of a mail, too.
      if (stage.routes.some((route) => route.method === method && patternOf(route.path).test(real))) continue;
      const { headers, csrf } = api ? robot! : olga!;
      const body = method === 'GET' ? {} : { body: new URLSearchParams({ csrf }) };
      const answer = await stage.ask(real, { method, headers, ...body });
      expect([method, path, answer.status, answer.wrote]).toEqual([method, path, api ? 405 : 404, false]);
      const other = stage.routes.find((route) => route.method !== 'ALL' && patternOf(route.path).test(real));
      if (api && other?.path === path)
        expect(answer.headers.get('allow')!.split(', ')).toEqual(expect.arrayContaining([...methods]));
    }
  }
});

test('the world is as the plan has it: who was mailed, and who has the description', async () => {
  const { at, a, b } = playing.stage;
  const db = at.gw.db.read;
  const pairs = (of: 'mailed' | 'described') =>
    everyTask.flatMap((t) => (taskPlan(t)[of] ?? []).map((who) => `${t} ${who}`));
  for (const { account, things } of [a, b]) {
    const own = { account_id: account.id };
    const named = (task: string, who: string) =>
      [things.task, things.contact]
        .map((all) => [...all].find(([, { id }]) => id === task || id === who)![0])
        .join(' ');
    const mailed = (await db('mailed').where(own)).map((row) => named(row.task_id, row.contact_id));
    expect(mailed.sort()).toEqual(pairs('mailed').sort());
    const sent = await db('task_people')
      .where({ ...own, role: 'assignee' })
      .whereNotNull('sent_description');
    expect(sent.map((row) => named(row.task_id, row.person_id)).sort()).toEqual(pairs('described').sort());
  }
});

/** Which paths a route takes. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);

test('a row that says too much or too little is found out', async () => {
  const { stage } = playing;
  const said = async (...row: Row) => (await play(playing, row, 0)).join('\n');
  expect(await said('GET /contacts', null, (eye) => (eye.by === 'login' ? 'nothing' : 'yes'), 200)).toMatch(
    /dora.* is 200 , not 404/,
  );
  expect(await said('POST /projects', null, () => 'no', 303, { send: { title: 'x' } })).toMatch(/writes .*projects/);
  expect(await said('GET /admin', null, () => 'nothing', 200)).toMatch(/Nobody came to it/);
  const [marker, homes] = [...stage.markers].find(([, all]) => all.some((home) => home.at === 'project'))!;
  stage.markers.set(marker, [{ at: 'nobody' }]);
  expect(await said('GET /projects', null, () => 'yes', 200)).toContain(`tells ${marker}`);
  stage.markers.set(marker, homes);
  const own: Row = ['GET /contacts/:number', 'contact', () => 'nothing', 200];
  expect(await said(...own)).toMatch(/is told from what is not there/);
});

describe('every row of the table', () => {
  test.each(TABLE.map((row, at) => [`${row[0]}`, row, at] as const))('%s', async (_, row, at) => {
    expect(await play(playing, row, at)).toEqual([]);
  });
});

publicDoors(() => playing);
otherModes(() => playing);
describe('what is named besides the path', () => namedThings(() => playing));

/** What some way in has no page for, though its viewer might know it. */
function isShown(viewer: Viewer, home: Home): boolean {
  const { face, eye } = viewer;
  switch (home.at) {
    case 'employee':
    case 'upload':
      return face === 'api';
    case 'session':
      return face === 'page';
    case 'card':
    case 'note':
      return isAlwaysAtPeople(viewer) && seesContact(eye, home.contact);
    case 'removed':
      return face !== 'api' || home.comment !== null;
    case 'raw':
      return face !== 'api';
    default:
      return true;
  }
}

test('each has met what is theirs to know', () => {
  const missing = playing.viewers.flatMap((viewer) => {
    const { name, eye, shutOut } = viewer;
    if (shutOut || eye.tenant === 'b') return [];
    const met = playing.met.get(name)!;
    return [...playing.stage.markers].flatMap(([marker, homes]) => {
      const theirs = homes.filter((home) => marker[2] === eye.tenant && isShown(viewer, home) && knows(eye, home));
      return theirs.length > 0 && !met.has(marker) ? [`${name}: ${marker} ${JSON.stringify(theirs)}`] : [];
    });
  });
  expect(missing).toEqual([]);
});
