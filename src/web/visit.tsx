/**
 * Coming in by the footer link: whose it is, whether it still works, and what this browser may do behind it.
 */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Contact } from '../people/person.ts';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere, numberIn, readerOf, strangerOf } from './door.ts';
import { readForm } from './form.ts';
import { NoSuchTask, type Visit } from './pages/client.tsx';
import { ConfirmPage } from './pages/confirm.tsx';
import { html } from './pages/layout.tsx';
import { EndedLink } from './pages/notices.tsx';

/** Opens the page to whoever the link and the browser allow in; the others learn why not. */
export async function enter(
  c: Context,
  door: Door,
  handle: (c: Context, visit: Visit, viewer: Viewer) => Promise<Response>,
  confirmed = true,
): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const entry = await door.ports.enterByLink(token);
  switch (entry.kind) {
    case 'unknown':
      return nothingHere(c, door);
    case 'revoked':
    case 'expired': {
      const { reader, firm } = await strangerOf(c, door);
      const task = taskIn(c.req.path);
      const unsent = await unsentIn(c);
      const ended = { reader, firm, task, unsent, action: `/d/${token}/fresh`, why: entry.kind };
      return c.html(html(<EndedLink {...ended} />), 410);
    }
    case 'ok': {
      const reader = readerOf(c, door, entry.contact, entry.account);
      const { account, contact, reach, sign } = entry;
      const trust = await door.ports.trustOf(account, contact, getCookie(c, trustCookie(door, contact).name) ?? '');
      const visit = { reader, account, contact, base: `/d/${token}`, trust, reach, sign };
      if (trust === 'nothing' && confirmed)
        return askForCode(c, visit, { next: c.req.path, unsent: await unsentIn(c) }, 200);
      return handle(c, visit, { by: 'dashboard', contact: entry.contact });
    }
  }
}

/** Behind the link, at one task that its owner sees; `:comment` in the path is then the last of its comments. */
export const atOwnTask =
  (door: Door, handle: (c: Context, visit: Visit, viewer: Viewer, task: TaskView) => Promise<Response>) =>
  (c: Context) =>
    enter(c, door, async (_, visit, viewer) => {
      const number = numberIn(c.req.param('number'));
      const comment = numberIn(c.req.param('comment')) ?? undefined;
      const task = number === null ? null : await door.ports.readTask(viewer, number, comment && comment + 1);
      return task ? handle(c, visit, viewer, task) : noSuchTask(c, visit);
    });

export const noSuchTask = async (c: Context, visit: Visit) =>
  c.html(html(<NoSuchTask visit={visit} unsent={await unsentIn(c)} />), 404);

/** The words of a comment that cannot be taken here any more, or '': without script nothing but the answer still has them. */
export async function unsentIn(c: Context): Promise<string> {
  if (c.req.method !== 'POST' || !c.req.path.endsWith('/comments')) return '';
  const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
  return form?.value('text').trim() ?? '';
}

/** The number of the task that a path behind a link leads to. */
export const taskIn = (path: string): number | null => numberIn(/\/tasks\/([^/]+)/.exec(path)?.[1]);

interface Asking {
  /** Where the reader wanted to go. */
  readonly next: string | undefined;
  readonly unsent?: string;
  readonly sent?: boolean;
  readonly problem?: 'wrong' | 'slow-down';
}

export const askForCode = (c: Context, visit: Visit, { next, ...more }: Asking, status: 200 | 403 | 422 | 429) =>
  c.html(html(<ConfirmPage visit={visit} next={within(visit.base, next)} {...more} />), status);

/** A page behind this very link, and no other. */
export const within = (base: string, next: string | undefined): string =>
  next?.startsWith(base) && PAGE.test(next.slice(base.length)) ? next : base;

const PAGE = /^(\/letters|\/tasks\/[1-9]\d{0,8}(\/files|(\/comments\/[1-9]\d{0,8})?\/original)?)?$/;

/** Several links may be at home in one browser: each has a cookie of its own, named after nothing that is secret. */
export function trustCookie({ options }: Door, contact: Contact) {
  const secure = options.publicUrl.startsWith('https:');
  return {
    name: `${secure ? '__Host-' : ''}known-${contact.id}`,
    options: { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const,
  };
}
