/**
 * The run's Chromium, for tests that look at pages: one context a test, nothing may leave the machine, and nothing may go
 * wrong in the console.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { service } from './services.ts';

export interface PageOptions {
  readonly viewport?: { width: number; height: number };
  /** `ru-RU`, `en-GB`: what the browser says in Accept-Language. */
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** Europe/Moscow unless said. */
  readonly timezoneId?: string;
  readonly javaScriptEnabled?: boolean;
  /** 2: as at a zoom of 200 %, with half the viewport. */
  readonly deviceScaleFactor?: number;
  /** Console lines that this test expects: `Failed to load resource: … 404` where it asks for a page that is not there. */
  readonly expected?: RegExp;
}

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** WCAG 2.2, 1.4.10: as narrow as that nothing has to be read by scrolling sideways. */
export const NARROW = { width: 320, height: 640 };

let browser: Promise<Browser> | undefined;

/**
 * Runs `look` on a fresh page with fresh cookies. Throws when a script failed, when the console has an error (a broken
 * content security policy shows there), or when the page asked for anything beyond loopback.
 */
export async function withPage<T>(look: (page: Page) => Promise<T>, options: PageOptions = {}): Promise<T> {
  const { expected, ...asked } = options;
  browser ??= service('chromium').then((address) => chromium.connect(address));
  const context = await (await browser).newContext({
    viewport: WIDE,
    timezoneId: 'Europe/Moscow',
    ...asked,
  } as BrowserContextOptions);
  const faults: string[] = [];
  try {
    await context.route(
      (url) => leavesTheMachine(url),
      (route) => {
        faults.push(`asked for ${route.request().url()}`);
        return route.abort();
      },
    );
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected?.test(message.text())) faults.push(`console: ${message.text()}`);
    });
    page.setDefaultTimeout(10_000);
    const seen = await look(page);
    if (faults.length > 0) throw new Error(`The page is not clean:\n${faults.join('\n')}`);
    return seen;
  } finally {
    await context.close();
  }
}

/** A picture of the whole page in test/.shots (not in git): to be looked at, not compared. Returns its path. */
export async function shot(page: Page, name: string): Promise<string> {
  const folder = join(import.meta.dirname, '..', '.shots');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  return path;
}

function leavesTheMachine(url: URL): boolean {
  if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) return false;
  return !/^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}
