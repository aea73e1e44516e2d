/**
 * What the web needs to know who is there: sessions, API keys, answers already given.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  const id = (t: Knex.CreateTableBuilder, name: string) => t.string(name, 36);
  const time = (t: Knex.CreateTableBuilder, name: string) => t.bigInteger(name);

  await db.schema.createTable('sessions', (t) => {
    // SHA-256 of the cookie's 256 random bits: a dump opens no session.
    t.string('hash', 64).primary();
    id(t, 'account_id').notNullable();
    id(t, 'person_id').notNullable();
    t.string('person_kind', 8).notNullable();
    // A name that pages may say, and which program opened it ("Firefox, Windows").
    id(t, 'id').notNullable();
    t.string('agent', 80).notNullable();
    time(t, 'created_at').notNullable();
    time(t, 'seen_at').notNullable();
    time(t, 'expires_at').notNullable();
    t.index(['account_id', 'person_id']);
    t.index(['expires_at']);
  });

  await db.schema.createTable('api_keys', (t) => {
    t.string('hash', 64).primary();
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    t.text('name').notNullable();
    t.string('hint', 12).notNullable();
    time(t, 'created_at').notNullable();
    time(t, 'used_at');
    time(t, 'revoked_at');
    t.unique(['account_id', 'id']);
  });

  // What was done to the account besides its tasks.
  await db.schema.createTable('audit', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    time(t, 'at').notNullable();
    id(t, 'actor_id').notNullable();
    t.string('what', 32).notNullable();
    t.text('subject').notNullable();
    t.text('detail').notNullable();
    t.primary(['account_id', 'id']);
  });

  // Browsers in which the owner of a dashboard link typed the code from their mailbox (decisions "Dashboard link").
  await db.schema.createTable('browsers', (t) => {
    id(t, 'account_id').notNullable();
    // SHA-256 of the cookie's 256 random bits.
    t.string('hash', 64).notNullable();
    id(t, 'contact_id').notNullable();
    t.integer('link_generation').notNullable();
    time(t, 'expires_at').notNullable();
    t.primary(['account_id', 'hash']);
    t.index(['expires_at']);
  });

  // One-time pages (activation, new password): a counter per person ends every earlier link.
  await db.schema.createTable('one_time', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'person_id').notNullable();
    t.string('purpose', 16).notNullable();
    t.integer('generation').notNullable();
    // The letter that the link stands in; null: it was handed over by other means.
    id(t, 'letter_id');
    time(t, 'expires_at').notNullable();
    time(t, 'used_at');
    t.primary(['account_id', 'person_id', 'purpose']);
  });

  await db.schema.createTable('idempotency', (t) => {
    id(t, 'account_id').notNullable();
    t.string('key', 64).notNullable();
    t.string('request', 64).notNullable();
    t.integer('status').notNullable();
    t.text('answer').notNullable();
    time(t, 'at').notNullable();
    t.primary(['account_id', 'key']);
    t.index(['at']);
  });
}
