/**
 * Every page that a person outside or nobody in particular can meet, by link or at the door: no barriers, 320 pixels, light and
 * dark, both languages, with script and without.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Trouble } from '../../src/base/trouble.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { barriers, tooWide, wordless } from '../support/barriers.ts';
import { NARROW, withPage } from '../support/browser.ts';
import { differs, offers } from '../support/offers.ts';
import { empty, long, ordinary } from '../web/scenes.ts';
import { TOKENS, World } from '../web/world.ts';

let server: WebServer;
let current: ReturnType<World['web']>;
beforeAll(async () => {
  const app = { fetch: (...request: Parameters<typeof current.fetch>) => current.fetch(...request) };
  server = await startWeb(app as typeof current, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(0));
const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;

const LINK = `/d/${TOKENS.anna}`;
const TASK = `${LINK}/tasks/1`;
const LETTERS = `${LINK}/letters`;
const having = (change: Partial<World>) => () => Object.assign(ordinary(), change);

interface Scene {
  readonly name: string;
  readonly path: string;
  readonly make?: () => World;
  /** The buttons that lead on from there: by what they send, as their words differ with the language. */
  readonly go?: (page: Page) => Promise<unknown>;
  /** Looked at in one language: it is large, and its words are those of other scenes. */
  readonly large?: boolean;
}

const press = (action: string) => (page: Page) => page.click(`form[action$="${action}"] button`, { force: true });
const unfolded = (action: string) => async (page: Page) => {
  await page.click('.who summary');
  await press(action)(page);
};
const typed = (fields: Readonly<Record<string, string>>) => async (page: Page) => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
  await page.click('form.login [type=submit]');
};
const coded = (code: string) => async (page: Page) => {
  await press('/code')(page);
  await typed({ code })(page);
};

const NIGHT = { from: '22:00', to: '08:00' };
/** At night none, until then. */
const chosen = (to: string) => async (page: Page) => {
  await page.check('[name=hours][value=own]');
  await page.fill('[name=to]', to.padStart(5, '0'));
  await page.click('.pace [type=submit]');
};

const SCENES: readonly Scene[] = [
  { name: 'the list', path: LINK },
  { name: 'the list when letters came back', path: `${LINK}?show=open`, make: having({ reach: 'came-back' }) },
  { name: 'a search that finds nothing', path: `${LINK}?q=zzz` },
  { name: 'an empty list', path: LINK, make: () => new World() },
  { name: 'a task', path: TASK },
  { name: 'a task when letters came back', path: TASK, make: having({ reach: 'complained' }) },
  { name: 'a task that is muted', path: TASK, make: having({ muted: true }) },
  { name: 'an empty task', path: TASK, make: empty },
  { name: 'a long task', path: TASK, make: long, large: true },
  { name: 'a long list', path: LINK, make: long, large: true },
  { name: 'who looks', path: TASK, go: (page) => page.click('.who summary') },
  { name: 'when letters come', path: LETTERS },
  {
    name: 'when letters come, chosen',
    path: LETTERS,
    make: having({ pace: { bundleMinutes: 45, quietHours: NIGHT } }),
  },
  { name: 'a choice of letters', path: LETTERS, go: chosen('8:00') },
  { name: 'a choice of letters that cannot be', path: LETTERS, go: chosen('22:00') },
  { name: 'a choice of letters to be confirmed', path: LETTERS, make: having({ trust: 'reads' }) },
  { name: 'the files', path: `${TASK}/files` },
  { name: 'one’s own mail', path: `${TASK}/comments/2/original` },
  { name: 'no such task', path: `${LINK}/tasks/77` },
  { name: 'a task to be confirmed', path: TASK, make: having({ trust: 'reads' }) },
  { name: 'a code that is asked for', path: TASK, make: having({ trust: 'nothing' }), go: press('/code') },
  { name: 'a wrong code', path: TASK, make: having({ trust: 'nothing' }), go: coded('AAAAAA') },
  { name: 'too many codes', path: TASK, make: having({ trust: 'reads' }), go: coded('SLOWLY') },
  { name: 'a link renewed', path: TASK, go: unfolded('/renew') },
  { name: 'a link closed', path: TASK, go: unfolded('/end') },
  { name: 'a revoked link', path: `/d/${TOKENS.revoked}/tasks/1` },
  { name: 'an expired link', path: `/d/${TOKENS.expired}` },
  { name: 'a fresh link asked for', path: `/d/${TOKENS.expired}`, go: press('/fresh') },
  { name: 'an unknown link', path: '/d/unknown' },
  { name: 'a mistake', path: TASK, go: (page) => page.click('.composer [type=submit]') },
  { name: 'was this you', path: `/question/${TOKENS.anna}` },
  { name: 'it was', path: `/question/${TOKENS.anna}`, go: (page) => page.click('button[value=publish]') },
  { name: 'nothing to decide', path: '/question/unknown' },
  { name: 'an address to write from', path: `/sender/${TOKENS.anna}` },
  { name: 'it may be written from', path: `/sender/${TOKENS.anna}`, go: (page) => page.click('button[value=confirm]') },
  { name: 'a task to be muted', path: `/mute/${TOKENS.anna}` },
  { name: 'a task muted', path: `/mute/${TOKENS.anna}`, go: press(`/mute/${TOKENS.anna}`) },
  { name: 'the login', path: '/login' },
  { name: 'a wrong password', path: '/login', go: typed({ login: 'ann', password: 'no' }) },
  { name: 'too many passwords', path: '/login', go: typed({ login: 'slow', password: 'no' }) },
  { name: 'a forgotten password', path: '/forgot' },
  { name: 'a forgotten password on its way', path: '/forgot', go: typed({ login: 'ann@acme.example' }) },
  { name: 'a first password', path: `/activate/${TOKENS.anna}` },
  { name: 'a used activation', path: '/activate/unknown' },
  { name: 'a busy house', path: LINK, make: having({ broken: new Trouble('database', 'locked') }) },
  { name: 'a broken house', path: LINK, make: having({ broken: new Error('a bug') }) },
];

