import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHONE, shot, withPage } from './browser.ts';

const PAGES: Readonly<Record<string, string>> = {
  '/plain': `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Проба</title><link rel="icon" href="data:,">
    <style>:root{color-scheme:light dark} body{font:16px system-ui,sans-serif} pre{font-family:ui-monospace,monospace}</style>
    <h1>Полная история переписки</h1><p>Съешь же ещё этих мягких французских булок, да выпей чаю. <b>Жирный</b>, <i>курсив</i>.</p>
    <pre>Ответьте на это письмо</pre><p id="js">без скриптов</p><script>js.textContent = 'скрипты есть'</script>`,
  '/console': `<!doctype html><title>x</title><link rel="icon" href="data:,"><script>console.error('плохо')</script>`,
  '/throws': `<!doctype html><title>x</title><link rel="icon" href="data:,"><script>throw new Error('сломано')</script>`,
  '/abroad': `<!doctype html><title>x</title><link rel="icon" href="data:,"><img src="http://tracker.example/pixel.gif">`,
};

const server = createServer((request, response) => {
  const page = PAGES[request.url ?? ''];
  response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(page ?? 'nothing here');
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('a page is shown in the language, size and colours that were asked for, Cyrillic included', async () => {
  const path = await withPage(
    async (page) => {
      await page.goto(`${origin}/plain`);
      expect(
        await page.evaluate(() => [navigator.language, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]),
      ).toEqual(['ru-RU', 390, true]);
      // A box for a missing letter is as wide as any other box: these two letters are not.
      const [narrow, wide] = await page.evaluate(() => {
        const pen = document.createElement('canvas').getContext('2d')!;
        pen.font = '40px system-ui';
        return [pen.measureText('г').width, pen.measureText('щ').width];
      });
      expect(wide).toBeGreaterThan(narrow! * 1.3);
      return await shot(page, 'support-cyrillic');
    },
    { locale: 'ru-RU', viewport: PHONE, colorScheme: 'dark' },
  );
  expect(path).toMatch(/support-cyrillic\.png$/);
});

test('without scripts a page has none', async () => {
  const read = (javaScriptEnabled: boolean) =>
    withPage(
      async (page) => {
        await page.goto(`${origin}/plain`);
        return await page.locator('#js').textContent();
      },
      { javaScriptEnabled },
    );
  expect(await read(false)).toBe('без скриптов');
  expect(await read(true)).toBe('скрипты есть');
});

test.each([
  ['/console', 'плохо'],
  ['/throws', 'сломано'],
  ['/abroad', 'tracker.example/pixel.gif'],
  ['/nowhere', '404'],
])('%s is not a clean page', async (path, fault) => {
  await expect(withPage((page) => page.goto(origin + path, { waitUntil: 'load' }))).rejects.toThrow(fault);
});

test('a fault that the test expects is none', async () => {
  await withPage((page) => page.goto(`${origin}/nowhere`), { expected: /404/ });
});
