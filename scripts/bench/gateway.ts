/** A gateway as people run it, on a furnished home, for one part of the benchmark. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Gateway } from '../../src/flow/gateway.ts';
import { type DnsServer, startDns } from '../../test/support/dns.ts';
import { type Running, serve } from '../../test/support/process.ts';
import { homeIn, makeWorld, openHome, type World } from './world.ts';

export interface Bench {
  readonly running: Running;
  readonly world: World;
  readonly folder: string;
  /** For looking, and for making beforehand. */
  readonly gw: Gateway;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly only?: string;
  readonly conversations: number;
  /** On this machine. */
  readonly relay?: { readonly port: number; readonly connections?: number };
  readonly preload?: string;
  readonly env?: Record<string, string>;
  /** Done before the gateway starts. */
  readonly furnish?: (gw: Gateway, world: World) => Promise<void>;
}

export async function startGateway(options: BenchOptions): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  const dns: DnsServer = await startDns();
  const home = homeIn(folder);
  const gw = await openHome(home);
  const world = await makeWorld(gw, options.conversations);
  // The first letters of the world are nobody's business here.
  await gw.db.write((tx) => tx('letters').update({ state: 'sent', due_at: null }));
  await options.furnish?.(gw, world);
  const running = await serve({
    args: options.only ? ['--only', options.only] : [],
    patience: 30_000,
    env: {
      ...home,
      POSTERN_LOG_LEVEL: 'error',
      POSTERN_DNS_SERVERS: JSON.stringify([dns.address]),
      POSTERN_LIMITS_BACKLOG: '1000000',
      ...(options.relay ? { POSTERN_MAIL_RELAY: JSON.stringify({ host: '127.0.0.1', ...options.relay }) } : {}),
      ...(options.preload ? { NODE_OPTIONS: `--import ${new URL(options.preload, import.meta.url).href}` } : {}),
      ...(process.env.BENCH_PRELOAD ? { NODE_OPTIONS: `--import ${process.env.BENCH_PRELOAD}` } : {}),
      STALL_FILE: join(folder, 'stall'),
      ...options.env,
    },
  });
  return {
    running,
    world,
    folder,
    gw,
    close: async () => {
      await gw.db.close();
      await running.remove();
      await dns.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Until no mail and no letter is waiting. */
export async function drained(gw: Gateway): Promise<void> {
  for (;;) {
    const mail = await gw.db.read('inbox').where({ state: 'received' }).first('id');
    const letter = mail ?? (await gw.db.read('letters').where({ state: 'queued' }).first('id'));
    if (!letter) return;
    await sleep(10);
  }
}
