/** Addresses outside that letters may come from (spec 1.2, 3.3), and which of them a comment was sent from. */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('senders', (t) => {
    t.string('account_id', 36).notNullable();
    t.string('id', 36).notNullable();
    t.string('address', 254).notNullable();
    t.string('name', 200).notNullable();
    /** Null: the company's. */
    t.string('owner_id', 36);
    t.text('projects').notNullable();
    t.text('staff').notNullable();
    t.text('signature').notNullable();
    t.boolean('replies_here').notNullable();
    t.string('alignment', 20).notNullable();
    t.bigInteger('checked_at');
    /** The letter whose link confirms the mailbox. */
    t.string('letter_id', 36);
    t.bigInteger('verified_at');
    t.bigInteger('created_at').notNullable();
    t.primary(['account_id', 'id']);
    t.unique(['account_id', 'address']);
    t.index(['account_id', 'owner_id']);
    t.index(['letter_id']);
  });
  await db.schema.alterTable('comments', (t) => {
    t.string('sent_from', 254);
  });
  await db.schema.alterTable('employees', (t) => {
    t.boolean('signature_on').notNullable().defaultTo(true);
  });
}
