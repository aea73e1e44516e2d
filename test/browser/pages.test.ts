/** The pages in a real browser: by keyboard, by ear, on a narrow phone, without script, and kind to what is being written. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommentId } from '../../src/base/id.ts';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { barriers } from '../support/barriers.ts';
import { NARROW, PHONE, withPage } from '../support/browser.ts';
import { long, ordinary } from '../web/scenes.ts';
import { ann, anna, max, NOW, TOKENS, type World } from '../web/world.ts';

let world: World;
let server: WebServer;
/** One server; the world behind it is new for each test. */
beforeAll(async () => {
  const app = { fetch: (...request: Parameters<ReturnType<World['web']>['fetch']>) => current.fetch(...request) };
  server = await startWeb(app as ReturnType<World['web']>, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(0));
let current: ReturnType<World['web']>;
const use = (next: World) => {
  world = next;
  current = world.web();
};
beforeEach(() => use(ordinary()));

const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const TASK = `/d/${TOKENS.anna}/tasks/1`;
const signIn = (page: Page, login: string) =>
  page.context().addCookies([{ name: 'postern', value: `session-${login}`, url: at('/') }]);
const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

describe('a page of the team about a client’s mail', () => {
  const pages = { 'the list': '/', 'the task': '/tasks/1', 'a new task of a comment': '/tasks/1/comments/2/branch' };
  for (const [name, path] of Object.entries(pages)) {
    it(`has no barriers and fits 320 pixels, light and dark: ${name}`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await withPage(
          async (page) => {
            await signIn(page, 'olga');
            expect((await page.goto(at(path)))!.status()).toBe(200);
            expect(await barriers(page)).toEqual([]);
            expect(await width(page)).toBeLessThanOrEqual(320);
          },
          { viewport: NARROW, colorScheme },
        );
      }
    });
  }
});

