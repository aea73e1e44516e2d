/**
 * `npm run torture`: what `npm test` does ten times, a thousand times. `-- --cycles N` kills on each database; `-- --only sqlite`
 * or `postgres`. Exits non-zero when a mail was lost, done twice or left over, or when the unsafe gateway was not found out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KillOptions, type KillReport, killUnderLoad } from '../test/crashes/kill-cycles.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { round } from './bench/measure.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const cycles = Number(option('cycles') ?? 1000);
const only = option('only');
/** One run holds so many cycles: what the store and the relay say is looked at after each. */
const ROUND = 50;
let failed = false;
let made = 0;

for (const kind of ['sqlite', 'postgres'] as const) {
  if (only && only !== kind) continue;
  const server = kind === 'postgres' ? await startPostgres() : null;
  const sums = { kills: 0, mails: 0, duplicates: 0, lettersAgain: 0 };
  const ready: number[] = [];
  try {
    for (let left = cycles; left > 0; left -= ROUND) {
      const report = await onFreshDatabase(server?.url ?? null, { cycles: Math.min(ROUND, left) });
      const faults = faultsOf(report);
      sums.kills += report.cycles;
      sums.mails += report.promised;
      sums.duplicates += report.duplicates;
      sums.lettersAgain += report.lettersAgain;
      ready.push(...report.readyAfter);
      ready.sort((a, b) => a - b);
      const [middle, worst] = [ready[ready.length >> 1]!, ready.at(-1)!];
      console.log(
        `${kind}: ${JSON.stringify({ ...sums, readyMs: round(middle), readyWorstMs: round(worst), faults })}`,
      );
      if (faults.length > 0) failed = true;
    }
    const unsafe = await onFreshDatabase(server?.url ?? null, { cycles: 3, preload: './unsafe-commit.mjs' });
    console.log(`${kind}: the unsafe gateway lost ${unsafe.gone.length} of ${unsafe.promised} mails`);
    if (unsafe.gone.length === 0) failed = true;
  } finally {
    await server?.stop();
  }
}
process.exit(failed ? 1 : 0);

async function onFreshDatabase(server: string | null, options: Omit<KillOptions, 'database'>): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-torture-'));
  try {
    const database = server ? await createDatabase(server) : join(folder, 'postern.db');
    return await killUnderLoad({ ...options, database });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function createDatabase(server: string): Promise<string> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const name = `torture_${++made}`;
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  await client.end();
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

function faultsOf(report: KillReport): string[] {
  return [report.lost, report.double, report.astray, report.untold, report.lettersLost, report.lettersChanged].flat();
}
