/** What other sites can do in a real browser in which somebody has signed in: nothing (T5, T10). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../src/store/doors.ts';
import { client, dashboard, says, task } from '../stories/firm.ts';
import { type OwnHouse, openAcme } from '../support/app.ts';
import { withPage } from '../support/browser.ts';
import { everything } from '../support/tables.ts';

let h: OwnHouse;
let cookie = '';
let link = '';
let desks: { number: number };
/** Another site: what it was asked for, with which Referer, and the page that it serves. */
let evil: Server;
const asked: { path: string; referer: string | undefined }[] = [];
let served = '';
const evilAt = (host: 'localhost' | '127.0.0.1') => `http://${host}:${(evil.address() as AddressInfo).port}`;

beforeAll(async () => {
  evil = createServer((request, response) => {
    asked.push({ path: request.url!, referer: request.headers.referer });
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>evil</title>${served}`);
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  h = await openAcme();
  const now = Date.now();
  cookie = await h.gw.db.write((tx) => openSession(tx, h.account.id, h.owner, now, now + 3_600_000));
  const anna = await client(h, 'Anna');
  desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks as never, `See ${evilAt('localhost')}/landing`, { notify: [anna] });
  link = await dashboard(h, anna);
});
afterAll(async () => {
  evil.close();
  await h.close();
});

const signIn = (page: import('playwright-core').Page) =>
  page.context().addCookies([{ name: 'postern', value: cookie, url: h.url, httpOnly: true, sameSite: 'Lax' }]);

test.each(['localhost', '127.0.0.1'] as const)(
  'a page at %s sends forms and requests in the name of who is signed in, frames and opens our pages: nothing comes of it',
  async (host) => {
    const before = await everything(h.gw);
    const { pathname } = new URL(link);
    const forms = [
      [`/admin/keys`, 'name'],
      [`/tasks/${desks.number}/comments`, 'text'],
      [`/tasks/${desks.number}/delete`, 'do'],
      [`/me/sessions`, 'x'],
      ['/logout', 'x'],
      [`${pathname}/renew`, 'x'],
      [`${pathname}/tasks/${desks.number}/comments`, 'text'],
    ];
    served = `
      ${forms.map(([path, name], n) => `<iframe name="f${n}"></iframe><form target="f${n}" method="post" action="${h.url}${path}"><input name="${name}" value="evil"></form>`).join('')}
      <img src="${h.url}/logout"><iframe name="framed" src="${h.url}/"></iframe>
      <script>
        window.done = (async () => {
          for (const form of document.forms) form.submit();
          const send = (body, mode) => fetch('${h.url}/admin/keys', { method: 'POST', credentials: 'include', mode, body }).then((a) => a.type, String);
          return [
            await send(new URLSearchParams({ name: 'evil' }), 'no-cors'),
            await send(new URLSearchParams({ name: 'evil' }), 'cors'),
            await fetch('${h.url}/', { credentials: 'include' }).then((a) => a.text(), () => 'unread'),
          ];
        })();
      </script>`;
    await withPage(
      async (page) => {
        await signIn(page);
        const answers: [string, number][] = [];
        page.on('response', (answer) => {
          const { pathname: path } = new URL(answer.url());
          if (answer.request().method() === 'POST') answers.push([path, answer.status()]);
        });
        await page.goto(`${evilAt(host)}/page`);
        const [blind, refused, read] = (await page.evaluate('window.done')) as string[];
        // Not even that it was refused can be seen.
        expect(blind).toMatch(/TypeError/);
        expect(refused).toMatch(/TypeError/);
        expect(read).toBe('unread');
        await expect.poll(() => answers.length).toBe(forms.length);
        expect(answers.map(([, status]) => status)).toEqual(answers.map(() => 403));
        const framed = page.frame('framed')!;
        expect(await framed.evaluate('document.body?.innerText ?? ""').catch(() => '')).not.toContain('Desks');
        // Still signed in, and the way in which we open is not held by whoever opened it.
        await page.goto(`${h.url}/`);
        await page.getByRole('heading', { name: 'Tasks' }).waitFor();
      },
      { expected: /./ },
    );
    expect(await everything(h.gw)).toEqual(before);
  },
);

test('a link out of a page tells the other site nothing of where it stood', async () => {
  served = '';
  for (const [path, signed] of [
    [`${new URL(link).pathname}/tasks/${desks.number}`, false],
    [`/tasks/${desks.number}`, true],
  ] as const) {
    asked.length = 0;
    await withPage(
      async (page) => {
        if (signed) await signIn(page);
        await page.goto(h.url + path);
        await page.getByRole('link', { name: `${evilAt('localhost')}/landing` }).click();
        await page.waitForURL('**/landing');
        expect(await page.evaluate('[document.referrer, window.opener]')).toEqual(['', null]);
      },
      { expected: /favicon/ },
    );
    const landing = asked.filter((one) => one.path === '/landing');
    expect(landing).toEqual([{ path: '/landing', referer: undefined }]);
  }
});
