/** What every route is handed: the house behind it, the settings, and how to know the reader of a request. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { Account } from '../people/account.ts';
import type { Language, Person } from '../people/person.ts';
import type { TaskView, Viewer } from '../tasks/visibility.ts';
import type { Assets } from './assets.ts';
import { asSent } from './guard.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Reader } from './pages/reader.ts';
import { type Desk, NothingAt } from './pages/staff.tsx';
import { COMMENTS_AT_ONCE, type Ports } from './ports.ts';
import { speaker } from './words.ts';

export interface WebOptions {
  /** Scheme, host and port, no slash at the end. */
  readonly publicUrl: string;
  readonly uploadBytes: number;
  readonly uploadFiles: number;
  readonly log: Log;
  readonly clock: Clock;
  /** CIDRs of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
}

export interface Door {
  readonly ports: Ports;
  readonly options: WebOptions;
  readonly assets: Assets;
}

/** Under this name a request carries who signed in. */
export const AT_DESK = 'desk';

type Known = Pick<Person, 'language' | 'timezone'>;

export function readerOf(c: Context, door: Door, person: Known, account: Account | null): Reader {
  const theme = getCookie(c, 'theme');
  return {
    language: person.language,
    say: speaker(person.language),
    now: door.options.clock(),
    zone: person.timezone ?? account?.settings.timezone ?? 'UTC',
    theme: theme === 'dark' || theme === 'light' ? theme : null,
    assets: door.assets,
    limits: door.options,
  };
}

export interface Stranger {
  readonly reader: Reader;
  /** The account of this host, or null. */
  readonly account: Account | null;
  /** Its name, or ''. */
  readonly firm: string;
}

/** For pages whose reader nobody knows: in the language that the browser asks for, else that of the account of this host. */
export async function strangerOf(c: Context, door: Door): Promise<Stranger> {
  const account = await door.ports.accountByHost(c.req.header('host'));
  return { reader: readerAt(c, door, account), account, firm: account?.title ?? '' };
}

/** `account`: null too when nobody can be asked whose host this is. */
export function readerAt(c: Context, door: Door, account: Account | null): Reader {
  const language = languageAsked(c.req.header('accept-language') ?? '') ?? account?.language ?? 'en';
  return readerOf(c, door, { language, timezone: null }, account);
}

/** RFC 9110 §12.5.4, as far as two languages need it: the first that we speak in the order of weights. */
function languageAsked(header: string): Language | null {
  const wishes = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().toLowerCase().split(';q=');
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .sort((a, b) => b.weight - a.weight);
  const found = wishes.find((w) => w.weight > 0 && (w.language === 'ru' || w.language === 'en'));
  return (found?.language as Language | undefined) ?? null;
}

/**
 * One answer for what does not exist and for what is somebody else's, to the byte (spec 4.6, T8). Whoever has signed in keeps the way
 * back to their pages.
 */
export async function nothingHere(c: Context, door: Door): Promise<Response> {
  const desk: Desk | undefined = c.get(AT_DESK);
  if (desk) return c.html(html(NothingAt({ desk })), 404);
  const { reader } = await strangerOf(c, door);
  return c.html(html(Notice({ reader, firm: '', name: 'nothing' })), 404);
}

/** A number in a path, or null: `12`, not `012`, `1e3` or `../`. */
export const numberIn = (text: string | undefined): number | null =>
  /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null;

/** The piece of a conversation that was asked for, and whether there is anything before it. */
export interface Piece {
  readonly task: TaskView;
  /** The number of its first comment, when there are comments before it. */
  readonly earlier: number | null;
  /** Not the newest piece. */
  readonly past: boolean;
}

/** Null: the task is not there, or not for this viewer. */
export async function pieceOf(c: Context, ports: Ports, viewer: Viewer): Promise<Piece | null> {
  const number = numberIn(c.req.param('number'));
  const before = numberIn(c.req.query('before')) ?? undefined;
  const task = number === null ? null : await ports.readTask(viewer, number, before);
  return task && { task, earlier: await earlierThan(task, ports), past: before !== undefined };
}

/** Comments are numbered from 1: with fewer than come at once nothing can be missing, and nothing is asked. */
async function earlierThan(task: TaskView, ports: Ports): Promise<number | null> {
  const [first] = task.comments;
  const last = task.comments.at(-1);
  if (!first || !last || first.number === 1 || last.number <= COMMENTS_AT_ONCE) return null;
  const before = await ports.readTask(task.viewer, task.number, first.number);
  return before && before.comments.length > 0 ? first.number : null;
}

/**
 * Where a page with a mistake was answered: loading it again leads back to the task, at the same piece of the conversation.
 * `base`: what its path begins with.
 */
export async function backToTask(c: Context, door: Door, base: string): Promise<Response> {
  const number = numberIn(c.req.param('number'));
  return number === null
    ? nothingHere(c, door)
    : c.redirect(`${base}/tasks/${number}${asSent(c).replace(/^[^?]*/, '')}`, 303);
}

export const PAGE_SIZE = 30;

export const pagingOf = (c: Context): { after: string | null; limit: number } => ({
  after: c.req.query('after')?.slice(0, 300) || null,
  limit: PAGE_SIZE,
});

export const searchOf = (c: Context): string => (c.req.query('q') ?? '').trim().slice(0, 200);
