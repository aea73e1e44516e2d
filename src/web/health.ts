/**
 * What a supervisor and a monitoring system ask: alive, ready, how much.
 */
import type { Hono } from 'hono';
import { Gauge, Registry } from 'prom-client';
import { SECOND } from '../base/time.ts';
import type { Gateway } from '../flow/gateway.ts';
import { ledgerSums, oldestHeld } from '../store/ledger-counts.ts';
import { letterSums } from '../store/letter-lines.ts';

export interface DoorStats {
  stats(): { sessions: number; accepted: number; refused: number; cut: number; refusedRecipients: number };
}

export function healthPages(app: Hono, gw: Gateway, smtp: DoorStats | null): void {
  const registry = makeRegistry(gw, smtp);
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    try {
      await gw.db.read.raw('select 1');
      return c.text('ready\n');
    } catch {
      return c.text('the database does not answer\n', 503);
    }
  });
  app.get('/metrics', async (c) => c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }));
}

/** Numbers only: no address, no subject, nothing of anybody's. */
function makeRegistry(gw: Gateway, smtp: DoorStats | null): Registry {
  const registry = new Registry();
  new Gauge({
    name: 'postern_inbox_mails',
    help: 'Mails that were accepted, by state: received is what is still due, the others are final',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await ledgerSums(gw.db.read))) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'postern_inbox_held_oldest_seconds',
    help: 'How long the oldest held mail has waited for a decision; 0 when none waits',
    registers: [registry],
    async collect() {
      const since = await oldestHeld(gw.db.read);
      this.set(since === null ? 0 : Math.max(0, (gw.clock() - since) / SECOND));
    },
  });
  new Gauge({
    name: 'postern_letters',
    help: 'Outgoing letters by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await letterSums(gw.db.read))) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'postern_smtp',
    help: 'The front door since the start: open sessions; mails accepted and refused; recipients refused; sessions cut',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      for (const [what, count] of Object.entries(smtp?.stats() ?? {})) this.set({ what }, count);
    },
  });
  return registry;
}
