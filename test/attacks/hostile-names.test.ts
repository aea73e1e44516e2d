/**
 * Hostile everything but bodies: names of senders, subjects, names of files, and files that are pages and say that they are not (T14). They
 * come in by mail and by upload; then a page of every kind that links lead to is opened in a real browser, and every file.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, dashboard, form, look, type TaskHere } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';
import { withPage } from '../support/browser.ts';
import { file, html, type Multipart } from '../support/mime.ts';
import { letters } from '../support/program.ts';
import { filler } from './hostile/bodies.ts';
import { FILES } from './hostile/files.ts';
import { RUNNING } from './hostile/markup.ts';
import { dangersOn } from './hostile/oracle.ts';
import { ANNA, encoded, type Hostile, handIn, places, talk } from './hostile/post.ts';
import { asOwner, type Shown, shownTo } from './hostile/show.ts';
import { openTrap, type Trap } from './hostile/trap.ts';
import { watch } from './hostile/watch.ts';

/** For a machine that has other things to do. */
const PATIENCE = 240_000;

let trap: Trap;
beforeAll(async () => {
  trap = await openTrap();
});
afterAll(() => trap.close());

// -- names --------------------------------------------------------------------------------------------------------

const lineOf = (number: number): string =>
  filler(
    number,
    trap.site,
  )(RUNNING[number % RUNNING.length]!)
    .replace(/\s+/g, ' ')
    .slice(0, 180);

/** A mail that is hostile in every line that a page could show. */
const nasty = (number: number, domain: string): Hostile => ({
  number,
  from: `${encoded(`"'>${lineOf(number)}`)} <n${number}@${domain}>`,
  to: 'ann@mail.acme.example',
  subject: encoded(lineOf(number)),
  body: nastyBody(number),
});

const nastyBody = (number: number): Multipart => ({
  multipart: 'mixed',
  parts: [
    html(`<p>mail-${number}</p>${lineOf(number)}`),
    file(encoded(`"${lineOf(number)}.txt`), 'text/plain', 'x', { 'Content-Description': encoded(lineOf(number)) }),
    file(`a%0d%0aX: ${number}.html`, 'text/plain', lineOf(number)),
  ],
});

/** Mails that become tasks and contacts; and as many in the name of a domain that disowns them, which wait. */
const EACH = 20;

oneHouse('hostile names', (house) => {
  test(
    'stay words on every page and in every letter',
    async () => {
      const h = house();
      const mails = Array.from({ length: 2 * EACH }, (_, i) =>
        nasty(i, i < EACH ? 'silent.example' : 'client.example'),
      );
      await handIn(h, mails);
      const states = [...(await places(h)).values()].map(({ state }) => state).sort();
      expect(states).toEqual([...Array(EACH).fill('delivered'), ...Array(EACH).fill('held')]);
      const told = await letters(h);
      expect(told.length).toBeGreaterThanOrEqual(EACH);
      const { id } = await h.gw.db.read('contacts').first('id');
      const hers = (await dashboard(h, { account: h.account.id, id } as never)).slice(h.url.length);
      await withPage(async (page) => {
        const shown = await shownTo(h, page, trap);
        const staff = await walk(shown, ['/', '/search?q=a', '/admin/inbox', '/admin/held', '/admin/letters']);
        expect(staff).toEqual(expect.arrayContaining(SEEN_BY_STAFF));
        const theirs = await walk(shown, [hers]);
        expect(theirs).toEqual(expect.arrayContaining(SEEN_BY_CLIENTS));
        await page.goto('about:blank');
        for (const letter of told) expect(await dangersOn(page, letter.html)).toEqual([]);
      });
    },
    PATIENCE,
  );
});

const SEEN_BY_STAFF =
  '/ /search? /tasks/N /tasks/N/files /tasks/N/original /contacts /contacts/N /admin/inbox /admin/inbox/N /admin/inbox/N/raw /admin/held /admin/letters/N'.split(
    ' ',
  );

const SEEN_BY_CLIENTS = ['/d/T', '/d/T/tasks/N', '/d/T/tasks/N/files', '/d/T/tasks/N/original'];

