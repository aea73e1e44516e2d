/** What can be read and done on a page: the same with a script and without. */
import type { Page } from 'playwright-core';

export const offers = (page: Page) =>
  page.evaluate(() => ({
    title: document.title,
    heading: document.querySelector('main h1')?.textContent,
    forms: [...document.querySelectorAll('main form')].map((form) => form.getAttribute('action')),
    links: [...document.querySelectorAll('main a')].map((link) => link.getAttribute('href')),
  }));

/** One line when the two differ. */
export async function differs(scripted: Page, plain: Page): Promise<string[]> {
  const [one, other] = [JSON.stringify(await offers(scripted)), JSON.stringify(await offers(plain))];
  return one === other ? [] : [`without script ${other}, with script ${one}`];
}
