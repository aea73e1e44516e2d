/** The pages and the API of a running house in this process: every route can be asked without a socket. */
import type { Hono } from 'hono';
import { createApi } from '../../src/web/api/api.ts';
import { healthPages } from '../../src/web/health.ts';
import { portsOf } from '../../src/web/ports-of.ts';
import { createWeb } from '../../src/web/server.ts';
import type { House } from './app.ts';

const UPLOADS = { uploadBytes: 1024 * 1024, uploadFiles: 3 };

export function webOf({ gw }: Pick<House, 'gw'>): Hono {
  const setup = {
    relay: null,
    direct: false,
    capture: 'data/sent',
    host: 'mail.acme.example',
    dkim: null,
    certificate: null,
    blobs: null,
  };
  const options = { publicUrl: gw.names.publicUrl, ...UPLOADS, log: gw.log, clock: gw.clock, trustProxy: [] };
  return createWeb(portsOf(gw, { ...UPLOADS, setup }), options, (inner) => {
    healthPages(inner, gw, null);
    inner.route('/api', createApi(gw, UPLOADS));
  });
}

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Each route once, without what stands before all of them. */
export function routesOf(app: Hono): Route[] {
  const named = new Map<string, Route>();
  for (const { method, path } of app.routes) if (method !== 'ALL') named.set(`${method} ${path}`, { method, path });
  return [...named.values()];
}
