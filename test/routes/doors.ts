/**
 * Doors at which nobody has to be known: what is open to all, what a token opens, and what refuses a form that another site
 * makes a browser send (threat T10).
 */
import { describe, expect, test } from 'vitest';
import type { Eye } from './oracle.ts';
import { bodyFor, bytesOf, foreignIn, type Playing } from './play.ts';
import type { Row } from './row.ts';
import { DASHBOARD, PAGES } from './rows-pages.ts';
import type { Answer, Stage } from './stage.ts';
import { targetsOf } from './targets.ts';
import { endedLinks, strangeTokens, type Viewer } from './viewers.ts';

/** Open to whoever comes. */
const OPEN = ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs', '/login', '/forgot'];
/** Played in this file. */
export const PUBLIC = [
  ...OPEN.map((path) => `GET ${path}`),
  ...['/site.css', '/page.js', '/desk.css', '/desk.js', '/editor.js'].map((name) => `GET /assets${name}`),
  ...['POST /login', 'POST /logout', 'POST /forgot', 'POST /me/password'],
  'GET /open/:token',
  ...['activate', 'question', 'mute', 'sender'].flatMap((door) => [`GET /${door}/:token`, `POST /${door}/:token`]),
];

const NOBODY: Eye = { tenant: 'a', by: 'nobody', who: '', onlyNotified: false };
const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers,
});

const pathOf = ({ a }: Stage, [route]: Row, token: string): string =>
  route
    .split(' ')[1]!
    .replace(':token', token)
    .replace(/:\w+/g, (name) => (name === ':id' ? a.things.file.get('desk/toAnna')!.id : '1'));

/** Behind a link that opens nothing any more: the same everywhere, and one button that mails a fresh one to its owner. */
export async function leadsToOneButton(stage: Stage, token: string): Promise<void> {
  for (const row of DASHBOARD) {
    const fresh = row[0].endsWith('/fresh');
    const answer = await stage.ask(pathOf(stage, row, token), { method: row[0].split(' ')[0]! });
    expect([row[0], answer.status, answer.wrote]).toEqual([row[0], fresh ? 200 : 410, fresh]);
    expect([row[0], foreignIn(stage, NOBODY, answer.found)]).toEqual([row[0], []]);
    if (answer.wrote) stage.restore();
  }
}

