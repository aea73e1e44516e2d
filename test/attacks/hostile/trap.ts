/**
 * Where hostile mail leads: a server on this machine that answers every question with more of the same, and keeps who asked. It counts
 * connections too, for a browser that only gets ready to ask has told the sender that somebody reads.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  /** What the browser wanted it for (Sec-Fetch-Dest): `image`, `script`, `document` …; '' when it did not say. */
  readonly as: string;
  readonly referer: string;
}

export interface Trap {
  /** `http://trap.localhost:…` */
  readonly site: string;
  readonly asked: Asked[];
  connections: number;
  /** Pages that the trap itself shows, without any guard, by their paths. */
  readonly unguarded: Map<string, string>;
  close(): Promise<void>;
}

const PIXEL = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

export async function openTrap(): Promise<Trap> {
  const server = createServer((request, response) => {
    const { pathname: path } = new URL(request.url ?? '/', 'http://trap.localhost');
    const page = trap.unguarded.get(path);
    if (page !== undefined)
      return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    const { 'sec-fetch-dest': as = '', referer = '' } = request.headers;
    trap.asked.push({ path, as: String(as), referer });
    const number = /\d+/.exec(path)?.[0] ?? '0';
    const [type, body] = answerTo(path, number, trap.site);
    // Whoever comes back asks on a new connection, and is counted once more.
    const headers = { 'Content-Type': type, 'Access-Control-Allow-Origin': '*', Connection: 'close' };
    if (path.startsWith('/redirect')) response.writeHead(302, { ...headers, Location: `${trap.site}/${number}.html` });
    else response.writeHead(200, headers);
    response.end(body);
  });
  const trap: Trap = {
    site: '',
    asked: [],
    connections: 0,
    unguarded: new Map(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('connection', () => {
    trap.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(trap, { site: `http://trap.localhost:${(server.address() as AddressInfo).port}` });
}

function answerTo(path: string, number: string, site: string): [type: string, body: string | Buffer] {
  const run = `__hit(${number})`;
  switch (path.split('.')[1]) {
    case 'js':
      return ['text/javascript', run];
    case 'css':
      return ['text/css', `@import "${site}/${number}";*{background:url(${site}/${number})}`];
    case 'html':
      return ['text/html', `<script>${run}</script><img src="${site}/${number}">`];
    case 'svg':
      return [
        'image/svg+xml',
        `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script><image href="${site}/inside/${number}"/></svg>`,
      ];
    default:
      return ['image/gif', PIXEL];
  }
}