describe('writing', () => {
  it('adds the comment in place, says so, and moves nothing else', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.fill('textarea', 'One more thing');
      await page.setInputFiles('#files', [
        { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') },
        { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('b') },
      ]);
      // Twice, as impatient people do: it is sent once.
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector('#c7');
      expect(await page.locator('#c7').textContent()).toContain('One more thing');
      expect(await page.locator('#c7 .files a').allInnerTexts()).toEqual(['a.txt', 'b.txt']);
      await expect.poll(() => page.locator('.live').textContent()).toBe('Your message was added.');
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('c7');
      await page.waitForURL(at(`${TASK}#c7`));
      await expect.poll(() => page.inputValue('textarea')).toBe('');
      // What one has just written oneself is not new to oneself.
      await page.goto(at(`/d/${TOKENS.anna}`));
      await page.locator('.rows li').first().waitFor();
      expect(await page.locator('.fresh').count()).toBe(0);
    });
    expect(world.writes.filter((w) => w.startsWith('comment'))).toEqual(['comment Anna Kim: One more thing']);
  });

  it('survives a reload, for this task and this person alone', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.fill('textarea', 'Half a thought');
      await page.reload();
      expect(await page.inputValue('textarea')).toBe('Half a thought');
      await page.goto(at(`/d/${TOKENS.anna}/tasks/3`));
      expect(await page.inputValue('textarea')).toBe('');
      await signIn(page, 'olga');
      await page.goto(at('/tasks/1'));
      expect(await page.inputValue('textarea')).toBe('');
    });
  });

  it('survives a mistake and a lost connection', async () => {
    await withPage(
      async (page) => {
        await page.goto(at(TASK));
        await page.click('.send button');
        await page.waitForSelector('#problem');
        await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('problem');
        await page.fill('textarea', 'Precious words');
        await page.route('**/comments', (route) => route.abort());
        await page.click('.send button');
        await page.getByText('there is no connection').waitFor();
        expect(await page.inputValue('textarea')).toBe('Precious words');
        await page.unroute('**/comments');
        // Trouble on our side, or on the way: the page and the files stay, and it says what the answer says.
        await page.setInputFiles('#files', [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }]);
        const body = '<main><h1>Not now</h1><p>Please send it again in a minute.</p></main>';
        await page.route('**/comments', (route) => route.fulfill({ status: 503, contentType: 'text/html', body }));
        await page.click('.send button');
        await page.locator('#problem', { hasText: 'Please send it again in a minute.' }).waitFor();
        expect(await page.inputValue('textarea')).toBe('Precious words');
        await page.unroute('**/comments');
        await page.click('.send button');
        await page.waitForSelector('#c7');
        expect(await page.locator('#c7 .files a[download]').allInnerTexts()).toEqual(['a.txt']);
      },
      { expected: /status of (422|503)|ERR_FAILED/ },
    );
  });

  it('survives a link that wants to be confirmed first', async () => {
    await withPage(
      async (page) => {
        await page.goto(at(TASK));
        await page.fill('textarea', 'Precious words');
        world.trust = 'reads';
        await page.click('.send button');
        await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
        expect(await page.getByLabel('This was not sent').inputValue()).toBe('Precious words');
        expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
        world.trust = 'all';
        await page.goto(at(TASK));
        expect(await page.inputValue('textarea')).toBe('Precious words');
      },
      { expected: /status of 403/ },
    );
    expect(world.writes).toEqual([]);
  });

  it('tells of a file that is too large before anything is sent, and takes it out again', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.fill('textarea', 'With a file');
      await page.setInputFiles('#files', [
        { name: 'big.bin', mimeType: 'x/y', buffer: Buffer.alloc(world.uploadBytes + 1) },
      ]);
      await page.locator('.chosen', { hasText: 'larger than 1 MB' }).waitFor();
      await page.click('.send button');
      expect(world.writes).toEqual([]);
      await page.click('.chosen button');
      await page.locator('.chosen').waitFor({ state: 'hidden' });
      await page.click('.send button');
      await page.waitForSelector('#c7');
    });
  });

  it('takes a screenshot that is pasted, and a file that is dropped beside the form', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      const left = await page.evaluate(() => {
        const screenshot = new DataTransfer();
        screenshot.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
        const paste = new ClipboardEvent('paste', { clipboardData: screenshot, bubbles: true });
        document.querySelector('textarea')!.dispatchEvent(paste);
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'beside.txt'));
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        return document.querySelector('h1')!.dispatchEvent(drop);
      });
      // A browser would have left the page for the file.
      expect(left).toBe(false);
      await page.click('.send button');
      await page.waitForSelector('#c7');
      expect(await page.locator('#c7 .files a[download]').allInnerTexts()).toEqual(['image.png', 'beside.txt']);
    });
  });

  it('takes a file that is dropped', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'dropped.png'));
        for (const type of ['dragover', 'drop']) {
          document
            .querySelector('.composer')
            ?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
      });
      await page.click('.send button');
      await page.waitForSelector('#c7');
      expect(await page.locator('#c7 .files').textContent()).toContain('dropped.png');
    });
  });

  it('needs no script', async () => {
    await withPage(
      async (page) => {
        await page.goto(at(TASK));
        await page.fill('textarea', 'Without script');
        await page.setInputFiles('#files', [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }]);
        await page.click('.send button');
        await page.waitForURL(at(`${TASK}#c7`));
        expect(await page.locator('#c7').textContent()).toContain('Without script');
      },
      { javaScriptEnabled: false },
    );
    expect(world.writes).toEqual(['upload a.txt', 'comment Anna Kim: Without script']);
  });

  it('to a client shows itself before it is sent', async () => {
    await withPage(async (page) => {
      await signIn(page, 'olga');
      await page.goto(at('/tasks/1'));
      const warning = page.getByText('see this comment outside the company');
      expect(await warning.isVisible()).toBe(false);
      await page.getByLabel('Anna Kim').check();
      await warning.waitFor();
      const mailed = page.getByText('They get a letter about it');
      expect(await mailed.isVisible()).toBe(true);
      // Not of somebody beside whom it says that there is none.
      world.unreached = 'muted';
      await page.goto(at('/tasks/1'));
      await page.getByLabel('Борис').check();
      expect([await warning.isVisible(), await mailed.isVisible()]).toEqual([true, false]);
      await page.getByLabel('Борис').uncheck();
      await page.getByLabel('Anna Kim').check();
      await page.fill('textarea', 'Dear Anna');
      await page.click('.send button');
      await page.waitForSelector('#c7');
    });
    expect(world.told[0]!.notify).toContain(anna.id);
  });

  it('to nobody asks first', async () => {
    await withPage(
      async (page) => {
        await signIn(page, 'max');
        await page.goto(at('/tasks/1'));
        await page.getByLabel('Ann Lee').uncheck();
        await page.fill('textarea', 'Заметка');
        await page.click('.send button');
        await page.getByText('Никто не выбран').waitFor();
        expect(world.writes).toEqual([]);
        await page.getByRole('button', { name: 'Сохранить без уведомлений' }).click();
        await page.waitForSelector('#c7');
      },
      { expected: /status of 422/ },
    );
    expect(world.told[0]).toMatchObject({ text: 'Заметка', notify: [] });
    expect(max.language).toBe('ru');
  });
});

