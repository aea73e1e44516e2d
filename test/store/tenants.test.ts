/** Two accounts side by side, equal in everything but their ids: neither ever sees a row of the other. */
import { expect, test } from 'vitest';
import {
  type AccountId,
  type CommentId,
  type FileId,
  type InboxId,
  type LetterId,
  newId,
  type ProjectId,
  type TaskId,
} from '../../src/base/id.ts';
import { pageOfVirtualAddresses, removeVirtualAddress, virtualAddress } from '../../src/store/addresses.ts';
import { applyEvent, moveCounterparty } from '../../src/store/apply.ts';
import { branchesOf } from '../../src/store/branches.ts';
import { letterBounced } from '../../src/store/came-back.ts';
import { companyNames, loadCards } from '../../src/store/cards.ts';
import { commentsOf, loadComments } from '../../src/store/comments.ts';
import { type Database, isPostgres, type Sql } from '../../src/store/database.ts';
import {
  claimAnswer,
  closeSessionsOf,
  insertKey,
  keysOf,
  openSession,
  revokeKey,
  touchKey,
} from '../../src/store/doors.ts';
import { recipientsOfFirstMail, taskMadeBy } from '../../src/store/earlier.ts';
import { attachFiles, commentFiles, descriptionFiles, insertFile, placeOfFile } from '../../src/store/files.ts';
import { discardMail, moveMail, reopenMail, takeEffect, taskOfMessageId } from '../../src/store/inbox.ts';
import { ledgerLine, pageOfLedger } from '../../src/store/ledger.ts';
import { recentLetters } from '../../src/store/letter-counts.ts';
import { letterOf, lettersOfTask } from '../../src/store/letter-lines.ts';
import { searchLetters } from '../../src/store/letter-search.ts';
import {
  allTasks,
  firstTaskTitled,
  lastConcerning,
  newestTaskOf,
  subordinates,
  tasksByTitle,
  tasksOf,
  titlesOf,
} from '../../src/store/lists.ts';
import { endMailedOneTimes, endOneTimes, nextOneTime, oneTimeOf, useOneTime } from '../../src/store/one-time.ts';
import { rememberDescription, retryLetter } from '../../src/store/outbox.ts';
import {
  employeeByLogin,
  loadContact,
  loadEmployee,
  loadPeople,
  loadPerson,
  passwordHash,
  personByAddress,
  setPasswordHash,
} from '../../src/store/people.ts';
import { pageOfContacts, pageOfEmployees, pageOfSpammers, searchContacts } from '../../src/store/people-lists.ts';
import { noteWord, waitingFor } from '../../src/store/questions.ts';
import { firstAdmin, insertProject, loadProject, pageOfProjects, projectByNumber } from '../../src/store/rules.ts';
import { liftSuppression, suppress } from '../../src/store/suppressions.ts';
import { commentNumber, loadFacts, loadWorld, taskIdByNumber, taskNumbers } from '../../src/store/tasks.ts';
import { addComment, addTask, eachStore, NOW, openTenant, type Tenant } from './each-store.ts';

/** Before it has been read nobody knows whose mail it is; a session and a key are found by a secret; the rest is not data. */
const WITHOUT_ACCOUNT = ['accounts', 'api_keys', 'inbox', 'inbox_raw', 'migrations', 'sessions'];

eachStore('tenants', (store, kind) => {
  test('the account is in the primary key of every table of data', async () => {
    const keys = await primaryKeys(store().db.read, kind === 'postgres');
    expect(keys.size).toBeGreaterThan(20);
    const without = [...keys].filter(([, columns]) => columns[0] !== 'account_id').map(([table]) => table);
    expect(without.sort()).toEqual(WITHOUT_ACCOUNT);
  });

  test('and in every unique constraint, but for those that a token of ours vouches for', async () => {
    const indexes = await uniqueIndexes(store().db.read, kind === 'postgres');
    const without = indexes.filter((i) => !i.columns.includes('account_id') && !WITHOUT_ACCOUNT.includes(i.table));
    expect(without.map((i) => `${i.table} ${i.columns.join()}`).sort()).toEqual([
      'contacts id',
      'employees id',
      'letters id',
      'merged_contacts id',
    ]);
  });

  test('the same row in two accounts: both can be', async () => {
    const { db } = store();
    const [one, other] = [await openTenant(db), await openTenant(db)];
    const id = newId<'task'>();
    const row = { ...(await aTaskRow()), id };
    await db.write((tx) => tx('tasks').insert([one, other].map((t) => ({ ...row, account_id: t.account.id }))));
    const twice = db.write((tx) => tx('tasks').insert({ ...row, account_id: one.account.id }));
    await expect(twice).rejects.toThrow(/unique/i);
    expect(await db.read('tasks').where({ id })).toHaveLength(2);
  });

  test('no function answers or changes a row of the other', async () => {
    const { db } = store();
    const [one, other] = [await openTenant(db), await openTenant(db)];
    const theirs = await furnish(db, other);
    await furnish(db, one);
    const before = await rowsOf(db.read, other.account.id);
    for (const [name, ask] of Object.entries(asked(theirs, other))) {
      const answers = JSON.stringify(await db.write((tx) => ask(tx, one.account.id))) ?? '';
      for (const id of idsOf(theirs, other)) expect(answers, name).not.toContain(id);
    }
    expect(await rowsOf(db.read, other.account.id)).toEqual(before);
  });

  const aTaskRow = async () => ({
    number: 500,
    title: 'x',
    title_folded: 'x',
    description_html: '',
    description_text: '',
    status: 'NEW',
    automatic_access: 'GRANT',
    source: 'web',
    comment_count: 0,
    created_at: 1,
    updated_at: 1,
  });
});