/** Opens the scene and goes on from there; the page stands still afterwards. */
async function open(page: Page, { path, go }: Scene): Promise<void> {
  await page.goto(at(path));
  if (!go) return;
  await go(page);
  await page.waitForLoadState();
}

/** Of a long conversation the ends are looked at: the entries between them are all alike. */
const MIDDLE = '.talk > :nth-child(n + 12):nth-last-child(n + 12)';

for (const language of ['en', 'ru'] as const) {
  test(`no page has a barrier, and none needs a script (${language})`, { timeout: 240_000 }, async () => {
    const context = { viewport: NARROW, locale: language === 'en' ? 'en-GB' : 'ru-RU', expected: /status of [45]\d\d/ };
    const wrong: string[] = [];
    const seen = new Set<string>();
    await withPage(
      (page) =>
        withPage(
          async (plain) => {
            for (const scene of SCENES.filter((s) => language === 'en' || !s.large)) {
              current = Object.assign((scene.make ?? ordinary)(), { language }).web();
              await page.emulateMedia({ colorScheme: language === 'en' ? 'light' : 'dark', reducedMotion: 'reduce' });
              await open(page, scene);
              const whole = () => barriers(page, scene.large ? undefined : 'dark', MIDDLE);
              const found = await (language === 'en' ? whole() : wordless(page));
              found.push(...(await tooWide(page)));
              const scripted = await offers(page);
              if (!scripted.heading) found.push('has no heading');
              if (language === 'en') {
                await open(plain, scene);
                found.push(...(await differs(page, plain)));
              }
              wrong.push(...found.map((fault) => `${scene.name}: ${fault}`));
              seen.add(`${scripted.heading} ${scripted.forms.length} ${scripted.links.length}`);
            }
          },
          { ...context, javaScriptEnabled: false },
        ),
      context,
    );
    expect(wrong).toEqual([]);
    // The scenes are not all one and the same page of nothing.
    expect(seen.size).toBeGreaterThan(18);
  });
}

test('times that are typed are chosen, and a browser offers its zone where nobody has chosen one', async () => {
  current = ordinary().web();
  const context = { timezoneId: 'Asia/Tokyo' };
  await withPage(async (page) => {
    await page.goto(at(LETTERS));
    const [own, zone, note] = ['[name=hours][value=own]', '[name=timezone]', '#timezone-device'];
    expect([await page.inputValue(zone), await page.isVisible(note)]).toEqual(['Asia/Tokyo', true]);
    // To walk through is no choice.
    await page.focus('#from');
    expect(await page.isChecked(own)).toBe(false);
    await page.fill('#from', '21:00');
    expect(await page.isChecked(own)).toBe(true);
  }, context);
  for (const more of [{ timezoneId: 'UTC' }, { ...context, javaScriptEnabled: false }])
    await withPage(async (page) => {
      await page.goto(at(LETTERS));
      expect([await page.inputValue('[name=timezone]'), await page.isVisible('#timezone-device')]).toEqual(['', false]);
    }, more);
});