describe('reading', () => {
  it('starts, by keyboard, with a way past the frame', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    });
  });

  it('is in the reader’s own time zone', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      expect(await page.locator('#c6 time').textContent()).toBe('15:30');
      expect(await page.locator('#c6 time').getAttribute('title')).toContain('GMT+3');
    });
  });

  it('may be dark by choice, from the first byte of the next page', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.click('.theme');
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await expect.poll(ground).toBe('rgb(15, 18, 20)');
      const next = await page.goto(at(`/d/${TOKENS.anna}`));
      expect(await next?.text()).toContain('data-theme="dark"');
      expect(await ground()).toBe('rgb(15, 18, 20)');
    });
  });

  it('unfolds the other conversations over the page, which does not move, and folds them when one goes on', async () => {
    await withPage(
      async (page) => {
        await page.goto(at(TASK));
        const place = () => page.locator('h1').boundingBox();
        const before = await place();
        await page.getByText('Other conversations').click();
        const panel = page.locator('.switch .panel');
        await panel.waitFor();
        expect(await place()).toEqual(before);
        const rows = panel.locator('.rows li');
        expect(await rows.locator('a').allInnerTexts()).toEqual(
          world.tasks.filter((t) => t.mailed.has(anna.id)).map((t) => t.task.title),
        );
        expect(await rows.nth(1).textContent()).toMatch(/Completed.*20 November, \d/);
        expect(await panel.locator('[aria-current=page]').textContent()).toBe(world.tasks[0]!.task.title);
        expect((await panel.boundingBox())!.width).toBeLessThanOrEqual(PHONE.width);
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
        await page.locator('h1').click({ position: { x: 2, y: 2 }, force: true });
        await page.locator('textarea').focus();
        await panel.waitFor({ state: 'hidden' });
        // Without script there is the way to the list in its place.
        expect(await page.locator('.up').count()).toBe(1);
      },
      { viewport: PHONE },
    );
  });

  it('keeps the answer in reach all along a long conversation', async () => {
    use(long());
    await withPage(
      async (page) => {
        await page.goto(at(TASK));
        const bar = await page.locator('.answer').boundingBox();
        expect(bar!.y + bar!.height).toBeLessThanOrEqual(PHONE.height + 1);
        await page.click('.answer a');
        await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('text');
        expect(await page.locator('textarea').isVisible()).toBe(true);
      },
      { viewport: PHONE },
    );
  });

  it('tells what is new since the last visit, and tells the server nothing', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      const before = world.tasks[0]!;
      const first = before.comments[0]!;
      world.tasks[0] = {
        ...before,
        comments: [...before.comments, { ...first, id: `${first.id}x` as CommentId, number: 7, createdAt: NOW + 1000 }],
      };
      const members: Parameters<World['task']>[1] = [
        [ann, 'assigner'],
        [anna, 'participant'],
      ];
      world.task('Never opened, and begun since', members, [
        { by: ann, to: [anna], text: 'Hello', at: Math.max(NOW, Date.now()) + 60_000 },
      ]);
      await page.goto(at(`/d/${TOKENS.anna}`));
      const marked = page.locator('.rows li', { has: page.locator('.fresh', { hasText: 'new' }) });
      expect(await marked.locator('a').allInnerTexts()).toEqual([before.task.title, 'Never opened, and begun since']);
      await page.goto(at(TASK));
      expect(await page.locator('.since + #c7').count()).toBe(1);
    });
    expect(world.writes).toEqual([]);
  });

  it('finds the comment that an old letter links to, in a conversation that has gone on', async () => {
    const said = Array.from({ length: 450 }, (_, i) => ({ by: i % 2 ? max : ann, to: [anna], text: `m${i + 1}` }));
    const made = world.task(
      'Very long',
      [
        [ann, 'assigner'],
        [anna, 'participant'],
      ],
      said,
    );
    await withPage(async (page) => {
      await page.goto(at(`/d/${TOKENS.anna}/tasks/${made.task.number}#c12`));
      await page.waitForSelector('#c12:target');
      expect(await page.locator('#c12').textContent()).toContain('m12');
      await page.getByRole('link', { name: 'To the newest messages' }).click();
      await page.waitForSelector('#c450');
    });
  });

  it('opens what was folded away, and the way to end a link', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      await page.click('#c2 .cut summary');
      await page.locator('#c2 .removed').waitFor();
      await page.click('.who summary');
      await page.getByRole('button', { name: 'Make a new link' }).click();
      await page.getByRole('heading', { name: 'A new link is on its way' }).waitFor();
    });
    expect(world.writes).toEqual(['renew Anna Kim at 1']);
  });

  it('saves a file and opens a picture', async () => {
    await withPage(async (page) => {
      await page.goto(at(TASK));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'signed.pdf', exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('signed.pdf');
      await page.getByRole('link', { name: 'View: north side.png' }).click();
      await page.waitForURL(/\/files\/[^/]+\?view$/);
      expect(await page.evaluate(() => document.querySelector('img')?.naturalWidth)).toBe(1);
    });
  });
});

