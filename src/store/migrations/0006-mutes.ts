/** Tasks of which somebody wants no more letters (RFC 8058, decisions "Machines and our own letters"). */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('mutes', (t) => {
    t.string('account_id', 36).notNullable();
    t.string('task_id', 36).notNullable();
    t.string('person_id', 36).notNullable();
    t.bigInteger('since').notNullable();
    t.primary(['account_id', 'task_id', 'person_id']);
  });
}
