/** The page about the API in a real browser: its policy lets it be seen as it was meant, wide, narrow and dark. */
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { createApi } from '../../src/web/api/api.ts';
import { startWeb } from '../../src/web/server.ts';
import { PHONE, shot, WIDE, withPage } from '../support/browser.ts';
import { openTestGateway } from '../support/gateway.ts';
import { LIMITS } from './desk.ts';

test('the page about the API is read without a script, and opens where one points', async () => {
  const open = await openTestGateway('sqlite');
  onTestFinished(open.close);
  const web = await startWeb(new Hono().route('/api', createApi(open.gw, LIMITS)), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => web.close(0));
  for (const [name, look] of Object.entries({
    wide: { viewport: WIDE },
    phone: { viewport: PHONE },
    dark: { colorScheme: 'dark' },
  } as const)) {
    await withPage(
      async (page) => {
        await page.goto(`http://127.0.0.1:${web.port}/api/docs`);
        expect(await page.locator('h1').evaluate((h) => getComputedStyle(h).fontSize)).toBe('24px');
        await page.locator('#postTasks summary').click();
        expect(await page.locator('#postTasks').getByText('The new task').isVisible()).toBe(true);
        await page.locator('#postTasks').getByRole('link', { name: 'NewTask' }).click();
        await page.locator('#shape-NewTask summary').click();
        expect(await page.locator('#shape-NewTask').getByText('descriptionHtml').first().isVisible()).toBe(true);
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(tooWide).toBe(0);
        await shot(page, `api-docs-${name}`);
      },
      { ...look, javaScriptEnabled: true },
    );
  }
});