export function publicDoors(at: () => Playing): void {
  const stage = (): Stage => at().stage;
  const viewer = (name: string): Viewer => at().viewers.find((v) => v.name.startsWith(name) && v.face === 'page')!;
  const quiet = (answer: Answer, eye = NOBODY) => {
    expect([answer.wrote, foreignIn(stage(), eye, answer.found)]).toEqual([false, []]);
    return answer;
  };
  /** Each is answered alike, to the byte. */
  const alike = (answers: readonly Answer[]) => expect(new Set(answers.map(bytesOf)).size).toBe(1);

  describe('doors without a name', () => {
    test('what is open tells nobody anything, and is the same for everybody', async () => {
      const assets = stage().routes.filter(({ path }) => path.startsWith('/assets/'));
      for (const path of [...OPEN, ...assets.map((route) => route.path)]) {
        const answer = quiet(await stage().ask(path));
        expect([path, answer.status]).toEqual([path, 200]);
        for (const who of ['olga, administrator', 'dora, of another account'])
          alike([answer, quiet(await stage().ask(path, { headers: viewer(who).headers }))]);
      }
    });

    test('signing in: a wrong word opens nothing and is told from no other', async () => {
      const tries = ['ivan', 'zoya', 'nobody', 'mka0z@staff.example'];
      const answers = await Promise.all(
        tries.map((login) => stage().ask('/login', form({ login, password: 'x'.repeat(2000) }))),
      );
      for (const answer of answers) expect([answer.status, answer.wrote]).toEqual([422, false]);
      const text = answers.map((answer, n) => answer.text.replaceAll(tries[n]!, ''));
      expect(new Set(text).size).toBe(1);
    });

    test('a forgotten password: the same answer for whoever is named', async () => {
      const answers: Answer[] = [];
      for (const login of ['ivan', 'zoya', 'nobody']) {
        answers.push(await stage().ask('/forgot', form({ login })));
        expect([login, stage().restore()]).toEqual([login, login === 'ivan' ? ['letters', 'one_time'] : []]);
      }
      alike(answers);
      expect(answers[0]!.status).toBe(200);
    });

    test('a new password, and leaving: by the session’s own form alone', async () => {
      const ivan = viewer('ivan');
      for (const [path, fields] of [
        ['/me/password', { old: 'x', fresh: 'long enough' }],
        ['/logout', {}],
      ] as const) {
        for (const csrf of ['', viewer('olga').csrf])
          expect(quiet(await stage().ask(path, form({ csrf, ...fields }, ivan.headers)), ivan.eye).status).toBe(403);
        expect(quiet(await stage().ask(path, form(fields))).headers.get('location')).toMatch(/^\/login/);
      }
      const short = form({ csrf: ivan.csrf, old: 'x', fresh: 'short' }, ivan.headers);
      expect(quiet(await stage().ask('/me/password', short), ivan.eye).status).toBe(422);
      const out = await stage().ask('/logout', form({ csrf: ivan.csrf }, ivan.headers));
      expect([out.status, stage().restore()]).toEqual([303, ['sessions']]);
    });

    test('an invitation opens its own page; no other token does, and none tells why', async () => {
      const { invitation } = stage().a;
      const hugo: Eye = { ...NOBODY, by: 'activation', who: 'hugo' };
      expect(quiet(await stage().ask(`/activate/${invitation}`), hugo).status).toBe(200);
      expect(quiet(await stage().ask(`/activate/${invitation}`, form({ password: 'short' })), hugo).status).toBe(422);
      const strange = await strangeTokens(stage(), 'activation');
      const pages: Answer[] = [];
      for (const token of strange) {
        pages.push(quiet(await stage().ask(`/activate/${token}`)));
        pages.push(quiet(await stage().ask(`/activate/${token}`, form({ password: 'long enough' }))));
      }
      alike(pages);
      expect(pages[0]!.status).toBe(404);
    });

    test('«Was this you?» shows whom it asks what waits, decides of nothing else, and opens by no other token', async () => {
      const { a, b } = stage();
      const anna: Eye = { ...NOBODY, by: 'question', who: 'anna' };
      const page = quiet(await stage().ask(`/question/${a.question}`), anna);
      expect([page.status, page.found.length >= 3]).toEqual([200, true]);
      const others = [a.things.mail.get('ignored')!, b.things.mail.get('held')!, a.things.task.get('desk')!];
      for (const { id: mail } of others)
        quiet(await stage().ask(`/question/${a.question}`, form({ word: 'publish', mail })), anna);
      const held = a.things.mail.get('held')!.id;
      const done = await stage().ask(`/question/${a.question}`, form({ word: 'discard', mail: held }));
      expect([done.status, done.wrote, stage().restore().includes('inbox')]).toEqual([200, true, true]);
      const pages: Answer[] = [];
      for (const token of await strangeTokens(stage(), 'question')) {
        pages.push(quiet(await stage().ask(`/question/${token}`)));
        pages.push(quiet(await stage().ask(`/question/${token}`, form({ word: 'publish', mail: held }))));
      }
      alike(pages);
      expect(pages[0]!.status).toBe(404);
    });

    test('«Mute this task» knows the task of its letter, and opens by no other token', async () => {
      const { mute } = stage().a;
      const anna: Eye = { ...NOBODY, by: 'link', who: 'anna' };
      const page = quiet(await stage().ask(`/mute/${mute}`), anna);
      expect([page.status, page.found.length]).toEqual([200, 1]);
      const done = await stage().ask(`/mute/${mute}`, form({ 'List-Unsubscribe': 'One-Click' }));
      expect([done.status, stage().restore()]).toEqual([200, ['mutes']]);
      const pages: Answer[] = [];
      for (const token of await strangeTokens(stage(), 'mute')) {
        pages.push(quiet(await stage().ask(`/mute/${token}`)));
        pages.push(quiet(await stage().ask(`/mute/${token}`, form({ muted: '1' }))));
      }
      alike(pages);
      expect(pages[0]!.status).toBe(404);
    });

    test('«May we write from here?» knows the address that it was sent to, and opens by no other token', async () => {
      const { sender } = stage().a;
      const reader: Eye = { ...NOBODY, by: 'staff', who: 'ann' };
      const page = quiet(await stage().ask(`/sender/${sender}`), reader);
      expect([page.status, page.found.length]).toEqual([200, 1]);
      const done = await stage().ask(`/sender/${sender}`, form({ word: 'confirm' }));
      expect([done.status, stage().restore()]).toEqual([200, ['audit', 'senders']]);
      quiet(await stage().ask(`/sender/${sender}`, form({ word: 'x' })), reader);
      const pages: Answer[] = [];
      for (const token of await strangeTokens(stage(), 'sender')) {
        pages.push(quiet(await stage().ask(`/sender/${token}`)));
        pages.push(quiet(await stage().ask(`/sender/${token}`, form({ word: 'confirm' }))));
      }
      alike(pages);
      expect(pages[0]!.status).toBe(404);
    });

    test('the picture of a letter is the same for whatever token, and touches the record of its delivery alone', async () => {
      const { open } = stage().a;
      const right = await stage().ask(`/open/${open}`);
      expect([right.status, right.wrote, stage().restore()]).toEqual([200, true, ['letters']]);
      const pictures = [right, quiet(await stage().ask(`/open/${open}`, { method: 'HEAD' }))];
      for (const token of await strangeTokens(stage(), 'open'))
        pictures.push(quiet(await stage().ask(`/open/${token}`)));
      expect(pictures.map(({ status }) => status)).toEqual(pictures.map(() => 200));
      alike(pictures.filter((_, n) => n !== 1));
    });

    test('a link that was ended leads to one button; what is no link leads nowhere', async () => {
      for (const token of await endedLinks(stage())) await leadsToOneButton(stage(), token);
      const nowhere: Answer[] = [];
      for (const token of await strangeTokens(stage(), 'dashboard'))
        for (const row of DASHBOARD.filter(([route]) => !route.endsWith('/fresh')))
          nowhere.push(quiet(await stage().ask(pathOf(stage(), row, token), { method: row[0].split(' ')[0]! })));
      alike(nowhere);
      expect(nowhere[0]!.status).toBe(404);
    });
  });

  /** Forms that somebody may send: each from elsewhere, without the session's own token, with another's. */
  const FORMS = [...PAGES, ...DASHBOARD].filter((row) => row[0].startsWith('POST'));
  describe('a form that another site makes a browser send', () => {
    test.each(FORMS.map((row, n) => [row[0], row, n] as const))('%s', async (_, row) => {
      const face = row[0].includes('/d/:token') ? 'link' : 'page';
      const tried = at().viewers.flatMap((v) => {
        if (v.face !== face || v.shutOut) return [];
        const target = targetsOf(stage(), row, v, 0).find((t) => t.outcome === 'yes');
        return target ? [{ v, target }] : [];
      });
      const { v, target } = tried[0]!;
      const from = async (more: Record<string, string>, csrf = v.csrf) => {
        const { body, headers } = bodyFor(stage(), row, { ...v, csrf }, target);
        const init = { method: 'POST', body: body ?? null, headers: { ...(headers as object), ...more } };
        const answer = quiet(await stage().ask(target.path, init), v.eye);
        return answer.status;
      };
      const elsewhere = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
      const statuses = [await from(elsewhere[0]!), await from(elsewhere[1]!)];
      if (face === 'page') statuses.push(await from({}, ''), await from({}, `${v.csrf}x`));
      expect(statuses).toEqual(statuses.map(() => 403));
    });

    test.each([
      '/login',
      '/forgot',
      '/logout',
      '/me/password',
      '/activate/:token',
      '/question/:token',
      '/mute/:token',
      '/sender/:token',
    ])('POST %s', async (path) => {
      const { invitation, question, mute, sender } = stage().a;
      const real = path
        .replace('activate/:token', `activate/${invitation}`)
        .replace('mute/:token', `mute/${mute}`)
        .replace('sender/:token', `sender/${sender}`)
        .replace(':token', question);
      const { headers, csrf } = viewer('ivan');
      const fields = { csrf, login: 'ivan', password: 'long enough', word: 'publish', muted: '1' };
      for (const more of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site' }])
        expect(quiet(await stage().ask(real, form(fields, { ...headers, ...more }))).status).toBe(403);
    });
  });
}