test('by keyboard everything is reached in its order, is seen when it has the focus, and lies under nothing', async () => {
  current = ordinary().web();
  await withPage(
    async (page) => {
      await page.goto(at(TASK));
      const stops = await page.locator('a[href], button:visible, summary, input:not([type=hidden]), textarea').count();
      const met: string[] = [];
      for (;;) {
        await page.keyboard.press('Tab');
        const here = await page.evaluate(() => {
          const one = document.activeElement as HTMLElement;
          if (one === document.body || one.dataset.met) return null;
          one.dataset.met = '1';
          // The field for files is for ears; its label is what is seen.
          const shown = (one.id === 'files' && (one as HTMLInputElement).labels?.[0]) || one;
          const { top, bottom, left } = shown.getBoundingClientRect();
          const there = document.elementFromPoint(left + 3, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
          return {
            name: one.getAttribute('aria-label') ?? (one.textContent?.trim() || one.id),
            marked: getComputedStyle(shown).outlineStyle !== 'none',
            free: shown.contains(there) || there?.contains(shown) === true,
          };
        });
        if (!here) break;
        met.push(here.name);
        expect(here).toEqual({ name: here.name, marked: true, free: true });
      }
      expect(met).toHaveLength(stops);
      const order = [
        'Skip to the content',
        'Acme & Sons',
        'Other conversations',
        'View: signed.pdf',
        'text',
        'files',
        'Send',
      ];
      expect(met.filter((name) => order.includes(name))).toEqual(order);
    },
    { viewport: NARROW },
  );
});

test('by ear a page is landmarks, headings, a list that has a name, and words that do not run together', async () => {
  current = ordinary().web();
  await withPage(async (page) => {
    await page.goto(at(TASK));
    const heard = await page.locator('body').ariaSnapshot();
    const lines = heard.split('\n').map((line) => line.trim());
    for (const line of [
      '- banner:',
      '- main:',
      '- contentinfo:',
      '- status',
      '- heading "Offer for the new warehouse roof" [level=1]',
      '- heading "Your reply" [level=2]:',
      '- list "Conversation":',
      '- text: Anna Kim you by mail',
      '- textbox "Your reply"',
      '- button "Attach files"',
      '- text: Up to 3 files, 1 MB each',
      '- paragraph: Ann Lee and 2 others will be notified',
      '- button "Send"',
    ])
      expect(lines).toContain(line);
    expect(heard.match(/- article:/g)).toHaveLength(4);
    // The names of buttons and links say what they are about.
    expect(heard).toContain('link "View: signed.pdf"');
  });
});

test('on paper a conversation is its words: whose, about what, by whom and when, and nothing to press', async () => {
  current = ordinary().web();
  await withPage(async (page) => {
    await page.goto(at(TASK));
    await page.emulateMedia({ media: 'print' });
    const seen = page.locator('.firm, h1, .day, .by b, .at, .words, .files a[download]');
    expect(await seen.count()).toBeGreaterThan(20);
    for (const one of await seen.all()) expect(await one.isVisible()).toBe(true);
    const rest = page.locator('button, textarea, summary, .view, .actions, .answer, .composer, .told');
    for (const one of await rest.all()) expect(await one.isVisible()).toBe(false);
  });
});

test('at 200 % what stays in reach leaves room to read', async () => {
  current = long().web();
  await withPage(
    async (page) => {
      await page.goto(at(TASK));
      expect((await page.locator('.answer').boundingBox())!.height).toBeLessThan(100);
    },
    // A window of 1280 × 800, its pixels twice as large.
    { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  );
});

test('a page that is as wide as its words is found out', async () => {
  current = ordinary().web();
  await withPage(
    async (page) => {
      await page.goto(at(TASK));
      expect(await tooWide(page)).toEqual([]);
      await page.locator('h1').evaluate((one) => {
        one.textContent = 'Fits by a hair only';
        one.style.whiteSpace = 'nowrap';
        one.style.fontSize = '28px';
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
      expect(await tooWide(page)).toEqual([expect.stringMatching(/^3\d\d px wide in 320$/)]);
    },
    { viewport: NARROW },
  );
});
