/** The process that owns a run's PostgreSQL and Chromium (see services.ts). `GET /postgres` and `GET /chromium` answer with an address. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startChromium } from './chromium.ts';
import { startPostgres } from './postgres.ts';

export interface Service {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const START: Readonly<Record<string, () => Promise<Service>>> = {
  '/postgres': startPostgres,
  '/chromium': startChromium,
};
const started = new Map<string, Promise<Service>>();

const server = createServer(async (request, response) => {
  const path = request.url ?? '';
  const start = START[path];
  if (!start) return response.writeHead(404).end();
  if (!started.has(path)) started.set(path, start());
  try {
    response.end((await started.get(path)!).url);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

// Ctrl-C reaches every process of the terminal; this one has to outlive the tests that it serves.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.on('disconnect', async () => {
  await Promise.allSettled([...started.values()].map(async (service) => (await service).stop()));
  process.exit();
});

server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