interface Furniture {
  readonly task: TaskId;
  readonly comment: CommentId;
  readonly file: FileId;
  readonly letter: LetterId;
  readonly mail: InboxId;
  readonly project: ProjectId;
  readonly key: string;
}

/** One of everything. */
async function furnish(db: Database, t: Tenant): Promise<Furniture> {
  const project = await db.write((tx) =>
    insertProject(tx, t.account.id, { title: 'Season', author: t.ann.id, auditors: [t.anna.id] }, NOW),
  );
  const task = await addTask(db, t, { project, counterparty: t.birch.id });
  const { comment } = await addComment(db, t, task, 'Vanilla?', { notify: [t.anna.id] });
  const letter = newId<'letter'>();
  return db.write(async (tx) => {
    const file = { owner: t.ann.id, name: 'x', type: 'x/y', size: 1, sha256: 'ab'.repeat(32), cid: null };
    const { id } = await insertFile(tx, t.account.id, file, NOW);
    await tx('letters').insert({
      account_id: t.account.id,
      id: letter,
      state: 'failed',
      kind: 'N2',
      cause: 'c',
      task_id: task,
      comment_id: comment,
      recipient_id: t.anna.id,
      recipients: '[]',
      subject: '',
      content: '{}',
      attempts: 1,
      created_at: NOW,
    });
    await suppress(tx, t.account.id, 'shut@client.example', 'bounce', '', NOW);
    await openSession(tx, t.account.id, t.ann, NOW, NOW + 1);
    await nextOneTime(tx, t.account.id, t.anna.id, 'activation', NOW + 1);
    await claimAnswer(tx, t.account.id, 'key', 'r', { now: NOW, stale: 0, forget: 0 });
    const mail = newId<'inbox'>();
    await tx('inbox').insert({
      id: mail,
      account_id: t.account.id,
      state: 'held',
      protocol: 'smtp',
      envelope_from: '',
      envelope_to: '[]',
      client_ip: '',
      helo: '',
      tls: false,
      size: 1,
      sha256: '',
      received_at: NOW,
      attempts: 1,
      message_id: '<m@x>',
      task_id: task,
      asked_id: t.anna.id,
    });
    await tx('contacts').where({ id: t.anna.id }).update({ is_spammer: true });
    await tx('tasks').where({ id: task }).update({ branch_of: comment });
    await tx('inbox_raw').insert({ inbox_id: mail });
    await takeEffect(tx, t.account.id, 'effect', mail);
    await tx('virtual_addresses').insert({
      account_id: t.account.id,
      local: 'shop',
      description: '',
      project_id: project,
      assignees: '[]',
    });
    return { task, comment, file: id, letter, mail, project, key: (await insertKey(tx, t.account.id, 'k', NOW)).id };
  });
}

type Ask = (db: Sql, account: AccountId) => Promise<unknown>;

