/**
 * The whole product in this process, on SQLite, with a world in it: requests are answered without a socket, and after each one
 * it is known whether anything was written. What a request has changed is put back before the next.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { loadConfig } from '../../src/config.ts';
import { makeBrakes } from '../../src/flow/brakes.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import { makePages } from '../../src/parts/side-door.ts';
import { openTestGateway, type TestGateway } from '../support/gateway.ts';
import { buildTenant } from './build.ts';
import { MARKER, type Markers, type Tenancy } from './things.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The markers in it. */
  readonly found: readonly string[];
  /** Something was written. */
  readonly wrote: boolean;
}

export interface Stage {
  readonly at: TestGateway;
  readonly a: Tenancy;
  readonly b: Tenancy;
  readonly markers: Markers;
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  ask(path: string, init?: RequestInit): Promise<Answer>;
  /** What differs from the beginning, by table; and everything is as it was. */
  restore(): readonly string[];
  /** From now on the beginning is this. */
  keep(): void;
  close(): Promise<void>;
}

/** Where somebody could knock too often. */
const BRAKED = /^\/(login|forgot|question|activate|me\/password|senders|api\/v1\/senders)|\/(fresh|code|confirm)$/;

/** Changes while one only looks: when a browser was last there, and when a key was last used. */
const LAST_USE = new Set(['sessions.seen_at', 'api_keys.used_at']);
const LONG = new Set(['content', 'raw', 'secret']);

export async function openStage(): Promise<Stage> {
  const at = await openTestGateway('sqlite');
  const { gw } = at;
  // The world is thrown away: nothing has to survive a power cut.
  await gw.db.migrator.raw('pragma synchronous = off');
  const markers: Markers = new Map();
  const a = await buildTenant(gw, 'a', markers);
  const b = await buildTenant(gw, 'b', markers);
  const [{ file }] = await gw.db.read.raw('pragma database_list');
  const watch = watcher(file);
  const app = await makePages(gw, configOf(gw, file), null);
  const settle = async () => {
    // Letters about a forgotten password are written after the answer.
    for (let turn = 0; turn < 3; turn += 1) await gw.db.read.raw('select 1');
    await gw.db.write(async () => {});
  };
  const { host } = new URL(gw.names.publicUrl);
  const ask: Stage['ask'] = async (path, init = {}) => {
    if (BRAKED.test(path)) Object.assign(gw.brakes, makeBrakes());
    const headers = { host, ...(init.headers as object) };
    const response = await app.request(gw.names.publicUrl + path, { redirect: 'manual', ...init, headers });
    const text = await response.text();
    if (init.method === 'POST' && /\/(forgot|fresh)$/.test(path)) await settle();
    const around = [...response.headers].flat().join('\n');
    const found = [...new Set(`${text}\n${around}`.match(MARKER) ?? [])];
    return { status: response.status, text, headers: response.headers, found, wrote: watch.wrote() };
  };
  return {
    at,
    a,
    b,
    markers,
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    ask,
    restore: watch.restore,
    keep: watch.keep,
    close: async () => {
      watch.close();
      await at.close();
    },
  };
}

function configOf({ blobs, names }: Gateway, file: string) {
  const folder = join(file, '..');
  const env = {
    POSTERN_DATABASE: file,
    POSTERN_BLOBS: join(blobs.arriveDir, '..'),
    POSTERN_KEYS: join(folder, 'keys.json'),
    POSTERN_HTTP_PUBLIC_URL: names.publicUrl,
    POSTERN_MAIL_DOMAIN: 'mail.acme.example',
  };
  const loaded = loadConfig({ cwd: folder, env });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

/** A second connection sees whether the first has committed anything: `data_version` counts that, and costs nothing. */
function watcher(file: string) {
  const db = new Sqlite(file);
  db.pragma('synchronous = off');
  const version = db.prepare('pragma data_version').pluck();
  const names = db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").pluck();
  const tables = (names.all() as string[])
    .filter((name) => !/knex|^migrations$/.test(name))
    .map((name) => new Table(db, name));
  let seen = version.get();
  const keep = () => {
    for (const table of tables) table.keep();
    seen = version.get();
  };
  keep();
  const back = db.transaction((changed: readonly Table[]) => {
    for (const table of changed) table.restore();
  });
  return {
    keep,
    /** Since it was last asked. */
    wrote: () => {
      const before = seen;
      seen = version.get();
      return seen !== before;
    },
    restore: () => {
      const changed = tables.filter((table) => table.isChanged());
      if (changed.length > 0) back(changed);
      return changed.map((table) => table.name);
    },
    close: () => db.close(),
  };
}

class Table {
  readonly name: string;
  private readonly signed: Sqlite.Statement;
  private readonly all: Sqlite.Statement;
  private readonly clear: Sqlite.Statement;
  private readonly insert: Sqlite.Statement;
  private rows: unknown[][] = [];
  private sign = '';

  constructor(db: Sqlite.Database, name: string) {
    const columns = (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name);
    const kept = columns.filter((column) => !LAST_USE.has(`${name}.${column}`));
    this.name = name;
    // What is long is never changed alone.
    this.signed = db
      .prepare(`select ${kept.map((c) => (LONG.has(c) ? `length(${c})` : c)).join(', ')} from ${name}`)
      .raw();
    this.all = db.prepare(`select * from ${name}`).raw();
    this.clear = db.prepare(`delete from ${name}`);
    this.insert = db.prepare(`insert into ${name} values (${columns.map(() => '?').join(', ')})`);
  }

  keep(): void {
    this.rows = this.all.all() as unknown[][];
    this.sign = JSON.stringify(this.signed.all());
  }

  isChanged = (): boolean => JSON.stringify(this.signed.all()) !== this.sign;

  restore(): void {
    this.clear.run();
    for (const row of this.rows) this.insert.run(...row);
  }
}
