/**
 * Templates of an account's own (spec 7). A version is never changed: letters that wait name one. What is being written is beside them,
 * until it is published.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  const id = (t: Knex.CreateTableBuilder, name: string) => t.string(name, 36);
  const time = (t: Knex.CreateTableBuilder, name: string) => t.bigInteger(name);

  await db.schema.createTable('templates', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    t.text('name').notNullable();
    t.string('event', 8).notNullable();
    // The version that letters are made with; null while there is none.
    id(t, 'live_id');
    // JSON; null: nothing is being written.
    t.text('draft');
    // Raised by every change, so that two editors cannot overwrite each other unseen.
    t.integer('revision').notNullable();
    id(t, 'changed_by').notNullable();
    time(t, 'changed_at').notNullable();
    time(t, 'created_at').notNullable();
    time(t, 'deleted_at');
    t.primary(['account_id', 'id']);
  });

  await db.schema.createTable('template_versions', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    id(t, 'template_id').notNullable();
    t.integer('number').notNullable();
    t.text('content').notNullable();
    id(t, 'made_by').notNullable();
    time(t, 'made_at').notNullable();
    t.primary(['account_id', 'id']);
    t.unique(['account_id', 'template_id', 'number']);
  });
}
