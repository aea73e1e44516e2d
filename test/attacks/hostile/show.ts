/** Pages with hostile mail in a real browser, and the proof that they keep still. */
import type { Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { signedIn } from '../../stories/firm.ts';
import type { House } from '../../support/app.ts';
import { dangersOn } from './oracle.ts';
import type { Trap } from './trap.ts';
import { watch } from './watch.ts';

export interface Shown {
  readonly page: Page;
  /** Opens a path of the house, and more on the page that it leads to; then nothing may have happened but that. */
  quietly(path: string, frames?: Frames): Promise<void>;
}

export interface Frames {
  /** Paths: the page's own frame stands there once for each of them. */
  readonly paths: readonly string[];
  /** The person asked for pictures: these and nothing else may come from elsewhere. */
  readonly pictures?: boolean;
}

/** A page in the owner's browser. */
export async function shownTo(h: House, page: Page, trap: Trap): Promise<Shown> {
  await asOwner(h, page);
  const seen = await watch(page);
  const quietly = async (path: string, { paths = [], pictures = false }: Partial<Frames> = {}): Promise<void> => {
    for (const list of [...Object.values(seen), trap.asked]) list.length = 0;
    const before = trap.connections;
    const response = await page.goto(h.url + path);
    expect(response!.headers(), path).toMatchObject(GUARDED);
    if (paths.length > 0) await showFrames(page, paths);
    // In a sandbox of its own no script runs, the test's neither.
    if (!/^sandbox/.test(response!.headers()['content-security-policy'] ?? '')) await rest(page);
    const own = new Set([path, ...paths, ...(await framesOf(page))].map((one) => h.url + one));
    // Where the house itself led on from the path.
    for (let led: Request | null = response!.request(); led; led = led.redirectedFrom()) own.add(led.url());
    const fromElsewhere = (url: string, as: string) => pictures && as === 'image' && /^https?:\/\/trap\./.test(url);
    const strange = seen.requests.filter(
      ({ url, as }) => !own.has(url) && !OWN.test(url.replace(h.url, '')) && !fromElsewhere(url, as),
    );
    const dangers = await dangersOn(page);
    const { ran, dialogs, popups, downloads, refused } = seen;
    const went = seen.went.filter((url) => !own.has(url));
    const strangers = trap.asked.filter(({ as, referer }) => as !== 'image' || referer !== '');
    expect({ ran, dialogs, popups, downloads, refused, went, strange, strangers, dangers }, path).toEqual(NOTHING);
    // To connect is to tell, also without a question. For one picture a hurried browser may connect twice.
    if (!pictures) expect(trap.connections - before, 'connections to the trap').toBe(0);
  };
  return { page, quietly };
}

export async function asOwner(h: House, page: Page): Promise<void> {
  const [name = '', value = ''] = (await signedIn(h, h.owner)).cookie.split('=');
  await page.context().addCookies([{ name, value, url: h.url }]);
}

const NOTHING = {
  ran: [],
  dialogs: [],
  popups: [],
  downloads: [],
  refused: [],
  went: [],
  strange: [],
  strangers: [],
  dangers: [],
};

/** T5, T11, T13: on every page. */
const GUARDED = {
  'content-security-policy': expect.stringContaining("default-src 'none'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
};

/** A page's own style and script, and pictures that came with a mail. */
const OWN = /^(?:\/assets\/[\w.]+|(?:\/d\/[a-z2-7]{56})?\/files\/[0-9a-f-]{36}\?view)$/;

/** When its browser has nothing left to do. */
export const rest = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => setTimeout(done))));

const framesOf = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('iframe')].map((frame) => frame.getAttribute('src') ?? ''));

/** The real page, its real frame with all that limits it, only more often. */
async function showFrames(page: Page, paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    await page.evaluate(
      async (sources) => {
        const opened = sources.map((source) => {
          const frame = document.querySelector('iframe.preview')!.cloneNode() as HTMLIFrameElement;
          frame.loading = 'eager';
          frame.src = source;
          const loaded = new Promise((done) => frame.addEventListener('load', done));
          document.querySelector('main')!.append(frame);
          return loaded;
        });
        await Promise.all(opened);
      },
      paths.slice(at, at + AT_ONCE),
    );
  }
}

const AT_ONCE = 20;
