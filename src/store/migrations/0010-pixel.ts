/** Spec 1.12: when a letter was first opened, as far as its picture tells. */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('letters', (t) => {
    t.bigInteger('read_at');
  });
}
