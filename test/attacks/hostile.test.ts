/**
 * Hostile mail, shown (T11, T13, T14): some five hundred bodies of our own making come in by SMTP as a client's answers and are opened in
 * a real browser on every page that shows mail. Nothing runs, nothing is asked for, nothing goes anywhere; and that it could have is seen
 * on a page without any guard.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanHtml } from '../../src/mail/sanitize.ts';
import { frameHtml } from '../../src/mail/sanitize-frame.ts';
import type { Contact } from '../../src/people/person.ts';
import { client, dashboard, inbox, says, signedIn, type TaskHere, task } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';
import { withPage } from '../support/browser.ts';
import { file, html, type Multipart, mail, type Part } from '../support/mime.ts';
import { deliver, lettersTo, type Received } from '../support/program.ts';
import { type Body, filler, hostileBodies, markOf } from './hostile/bodies.ts';
import { RUNNING } from './hostile/markup.ts';
import { faultsOf, faultsOn, OF_COMMENTS, ofFrames } from './hostile/oracle.ts';
import { openTrap, type Trap } from './hostile/trap.ts';
import { forget, type Watched, watch } from './hostile/watch.ts';

/** Long enough for a machine with other things to do. */
const PATIENCE = 240_000;

let trap: Trap;
let bodies: Body[];
beforeAll(async () => {
  trap = await openTrap();
  bodies = hostileBodies(trap.site);
});
afterAll(() => trap.close());

// -- mails in -----------------------------------------------------------------------------------------------------

const ANNA = 'anna@silent.example';

/** So many comments stand on one page. */
const PER_TASK = 180;

interface Talk {
  readonly where: TaskHere;
  readonly letter: Received;
}

/** A task, and the letter that Anna answers. */
async function talk(h: House, anna: Contact, title: string): Promise<Talk> {
  const where = await task(h, h.owner, title, { participants: [anna.id] });
  await says(h, h.owner, where, 'When may we come?', { notify: [anna] });
  return { where, letter: (await lettersTo(h, ANNA)).at(-1)! };
}

interface Sent {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly id: string | number;
  readonly body: Part | Multipart;
}

async function hand(h: House, { from, to, subject, id, body }: Sent): Promise<void> {
  const raw = mail({ From: from, To: to, Subject: subject, 'Message-ID': `<${id}@silent.example>` }, body);
  expect(await deliver(h, /[^<\s]+@[^>\s]+/.exec(from)![0], [to], raw), raw.toString()).toMatch(/^250 /);
}

/** Several at a time: a server has more than one line. */
async function handAll(h: House, mails: readonly Sent[]): Promise<void> {
  const waiting = [...mails];
  const line = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await hand(h, next);
  };
  await Promise.all([line(), line(), line(), line()]);
  await h.app.idle();
}

/** Where each mail went: its number → its id in the log, and the number of its comment. */
async function arrived(h: House): Promise<Map<number, { inbox: string; task: number; comment: number }>> {
  const db = h.gw.db.read;
  const rows = await db('inbox')
    .join('comments', 'comments.id', 'inbox.comment_id')
    .join('tasks', 'tasks.id', 'comments.task_id')
    .select('inbox.id', 'inbox.message_id', 'comments.number as comment', 'tasks.number as task');
  return new Map(
    rows.map((r) => [
      Number.parseInt(r.message_id, 10),
      { inbox: r.id, task: Number(r.task), comment: Number(r.comment) },
    ]),
  );
}

// -- looking ------------------------------------------------------------------------------------------------------

/** When the page has loaded and its browser has nothing left to do. */
const rests = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => setTimeout(done))));

async function asSomebody(h: House, page: Page): Promise<void> {
  const [name = '', value = ''] = (await signedIn(h, h.owner)).cookie.split('=');
  await page.context().addCookies([{ name, value, url: h.url }]);
}

const OWN_FILES = /^\/assets\/[\w.]+$|^(?:\/d\/[a-z2-7]{56})?\/files\/[0-9a-f-]{36}\?view$/;

/** Nothing but the pages themselves, their own style and script, and pictures that came with a mail. */
function expectQuiet(seen: Watched, h: House, pages: readonly string[], before: number): void {
  const strange = seen.requests.filter(({ url }) => {
    const path = url.startsWith(`${h.url}/`) ? url.slice(h.url.length) : url;
    return !pages.includes(path) && !OWN_FILES.test(path);
  });
  const { ran, dialogs, popups, downloads, refused } = seen;
  const went = seen.went.filter((url) => !pages.includes(url.slice(h.url.length)));
  expect({ ran, dialogs, popups, downloads, refused, went, strange }).toEqual({
    ran: [],
    dialogs: [],
    popups: [],
    downloads: [],
    refused: [],
    went: [],
    strange: [],
  });
  expect(trap.connections - before, 'connections to the trap').toBe(0);
}

/** The frame of a page that shows one mail, once for each of these: the page is as it is, only with more of its frames. */
async function showFrames(page: Page, sources: readonly string[]): Promise<void> {
  for (let at = 0; at < sources.length; at += AT_ONCE)
    await page.evaluate(
      (some) =>
        Promise.all(
          some.map((source) => {
            const frame = document.querySelector('iframe.preview')!.cloneNode() as HTMLIFrameElement;
            frame.loading = 'eager';
            frame.src = source;
            const loaded = new Promise((done) => frame.addEventListener('load', done));
            document.querySelector('main')!.append(frame);
            return loaded;
          }),
        ).then(() => undefined),
      sources.slice(at, at + AT_ONCE),
    );
}
const AT_ONCE = 30;

// -- the story ----------------------------------------------------------------------------------------------------

oneHouse('hostile bodies', (house) => {
  test(
    'are shown on every page that shows mail, and do nothing',
    async () => {
      const h = house();
      const anna = await client(h, 'Anna', { email: ANNA as never });
      const talks: Talk[] = [];
      for (let at = 0; at < bodies.length; at += PER_TASK) talks.push(await talk(h, anna, `Roof ${at}`));
      await handAll(
        h,
        bodies.map(({ number, part }) => {
          const { letter } = talks[Math.floor((number - 1) / PER_TASK)]!;
          return { from: `Anna <${ANNA}>`, to: letter.replyTo, subject: 'Re: @nonotify', id: number, body: part };
        }),
      );
      const states = (await inbox(h)).map((one) => `${one.state} ${one.outcome}`);
      expect(states.filter((state) => state !== 'delivered comment')).toEqual([]);
      const places = await arrived(h);
      expect(places.size).toBe(bodies.length);
      await withPage(async (page) => {
        const seen = await watch(page);
        await asSomebody(h, page);
        for (const base of [await dashboard(h, anna), h.url]) {
          for (const { where } of talks) {
            const [url, before] = [`${base}/tasks/${where.number}`, trap.connections];
            forget(seen);
            await page.goto(url);
            await rests(page);
            expectQuiet(seen, h, [url.slice(h.url.length)], before);
            expect(await faultsOn(page, '.words', OF_COMMENTS)).toEqual([]);
          }
        }
      });
    },
    PATIENCE,
  );
});
