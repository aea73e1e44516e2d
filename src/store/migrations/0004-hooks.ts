/**
 * Programs of others that are told what happens: where to, and each call that is made for it.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  const id = (t: Knex.CreateTableBuilder, name: string) => t.string(name, 36);
  const time = (t: Knex.CreateTableBuilder, name: string) => t.bigInteger(name);

  await db.schema.createTable('webhooks', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    t.text('url').notNullable();
    // JSON; empty: every kind.
    t.text('kinds').notNullable();
    // Sealed under the keyring: a dump of the database signs nothing.
    t.binary('secret').notNullable();
    t.boolean('active').notNullable();
    time(t, 'created_at').notNullable();
    t.primary(['account_id', 'id']);
  });

  await db.schema.createTable('webhook_calls', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    id(t, 'webhook_id').notNullable();
    t.string('kind', 24).notNullable();
    id(t, 'task_id').notNullable();
    id(t, 'comment_id');
    id(t, 'actor_id').notNullable();
    time(t, 'at').notNullable();
    t.string('state', 12).notNullable();
    t.integer('attempts').notNullable();
    time(t, 'due_at');
    t.integer('status');
    t.text('answer');
    t.primary(['account_id', 'id']);
    t.index(['account_id', 'webhook_id', 'id']);
  });
  await db.raw("create index webhook_calls_due on webhook_calls (due_at) where state = 'queued'");
  await db.raw("create index webhook_calls_done on webhook_calls (at) where state <> 'queued'");
}
