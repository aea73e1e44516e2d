/**
 * The way of a client to a password and with it, in a real browser: from the contact's card to the letter, the first password, a
 * task in the project that is chosen by itself, the login, the forgotten password, and the end of it.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Language } from '../../src/people/person.ts';
import { insertProject } from '../../src/store/rules.ts';
import { client, employee, signedIn, tasks } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';
import { barriers, sideways } from '../support/barriers.ts';
import { PHONE, shot, WIDE, withPage } from '../support/browser.ts';
import { lettersTo } from '../support/program.ts';

const SAID = {
  en: {
    invite: 'Invite',
    invited: 'An invitation was sent to anna@client.example',
    revoke: 'Revoke access',
    password: 'Password',
    show: 'Show password',
    hide: 'Hide password',
    save: 'Save and sign in',
    common: 'among the first that are guessed',
    tasks: 'Tasks',
    fresh: 'New task',
    automatic: 'The task will be in the project “Shop”, which is chosen by itself.',
    title: 'Title',
    send: 'Set the task',
    out: 'Sign out',
    login: 'Login or e-mail',
    enter: 'Sign in',
    wrong: 'do not match',
    forgot: 'Forgot your password?',
    mail: 'Send the link',
    check: 'Check your mail',
    me: 'About you',
    everywhere: 'Sign out everywhere',
    dead: 'This link opens nothing any more',
  },
  ru: {
    invite: 'Пригласить',
    invited: 'Приглашение отправлено на anna@client.example',
    revoke: 'Закрыть доступ',
    password: 'Пароль',
    show: 'Показать пароль',
    hide: 'Скрыть пароль',
    save: 'Сохранить и войти',
    common: 'из тех, что подбирают первыми',
    tasks: 'Задачи',
    fresh: 'Новая задача',
    automatic: 'Задача попадёт в проект «Shop» — он выбран автоматически.',
    title: 'Название',
    send: 'Поставить задачу',
    out: 'Выйти',
    login: 'Логин или почта',
    enter: 'Войти',
    wrong: 'не подходят друг другу',
    forgot: 'Забыли пароль?',
    mail: 'Прислать ссылку',
    check: 'Проверьте почту',
    me: 'О себе',
    everywhere: 'Выйти везде',
    dead: 'Эта ссылка больше не открывается',
  },
} as const satisfies Record<Language, Record<string, string>>;

const ANNA = 'anna@client.example';
const FIRST = 'a long quiet river';
const SECOND = 'an even longer river';

const walks = [
  { language: 'ru', viewport: PHONE, colorScheme: 'dark', javaScriptEnabled: true },
  { language: 'en', viewport: WIDE, colorScheme: 'light', javaScriptEnabled: false },
] as const;

const newestLink = async (h: House, nth: number): Promise<string> => {
  await expect.poll(async () => (await lettersTo(h, ANNA)).length).toBe(nth);
  return /http\S*\/activate\/\S+/.exec((await lettersTo(h, ANNA)).at(-1)!.text)![0];
};

/** Looks at the page as a stranger does: a picture to be judged by eye, no barrier, nothing wider than the window. */
async function judge(page: Page, name: string): Promise<void> {
  await shot(page, `access-${name}`);
  expect([name, await sideways(page)]).toEqual([name, 0]);
}

oneHouse('a client with a password', (house) => {
  test.each(walks)(
    'is invited, comes in, sets a task, forgets and finds the way again ($language, $viewport.width px, script $javaScriptEnabled)',
    async ({ language, ...options }) => {
      const h = house();
      const say = SAID[language];
      const vera = await employee(h, 'Vera', { lastName: 'Stone', role: 'admin', language });
      const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
      const anna = await client(h, 'Anna', { lastName: 'Kim', companies: [firm.id], language });
      const project = { author: vera.id, counterparty: firm.id, clientManagers: [vera.id] };
      await h.gw.db.write((tx) => insertProject(tx, h.account.id, { title: 'Shop', ...project }, Date.now()));
      const { cookie } = await signedIn(h, vera);
      const [name, value] = cookie.split('=') as [string, string];
      const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
      await withPage(
        async (page) => {
          const picture = (what: string) => judge(page, `${language}-${what}`);
          const press = (what: string) => page.getByRole('button', { name: what, exact: true }).click();
          // With scripts off axe cannot run either.
          const open = async () => expect(options.javaScriptEnabled ? await barriers(page) : []).toEqual([]);
          const heading = (what: string) => page.getByRole('heading', { level: 1, name: what }).waitFor();

          await page.context().addCookies([{ name, value, url: h.url }]);
          await page.goto(`${h.url}/contacts/${anna.number}`);
          await press(say.invite);
          await page.getByText(say.invited).waitFor();
          await picture('1-card');
          await page.context().clearCookies();

          const invitation = await newestLink(h, 1);
          await page.goto(invitation);
          await page.getByLabel(say.password).fill('password1');
          if (options.javaScriptEnabled) {
            await press(say.show);
            expect(await page.getByLabel(say.password, { exact: true }).getAttribute('type')).toBe('text');
            await press(say.hide);
          }
          await press(say.save);
          await page.getByText(say.common).waitFor();
          await open();
          await picture('2-password');
          await page.getByLabel(say.password, { exact: true }).fill(FIRST);
          await press(say.save);
          await heading(say.tasks);
          await picture('3-empty');

          await page.getByRole('link', { name: say.fresh }).click();
          await page.getByText(say.automatic).waitFor();
          await page.getByLabel(say.title).fill('A lamp for the hall');
          await picture('4-new');
          await press(say.send);
          await heading('A lamp for the hall');
          await picture('5-task');
          expect((await tasks(h)).map((t) => [t.title, t.project !== null])).toEqual([['A lamp for the hall', true]]);

          await press(say.out);
          await page.getByLabel(say.login).fill(ANNA);
          await page.getByLabel(say.password, { exact: true }).fill('not it at all');
          await press(say.enter);
          await page.getByText(say.wrong).waitFor();
          await open();
          await picture('6-wrong');
          await page.getByRole('link', { name: say.forgot }).click();
          await page.getByLabel(say.login).fill(ANNA);
          await open();
          await press(say.mail);
          await heading(say.check);
          await picture('7-check');
          await page.goto(await newestLink(h, 2));
          await page.getByLabel(say.password, { exact: true }).fill(SECOND);
          await press(say.save);
          await heading(say.tasks);

          await page.goto(`${h.url}/me`);
          await heading(say.me);
          await picture('8-me');
          await press(say.everywhere);
          await page.getByLabel(say.login).fill(ANNA);
          await page.getByLabel(say.password, { exact: true }).fill(SECOND);
          await press(say.enter);
          await heading(say.tasks);

          await page.goto(invitation);
          await heading(say.dead);
          await open();
          await picture('9-dead');
        },
        { ...options, locale, expected: /status of (404|422)/ },
      );
    },
    60_000,
  );
});
