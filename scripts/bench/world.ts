/**
 * A store with people, tasks and letters that can be answered, made by the gateway's own functions: for the benchmark and for
 * the crash tests. Everything measured or killed is what the build made, so this uses the build as well.
 */
import { join } from 'node:path';
import type { PersonId, TaskId } from '../../src/base/id.ts';
import type { Actor, Gateway } from '../../src/flow/gateway.ts';
import type { Account } from '../../src/people/account.ts';
import type { Contact, Person } from '../../src/people/person.ts';

const dist = (file: string): string => new URL(`../../dist/${file}`, import.meta.url).href;
/** The modules of the build, typed as their sources. */
export const built = {
  app: (): Promise<typeof import('../../src/app.ts')> => import(/* @vite-ignore */ dist('app.js')),
  config: (): Promise<typeof import('../../src/config.ts')> => import(/* @vite-ignore */ dist('config.js')),
  accounts: (): Promise<typeof import('../../src/flow/accounts.ts')> =>
    import(/* @vite-ignore */ dist('flow/accounts.js')),
  perform: (): Promise<typeof import('../../src/flow/perform.ts')> =>
    import(/* @vite-ignore */ dist('flow/perform.js')),
  people: (): Promise<typeof import('../../src/store/people.ts')> => import(/* @vite-ignore */ dist('store/people.js')),
  letterLines: (): Promise<typeof import('../../src/store/letter-lines.ts')> =>
    import(/* @vite-ignore */ dist('store/letter-lines.js')),
  enter: (): Promise<typeof import('../../src/flow/enter.ts')> => import(/* @vite-ignore */ dist('flow/enter.js')),
  read: (): Promise<typeof import('../../src/flow/read.ts')> => import(/* @vite-ignore */ dist('flow/read.js')),
  reply: (): Promise<typeof import('../../src/mail/reply-read.ts')> =>
    import(/* @vite-ignore */ dist('mail/reply-read.js')),
  htmlText: (): Promise<typeof import('../../src/mail/html-text.ts')> =>
    import(/* @vite-ignore */ dist('mail/html-text.js')),
  storeAccounts: (): Promise<typeof import('../../src/store/accounts.ts')> =>
    import(/* @vite-ignore */ dist('store/accounts.js')),
  sanitize: (): Promise<typeof import('../../src/mail/sanitize.ts')> =>
    import(/* @vite-ignore */ dist('mail/sanitize.js')),
  fill: (): Promise<typeof import('../../src/notify/fill.ts')> => import(/* @vite-ignore */ dist('notify/fill.js')),
  token: (): Promise<typeof import('../../src/base/token.ts')> => import(/* @vite-ignore */ dist('base/token.js')),
  log: (): Promise<typeof import('../../src/base/log.ts')> => import(/* @vite-ignore */ dist('base/log.js')),
};

export interface Conversation {
  readonly task: TaskId;
  readonly number: number;
  readonly contact: Contact;
  readonly employee: Person;
  /** Where an answer of the contact goes: `reply+<token>@…`. */
  readonly replyTo: string;
}

export interface World {
  readonly account: Account;
  readonly conversations: readonly Conversation[];
}

/** Where a gateway keeps everything, as its environment: below `folder`, but for the database when it is given. */
export const homeIn = (folder: string, database = join(folder, 'postern.db')): Record<string, string> => ({
  POSTERN_DATABASE: database,
  POSTERN_BLOBS: join(folder, 'blobs'),
  POSTERN_KEYS: join(folder, 'keys.json'),
  POSTERN_MAIL_CAPTURE: join(folder, 'sent'),
});

/** A gateway in this process on that home, for making and for looking; close its `db`. */
export async function openHome(env: Record<string, string>): Promise<Gateway> {
  const [{ openGateway }, { loadConfig }, { makeLog }] = await Promise.all([built.app(), built.config(), built.log()]);
  const loaded = loadConfig({ env, cwd: '/' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded));
  return openGateway(loaded.config, makeLog('error'));
}

/** An account with `count` conversations, each between an employee and a contact of its own. Their first letters are queued. */
export async function makeWorld(gw: Gateway, count: number): Promise<World> {
  const { createAccount } = await built.accounts();
  const made = await createAccount(gw, {
    name: 'acme',
    title: 'Acme',
    language: 'en',
    admin: { email: 'ann@acme.example' as never, firstName: 'Ann', lastName: 'Lee' },
  });
  if (!made.ok) throw new Error(made.reason);
  const conversations: Conversation[] = [];
  for (let at = 1; at <= count; at++) conversations.push(await converse(gw, made.account, at));
  return { account: made.account, conversations };
}

async function converse(gw: Gateway, account: Account, number: number): Promise<Conversation> {
  const { insertContact, insertEmployee, loadContact, loadEmployee } = await built.people();
  const { createTask, perform } = await built.perform();
  const { letterToken } = await built.token();
  const { lettersOfTask } = await built.letterLines();
  const now = gw.clock();
  const { employee, contact } = await gw.db.write(async (tx) => {
    const name = { firstName: `Worker${number}`, login: `worker${number}`, email: `worker${number}@acme.example` };
    const one = await insertEmployee(tx, account.id, name as never, now);
    const asked = { firstName: `Client${number}`, lastName: 'Kim', email: `client${number}@client.example` };
    const other = await insertContact(tx, account.id, asked as never, now);
    return {
      employee: (await loadEmployee(tx, account.id, one))!,
      contact: (await loadContact(tx, account.id, other))!,
    };
  });
  const actor: Actor = { account, person: employee, proof: 'session', source: 'web' };
  const task = await createTask(gw, actor, newTask(`Order ${number}`, employee.id, contact.id));
  if (!task.ok) throw new Error(task.refusal);
  const said = await perform(gw, actor, { ...QUESTION, task: task.task, notify: [contact.id] });
  if (!said.ok) throw new Error(said.refusal);
  const letters = await lettersOfTask(gw.db.read, account.id, task.task);
  const letter = letters.find((line) => line.kind === 'N2' && line.recipient === contact.id);
  if (!letter) throw new Error('no letter was written to the contact');
  const replyTo = `${gw.names.replyPrefix}+${letterToken(gw.keyring, 'reply', letter.id)}@${account.mailDomain}`;
  return { task: task.task, number, contact, employee, replyTo };
}

const newTask = (title: string, assigner: PersonId, assignee: PersonId) => ({
  title,
  description: { html: '<p>Twelve desks</p>', text: 'Twelve desks' },
  files: [],
  project: null,
  parent: null,
  assigner,
  assignees: [assignee],
  participants: [],
  auditors: [],
  counterparty: null,
  automaticAccess: 'GRANT' as const,
  status: 'NEW' as const,
  source: 'web' as const,
  proof: 'session' as const,
  origin: null,
});

export const QUESTION = {
  kind: 'add-comment' as const,
  words: { html: '<p>When shall we come? Morning or evening?</p>', text: 'When shall we come? Morning or evening?' },
  files: [],
  hidden: false,
  audience: [],
  source: 'web' as const,
  proof: 'session' as const,
  origin: null,
  join: false,
};
