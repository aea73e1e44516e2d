/**
 * What comes in and what goes out: the two queues and what stands around them.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  const id = (t: Knex.CreateTableBuilder, name: string) => t.string(name, 36);
  const time = (t: Knex.CreateTableBuilder, name: string) => t.bigInteger(name);

  // Before it has been read nobody knows whose mail it is: the only table whose account comes later.
  await db.schema.createTable('inbox', (t) => {
    id(t, 'id').primary();
    id(t, 'account_id');
    t.string('state', 12).notNullable();
    t.string('protocol', 8).notNullable();
    t.text('envelope_from').notNullable();
    t.text('envelope_to').notNullable();
    t.text('client_ip').notNullable();
    t.text('helo').notNullable();
    t.boolean('tls').notNullable();
    t.text('authserv_id');
    t.bigInteger('size').notNullable();
    t.string('sha256', 64).notNullable();
    time(t, 'received_at').notNullable();
    time(t, 'due_at');
    t.integer('attempts').notNullable();
    // Filled when it has been read
    t.text('message_id');
    t.text('from_address');
    t.text('from_name');
    t.text('subject');
    t.string('outcome', 48);
    t.text('reason');
    id(t, 'task_id');
    id(t, 'comment_id');
    id(t, 'letter_id');
    id(t, 'duplicate_of');
    // The rest of a mail that was sent to several tasks at once.
    id(t, 'part_of');
    t.text('trace');
    // A person decided about a held mail: 'accept' or 'trust'.
    t.string('override', 8);
    // Who decided: about a held mail, or that it is processed again.
    id(t, 'decided_by');
    // Held, and whoever has the address in its From was asked whether it is theirs; empty as soon as somebody decided.
    id(t, 'asked_id');
    // store/echoes.ts: what the brakes against loops count. Empty: this mail counts for nothing.
    t.text('loop_scope');
    t.text('sender_domain');
    t.string('likeness', 16);
    time(t, 'finished_at');
    t.index(['account_id', 'received_at', 'id']);
    t.index(['account_id', 'state', 'received_at', 'id']);
    t.index(['account_id', 'from_address', 'received_at', 'id']);
    t.index(['account_id', 'message_id', 'received_at', 'id']);
  });
  // The queue is only what is still due: the index stays small however long the log grows.
  // Which mail made a task: for an answer into a finished one.
  await db.raw("create index inbox_made on inbox (account_id, task_id) where outcome = 'task'");
  await db.raw("create index inbox_due on inbox (due_at) where state = 'received'");
  await db.raw('create index inbox_asked on inbox (account_id, asked_id, id) where asked_id is not null');
  await db.raw("create index inbox_held on inbox (received_at) where state = 'held'");
  await db.raw('create index inbox_echoes on inbox (account_id, loop_scope, received_at) where loop_scope is not null');

  // store/ledger-counts.ts: how many mails ended how, in all and by the time they came in.
  const counts = (t: Knex.CreateTableBuilder) => {
    // '' for mails that are for no account.
    id(t, 'account_id').notNullable();
    t.string('state', 12).notNullable();
    t.integer('slot').notNullable();
    t.bigInteger('n').notNullable();
  };
  await db.schema.createTable('ledger_totals', (t) => {
    counts(t);
    t.primary(['account_id', 'state', 'slot']);
  });
  await db.schema.createTable('ledger_periods', (t) => {
    counts(t);
    time(t, 'period').notNullable();
    t.primary(['account_id', 'period', 'state', 'slot']);
  });

  await db.schema.createTable('inbox_raw', (t) => {
    id(t, 'inbox_id').primary();
    // Null: the bytes are a blob on disk, named by the row's sha256.
    t.binary('raw');
  });

  // Idempotent by key: what a mail did, once (house rule 15).
  await db.schema.createTable('effects', (t) => {
    id(t, 'account_id').notNullable();
    t.string('key', 64).notNullable();
    id(t, 'inbox_id').notNullable();
    t.primary(['account_id', 'key']);
  });

  await db.schema.createTable('letters', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    t.primary(['account_id', 'id']);
    t.string('state', 12).notNullable();
    t.string('kind', 20).notNullable();
    // One letter for one cause and one recipient, however often the cause is told.
    t.string('cause', 160).notNullable();
    t.unique(['account_id', 'cause']);
    id(t, 'task_id');
    id(t, 'comment_id');
    // Null: a letter that several people share (decisions: its token names no person).
    id(t, 'recipient_id');
    t.string('recipient_kind', 8);
    t.text('recipients').notNullable();
    t.text('subject').notNullable();
    // The whole letter as rendered (notify/letter.ts), with slots where the derived tokens go.
    t.text('content').notNullable();
    t.integer('attempts').notNullable();
    time(t, 'due_at');
    t.string('reason', 48);
    t.text('diagnostic');
    // Whom it did not reach, of those it was sent to.
    t.text('came_back');
    time(t, 'created_at').notNullable();
    time(t, 'sent_at');
    t.index(['account_id', 'created_at', 'id']);
    t.index(['account_id', 'task_id', 'recipient_id']);
    t.index(['account_id', 'recipient_id', 'created_at']);
    t.index(['account_id', 'comment_id']);
  });
  await db.raw("create index letters_due on letters (due_at) where state = 'queued'");
  // A token names a letter and no account.
  await db.raw('create unique index letters_by_id on letters (id)');

  // D1: to whom at least one letter was queued or sent from a task; a letter that several share counts for each.
  await db.schema.createTable('mailed', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'task_id').notNullable();
    id(t, 'contact_id').notNullable();
    t.primary(['account_id', 'task_id', 'contact_id']);
  });

  // The last mail of each person in each task: what our next letter to them answers.
  await db.schema.createTable('threads', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'task_id').notNullable();
    id(t, 'person_id').notNullable();
    t.text('message_id').notNullable();
    t.primary(['account_id', 'task_id', 'person_id']);
  });

  // Who reads a letter that several share: what the brake of 3.1.10 counts for each of them.
  await db.schema.createTable('shared_readers', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'person_id').notNullable();
    time(t, 'created_at').notNullable();
    id(t, 'letter_id').notNullable();
    t.primary(['account_id', 'person_id', 'created_at', 'letter_id']);
  });

  await db.schema.createTable('suppressions', (t) => {
    id(t, 'account_id').notNullable();
    t.string('address', 254).notNullable();
    t.string('reason', 48).notNullable();
    t.text('evidence').notNullable();
    time(t, 'since').notNullable();
    t.primary(['account_id', 'address']);
  });

  // Spec 3.4: a name on the account's domain, made by an admin.
  await db.schema.createTable('virtual_addresses', (t) => {
    id(t, 'account_id').notNullable();
    t.string('local', 64).notNullable();
    t.text('description').notNullable();
    id(t, 'project_id');
    t.text('assignees').notNullable();
    t.primary(['account_id', 'local']);
  });
}
