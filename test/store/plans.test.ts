/**
 * Hot queries stay fast however much there is: none walks a whole table of what grows. The queries are those that the
 * functions really ask, caught on the way, with their values.
 */
import { beforeAll, expect, test } from 'vitest';
import { type LetterId, newId, type TaskId } from '../../src/base/id.ts';
import { DAY } from '../../src/base/time.ts';
import { applyEvent } from '../../src/store/apply.ts';
import { branchesOf } from '../../src/store/branches.ts';
import { letterBounced, letterDelayed, lettersBefore } from '../../src/store/came-back.ts';
import type { Database, Sql } from '../../src/store/database.ts';
import { sessionsOf } from '../../src/store/doors.ts';
import { echoesOf } from '../../src/store/echoes.ts';
import { entrantById, versionAround } from '../../src/store/entrants.ts';
import { placeOfFile } from '../../src/store/files.ts';
import {
  carry,
  circlesOf,
  dueAtOnce,
  lastSpoke,
  lastTold,
  waitingFor as lettersWaitingFor,
  lockHeld,
} from '../../src/store/held-letters.ts';
import {
  backlog,
  claimMails,
  loadMail,
  moveMail,
  postponeMail,
  reopenMail,
  takeEffect,
  taskOfMessageId,
} from '../../src/store/inbox.ts';
import { ledgerLine, pageOfLedger, searchLedger } from '../../src/store/ledger.ts';
import { countMail, ledgerSums, ledgerSumsOf, oldestHeld, PERIOD } from '../../src/store/ledger-counts.ts';
import { recentLetters, wasWritten } from '../../src/store/letter-counts.ts';
import { letterById, lettersOfTask } from '../../src/store/letter-lines.ts';
import { searchLetters } from '../../src/store/letter-search.ts';
import { allTasks, lastConcerning, tasksByTitle, tasksOf } from '../../src/store/lists.ts';
import { isOpened, letterOpened } from '../../src/store/opened.ts';
import { claimLetters, lettersSent } from '../../src/store/outbox.ts';
import { contactById, personByAddress, unprovenByClaim } from '../../src/store/people.ts';
import { contactByNumber, membersOf, pageOfContacts, pageOfSpammers } from '../../src/store/people-lists.ts';
import { takeTurn, waitingFor } from '../../src/store/questions.ts';
import { senderByLetter, sendersAmong, sendersWithin } from '../../src/store/senders.ts';
import { taskStamp } from '../../src/store/stamps.ts';
import { suppression, suppressionsOf } from '../../src/store/suppressions.ts';
import { loadFacts, loadWorld, taskIdByNumber } from '../../src/store/tasks.ts';
import { toldOf } from '../../src/store/told.ts';
import { aDraft } from '../support/world.ts';
import { address, addTask, applying, eachStore, NOW, openTenant, type Store, type Tenant } from './each-store.ts';

const TASKS = 3000;
const GROWS = [
  'tasks',
  'task_people',
  'comments',
  'comment_people',
  'files',
  'letters',
  'mailed',
  'shared_readers',
  'inbox',
  'inbox_raw',
  'ledger_periods',
  'effects',
  'contacts',
  'addresses',
  'history',
  'contact_ties',
  'senders',
];

type Ask = (db: Sql, t: Tenant, task: TaskId) => Promise<unknown>;

