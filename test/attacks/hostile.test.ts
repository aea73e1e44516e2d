/**
 * Hostile mail, shown (T11, T13): some five hundred bodies of our own making come in by SMTP as a client's answers and are opened in a real
 * browser on the pages that show mail. Nothing runs, nothing is asked for, nothing goes anywhere; and that it would is seen on a page
 * without any guard.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanHtml } from '../../src/mail/sanitize.ts';
import { frameHtml } from '../../src/mail/sanitize-frame.ts';
import { client, dashboard } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';
import { withPage } from '../support/browser.ts';
import { type Body, hostileBodies, markOf } from './hostile/bodies.ts';
import { ADDRESSED } from './hostile/markup.ts';
import { faultsOf, faultsOn, OF_COMMENTS, OF_KEPT, ofFrames, type Vocabulary } from './hostile/oracle.ts';
import { ANNA, handIn, places, type Talk, talk } from './hostile/post.ts';
import { rest, shownTo } from './hostile/show.ts';
import { openTrap, type Trap } from './hostile/trap.ts';
import { watch } from './hostile/watch.ts';

/** For a machine that has other things to do. */
const PATIENCE = 240_000;

let trap: Trap;
let bodies: Body[];
beforeAll(async () => {
  trap = await openTrap();
  bodies = hostileBodies(trap.site);
});
afterAll(() => trap.close());

/** A frame costs more than a place in a conversation: two thirds of them, and of the plain attacks all. */
const isFramed = ({ number, laidOut }: Body): boolean =>
  laidOut && (number <= 2 * ADDRESSED.length || number % 2 === 0);

/** So many comments stand on one page, and there is room for more. */
const PER_TASK = 190;

oneHouse('hostile bodies', (house) => {
  test(
    'do nothing on any page that shows mail',
    async () => {
      const h = house();
      const anna = await client(h, 'Anna', { email: ANNA as never });
      const talks: Talk[] = [];
      for (let at = 0; at < bodies.length; at += PER_TASK) talks.push(await talk(h, anna, `Roof ${at}`));
      const talkOf = (number: number) => talks[Math.floor((number - 1) / PER_TASK)]!;
      await handIn(
        h,
        bodies.map(({ number, part }) => {
          const to = talkOf(number).letter.replyTo;
          return { number, from: `Anna <${ANNA}>`, to, subject: 'Re: @nonotify', body: part };
        }),
      );
      const found = await places(h);
      expect([...found].filter(([, { comment }]) => comment === null)).toEqual([]);
      expect(found.size).toBe(bodies.length);

      const hers = (await dashboard(h, anna)).slice(h.url.length);
      await withPage(
        async (page) => {
          const { quietly } = await shownTo(h, page, trap);
          for (const base of [hers, '']) {
            for (const { where } of talks) {
              await quietly(`${base}/tasks/${where.number}`);
              expect(await faultsOn(page, '.words', OF_COMMENTS)).toEqual([]);
              const words = await page.locator('.talk').textContent();
              const missing = bodies.filter(
                ({ number, plain }) => plain && talkOf(number).where === where && !words!.includes(markOf(number)),
              );
              expect(missing).toEqual([]);
            }
          }
          // As they came, in the frames that there are: the team's, the client's with pictures, the log's.
          const paths = (which: number, pathOf: (number: number) => string) =>
            bodies.filter((body) => isFramed(body) && body.number % 3 === which).map(({ number }) => pathOf(number));
          const original = (n: number) => `/tasks/${found.get(n)!.task}/comments/${found.get(n)!.comment}/original`;
          const team = paths(0, (n) => `${original(n)}/words`);
          const client = paths(1, (n) => `${hers}${original(n)}/words?pictures`);
          const log = paths(2, (n) => `/admin/inbox/${found.get(n)!.inbox}/words`);
          await quietly(team[0]!.replace('/words', ''), { paths: team });
          await quietly(client[0]!.replace('/words', ''), { paths: client, pictures: true });
          expect(trap.asked.length, 'pictures that were asked for').toBeGreaterThan(0);
          await quietly(log[0]!.replace('/words', ''), { paths: log });
        },
        // An address of the trap that speaks TLS, which it does not.
        { expected: /net::ERR_/ },
      );
      await withPage((page) => seesBreaches(h, page), { expected: /./ });
      await withPage(async (page) => {
        await page.goto(`${h.url}${hers}/tasks/${talks[0]!.where.number}`);
        await page.click(`a[href="${trap.site}/1"]`);
        await expect.poll(() => trap.asked.at(-1)).toEqual({ path: '/1', as: 'document', referer: '' });
      });
    },
    PATIENCE,
  );
});

