/**
 * The JSON API: `/api/v1`, its document and its page. Mounted by app.ts under `/api`.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { lazy } from '../../base/lazy.ts';
import { Trouble, toError } from '../../base/trouble.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { accessRoutes } from './access.ts';
import { addressRoutes } from './addresses.ts';
import { auditRoutes } from './audit.ts';
import { checklistRoutes } from './checklist.ts';
import { clientMailRoutes } from './client-mail.ts';
import { commentRoutes } from './comments.ts';
import { contactRoutes } from './contacts.ts';
import { docsPage } from './docs.tsx';
import { documentOf } from './document.ts';
import { employeeRoutes } from './employees.ts';
import type { Api } from './endpoint.ts';
import { fileRoutes } from './files.ts';
import { inboundRoutes } from './inbound.ts';
import { keyRoutes } from './keys.ts';
import { letterRoutes } from './letters.ts';
import { mergeRoute } from './merge.ts';
import { plannedRoutes } from './planned.ts';
import { problem, problemResponse } from './problem.ts';
import { projectRoutes } from './projects.ts';
import { senderRoutes } from './senders.ts';
import { settingsRoutes } from './settings.ts';
import { taskRoutes } from './tasks.ts';
import { templateRoutes } from './templates.ts';
import { templatesSeen } from './templates-seen.ts';
import { webhookRoutes } from './webhooks.ts';

export interface ApiOptions {
  readonly uploadBytes: number;
  readonly uploadFiles: number;
  /** So many mails may wait to be read before more are put off. */
  readonly backlog?: number;
}

const BACKLOG = 10_000;

export function createApi(gw: Gateway, options: ApiOptions): Hono {
  const app = new OpenAPIHono();
  const api: Api = { app, gw, limits: { backlog: BACKLOG, ...options } };
  app.onError((error, c) => failed(gw, error, c));
  taskRoutes(api);
  commentRoutes(api);
  plannedRoutes(api);
  clientMailRoutes(api);
  checklistRoutes(api);
  fileRoutes(api);
  contactRoutes(api);
  accessRoutes(api);
  mergeRoute(api);
  employeeRoutes(api);
  projectRoutes(api);
  addressRoutes(api);
  senderRoutes(api);
  settingsRoutes(api);
  auditRoutes(api);
  inboundRoutes(api);
  letterRoutes(api);
  keyRoutes(api);
  templateRoutes(api);
  templatesSeen(api);
  webhookRoutes(api);
  // A good part of a start goes into it, and few ask.
  const text = lazy(() => JSON.stringify(documentOf(app, gw.names.publicUrl)));
  app.get('/v1/openapi.json', (c) => c.body(text(), 200, { 'Content-Type': 'application/json' }));
  app.get(
    '/docs',
    docsPage(() => JSON.parse(text())),
  );
  otherMethods(app);
  app.all('/v1', () => problemResponse(problem('no-such-address')));
  app.all('/v1/*', () => problemResponse(problem('no-such-address')));
  return app as unknown as Hono;
}

/** A path that exists, asked with a method that it does not take. */
function otherMethods(app: OpenAPIHono): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (!path.startsWith('/v1/')) continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : [])].join(', ');
    app.all(path, () => problemResponse(problem('method-not-allowed', `Allowed: ${allow}`), { Allow: allow }));
  }
}

/** Trouble may pass and says so; anything else is a bug, kept in the log with its stack. */
function failed(gw: Gateway, thrown: unknown, c: Context): Response {
  const error = toError(thrown);
  const request = { method: c.req.method, path: c.req.path };
  if (error instanceof Trouble && error.code === 'client-gone')
    return problemResponse(problem('malformed', 'The request ended half-way'));
  if (error instanceof Trouble) {
    gw.log.warn({ ...request, code: error.code, reason: error.message }, 'API request not served');
    return problemResponse(problem('unavailable'), { 'Retry-After': '5' });
  }
  gw.log.error({ ...request, stack: error.stack }, 'API request failed');
  return problemResponse(problem('failed', 'What happened stands in the log of the server'));
}