const HOT: Record<string, Ask> = {
  claimMails: (db) => claimMails(db, NOW, 10),
  'claimMails, fresh': (db) => claimMails(db, NOW, 10, false),
  'claimMails, tried': (db) => claimMails(db, NOW, 10, true),
  postponeMail: (db) => postponeMail(db, { id: newId<'inbox'>(), attempts: 1 }, NOW),
  reopenMail: (db, t) => reopenMail(db, t.account.id, newId(), { by: newId(), override: null }, NOW),
  loadMail: (db) => loadMail(db, newId<'inbox'>()),
  backlog: (db) => backlog(db, 100),
  takeEffect: (db, t) => takeEffect(db, t.account.id, 'k', newId<'inbox'>()),
  taskOfMessageId: (db, t) => taskOfMessageId(db, t.account.id, ['<a@x>', '<b@x>']),
  pageOfLedger: (db, t) => pageOfLedger(db, t.account.id, { after: newId(), limit: 20, unread: false }),
  'pageOfLedger, with what nobody has read': (db, t) =>
    pageOfLedger(db, t.account.id, { after: newId(), limit: 20, unread: true }),
  'pageOfLedger, held': (db, t) =>
    pageOfLedger(db, t.account.id, { after: null, limit: 20, unread: true, state: 'held' }),
  'pageOfLedger, of a sender': (db, t) =>
    pageOfLedger(db, t.account.id, { after: newId(), limit: 20, unread: true, from: 'a@x.example' }),
  'pageOfLedger, a Message-ID': (db, t) =>
    pageOfLedger(db, t.account.id, { after: null, limit: 20, unread: true, messageId: '7@x' }),
  'pageOfLedger, a day': (db, t) =>
    pageOfLedger(db, t.account.id, { after: null, limit: 20, unread: true, since: NOW, until: NOW + DAY }),
  searchLedger: (db, t) =>
    searchLedger(db, t.account.id, {
      after: null,
      limit: 20,
      unread: true,
      since: NOW,
      until: NOW + DAY,
      subject: 'desk',
    }),
  ledgerSums: (db) => ledgerSums(db),
  ledgerSumsOf: (db, t) => ledgerSumsOf(db, t.account.id, true),
  'ledgerSumsOf, a day': (db, t) => ledgerSumsOf(db, t.account.id, true, { since: NOW, until: NOW + DAY }),
  oldestHeld: (db) => oldestHeld(db),
  'a mail is counted': (db, t) =>
    countMail(db, { id: newId(), account_id: t.account.id, received_at: NOW }, [
      ['held', -1],
      ['ignored', 1],
    ]),
  ledgerLine: (db, t) => ledgerLine(db, t.account.id, newId(), true),
  claimLetters: (db) => claimLetters(db, NOW, 10),
  'waitingFor, letters': (db, t, task) => lettersWaitingFor(db, t.account.id, task, t.anna.id),
  lastTold: (db, t, task) => lastTold(db, t.account.id, task, t.anna.id),
  lastSpoke: (db, t, task) => lastSpoke(db, t.account.id, task, t.anna.id),
  circlesOf: (db, t) => circlesOf(db, t.account.id, [newId(), newId()]),
  carry: (db, t) => carry(db, t.account.id, newId(), [newId(), newId()]),
  dueAtOnce: async (db, t) => dueAtOnce(db, t.account.id, NOW, { person: t.anna.id }),
  'dueAtOnce, all': async (db, t) => dueAtOnce(db, t.account.id, NOW),
  lockHeld: (db, t) => lockHeld(db, t.account.id, newId()),
  isOpened: (db) => isOpened(db, newId()),
  letterOpened: (db) => letterOpened(db, newId(), NOW),
  letterById: (db) => letterById(db, newId<'letter'>()),
  lettersSent: (db) =>
    lettersSent(
      db,
      [newId<'letter'>(), newId<'letter'>()].map((id) => ({ id: id as LetterId, answer: '' })),
      NOW,
    ),
  lettersOfTask: (db, t, task) => lettersOfTask(db, t.account.id, task),
  searchLetters: (db, t) => searchLetters(db, t.account.id, { after: newId(), limit: 20 }),
  'echoesOf, a task': (db, t, task) => echoesOf(db, t.account.id, task, { since: 0, until: NOW, limit: 100 }),
  'echoesOf, a domain': (db, t) => echoesOf(db, t.account.id, '@x', { since: 0, until: NOW, limit: 100 }),
  wasWritten: (db, t) => wasWritten(db, t.account.id, t.anna.id, 'N3', NOW),
  lettersBefore: (db, t) => lettersBefore(db, t.account.id, t.anna.id, NOW, 3),
  letterBounced: (db, t) => letterBounced(db, t.account.id, 'letter-7' as LetterId, 'x', 'x', ['a@x']),
  letterDelayed: (db, t) => letterDelayed(db, t.account.id, 'letter-7' as LetterId, 'x'),
  recentLetters: (db, t) => recentLetters(db, t.account.id, t.anna.id, NOW, 50),
  suppression: (db, t) => suppression(db, t.account.id, 'a@x'),
  personByAddress: (db, t) => personByAddress(db, t.account.id, t.anna.email!),
  'personByAddress, unknown': (db, t) => personByAddress(db, t.account.id, address('nobody@client.example')),
  unprovenByClaim: (db, t) => unprovenByClaim(db, t.account.id, address('nobody@client.example')),
  contactById: (db, t) => contactById(db, t.anna.id),
  pageOfSpammers: (db, t) => pageOfSpammers(db, t.account.id, 0, 20),
  branchesOf: (db, t) => branchesOf(db, t.account.id, [newId(), newId()]),
  moveMail: (db, t, task) => moveMail(db, t.account.id, newId(), { task, comment: null }),
  waitingFor: (db, t) => waitingFor(db, t.account.id, t.anna.id, 20),
  takeTurn: (db, t) => takeTurn(db, t.account.id, t.anna.id, NOW, 1000),
  pageOfContacts: (db, t) => pageOfContacts(db, t.account.id, 1, 20),
  'pageOfContacts, companies': (db, t) => pageOfContacts(db, t.account.id, 1, 20, 'companies'),
  contactByNumber: (db, t) => contactByNumber(db, t.account.id, 7),
  membersOf: (db, t) => membersOf(db, t.account.id, [t.birch.id], 20),
  sessionsOf: (db, t) => sessionsOf(db, t.account.id, t.anna.id, NOW, NOW, 'secret'),
  suppressionsOf: (db, t) => suppressionsOf(db, t.account.id, ['a@x', 'b@x']),
  taskIdByNumber: (db, t) => taskIdByNumber(db, t.account.id, 7),
  loadWorld: (db, t, task) => loadWorld(db, t.account.id, task, { limit: 200 }, 'ALL_NOT_HIDDEN'),
  'loadWorld, outside': (db, t, task) =>
    loadWorld(db, t.account.id, task, { limit: 200, concerning: t.anna.id }, 'ALL_NOT_HIDDEN'),
  'loadWorld, older': (db, t, task) => loadWorld(db, t.account.id, task, { limit: 200, before: 50 }, 'ALL_NOT_HIDDEN'),
  'loadWorld, with what was done': (db, t, task) =>
    loadWorld(db, t.account.id, task, { limit: 200, before: 50, happenings: true }, 'ALL_NOT_HIDDEN'),
  toldOf: (db, t) => toldOf(db, t.account.id, t.ivan.id, { after: null, limit: 31 }),
  'toldOf, a later page': (db, t) =>
    toldOf(db, t.account.id, t.ivan.id, { after: { at: NOW, letter: newId() as LetterId }, limit: 31 }),
  loadFacts: (db, t, task) => loadFacts(db, t.account.id, [task], 'ALL_NOT_HIDDEN'),
  placeOfFile: (db, t) => placeOfFile(db, t.account.id, newId()),
  lastConcerning: (db, t, task) => lastConcerning(db, t.account.id, t.anna.id, [task]),
  tasksByTitle: (db, t) => tasksByTitle(db, t.account.id, 'торт', 5),
  tasksOf: (db, t) =>
    tasksOf(
      db,
      t.account.id,
      { people: [t.anna.id], companies: [t.birch.id] },
      { after: { at: NOW, id: newId<'task'>() }, limit: 20, search: '' },
    ),
  'tasksOf, first page': (db, t) =>
    tasksOf(db, t.account.id, { people: [t.anna.id], companies: [] }, { after: null, limit: 20, search: '' }),
  'allTasks, in a project': (db, t) =>
    allTasks(db, t.account.id, { after: null, limit: 20, search: '', project: newId<'project'>() }),
  'allTasks, first page': (db, t) => allTasks(db, t.account.id, { after: null, limit: 20, search: '' }),
  'allTasks, a later page': (db, t) =>
    allTasks(db, t.account.id, { after: { at: NOW, id: newId<'task'>() }, limit: 20, search: '' }),
  'allTasks, search': (db, t) => allTasks(db, t.account.id, { after: null, limit: 20, search: 'торт' }),
  sendersWithin: (db, t) => sendersWithin(db, t.account.id, t.ann.id),
  sendersAmong: (db, t) => sendersAmong(db, t.account.id, ['a@x', 'b@x']),
  senderByLetter: (db) => senderByLetter(db, newId<'letter'>()),
  taskStamp: (db, t) => taskStamp(db, t.account.id, t.anna.id, 7),
  entrantById: (db, t) => entrantById(db, t.anna.id),
  versionAround: (db, t) => versionAround(db, t.anna.id),
  'a comment is written': (db, t, task) =>
    applyEvent(applying(db, t, task), { kind: 'comment-added', draft: aDraft('x', { notify: [t.anna.id] }) }),
};

