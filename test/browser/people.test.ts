/** Pages of the team, the portal and one's own in a real browser: no barriers, from a narrow phone on, in both languages, light and dark. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plan } from '../../src/flow/planned.ts';
import type { Language } from '../../src/people/person.ts';
import { openSession } from '../../src/store/doors.ts';
import { insertProject } from '../../src/store/rules.ts';
import { client, desk, does, employee, says, settings, task, upload } from '../stories/firm.ts';
import { type OwnHouse, openAcme } from '../support/app.ts';
import { barriers, tooWide, wordless } from '../support/barriers.ts';
import { NARROW, WIDE, withPage } from '../support/browser.ts';

let h: OwnHouse;
const cookies: Record<string, string> = {};
let item: string;
const planned: Record<string, string> = {};
const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluess';

beforeAll(async () => {
  h = await openAcme();
  const vera = await employee(h, 'Vera', { lastName: 'Stone', language: 'ru', role: 'admin' });
  const firm = await client(h, 'Client & Sons Building Materials Ltd', { isCompany: true, email: null });
  const anna = await client(h, 'Anna', {
    lastName: 'Kim',
    companies: [firm.id],
    responsible: [vera.id],
    access: 'INVITED',
    phone: '+7 900 000-00-00',
    position: 'Buyer',
    description: 'Calls in the morning.\nPays at once.',
    mailBlocked: true,
    bundleMinutes: 60,
    quietHours: { from: '22:00', to: '08:00' },
  });
  const cora = await client(h, 'Кора', {
    email: 'cora@client.example' as never,
    lastName: 'Берг',
    companies: [firm.id],
    responsible: [vera.id],
    access: 'ACTIVE',
    language: 'ru',
  });
  const dan = await client(h, 'Dan', { companies: [firm.id], access: 'ACTIVE' });
  const project = await h.gw.db.write((tx) =>
    insertProject(
      tx,
      h.account.id,
      {
        title: 'The new shop',
        author: h.owner.id,
        counterparty: firm.id,
        clientManagers: [vera.id],
        auditors: [dan.id],
      },
      Date.now(),
    ),
  );
  const t = await task(h, h.owner, 'The roof above the entrance', {
    project,
    assignees: [h.owner.id, vera.id],
    participants: [anna.id, cora.id, dan.id],
    counterparty: firm.id,
    description: 'The old tiles break.',
  });
  const files = [await upload(h, h.owner, 'offer.pdf', 'An offer'), await upload(h, h.owner, 'more.txt', 'More')];
  await says(h, h.owner, t, 'New tiles', { notify: [cora, vera], files });
  await says(h, vera, t, `Between us: ${LONG_WORD}`, { hidden: true, notify: [h.owner] });
  const max = await employee(h, 'Max');
  for (const [who, text, notify] of [
    [h.owner, `We come on Monday. ${LONG_WORD}`, [cora.id, dan.id]],
    [vera, 'До понедельника', [anna.id]],
  ] as const) {
    const draft = { words: { text, html: `<p>${text}</p>` }, files: [], notify, hidden: who === vera, audience: [] };
    const more = { source: 'web', proof: 'session', origin: null, join: false } as const;
    const intent = { kind: 'add-comment', task: t.id, ...draft, ...more } as const;
    const made = await plan(h.gw, await desk(h, who), intent, { at: Date.now() + 3_600_000, soon: who === vera });
    if (made.ok) planned[who.firstName] = made.comment!;
  }
  await does(h, h.owner, { kind: 'add-item', task: t.id, text: 'Measure', assignees: [max.id] });
  await does(h, h.owner, { kind: 'add-item', task: t.id, text: LONG_WORD });
  await does(h, vera, { kind: 'set-status', task: t.id, status: 'IN_PROGRESS', reason: '' });
  item = (await h.gw.db.read('checklist_items').orderBy('position').first('id')).id;
  await task(h, h.owner, `${'A title as long as a title may be. '.repeat(7).slice(0, 180)}${LONG_WORD}`, {
    assignees: [h.owner.id, vera.id],
  });
  const gone = await task(h, h.owner, 'Made twice');
  await does(h, h.owner, { kind: 'delete-task', task: gone.id });
  await settings(h, { showToSpam: true });
  for (const who of [h.owner, vera, max, cora, dan])
    cookies[who.firstName] = await h.gw.db.write((tx) =>
      openSession(tx, h.account.id, who, Date.now(), Date.now() + 3_600_000, 'Firefox, Windows'),
    );
});
afterAll(() => h.close());

const STAFF = [
  '/',
  '/?state=over&q=roof',
  '/tasks/1',
  '/tasks/1?reply=1',
  '/tasks/1?quote=1',
  '/tasks/1/planned/PLANNED',
  '/tasks/2',
  '/tasks/1/edit',
  '/tasks/1/people',
  '/tasks/1/files',
  '/tasks/1/delete',
  '/tasks/2/reject',
  '/tasks/1/checklist/ITEM',
  '/tasks/1/comments/OWN/edit',
  '/tasks/1/comments/OWN/delete',
  '/tasks/new?contact=2',
  '/bin',
  '/notifications',
  '/contacts',
  '/contacts/1',
  '/contacts/2',
  '/contacts/2/edit',
  '/contacts/new?kind=company',
  '/contacts/2/tasks',
  '/contacts/2/merge?with=%E2%84%964',
  '/projects',
  '/projects/1',
  '/projects/1/edit',
  '/search?q=roof',
  '/me',
  '/senders/new',
];
const OUTSIDE = ['/', '/projects', '/projects/1', '/new', '/contacts', '/contacts/2', '/tasks/1', '/me', '/me/letters'];

const walks: [who: string, language: Language, pages: readonly string[], scheme: 'light' | 'dark'][] = [
  ['Ann', 'en', STAFF, 'light'],
  ['Vera', 'ru', STAFF, 'dark'],
  ['Max', 'en', ['/', '/notifications', '/tasks/2', '/projects/77'], 'dark'],
  ['Dan', 'en', OUTSIDE, 'dark'],
  ['Кора', 'ru', OUTSIDE, 'light'],
];

test.each(walks)(
  '%s (%s) meets no barrier, and nothing is wider than a narrow phone',
  async (who, language, pages, colorScheme) => {
    const found: string[] = [];
    await withPage(
      async (page) => {
        await page.context().addCookies([{ name: 'postern', value: cookies[who]!, url: h.url }]);
        const other = colorScheme === 'light' ? 'dark' : 'light';
        const own = who === 'Ann' ? '1' : '2';
        for (const asked of pages) {
          const path = asked
            .replace('ITEM', item)
            .replace('OWN', own)
            .replace('PLANNED', planned[who] ?? '');
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.setViewportSize(WIDE);
          const answer = await page.goto(h.url + path);
          const there = who !== 'Max' || !/\d$/.test(path) ? 200 : 404;
          if (answer?.status() !== there) found.push(`${path}: ${answer?.status()}`);
          if ((await page.getAttribute('html', 'lang')) !== language) found.push(`${path}: not in ${language}`);
          // Vera's pages are Ann's in another language, and Кора's are Dan's.
          const faults = await (language === 'en' ? barriers(page, other) : wordless(page));
          found.push(...[...faults, ...(await tooWide(page))].map((b) => `${path}: ${b}`));
        }
      },
      { colorScheme, expected: /status of 404/ },
    );
    expect(found).toEqual([]);
  },
  120_000,
);

/** What is wrong is said where it is, and to everybody. */
const mistakes: [path: string, form: string, fields: Record<string, string>, says: RegExp][] = [
  ['/tasks/2', '.composer', { text: 'Nobody hears of it' }, /Nobody is picked/],
  ['/tasks/1/people', '.sheet', { 'find-auditor': 'Nobody Known' }, /Nobody found: Nobody Known/],
  ['/tasks/1/edit', '.sheet', { title: ' ' }, /A task needs a title/],
  ['/tasks/2/reject', '.sheet', { reason: ' ' }, /reason/],
  ['/contacts/2/edit', 'main form.form', { email: 'cora@client.example' }, /belongs to another contact/],
  ['/projects/new', 'main form.form', { title: ' ' }, /title/i],
];

