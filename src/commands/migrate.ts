/**
 * `postern migrate`: brings a database up to date.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openDatabase } from '../store/database.ts';
import { migrate, pendingMigrations } from '../store/migrations.ts';
import { EXIT, type Io, readArguments, readConfig } from './command.ts';

export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = readArguments(argv, {
    options: {
      config: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const config = readConfig(values.config, io);
  if (!config.database.includes('://')) await mkdir(dirname(config.database), { recursive: true });
  const db = openDatabase(config.database);
  try {
    const names = values['dry-run'] ? await pendingMigrations(db.read) : await migrate(db.migrator);
    if (values.json) io.out(`${JSON.stringify({ applied: names })}\n`);
    else if (names.length === 0) io.out('The database is up to date.\n');
    else io.out(`${values['dry-run'] ? 'To apply' : 'Applied'}: ${names.join(', ')}\n`);
    return EXIT.ok;
  } finally {
    await db.close();
  }
}