eachStore('plans', (store, kind) => {
  let t: Tenant;
  let task: TaskId;
  beforeAll(async () => {
    t = await openTenant(store().db);
    task = await addTask(store().db, t);
    await fill(store().db, t);
    if (kind === 'postgres') await store().db.read.raw('analyze');
  });

  test.each(Object.entries(HOT))('%s', async (_, ask) => {
    const walked = await store().db.write(async (tx) => {
      const asked = await caught(store(), () => ask(tx, t, task));
      expect(asked.length).toBeGreaterThan(0);
      const found: string[] = [];
      for (const query of asked) found.push(...(await walks(tx, kind === 'postgres', query)));
      return found;
    });
    expect(walked).toEqual([]);
  });

  // PostgreSQL has statistics and chooses by them.
  test.runIf(kind === 'sqlite').each(OF_ONE)('%s goes through no more of the account than is theirs', async (name) => {
    const whole = await store().db.write(async (tx) => {
      const asked = await caught(store(), () => HOT[name]!(tx, t, task));
      const plans = await Promise.all(asked.map((query) => planOf(tx, query)));
      return plans.flat().filter((line) => THROUGH_ALL.test(line));
    });
    expect(whole).toEqual([]);
  });

  test('a query without an index is found', async () => {
    const walked = await walks(store().db.read, kind === 'postgres', {
      sql: 'select * from tasks where description_text = ?',
      bindings: ['x'],
    });
    expect(walked).toEqual([expect.stringContaining('tasks')]);
  });
});

