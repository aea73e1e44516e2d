/**
 * The whole domain of the spec's section 1. Every table has `account_id` in its primary key and in each unique constraint,
 * so that no query can reach another tenant by an id alone (threat T36).
 *
 * Times are milliseconds (bigint). What people and mails write is `text`: only PostgreSQL keeps the width of a column, and the
 * doors say what is too long. Numbers are as wide as those that an address or a page can ask for. Lists that are always read
 * whole are JSON text; what is searched has a column and an index.
 */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  const id = (t: Knex.CreateTableBuilder, name: string) => t.string(name, 36);
  const time = (t: Knex.CreateTableBuilder, name: string) => t.bigInteger(name);
  const owned = (t: Knex.CreateTableBuilder) => {
    id(t, 'account_id').notNullable();
    id(t, 'id').notNullable();
    t.primary(['account_id', 'id']);
  };

  await db.schema.createTable('accounts', (t) => {
    id(t, 'id').primary();
    t.string('name', 63).notNullable().unique();
    t.text('title').notNullable();
    t.string('mail_domain', 255).notNullable().unique();
    t.string('language', 8).notNullable();
    t.text('settings').notNullable();
    time(t, 'created_at').notNullable();
  });

  // Numbers per account and kind (decisions "Accounts"): addresses and pages use them.
  await db.schema.createTable('counters', (t) => {
    id(t, 'account_id').notNullable();
    t.string('kind', 16).notNullable();
    t.bigInteger('value').notNullable();
    t.primary(['account_id', 'kind']);
  });

  await db.schema.createTable('employees', (t) => {
    owned(t);
    t.bigInteger('number').notNullable();
    t.text('first_name').notNullable();
    t.text('last_name').notNullable();
    t.text('position').notNullable();
    t.string('login', 64).notNullable();
    t.string('role', 16).notNullable();
    t.string('language', 8).notNullable();
    t.text('timezone');
    id(t, 'manager_id');
    t.boolean('may_grant_access').notNullable();
    t.text('signature').notNullable();
    t.boolean('email_off').notNullable();
    t.boolean('active').notNullable();
    t.string('password_hash', 400);
    time(t, 'created_at').notNullable();
    t.unique(['account_id', 'login']);
    t.unique(['account_id', 'number']);
  });

  // An activation link names a person and no account.
  await db.raw('create unique index employees_by_id on employees (id)');

  await db.schema.createTable('contacts', (t) => {
    owned(t);
    t.bigInteger('number').notNullable();
    t.boolean('is_company').notNullable();
    t.text('first_name').notNullable();
    t.text('last_name').notNullable();
    t.text('position').notNullable();
    t.text('phone').notNullable();
    t.text('description').notNullable();
    t.string('claims', 254);
    t.string('language', 8).notNullable();
    t.text('timezone');
    t.boolean('sees_company_tasks').notNullable();
    t.string('access', 16).notNullable();
    t.integer('link_generation').notNullable();
    t.boolean('link_revoked').notNullable();
    t.boolean('is_spammer').notNullable();
    t.boolean('mail_blocked').notNullable();
    t.boolean('email_off').notNullable().defaultTo(false);
    t.boolean('proven').notNullable();
    t.string('password_hash', 400);
    time(t, 'created_at').notNullable();
    t.unique(['account_id', 'number']);
    t.index(['account_id', 'claims']);
  });

  // Spec 3.11: the few whose mail is ignored.
  await db.raw('create index contacts_spam on contacts (account_id, number) where is_spammer');
  // Lists of companies alone.
  await db.raw('create index contacts_companies on contacts (account_id, number) where is_company');
  // A dashboard token names a contact and no account.
  await db.raw('create unique index contacts_by_id on contacts (id)');

  // Contacts that became part of another: old links and letters of theirs go on working.
  await db.schema.createTable('merged_contacts', (t) => {
    owned(t);
    id(t, 'contact_id').notNullable();
    t.integer('link_generation').notNullable();
    t.boolean('link_revoked').notNullable();
    t.index(['account_id', 'contact_id']);
  });
  await db.raw('create unique index merged_contacts_by_id on merged_contacts (id)');

  // Spec 1.3: an address belongs to one person, employee or contact, of the account.
  await db.schema.createTable('addresses', (t) => {
    id(t, 'account_id').notNullable();
    t.string('address', 254).notNullable();
    id(t, 'person_id').notNullable();
    t.string('person_kind', 8).notNullable();
    t.integer('position').notNullable();
    t.primary(['account_id', 'address']);
    t.index(['account_id', 'person_id']);
  });

  await db.schema.createTable('contact_ties', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'contact_id').notNullable();
    // 'company' (a contact) or 'responsible' (an employee)
    t.string('tie', 12).notNullable();
    id(t, 'person_id').notNullable();
    t.primary(['account_id', 'contact_id', 'tie', 'person_id']);
    t.index(['account_id', 'tie', 'person_id']);
  });

  await db.schema.createTable('projects', (t) => {
    owned(t);
    t.bigInteger('number').notNullable();
    t.text('title').notNullable();
    t.text('description').notNullable();
    t.string('status', 16).notNullable();
    id(t, 'author_id').notNullable();
    id(t, 'counterparty_id');
    t.boolean('hidden_from_employees').notNullable();
    t.boolean('hidden_from_contacts').notNullable();
    time(t, 'created_at').notNullable();
    t.unique(['account_id', 'number']);
    t.index(['account_id', 'counterparty_id']);
  });

  await db.schema.createTable('project_people', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'project_id').notNullable();
    // auditor, clientManager, defaultAssignee, defaultParticipant
    t.string('role', 20).notNullable();
    id(t, 'person_id').notNullable();
    t.primary(['account_id', 'project_id', 'role', 'person_id']);
    t.index(['account_id', 'person_id']);
  });

  await db.schema.createTable('tasks', (t) => {
    owned(t);
    t.bigInteger('number').notNullable();
    t.text('title').notNullable();
    t.text('title_folded').notNullable();
    t.text('description_html').notNullable();
    t.text('description_text').notNullable();
    t.string('status', 16).notNullable();
    id(t, 'project_id');
    id(t, 'parent_id');
    id(t, 'counterparty_id');
    t.string('automatic_access', 16).notNullable();
    t.string('source', 12).notNullable();
    t.text('origin');
    t.bigInteger('comment_count').notNullable();
    time(t, 'created_at').notNullable();
    time(t, 'updated_at').notNullable();
    time(t, 'deleted_at');
    // The comment of another task that it was made of.
    id(t, 'branch_of');
    t.unique(['account_id', 'number']);
    t.index(['account_id', 'updated_at', 'id']);
    t.index(['account_id', 'title_folded', 'number']);
    t.index(['account_id', 'counterparty_id', 'updated_at']);
    t.index(['account_id', 'project_id', 'updated_at']);
  });

  await db.raw('create index tasks_branch on tasks (account_id, branch_of) where branch_of is not null');
  // The bin, the last one thrown away first.
  await db.raw('create index tasks_bin on tasks (account_id, deleted_at, id) where deleted_at is not null');

  await db.schema.createTable('task_people', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'task_id').notNullable();
    id(t, 'person_id').notNullable();
    t.string('person_kind', 8).notNullable();
    t.string('role', 12).notNullable();
    // Decisions Q2: the description as it was mailed to this assignee, {html, text}.
    t.text('sent_description');
    time(t, 'since').notNullable();
    t.primary(['account_id', 'task_id', 'person_id', 'role']);
    t.index(['account_id', 'person_id', 'task_id']);
  });

  await db.schema.createTable('comments', (t) => {
    owned(t);
    id(t, 'task_id').notNullable();
    t.bigInteger('number').notNullable();
    id(t, 'author_id').notNullable();
    t.string('author_kind', 8).notNullable();
    t.text('text').notNullable();
    t.text('html').notNullable();
    t.boolean('hidden').notNullable();
    t.string('source', 12).notNullable();
    t.string('proof', 16).notNullable();
    t.text('origin');
    time(t, 'created_at').notNullable();
    time(t, 'edited_at');
    time(t, 'deleted_at');
    t.unique(['account_id', 'task_id', 'number']);
  });

  await db.schema.createTable('comment_people', (t) => {
    id(t, 'account_id').notNullable();
    id(t, 'comment_id').notNullable();
    // 'notified' or 'audience'
    t.string('relation', 10).notNullable();
    id(t, 'person_id').notNullable();
    t.primary(['account_id', 'comment_id', 'relation', 'person_id']);
  });

  await db.schema.createTable('files', (t) => {
    owned(t);
    id(t, 'task_id');
    // Null with a task: a file of the description. Null without a task: uploaded, not yet attached.
    id(t, 'comment_id');
    id(t, 'owner_id').notNullable();
    t.text('name').notNullable();
    t.text('type').notNullable();
    t.bigInteger('size').notNullable();
    t.string('sha256', 64).notNullable();
    t.text('cid');
    // A picture that had come with a mail of this task before.
    t.boolean('repeated').notNullable().defaultTo(false);
    // As the writer put them.
    t.integer('position').notNullable().defaultTo(0);
    time(t, 'created_at').notNullable();
    t.index(['account_id', 'task_id', 'sha256']);
    t.index(['sha256']);
  });

  await db.schema.createTable('checklist_items', (t) => {
    owned(t);
    id(t, 'task_id').notNullable();
    t.integer('position').notNullable();
    t.text('text').notNullable();
    t.boolean('done').notNullable();
    id(t, 'author_id').notNullable();
    t.text('assignees').notNullable();
    t.index(['account_id', 'task_id', 'position']);
  });

  await db.schema.createTable('history', (t) => {
    owned(t);
    id(t, 'task_id').notNullable();
    id(t, 'actor_id').notNullable();
    t.string('kind', 24).notNullable();
    t.text('detail').notNullable();
    time(t, 'at').notNullable();
    t.index(['account_id', 'task_id', 'id']);
  });
}
