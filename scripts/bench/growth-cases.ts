/**
 * How the cost of the common questions grows with the store: the same operations in this process on 10⁴ tasks and on many more,
 * three comments and a letter each, a thousand tasks to a client. The large store is made once and kept under data/bench. Reading
 * is measured by the CPU of this process: it waits for nothing, and whoever else works on the machine does not count.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway } from '../../src/flow/gateway.ts';
import type { Person } from '../../src/people/person.ts';
import type { Size } from './mail-cases.ts';
import { median, perSecond, type Row, row } from './measure.ts';
import { built, homeIn, makeWorld, openHome, QUESTION } from './world.ts';

const SMALL = 10_000;
const KEPT = new URL('../../data/bench/', import.meta.url).pathname;
/** So many each. */
const TASKS_OF_CLIENT = 1000;
/** Raised when what is made below changes: older stores are made anew. */
const SHAPE = 3;

/** These wait for the disk. */
const WAITS: ReadonlySet<string> = new Set(['reply transaction, 16 at once']);

interface Store {
  readonly gw: Gateway;
  readonly tasks: number;
  readonly operations: Readonly<Record<string, (n: number) => Promise<unknown>>>;
}

export async function growth({ quick, pairs }: Size): Promise<Row[]> {
  const large = quick ? 100_000 : 1_000_000;
  const stores = [await openStore(SMALL), await openStore(large)] as const;
  const rows: Row[] = [];
  for (const name of Object.keys(stores[0].operations)) {
    const rates: [number[], number[]] = [[], []];
    for (let at = 0; at < pairs * 2; at++) {
      const which = at % 2 === 0 ? 0 : 1;
      const operation = stores[which].operations[name]!;
      rates[which].push(await perSecond(quick ? 150 : 700, operation, WAITS.has(name) ? 'clock' : 'cpu'));
    }
    const unit = WAITS.has(name) ? 'per s' : 'per CPU s';
    rows.push(row(`${name}, 10⁴ → ${quick ? '10⁵' : '10⁶'} tasks`, median(rates[1]), unit, median(rates[0])));
  }
  const { operations } = stores[1];
  const [first, deep] = [operations['list page']!, await deepPage(stores[1])];
  const pagesOf: [number[], number[]] = [[], []];
  for (let at = 0; at < pairs; at++) {
    pagesOf[0].push(await perSecond(150, first, 'cpu'));
    pagesOf[1].push(await perSecond(150, deep, 'cpu'));
  }
  const of = quick ? '10⁵' : '10⁶';
  rows.push(row(`list: page 1,000 beside page 1, ${of} tasks`, median(pagesOf[1]), 'per CPU s', median(pagesOf[0])));
  for (const { gw } of stores) await gw.db.close();
  return rows;
}

async function openStore(tasks: number): Promise<Store> {
  const folder = join(KEPT, `${SHAPE}-${tasks}`);
  if (!existsSync(folder)) await makeStore(folder, tasks);
  const gw = await openHome(homeIn(folder));
  const { allAccounts } = await built.storeAccounts();
  const { loadPerson } = await built.people();
  const { readTaskById, listTasks } = await built.read();
  const { letterById } = await built.letterLines();
  const { perform } = await built.perform();
  const account = (await allAccounts(gw.db.read))[0]!;
  const row = await gw.db.read('tasks').where({ number: 1 }).first('id');
  const people = await gw.db.read('task_people').where({ task_id: row.id });
  const [employee, contact] = await Promise.all(
    ['employee', 'contact'].map(async (kind) => {
      const found = people.find((one: { person_kind: string }) => one.person_kind === kind);
      return (await loadPerson(gw.db.read, account.id, found.person_id)) as Person;
    }),
  );
  const admin = { ...employee!, role: 'admin' } as Person;
  const staff = { by: 'staff', employee: admin } as never;
  const any = (n: number) => 2 + ((n * 7919) % (tasks - 10));
  const actor = { account, person: employee!, proof: 'session', source: 'web' } as const;
  return {
    gw,
    tasks,
    operations: {
      'reply transaction, 16 at once': (n) =>
        Promise.all(
          Array.from({ length: 16 }, (_, at) =>
            perform(gw, actor, { ...QUESTION, task: taskId(any(n * 16 + at)) as never, notify: [] }),
          ),
        ),
      'letter by token': (n) => letterById(gw.db.read, letterId(any(n)) as never),
      'conversation page': (n) => readTaskById(gw, account, staff, taskId(any(n)) as never),
      'list page': () => listTasks(gw, account, staff, { after: null, limit: 50, search: '' } as never),
      'list page of a client': () =>
        listTasks(
          gw,
          account,
          { by: 'dashboard', contact: contact! } as never,
          { after: null, limit: 50, search: '' } as never,
        ),
    },
  };
}

