/** How letters come to a contact by their own choice (people/pace.ts); null: as the account has it. */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('contacts', (t) => {
    t.integer('bundle_minutes');
    // `none`, or `22:00-08:00`.
    t.string('quiet_hours', 11);
  });
}
