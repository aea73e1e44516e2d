/** The side door: health, the API and the pages of everybody, at one port. */
import type { Hono } from 'hono';
import type { Config } from '../config.ts';
import type { Gateway } from '../flow/gateway.ts';
import type { Listener } from '../smtp/listener.ts';
import { createApi } from '../web/api/api.ts';
import { healthPages } from '../web/health.ts';
import { setupOf } from '../web/ports/setup-of.ts';
import { portsOf } from '../web/ports-of.ts';
import { createWeb, startWeb, type WebServer } from '../web/server.ts';

export async function openPages(gw: Gateway, config: Config, smtp: Listener | null): Promise<WebServer> {
  return startWeb(await makePages(gw, config, smtp), { host: config.http.host, port: config.http.port });
}

/** Every route there is: health, the API and the pages, behind one door. */
export async function makePages(gw: Gateway, config: Config, smtp: Listener | null): Promise<Hono> {
  const { http, limits } = config;
  const options = {
    publicUrl: http.publicUrl,
    uploadBytes: limits.uploadBytes,
    uploadFiles: limits.uploadFiles,
    log: gw.log,
    clock: gw.clock,
    trustProxy: http.trustProxy,
  };
  return createWeb(portsOf(gw, { ...limits, setup: await setupOf(config) }), options, (inner) => {
    healthPages(inner, gw, smtp);
    inner.route('/api', createApi(gw, limits));
  });
}