/** Page 1,000 of fifty lines: the cursor is found once, beforehand. */
async function deepPage({ gw, tasks }: Store): Promise<(n: number) => Promise<unknown>> {
  const { allAccounts } = await built.storeAccounts();
  const { loadPerson } = await built.people();
  const { listTasks } = await built.read();
  const account = (await allAccounts(gw.db.read))[0]!;
  const person = await gw.db.read('employees').where({ login: 'worker1' }).first('id');
  const employee = { ...(await loadPerson(gw.db.read, account.id, person.id))!, role: 'admin' };
  const at = await gw.db
    .read('tasks')
    .orderBy([
      { column: 'updated_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .offset(Math.min(50_000, tasks - 100))
    .first('id', 'updated_at');
  const after = `${at.updated_at}.${at.id}`;
  return () => listTasks(gw, account, { by: 'staff', employee } as never, { after, limit: 50, search: '' } as never);
}

const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');
const taskId = (n: number): string => `01900000-0000-7000-8000-${hex(n, 12)}`;
const letterId = (n: number): string => `01900000-0000-7001-8000-${hex(n, 12)}`;

/** One conversation by the gateway itself; the others are its rows again, under other ids, in one statement a table. */
async function makeStore(folder: string, tasks: number): Promise<void> {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  console.error(`Making a store of ${tasks} tasks in ${folder} …`);
  const gw = await openHome(homeIn(half));
  const { conversations } = await makeWorld(gw, 1);
  const { task, contact } = conversations[0]!;
  const db = gw.db.migrator;
  // Until it has its name it is nobody's store: nothing has to survive.
  await db.raw('pragma synchronous = off');
  await db.raw('create temp table n (i integer primary key)');
  await db.raw(
    'insert into n with recursive c(i) as (select 2 union all select i + 1 from c where i < ?) select i from c',
    [tasks],
  );
  const id = (group: string) => `'01900000-0000-7${group}-8000-' || printf('%012x', n.i)`;
  const copy = async (table: string, source: string, changed: Record<string, string>, from = `${table} s, n`) => {
    const columns = Object.keys((await db(table).columnInfo()) as object);
    const values = columns.map((name) => changed[name] ?? `s."${name}"`).join(', ');
    await db.raw(
      `insert into ${table} (${columns.map((c) => `"${c}"`).join(', ')}) select ${values} from ${from} where ${source}`,
    );
  };
  // The clients take turns, so that the tasks of each are spread over all the time.
  const turns = tasks / TASKS_OF_CLIENT;
  const clientId = id('005').replace('n.i', `((n.i - 1) % ${turns})`);
  const theirs = `case when (n.i - 1) % ${turns} = 0 then '${contact.id}' else ${clientId} end`;
  const clientOr = (column: string) => `case when s.${column} = '${contact.id}' then ${theirs} else s.${column} end`;
  await copy('contacts', `s.id = '${contact.id}' and n.i <= ${turns}`, { id: clientId, number: '1000 + n.i' });
  await copy('addresses', `s.person_id = '${contact.id}' and n.i <= ${turns}`, {
    person_id: clientId,
    address: "'c' || n.i || '@client.example'",
  });
  await copy('tasks', `s.id = '${task}'`, {
    id: id('000'),
    number: 'n.i',
    updated_at: 's.updated_at + n.i',
    comment_count: '3',
  });
  await copy('task_people', `s.task_id = '${task}'`, { task_id: id('000'), person_id: clientOr('person_id') });
  const [comment] = await db('comments').where({ task_id: task }).select('id');
  for (const at of [1, 2, 3]) {
    const here = id(`00${at + 1}`);
    await copy('comments', `s.id = '${comment.id}'`, { id: here, task_id: id('000'), number: String(at) });
    await copy('comment_people', `s.comment_id = '${comment.id}'`, {
      comment_id: here,
      person_id: clientOr('person_id'),
    });
  }
  await copy('mailed', `s.task_id = '${task}'`, { task_id: id('000'), contact_id: theirs });
  await copy('letters', `s.task_id = '${task}' and s.kind = 'N2' and s.recipient_id = '${contact.id}'`, {
    id: id('001'),
    cause: `'copy:' || n.i`,
    task_id: id('000'),
    comment_id: id('002'),
    recipient_id: theirs,
    state: "'sent'",
    due_at: 'null',
    // A short letter: the pages of the index are what grows, not the words.
    content: '\'{"subject":"Order"}\'',
  });
  await db.raw("update counters set value = ? where kind = 'task'", [tasks]);
  await db.raw("update letters set state = 'sent', due_at = null");
  await gw.db.close();
  renameSync(half, folder);
}
