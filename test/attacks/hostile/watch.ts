/** Everything that a page does which its reader did not ask for, as Chromium tells it. */
import type { Page } from 'playwright-core';

export interface Watched {
  /** Scripts that ran and said their number. */
  readonly ran: number[];
  readonly dialogs: string[];
  /** Addresses of frames that went somewhere, the page itself among them. */
  readonly went: string[];
  readonly popups: string[];
  readonly downloads: string[];
  readonly requests: { readonly url: string; readonly as: string }[];
  /** What the browser refused to do: only its policy stood in between. */
  readonly refused: string[];
}

const REFUSED = /Content Security Policy|Refused to|is sandboxed|frame is sandboxed|Not allowed to|Unsafe attempt/i;

export async function watch(page: Page): Promise<Watched> {
  const seen: Watched = { ran: [], dialogs: [], went: [], popups: [], downloads: [], requests: [], refused: [] };
  const context = page.context();
  await context.exposeBinding('__hit', (_source, number) => void seen.ran.push(Number(number)));
  context.on('request', (request) => void seen.requests.push({ url: request.url(), as: request.resourceType() }));
  context.on('page', (popup) => void seen.popups.push(popup.url()));
  page.on('dialog', (dialog) => {
    seen.dialogs.push(`${dialog.type()} ${dialog.message()}`);
    void dialog.dismiss().catch(() => undefined);
  });
  page.on('framenavigated', (frame) => void seen.went.push(frame.url()));
  page.on('download', (download) => void seen.downloads.push(download.suggestedFilename()));
  page.on('console', (message) => {
    if (REFUSED.test(message.text())) seen.refused.push(message.text());
  });
  return seen;
}
