/** Mail HTML that is clean and has none of our secrets, in the one order in which it is both. */
import { cleanHtml } from './sanitize.ts';
import { removeSecrets } from './secrets.ts';
import type { MailShape } from './thread.ts';

/** From HTML of strangers. Secrets are looked for in clean HTML, where no tag can stand in the middle of one. */
export const cleanWithoutSecrets = (html: string, shape: MailShape): string =>
  withoutSecretsClean(cleanHtml(html).html, shape);

/** From HTML that was cleaned before. What is cut out may take a sign along on which its neighbours lean: cleaning has the last word. */
export const withoutSecretsClean = (clean: string, shape: MailShape): string =>
  cleanHtml(removeSecrets(clean, shape)).html;