describe('the queue of held mail', () => {
  it('is gone through by keyboard: moved in, picked, opened, decided', async () => {
    await withPage(async (page) => {
      await signIn(page, 'olga');
      await page.goto(at('/admin/held'));
      const held = world.mails.filter((mail) => mail.state === 'held').map((mail) => mail.id);
      const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
      await page.keyboard.press('j');
      expect(await focused()).toBe(held[0]);
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      expect(await focused()).toBe(held[1]);
      await page.keyboard.press('k');
      expect(await focused()).toBe(held[0]);
      expect(await page.locator('input[name=mail]:checked').count()).toBe(1);
      await page.locator('[data-all] input').check();
      await expect.poll(() => page.locator('input[name=mail]:checked').count()).toBe(held.length);
      await page.locator('.bulk button[value=discard]').click();
      await page.waitForURL('**/admin/held?done=2');
      expect(world.writes).toEqual(held.map((id) => `discard ${id}`));
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/admin/inbox/${held[0]}`);
    });
  });

  it('works without script: one mail by its own button', async () => {
    await withPage(
      async (page) => {
        await signIn(page, 'olga');
        await page.goto(at('/admin/held'));
        expect(await page.locator('[data-keys]').isVisible()).toBe(false);
        await page.getByRole('button', { name: /^Accept once.*Invoice/ }).click();
        await page.waitForURL('**/admin/held?done=1');
        expect(world.writes).toEqual([`accept ${world.mails[1]!.id}`]);
      },
      { javaScriptEnabled: false },
    );
  });
});