/** Every function that takes an account and a name of something, asked for what is the other's. */
const asked = (f: Furniture, o: Tenant): Record<string, Ask> => ({
  loadEmployee: (db, a) => loadEmployee(db, a, o.ann.id),
  loadContact: (db, a) => loadContact(db, a, o.anna.id),
  loadPerson: (db, a) => loadPerson(db, a, o.anna.id),
  loadPeople: async (db, a) => [...(await loadPeople(db, a, [o.ann.id, o.anna.id])).keys()],
  passwordHash: (db, a) => passwordHash(db, a, o.ann),
  setPasswordHash: (db, a) => setPasswordHash(db, a, o.ann, 'stolen'),
  personByAddress: async (db, a) => (await personByAddress(db, a, o.anna.email!))?.id,
  employeeByLogin: async (db, a) => (await employeeByLogin(db, a, 'ann'))?.id,
  pageOfContacts: (db, a) => pageOfContacts(db, a, 0, 100),
  pageOfEmployees: (db, a) => pageOfEmployees(db, a, 0, 100),
  searchContacts: (db, a) => searchContacts(db, a, 'a', 0, 100),
  loadCards: async (db, a) => [...(await loadCards(db, a, [o.ann.id, o.anna.id])).keys()],
  companyNames: async (db, a) => ((await companyNames(db, a, [o.birch.id])).length > 0 ? [o.birch.id] : []),
  subordinates: (db, a) => subordinates(db, a, o.ann.id),
  taskIdByNumber: (db, a) => taskIdByNumber(db, a, 1),
  taskNumbers: async (db, a) => [...(await taskNumbers(db, a, [f.task])).keys()],
  commentNumber: (db, a) => commentNumber(db, a, f.comment).then((n) => (n === null ? null : f.comment)),
  loadWorld: (db, a) => loadWorld(db, a, f.task, { limit: 9 }, 'ALL_NOT_HIDDEN'),
  loadFacts: (db, a) => loadFacts(db, a, [f.task], 'ALL_NOT_HIDDEN'),
  loadComments: (db, a) => loadComments(db, a, [f.comment]),
  commentsOf: (db, a) => commentsOf(db, a, f.task, { limit: 9 }),
  allTasks: (db, a) => allTasks(db, a, { after: null, limit: 9, search: '' }),
  tasksOf: (db, a) =>
    tasksOf(db, a, { people: [o.ann.id, o.anna.id], companies: [o.birch.id] }, { after: null, limit: 9, search: '' }),
  tasksByTitle: (db, a) => tasksByTitle(db, a, 'Wedding cake', 9),
  lastConcerning: async (db, a) => [...(await lastConcerning(db, a, o.anna.id, [f.task])).keys()],
  moveCounterparty: (db, a) => moveCounterparty(db, a, f.project, o.birch.id, null, NOW + 1),
  descriptionFiles: (db, a) => descriptionFiles(db, a, f.task),
  commentFiles: (db, a) => commentFiles(db, a, f.task, [f.comment]),
  placeOfFile: (db, a) => placeOfFile(db, a, f.file),
  attachFiles: (db, a) => attachFiles(db, a, [f.file], o.ann.id, f.task, f.comment),
  loadProject: (db, a) => loadProject(db, a, f.project),
  projectByNumber: async (db, a) => (await projectByNumber(db, a, 1))?.id,
  pageOfProjects: (db, a) => pageOfProjects(db, a, 0, 9),
  virtualAddress: (db, a) => virtualAddress(db, a, 'shop').then((x) => x?.project),
  pageOfVirtualAddresses: (db, a) => pageOfVirtualAddresses(db, a, '', 9),
  removeVirtualAddress: (db, a) => removeVirtualAddress(db, a, 'shop'),
  taskMadeBy: (db, a) => taskMadeBy(db, a, f.mail),
  recipientsOfFirstMail: (db, a) => recipientsOfFirstMail(db, a, f.task).then((x) => (x ? f.mail : null)),
  firstTaskTitled: (db, a) => firstTaskTitled(db, a, 'cake', null),
  titlesOf: (db, a) => titlesOf(db, a, o.anna.id, 'cake'),
  newestTaskOf: (db, a) => newestTaskOf(db, a, o.anna.id),
  firstAdmin: (db, a) => firstAdmin(db, a),
  letterOf: (db, a) => letterOf(db, a, f.letter),
  lettersOfTask: (db, a) => lettersOfTask(db, a, f.task),
  searchLetters: async (db, a) => (await searchLetters(db, a, { after: null, limit: 9 })).lines,
  recentLetters: (db, a) => recentLetters(db, a, o.anna.id, 0, 9).then((n) => (n > 0 ? f.letter : null)),
  retryLetter: (db, a) => retryLetter(db, a, f.letter, NOW + 1),
  letterBounced: (db, a) => letterBounced(db, a, f.letter, 'x', 'x'),
  rememberDescription: (db, a) => rememberDescription(db, a, f.task, o.ivan.id, { html: 'x', text: 'x' }),
  liftSuppression: (db, a) => liftSuppression(db, a, 'other@client.example'),
  ledgerLine: (db, a) => ledgerLine(db, a, f.mail, true),
  pageOfLedger: (db, a) => pageOfLedger(db, a, { after: null, limit: 9, unread: true }),
  taskOfMessageId: (db, a) => taskOfMessageId(db, a, ['<m@x>']),
  reopenMail: (db, a) => reopenMail(db, a, f.mail, { by: newId<'employee'>(), override: 'trust' }, NOW + 1),
  moveMail: (db, a) => moveMail(db, a, f.mail, { task: f.task, comment: f.comment }),
  branchesOf: (db, a) => branchesOf(db, a, [f.comment]),
  pageOfSpammers: (db, a) => pageOfSpammers(db, a, 0, 100),
  waitingFor: (db, a) => waitingFor(db, a, o.anna.id, 9),
  noteWord: (db, a) => noteWord(db, a, o.anna.id, NOW + 1),
  discardMail: (db, a) => discardMail(db, a, f.mail, newId<'employee'>(), NOW + 1),
  keysOf: (db, a) => keysOf(db, a),
  touchKey: (db, a) => touchKey(db, a, f.key, NOW + 1),
  revokeKey: (db, a) => revokeKey(db, a, f.key, NOW + 1),
  closeSessionsOf: (db, a) => closeSessionsOf(db, a, o.ann.id),
  oneTimeOf: (db, a) => oneTimeOf(db, a, o.anna.id, 'activation').then((x) => (x ? o.anna.id : null)),
  useOneTime: (db, a) => useOneTime(db, a, o.anna.id, 'activation', 1, NOW + 1).then((x) => (x ? o.anna.id : null)),
  endOneTimes: (db, a) => endOneTimes(db, a, o.anna.id, NOW + 1),
  endMailedOneTimes: (db, a) => endMailedOneTimes(db, a, o.anna.id, NOW + 1),
  applyEvents: async (db, a) => {
    const at = { tx: db, account: a, task: f.task, actor: { id: o.ann.id, kind: 'employee' as const }, now: NOW + 1 };
    await applyEvent(at, { kind: 'comment-edited', comment: f.comment, words: { html: 'x', text: 'x' } });
    await applyEvent(at, { kind: 'comment-deleted', comment: f.comment });
    await applyEvent(at, { kind: 'status-changed', from: 'NEW', to: 'DONE', reason: '' });
    await applyEvent(at, { kind: 'task-edited', changes: { title: 'x', description: { html: 'x', text: 'x' } } });
    await applyEvent(at, { kind: 'person-removed', person: o.ivan.id, role: 'assignee' });
    await applyEvent(at, { kind: 'task-deleted' });
  },
});

