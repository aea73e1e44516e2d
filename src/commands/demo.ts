/**
 * `postern demo`: the whole loop through real sockets against itself, in a temporary folder, station by station.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../app.ts';
import { parseAddress } from '../base/address.ts';
import { makeLog } from '../base/log.ts';
import { toError } from '../base/trouble.ts';
import { type Config, loadConfig } from '../config.ts';
import { createAccount } from '../flow/accounts.ts';
import { insertKey } from '../store/doors.ts';
import { EXIT, type Io, readArguments } from './command.ts';
import { apiClient } from './demo-api.ts';
import { openPostOffice, type PostOffice } from './demo-mail.ts';
import { STATIONS, type Stage } from './demo-stations.ts';

export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = readArguments(argv, { options: { json: { type: 'boolean', default: false } } });
  const folder = await mkdtemp(join(tmpdir(), 'postern-demo-'));
  const office = await openPostOffice();
  let app: App | null = null;
  try {
    const config = await demoConfig(folder, office.port);
    app = await startApp(config, undefined, makeLog('error', io.err));
    const stage = await setStage(app, config, office);
    return await play(stage, io, values.json);
  } finally {
    await app?.close();
    await office.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(stage: Stage, io: Io, json: boolean): Promise<number> {
  for (const [at, station] of STATIONS.entries()) {
    const seen: string[] = [];
    let failed: string | null = null;
    try {
      await station.play(stage, (line) => seen.push(line));
    } catch (error) {
      failed = toError(error).message;
    }
    if (json)
      io.out(
        `${JSON.stringify({ station: station.title, ok: failed === null, seen, ...(failed ? { failed } : {}) })}\n`,
      );
    else
      io.out(
        `\n${at + 1}. ${station.title}\n${seen.map((line) => `   ${line}\n`).join('')}${failed ? `   FAILED: ${failed}\n` : ''}`,
      );
    if (failed !== null) return EXIT.failed;
  }
  if (!json) io.out('\nThat is the whole loop. `npm start` runs it for you to try by hand.\n');
  return EXIT.ok;
}

async function demoConfig(folder: string, relayPort: number): Promise<Config> {
  const httpPort = await freePort();
  const loaded = loadConfig({
    cwd: folder,
    env: {
      POSTERN_DATABASE: join(folder, 'postern.db'),
      POSTERN_BLOBS: join(folder, 'blobs'),
      POSTERN_KEYS: join(folder, 'keys.json'),
      POSTERN_SMTP_PORT: '0',
      POSTERN_HTTP_PORT: String(httpPort),
      POSTERN_HTTP_PUBLIC_URL: `http://127.0.0.1:${httpPort}`,
      POSTERN_MAIL_DOMAIN: 'office.example',
      POSTERN_MAIL_RELAY: JSON.stringify({ host: '127.0.0.1', port: relayPort, requireTls: false }),
    },
  });
  if (!loaded.ok) throw new Error(`The demo's own configuration is wrong: ${JSON.stringify(loaded.errors)}`);
  return loaded.config;
}

async function setStage(app: App, config: Config, office: PostOffice): Promise<Stage> {
  const { gw } = app;
  const made = await createAccount(gw, {
    name: 'workshop',
    title: 'Oak Workshop',
    admin: { email: parseAddress('ann@workshop.example')!, firstName: 'Ann', lastName: 'Lee' },
    language: 'en',
  });
  if (!made.ok) throw new Error(`The account could not be made: ${made.reason}`);
  const key = await gw.db.write((tx) => insertKey(tx, made.account.id, 'demo', gw.clock()));
  const url = config.http.publicUrl;
  return {
    url,
    smtpPort: app.smtpPort!,
    office,
    api: apiClient(url, key.secret),
    ann: made.admin.id,
    idle: () => app.idle(),
    found: {},
  };
}

/** A port that was free a moment ago; the gateway takes it at once. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => (at && typeof at === 'object' ? resolve(at.port) : reject(new Error('No free port'))));
    });
  });
}
