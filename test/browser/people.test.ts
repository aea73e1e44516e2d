/** Pages of contacts, projects, the portal and one's own in a real browser: no barriers, from a narrow phone on, in both languages. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '../../src/flow/accounts.ts';
import type { Employee, Language } from '../../src/people/person.ts';
import { openSession } from '../../src/store/doors.ts';
import { insertProject } from '../../src/store/rules.ts';
import { client, employee, says, task } from '../stories/firm.ts';
import { type House, openHouse, type Running } from '../support/app.ts';
import { barriers } from '../support/barriers.ts';
import { WIDE, withPage } from '../support/browser.ts';

const NARROW = { width: 320, height: 640 };

let running: Running;
let h: House;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  running = await openHouse('sqlite', {});
  const made = await createAccount(running.gw, {
    name: 'acme',
    title: 'Acme',
    admin: { email: 'ann@acme.example' as never, firstName: 'Ann', lastName: 'Lee' },
    language: 'en',
  });
  if (!made.ok) throw new Error(made.reason);
  const { account } = made;
  h = { ...running, account, owner: made.admin as Employee, activation: made.activation, accepted: 0, badRelay: false };
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
      account.id,
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
    participants: [anna.id, cora.id, dan.id],
  });
  await says(h, h.owner, t, 'New tiles', { notify: [cora] });
  for (const who of [h.owner, vera, cora, dan])
    cookies[who.firstName] = await h.gw.db.write((tx) =>
      openSession(tx, account.id, who, Date.now(), Date.now() + 3_600_000, 'Firefox, Windows'),
    );
});
afterAll(() => running.close());

const STAFF = [
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
];
const OUTSIDE = ['/', '/projects', '/projects/1', '/new', '/contacts', '/contacts/2', '/tasks/1', '/me'];

const walks: [who: string, language: Language, pages: readonly string[], scheme: 'light' | 'dark'][] = [
  ['Ann', 'en', STAFF, 'light'],
  ['Vera', 'ru', STAFF, 'dark'],
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
        for (const path of pages) {
          await page.setViewportSize(WIDE);
          const answer = await page.goto(h.url + path);
          if (answer?.status() !== 200) found.push(`${path}: ${answer?.status()}`);
          if ((await page.getAttribute('html', 'lang')) !== language) found.push(`${path}: not in ${language}`);
          found.push(...(await barriers(page)).map((b) => `${path}: ${b}`));
          await page.setViewportSize(NARROW);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          if (wide > NARROW.width) found.push(`${path}: ${wide} px wide`);
        }
      },
      { colorScheme },
    );
    expect(found).toEqual([]);
  },
  60_000,
);