/** Were one of them to stand in a page as it came, that would be seen, whatever it does. */
async function seesBreaches(h: House, page: Page): Promise<void> {
  const { quietly } = await shownTo(h, page, trap);
  await quietly('/');
  for (const breach of [
    '<img src="x" onerror="__hit(1)">',
    `<img src="${trap.site}/1">`,
    `<meta http-equiv="refresh" content="0;url=${trap.site}/1">`,
  ]) {
    await page.route(`${h.url}/`, async (route) => {
      const answer = await route.fetch();
      const { 'content-security-policy': policy, ...headers } = answer.headers();
      const weak = policy!
        .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
        .replace('img-src', 'img-src http:');
      const body = (await answer.text()).replace('</main>', `${breach}</main>`);
      await route.fulfill({ body, headers: { ...headers, 'content-security-policy': weak } });
    });
    await expect(quietly('/'), breach).rejects.toThrow(/deeply equal|navigation/);
    await page.unroute(`${h.url}/`);
  }
}

test(
  'several hundred, no two alike: what is made of them has no word but those that are known',
  async () => {
    expect(new Set(bodies.map((body) => body.html)).size).toBe(bodies.length);
    expect(bodies.length).toBeGreaterThanOrEqual(500);
    await withPage(async (page) => {
      const guilty = async (made: (html: string) => string, vocabulary: Vocabulary) =>
        (
          await faultsOf(
            page,
            bodies.map(({ html }) => made(html)),
            vocabulary,
          )
        ).map(([at, fault]) => `${bodies[at]!.name}: ${fault}`);
      expect(await guilty((html) => cleanHtml(html).html, OF_KEPT)).toEqual([]);
      for (const pictures of [false, true])
        expect(await guilty((html) => frameHtml(html, pictures), ofFrames(pictures))).toEqual([]);
      // And the judge does see what is wrong with them as they came.
      expect(new Set(await guilty((html) => html, OF_KEPT)).size).toBeGreaterThan(bodies.length * 0.9);
    });
  },
  PATIENCE,
);

/** Enough to see each kind of harm, in a third of the time; and of every script, for there are eight. */
const EVERY = 3;

test(
  'on a page without a guard they run, ask and lead away, and the watch sees it',
  async () => {
    const some = bodies.filter((_, i) => i % EVERY === 0);
    trap.asked.length = 0;
    trap.unguarded.set('/unguarded', '<!doctype html><main></main>');
    for (const { number, html } of some) trap.unguarded.set(`/unguarded/${number}`, `<!doctype html>${html}`);
    const unclean = withPage(
      async (page) => {
        const seen = await watch(page);
        page.context().on('page', (popup) => void popup.close().catch(() => undefined));
        for (let at = 0; at < some.length; at += AT_ONCE) {
          await page.goto(`${trap.site}/unguarded`);
          await openWithoutGuard(
            page,
            some.slice(at, at + AT_ONCE).map(({ number }) => `/unguarded/${number}`),
          );
          await rest(page);
        }
        const went = seen.went.filter((url) => !url.includes('/unguarded'));
        const acted = new Set([
          ...seen.ran,
          ...seen.dialogs.map((words) => Number(/\d+$/.exec(words)?.[0])),
          ...trap.asked.map(({ path }) => Number(/\d+/.exec(path)?.[0])),
        ]);
        expect(acted.size).toBeGreaterThan(some.length / 4);
        for (const list of [seen.ran, seen.dialogs, seen.popups, seen.refused, went, trap.asked])
          expect(list.length).toBeGreaterThan(0);
      },
      { expected: /./ },
    );
    await expect(unclean).rejects.toThrow('The page is not clean');
  },
  PATIENCE,
);

const AT_ONCE = 40;

/** Each in a frame that may do what a page may, only not take the place of the one around it. */
const openWithoutGuard = (page: Page, paths: readonly string[]) =>
  page.evaluate(async (sources) => {
    const opened = sources.map((source) => {
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts', 'allow-same-origin', 'allow-modals', 'allow-popups', 'allow-forms');
      frame.src = source;
      const loaded = new Promise((done) => frame.addEventListener('load', done));
      document.querySelector('main')!.append(frame);
      return loaded;
    });
    await Promise.all(opened);
  }, paths);
