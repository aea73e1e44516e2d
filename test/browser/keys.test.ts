/** Keys on the team's pages: an addition, never in the way of writing, and to be switched off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { withPage } from '../support/browser.ts';
import { ordinary } from '../web/scenes.ts';

let server: WebServer;
const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
beforeAll(async () => {
  server = await startWeb(ordinary().web(), { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(0));

test('j and k go through the lines, / leads to the search, c to the place to write; off is off', () =>
  withPage(async (page) => {
    await page.context().addCookies([{ name: 'postern', value: 'session-olga', url: at('/') }]);
    await page.goto(at('/'));
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.tagName);
    const press = async (key: string) => {
      await page.keyboard.press(key);
      return focused();
    };
    const lines = await page.evaluate(() =>
      [...document.querySelectorAll('.rows > li > a')].map((a) => a.getAttribute('href')),
    );
    expect(lines.length).toBeGreaterThan(1);
    expect([await press('j'), await press('j'), await press('k')]).toEqual([lines[0], lines[1], lines[0]]);
    expect(await press('Control+j')).toBe(lines[0]);
    expect(await press('/')).toBe('INPUT');
    await page.keyboard.type('jk/c');
    expect(await page.inputValue('main input[type="search"]')).toBe('jk/c');

    await page.goto(at('/tasks/1'));
    expect(await press('c')).toBe('TEXTAREA');
    await page.goto(at('/'));
    await page.click('.keys-help button');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await press('j')).toBe('BODY');
    await page.reload();
    expect(await press('j')).toBe('BODY');
    await page.click('.keys-help button');
    expect(await press('k')).toBe(lines[0]);
  }));