/** What is asked for one person or one task. */
const OF_ONE = ['tasksOf', 'tasksOf, first page', 'taskStamp', 'entrantById', 'loadWorld', 'lastConcerning'];

/** By the account alone, which is as good as no index. */
const THROUGH_ALL = new RegExp(
  `^SEARCH (${[...GROWS, 't', 'c', 'l', 'm', 'd', 'n'].join('|')}) .*\\(account_id=\\?\\)$`,
);

async function planOf(db: Sql, { sql, bindings }: Query): Promise<string[]> {
  const plan = (await db.raw(`explain query plan ${sql}`, bindings as never)) as { detail: string }[];
  return plan.map((row) => row.detail);
}

interface Query {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** What is asked of the database while `work` runs, apart from the words around transactions. */
async function caught({ db }: Store, work: () => Promise<unknown>): Promise<Query[]> {
  const asked: Query[] = [];
  const hear = (query: { sql: string; bindings?: unknown[] }) => {
    if (/^(select|insert|update|delete|with)\b/i.test(query.sql))
      asked.push({ sql: query.sql, bindings: query.bindings ?? [] });
  };
  const client = db.migrator.client as NodeJS.EventEmitter;
  client.on('query', hear);
  try {
    await work();
  } finally {
    client.off('query', hear);
  }
  return asked;
}

/** The tables that this query would walk from end to end. */
async function walks(db: Sql, postgres: boolean, { sql, bindings }: Query): Promise<string[]> {
  // What was caught has $1 for PostgreSQL already; knex wants its own question marks.
  const own = postgres ? sql.replace(/\$\d+/g, '?') : sql;
  if (postgres) {
    // It walks a small table whatever its indexes; with this it does so only where no index helps.
    await db.raw('set local enable_seqscan = off');
    const { rows } = await db.raw(`explain (costs off) ${own}`, bindings as never);
    const plan = (rows as Record<string, string>[]).map((r) => r['QUERY PLAN']!);
    return plan.filter((line) => GROWS.some((table) => new RegExp(`Seq Scan on ${table}\\b`).test(line)));
  }
  // The index of a queue holds only what is due, or waits for a person.
  const scans = (await planOf(db, { sql, bindings })).filter(
    (detail) => /^SCAN /.test(detail) && !/ ((inbox|letters)_due|inbox_held)$/.test(detail),
  );
  return scans.filter((detail) => GROWS.includes(detail.split(' ')[1]!)).map((detail) => `${detail} ← ${sql}`);
}

/** Many tasks with a comment and a letter each, and as many mails, most of them done with. */
async function fill(db: Database, t: Tenant): Promise<void> {
  const numbers = Array.from({ length: TASKS }, (_, i) => i + 10);
  const a = { account_id: t.account.id };
  const rows: [string, (n: number) => object][] = [
    [
      'senders',
      (n) => ({
        account_id: `account-${n}`,
        id: `sender-${n}`,
        address: `${n}@x`,
        name: '',
        projects: '[]',
        staff: '[]',
        signature: '',
        replies_here: false,
        alignment: 'relay',
        letter_id: `letter-of-${n}`,
        created_at: NOW,
      }),
    ],
    [
      'tasks',
      (n) => ({
        ...a,
        id: `task-${n}`,
        number: n,
        title: `t${n}`,
        title_folded: `t${n}`,
        description_html: '',
        description_text: '',
        status: 'NEW',
        automatic_access: 'GRANT',
        source: 'web',
        comment_count: 1,
        created_at: NOW,
        updated_at: NOW + n,
      }),
    ],
    [
      'task_people',
      (n) => ({
        ...a,
        task_id: `task-${n}`,
        person_id: n % 50 === 0 ? t.anna.id : `p${n}`,
        person_kind: 'contact',
        role: 'participant',
        since: NOW,
      }),
    ],
    [
      'comments',
      (n) => ({
        ...a,
        id: `comment-${n}`,
        task_id: `task-${n}`,
        number: 1,
        author_id: t.ann.id,
        author_kind: 'employee',
        text: '',
        html: '',
        hidden: false,
        source: 'web',
        proof: 'session',
        created_at: NOW,
      }),
    ],
    ['comment_people', (n) => ({ ...a, comment_id: `comment-${n}`, relation: 'notified', person_id: t.anna.id })],
    [
      'letters',
      (n) => ({
        ...a,
        id: `letter-${n}`,
        state: n % 500 === 0 ? 'queued' : 'sent',
        kind: 'N2',
        cause: `c${n}`,
        task_id: `task-${n}`,
        recipient_id: `p${n}`,
        recipients: '[]',
        subject: '',
        content: '{}',
        attempts: 1,
        due_at: n % 500 === 0 ? NOW + n : null,
        created_at: NOW,
      }),
    ],
    [
      'inbox',
      (n) => ({
        ...a,
        id: `inbox-${n}`,
        state: n % 500 === 0 ? 'received' : 'delivered',
        protocol: 'smtp',
        envelope_from: '',
        envelope_to: '[]',
        client_ip: '',
        helo: '',
        tls: false,
        size: 1,
        sha256: '',
        received_at: NOW,
        due_at: n % 500 === 0 ? NOW + n : null,
        attempts: 0,
        message_id: `<${n}@x>`,
        loop_scope: n % 3 === 0 ? '@x' : `task-${n}`,
        sender_domain: 'x',
        likeness: '0123456789abcdef',
      }),
    ],
    ['inbox_raw', (n) => ({ inbox_id: `inbox-${n}` })],
    ['ledger_periods', (n) => ({ ...a, period: n * PERIOD, state: 'delivered', slot: 0, n: 1 })],
    [
      'contacts',
      (n) => ({
        ...a,
        id: `contact-${n}`,
        number: n,
        is_company: false,
        first_name: `c${n}`,
        last_name: '',
        position: '',
        phone: '',
        description: '',
        language: 'en',
        sees_company_tasks: false,
        access: 'NONE',
        link_generation: 1,
        link_revoked: false,
        is_spammer: false,
        mail_blocked: false,
        proven: true,
        created_at: NOW,
      }),
    ],
    [
      'addresses',
      (n) => ({
        ...a,
        address: `c${n}@client.example`,
        person_id: `contact-${n}`,
        person_kind: 'contact',
        position: 0,
      }),
    ],
  ];
  await db.write(async (tx) => {
    for (const [table, row] of rows) await tx.batchInsert(table, numbers.map(row), 40);
  });
}
