/**
 * What waits for its time: comments that are planned (store/planned.ts), and letters that are held for a while and may go out inside a
 * later one (store/held-letters.ts).
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('planned_comments', (t) => {
    t.string('account_id', 36).notNullable();
    // The id of the comment that it will be: its files belong to that one already.
    t.string('id', 36).notNullable();
    t.primary(['account_id', 'id']);
    t.string('task_id', 36).notNullable();
    t.string('author_id', 36).notNullable();
    t.text('draft').notNullable();
    // Null: it does not go by itself, and `stopped` says why.
    t.bigInteger('due_at');
    t.string('stopped', 48);
    // The moment in which its author may think better of it, no time that they chose.
    t.boolean('soon').notNullable();
    t.integer('attempts').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['account_id', 'task_id']);
  });
  await db.raw('create index planned_comments_due on planned_comments (due_at) where due_at is not null');
  await db.schema.alterTable('letters', (t) => {
    // The later letter to the same person in which this one's comment stands.
    t.string('carried_by', 36);
  });
}