const idsOf = (f: Furniture, o: Tenant): string[] => [
  ...Object.values(f),
  ...[o.ann, o.ivan, o.birch, o.anna, o.boris].map((p) => p.id),
];

/** Every row of this account, by table. */
async function rowsOf(db: Sql, account: AccountId): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const table of await tables(db, isPostgres(db))) {
    if (['accounts', 'migrations', 'inbox_raw'].includes(table)) continue;
    const rows = await db(table).where({ account_id: account });
    found.set(table, rows.map((r) => JSON.stringify(r)).sort());
  }
  return found;
}

async function primaryKeys(db: Sql, postgres: boolean): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const table of await tables(db, postgres)) {
    const rows: { name: string }[] = postgres
      ? (
          await db.raw(
            `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
             where i.indisprimary and i.indrelid = ?::regclass order by array_position(i.indkey::int[], a.attnum::int)`,
            [table],
          )
        ).rows
      : (await db.raw(`pragma table_info(${table})`))
          .filter((c: { pk: number }) => c.pk > 0)
          .sort((a: { pk: number }, b: { pk: number }) => a.pk - b.pk);
    found.set(
      table,
      rows.map((r) => r.name),
    );
  }
  return found;
}

async function uniqueIndexes(db: Sql, postgres: boolean): Promise<{ table: string; columns: string[] }[]> {
  if (postgres) {
    const { rows } = await db.raw(
      `select t.relname as "table", array_agg(a.attname::text) as columns from pg_index i
       join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indisunique and not i.indisprimary group by t.relname, i.indexrelid`,
    );
    return rows;
  }
  const found: { table: string; columns: string[] }[] = [];
  for (const table of await tables(db, false)) {
    for (const index of await db.raw(`pragma index_list(${table})`)) {
      if (!index.unique || index.origin === 'pk') continue;
      const columns: { name: string }[] = await db.raw(`pragma index_info(${index.name})`);
      found.push({ table, columns: columns.map((c) => c.name) });
    }
  }
  return found;
}

async function tables(db: Sql, postgres: boolean): Promise<string[]> {
  const rows: { name: string }[] = postgres
    ? (await db.raw("select table_name as name from information_schema.tables where table_schema = 'public'")).rows
    : await db.raw("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  return rows.map((r) => r.name);
}