test('mistakes are told without a barrier, on a narrow phone too', async () => {
  const found: string[] = [];
  await withPage(
    async (page) => {
      await page.context().addCookies([{ name: 'postern', value: cookies.Ann!, url: h.url }]);
      for (const [path, form, fields, said] of mistakes) {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await page.goto(h.url + path);
        for (const box of await page.locator(`${form} input[name="notify"]:checked`).all()) await box.uncheck();
        for (const [name, value] of Object.entries(fields)) await page.fill(`${form} [name="${name}"]`, value);
        await page.locator(form).evaluate((one: HTMLFormElement) => one.setAttribute('novalidate', ''));
        await page.locator(`${form} .send button[type=submit]`).first().click();
        await page.locator('main').getByText(said).first().waitFor();
        found.push(...[...(await barriers(page, 'dark')), ...(await tooWide(page))].map((b) => `${path}: ${b}`));
      }
    },
    { viewport: NARROW, expected: /status of 422/ },
  );
  expect(found).toEqual([]);
}, 60_000);

/** By the button and the same way without script: test/stories/quoting.test.ts. */
test('words are quoted into what is being written, and a comment is planned and taken back, all in place', async () => {
  await withPage(
    async (page) => {
      await page.context().addCookies([{ name: 'postern', value: cookies.Ann!, url: h.url }]);
      await page.goto(`${h.url}/tasks/1`);
      await page.fill('#text', 'I have begun');
      await page.locator('#c1 a.quote').click();
      await expect.poll(() => page.inputValue('#text')).toMatch(/^I have begun\n\n> Ann Lee, .*:\n> New tiles\n/);
      expect(page.url()).toBe(`${h.url}/tasks/1`);
      expect(await page.isChecked('[name=hidden]')).toBe(false);
      // Hidden words bring their audience along.
      await page.locator('#c2 a.quote').click();
      await expect.poll(() => page.isChecked('[name=hidden]')).toBe(true);
      expect(await page.locator('[name=notify]:checked').count()).toBe(1);
      await page.uncheck('[name=hidden]');
      await page.getByLabel('Кора').check();
      await page.locator('.send button').first().click();
      await page.getByText('Кора Берг has not seen these words of Vera Stone.').waitFor();
      await page.fill('#text', 'On Friday then');
      await page.locator('.later > summary').click();
      await page.fill('#send-at', new Date(Date.now() + 7_200_000).toISOString().slice(0, 16));
      await page.locator('.send button').first().click();
      const plan = page.locator('.plan.fresh');
      await plan.getByText('On Friday then').waitFor();
      await expect.poll(() => page.locator('.live').textContent()).toBe('Your comment is planned.');
      await plan.getByRole('button', { name: 'Cancel it' }).click();
      await expect.poll(() => page.inputValue('#text')).toBe('On Friday then');
      expect(await page.getByText('On Friday then').count()).toBe(1);
    },
    { expected: /status of 422/ },
  );
});

test('a task is worked on without script: accepted, given an item, told to those who were picked', async () => {
  await withPage(
    async (page) => {
      await page.context().addCookies([{ name: 'postern', value: cookies.Ann!, url: h.url }]);
      await page.goto(`${h.url}/tasks/2`);
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByText('Ann Lee: status is now “in progress”').waitFor();
      await page.locator('.checklist > summary').click();
      await page.getByPlaceholder('New item').fill('Call the mason');
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByText('Call the mason').waitFor();
      await page.fill('#text', 'We begin on Monday');
      await page.locator('.rest > summary').click();
      await page.getByLabel('Max').check();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.entry', { hasText: 'We begin on Monday' }).waitFor();
      await page.getByText('Ann Lee added Max (participant)').waitFor();
    },
    { javaScriptEnabled: false },
  );
});
