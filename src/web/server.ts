/**
 * The side door: pages over HTTP. `createWeb` puts the routes behind the guard, `startWeb` opens the socket.
 */
import { createServer, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { MINUTE, SECOND } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';
import { activatePages } from './activate.tsx';
import { addressPages } from './addresses.tsx';
import { adminPages } from './admin.tsx';
import { serveAssets } from './assets.ts';
import { auditPages } from './audit.tsx';
import { binPages } from './bin.tsx';
import { clientPages } from './client.tsx';
import { clientMailPages, spamPages } from './client-mail.tsx';
import { contactPages } from './contacts.tsx';
import { type Door, nothingHere, readerAt, strangerOf, type WebOptions } from './door.ts';
import { forgotPages } from './forgot.tsx';
import { headers, isCrossSite } from './guard.ts';
import { loginPages } from './login.tsx';
import { mePages } from './me.tsx';
import { mutePages } from './mute.tsx';
import { newTaskPages } from './new-task.tsx';
import { notificationPages } from './notifications.tsx';
import { openedPicture } from './opened.ts';
import { originalPages } from './original.tsx';
import { ownCommentPages } from './own-comment.tsx';
import { pacePages } from './pace.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import { peoplePages } from './people.tsx';
import { portalPages } from './portal.tsx';
import type { Ports } from './ports.ts';
import { programPages } from './programs.tsx';
import { projectPages } from './projects.tsx';
import { questionPages } from './question.tsx';
import { searchPages } from './search.tsx';
import { senderDoor } from './sender-door.tsx';
import { senderPages } from './senders.tsx';
import { settingsPages } from './settings.tsx';
import { staffPages } from './staff.tsx';
import { startPages } from './start.tsx';
import { checklistPages } from './task-checklist.tsx';
import { taskEditPages } from './task-edit.tsx';
import { taskWorkPages } from './task-work.tsx';
import { templatePages } from './templates.tsx';

/** `extra` adds routes of other rooms (health, metrics, the API) behind the same headers. */
export function createWeb(ports: Ports, options: WebOptions, extra?: (app: Hono) => void): Hono {
  const app = new Hono();
  app.use(headers(options.publicUrl));
  const door: Door = { ports, options, assets: serveAssets(app) };
  extra?.(app);
  app.use(async (c, next) => (isCrossSite(c, options.publicUrl) ? notice(c, door, 'cross-site', 403) : next()));
  clientPages(app, door);
  loginPages(app, door);
  activatePages(app, door);
  forgotPages(app, door);
  questionPages(app, door);
  mutePages(app, door);
  openedPicture(app, door);
  pacePages(app, door);
  templatePages(app, door);
  adminPages(app, door);
  settingsPages(app, door);
  peoplePages(app, door);
  addressPages(app, door);
  senderPages(app, door);
  senderDoor(app, door);
  programPages(app, door);
  auditPages(app, door);
  startPages(app, door);
  spamPages(app, door);
  clientMailPages(app, door);
  portalPages(app, door);
  mePages(app, door);
  projectPages(app, door);
  searchPages(app, door);
  contactPages(app, door);
  newTaskPages(app, door);
  taskWorkPages(app, door);
  notificationPages(app, door);
  checklistPages(app, door);
  taskEditPages(app, door);
  ownCommentPages(app, door);
  originalPages(app, door);
  binPages(app, door);
  staffPages(app, door);
  app.notFound((c) => nothingHere(c, door));
  app.onError((error, c) => failed(c, door, error));
  return app;
}

async function notice(
  c: Context,
  door: Door,
  name: 'cross-site' | 'failed' | 'busy',
  status: 403 | 500 | 503,
): Promise<Response> {
  const { reader, firm } = await strangerOf(c, door);
  return c.html(html(Notice({ reader, firm, name })), status);
}

/** Trouble may pass, and the page says so; anything else is a bug, kept in the log with its stack. */
async function failed(c: Context, door: Door, thrown: unknown): Promise<Response> {
  const error = toError(thrown);
  const request = { method: c.req.method, path: c.req.path };
  if (error instanceof Trouble && error.code === 'client-gone') return c.body(null, 400);
  if (error instanceof Trouble) {
    door.options.log.warn({ ...request, code: error.code, reason: error.message }, 'page not served');
    c.header('Retry-After', '5');
  } else {
    door.options.log.error({ ...request, stack: error.stack }, 'page failed');
  }
  const [name, status] = error instanceof Trouble ? (['busy', 503] as const) : (['failed', 500] as const);
  try {
    return await notice(c, door, name, status);
  } catch {
    // The page of last resort needs no database.
    return c.html(html(Notice({ reader: readerAt(c, door, null), firm: '', name })), status);
  }
}

export interface WebServer {
  readonly port: number;
  /** Takes no new requests and waits for the running ones, at most `patience` milliseconds. */
  close(patience?: number): Promise<void>;
}

export async function startWeb(app: Hono, at: { host: string; port: number }): Promise<WebServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    serverOptions: {
      headersTimeout: 15 * SECOND,
      // A large upload over a slow line is a request too.
      requestTimeout: 30 * MINUTE,
      keepAliveTimeout: 20 * SECOND,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: (patience) => close(server, patience),
  };
}

function close(server: Server, patience = 10 * SECOND): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
