/**
 * The real gateway as a process with a relay that keeps what it gets, on a home that was furnished before: people, tasks,
 * letters that can be answered.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailSink, startMailSink } from '../../scripts/bench/sink.ts';
import { homeIn, makeWorld, openHome, type World } from '../../scripts/bench/world.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import { startDns } from '../support/dns.ts';
import { type Running, serve } from '../support/process.ts';

export interface Scene {
  readonly world: World;
  readonly sink: MailSink;
  readonly folder: string;
  /** The process that runs now; `restart` replaces it. */
  running: () => Running;
  /** kill -9 (or SIGTERM), start again; milliseconds from the start to ready. */
  restart: (how?: 'kill' | 'stop', env?: Record<string, string>) => Promise<number>;
  /**
   * Looks into the store, while the gateway runs or when it is dead. Never across a restart: a file that somebody holds open
   * is not recovered from its log by the next start.
   */
  inspect: <T>(look: (gw: Gateway) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export interface SceneOptions {
  readonly database: string;
  readonly conversations?: number;
  readonly env?: Record<string, string>;
  /** A module of this folder that is loaded into the gateway before its own code. */
  readonly preload?: string;
}

export async function openScene(options: SceneOptions): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-crash-'));
  const home = homeIn(folder, options.database);
  const inspect: Scene['inspect'] = async (look) => {
    const gw = await openHome(home);
    try {
      return await look(gw);
    } finally {
      await gw.db.close();
    }
  };
  const world = await inspect((gw) => makeWorld(gw, options.conversations ?? 12));
  const sink = await startMailSink({ keep: true });
  const dns = await startDns();
  const env = {
    ...home,
    POSTERN_MAIL_RELAY: JSON.stringify({ host: '127.0.0.1', port: sink.port }),
    POSTERN_DNS_SERVERS: JSON.stringify([dns.address]),
    POSTERN_LOG_LEVEL: 'warn',
    ...(options.preload
      ? { NODE_OPTIONS: `--import ${new URL(options.preload, import.meta.url).href}`, FAULTS: join(folder, 'faults') }
      : {}),
    ...options.env,
  };
  let running = await serve({ env });
  return {
    world,
    sink,
    folder,
    inspect,
    running: () => running,
    restart: async (how = 'kill', more = {}) => {
      await (how === 'kill' ? running.kill() : running.stop());
      const from = performance.now();
      running = await running.again({ env: { ...env, ...more } });
      return performance.now() - from;
    },
    close: async () => {
      await running.remove();
      await Promise.all([sink.stop(), dns.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