/** A page of each kind that links lead to from these; not what is saved instead of shown. Answers the kinds. */
async function walk({ page, quietly }: Shown, from: readonly string[]): Promise<string[]> {
  const opened = new Set<string>();
  const next = [...from];
  for (let path = next.shift(); path !== undefined; path = next.shift()) {
    const kind = kindOf(path);
    if (opened.has(kind) || SAVED.test(path) || NOT_OF_MAIL.test(path)) continue;
    opened.add(kind);
    await quietly(path);
    next.push(...(await linksOn(page)));
  }
  return [...opened];
}

const SAVED = /^\/files\/|\/source$|[?&]save/;
const NOT_OF_MAIL = /^\/admin\/(?:settings|addresses|keys|webhooks|people|start)|\/new(?:\?|$)|^\/me$/;

const kindOf = (path: string): string =>
  path
    .replace(/^\/d\/[a-z2-7]{56}/, '/d/T')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, 'N')
    .replace(/\?.*/, '?');

const linksOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('a')]
      .filter((link) => link.origin === location.origin && !link.hasAttribute('download'))
      .map((link) => link.pathname + link.search),
  );

// -- files --------------------------------------------------------------------------------------------------------

oneHouse('hostile files', (house) => {
  test(
    'are saved and never opened, whatever they say that they are',
    async () => {
      const h = house();
      const anna = await client(h, 'Anna', { email: ANNA as never });
      const { where, letter } = await talk(h, anna, 'Roof');
      const hers = await dashboard(h, anna);
      const count = (await mailed(h, letter.replyTo)) + (await uploaded(h, hers, where));
      const files = await h.gw.db.read('files').select('id', 'type');
      expect(files).toHaveLength(count);
      await withPage(async (page) => {
        await asOwner(h, page);
        const seen = await watch(page);
        const before = trap.connections;
        let saved = 0;
        for (const [i, { id, type }] of files.entries()) {
          // The team's door and the client's, in turn.
          const url = `${i % 2 === 0 ? h.url : hers}/files/${id}`;
          for (const end of ['', '?view']) {
            const shown = await isShown(page, url + end);
            if (!shown) saved += 1;
            // The one that is a picture by its bytes, among other things.
            else expect([end, type]).toEqual(['?view', 'image/gif']);
          }
        }
        const { ran, dialogs, popups } = seen;
        expect({ ran, dialogs, popups }).toEqual({ ran: [], dialogs: [], popups: [] });
        await expect.poll(() => seen.downloads.length).toBe(saved);
        expect(saved).toBe(2 * count - 2);
        expect(seen.requests.filter(({ url }) => !/\/files\/[0-9a-f-]{36}(?:\?view)?$/.test(url))).toEqual([]);
        expect(trap.connections - before).toBe(0);
      }, A_PICTURE_ALONE);
    },
    PATIENCE,
  );
});

/** A browser lays a picture out by a style of its own, and the picture's policy has none of that. */
const A_PICTURE_ALONE = { expected: /Applying inline style/ };

async function mailed(h: House, to: string): Promise<number> {
  // One that calls itself many parts is many parts.
  const some = FILES.filter(({ type }) => !type.startsWith('multipart/'));
  const parts = some.map(({ name, type, content }) =>
    file(encoded(name), type.replace('\r\n', '; '), content(trap.site)),
  );
  const body = { multipart: 'mixed', parts: [html('<p>See these.</p>'), ...parts] };
  await handIn(h, [{ number: 1, from: `Anna <${ANNA}>`, to, subject: 'Re: Roof', body }]);
  return some.length;
}

/** So many one form takes. */
const AT_ONCE = 10;

async function uploaded(h: House, hers: string, where: TaskHere): Promise<number> {
  for (let at = 0; at < FILES.length; at += AT_ONCE) {
    const files = FILES.slice(at, at + AT_ONCE).map(
      ({ name, type, content }) => ['files', new File([content(trap.site)], name, { type })] as const,
    );
    const sent = { method: 'POST', body: form([['text', 'And these'], ...files]), headers: { origin: h.url } };
    expect((await look(`${hers}/tasks/${where.number}/comments`, sent)).status).toBe(303);
  }
  return FILES.length;
}

/** Opened as a page of its own; false: the browser saved it instead. */
async function isShown(page: Page, url: string): Promise<boolean> {
  try {
    await page.goto(url);
    return true;
  } catch (thrown) {
    expect(String(thrown)).toMatch(/Download is starting|ERR_ABORTED/);
    return false;
  }
}
