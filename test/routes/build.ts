/**
 * One account, built of the plan through the hallway as the doors do it, every word in it a marker that is found again wherever
 * it turns up. `Tenancy` says what there is and by which ids and numbers one asks for it.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Address } from '../../src/base/address.ts';
import type { CommentId, FileId, InboxId, LetterId, PersonId, ProjectId, TaskId } from '../../src/base/id.ts';
import { letterToken } from '../../src/base/token.ts';
import { createAccount } from '../../src/flow/accounts.ts';
import { makeActivation } from '../../src/flow/activation.ts';
import { branchOff } from '../../src/flow/branch.ts';
import { takeFile } from '../../src/flow/comment.ts';
import type { Actor, Gateway } from '../../src/flow/gateway.ts';
import { addWebhook } from '../../src/flow/hooks.ts';
import { makeKey } from '../../src/flow/manage-account.ts';
import { saveAddress } from '../../src/flow/manage-addresses.ts';
import { makeTemplate, publishTemplate, saveDraft } from '../../src/flow/manage-templates.ts';
import { createTask, perform } from '../../src/flow/perform.ts';
import { askWhetherTheirs } from '../../src/flow/question.ts';
import { sealMail } from '../../src/flow/sealed.ts';
import { textToHtml } from '../../src/mail/sanitize.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import type { Account } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import { loadAccount } from '../../src/store/accounts.ts';
import { openSession } from '../../src/store/doors.ts';
import { claimMails, type Finish, finishMail, keepMail } from '../../src/store/inbox.ts';
import {
  insertContact,
  insertEmployee,
  loadContact,
  loadEmployee,
  loadPerson,
  robotOf,
} from '../../src/store/people.ts';
import { insertProject } from '../../src/store/rules.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { loadWorld, NO_COMMENTS } from '../../src/store/tasks.ts';
import type { Intent } from '../../src/tasks/intent.ts';
import type { MailOrigin } from '../../src/tasks/task.ts';
import type { Home, Tenant } from './oracle.ts';
import {
  CONTACTS,
  commentPlan,
  contactPlan,
  EMPLOYEES,
  employeePlan,
  PROJECTS,
  projectPlan,
  TASKS,
  type TaskPlan,
  taskPlan,
} from './plan.ts';

/** What stands in a path: pages ask by number, programs by id. */
export interface Thing {
  readonly tenant: Tenant;
  /** Of the plan: a task, `task/comment`, a person. */
  readonly ref: string;
  readonly id: string;
  readonly number: string;
  /** Of what stands below it: the number or id of the task that it is in. */
  readonly within?: Thing;
}

export const KINDS = [
  ...['task', 'comment', 'item', 'file', 'contact', 'employee', 'project'],
  ...['letter', 'mail', 'held', 'session', 'key', 'hook', 'call', 'local', 'suppressed', 'notification', 'template'],
] as const;
export type Kind = (typeof KINDS)[number];

export interface Tenancy {
  readonly tenant: Tenant;
  readonly account: Account;
  readonly things: Readonly<Record<Kind, Map<string, Thing>>>;
  /** Of every person who has one, however little it is good for. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly keySecret: string;
  /** Behind the letter with «Was this you?», to Anna. */
  readonly question: string;
  /** Behind Hugo's invitation. */
  readonly invitation: string;
  /** Behind «Mute this task» in a letter to Anna about the desk. */
  readonly mute: string;
  /** Where the template stands: named by whoever changes it. */
  readonly written: { readonly revision: number; readonly version: string };
  readonly emails: ReadonlyMap<string, string>;
  person(name: string): Promise<Person>;
}

export type Markers = Map<string, Home[]>;
export const MARKER = /mk[ab]\d+z/g;

/** Numbers of the second account begin here, so that none of them is one of the first. */
const FAR = 5000;

export async function buildTenant(gw: Gateway, tenant: Tenant, markers: Markers): Promise<Tenancy> {
  const builder = new Builder(gw, tenant, markers);
  return builder.build();
}

class Builder {
  readonly gw: Gateway;
  readonly tenant: Tenant;
  readonly markers: Markers;
  readonly people = new Map<string, Person>();
  readonly projects = new Map<string, ProjectId>();
  readonly tasks = new Map<string, TaskId>();
  readonly things = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as Record<Kind, Map<string, Thing>>;
  account!: Account;

  constructor(gw: Gateway, tenant: Tenant, markers: Markers) {
    this.gw = gw;
    this.tenant = tenant;
    this.markers = markers;
  }

  mark(...homes: Home[]): string {
    const marker = `mk${this.tenant}${this.markers.size}z`;
    this.markers.set(marker, homes);
    return marker;
  }

  put(kind: Kind, ref: string, id: string, number: unknown = '', within?: Thing): void {
    const thing = { tenant: this.tenant, ref, id, number: String(number) };
    this.things[kind].set(ref, within ? { ...thing, within } : thing);
  }

  async build(): Promise<Tenancy> {
    await this.openAccount();
    for (const name of Object.keys(EMPLOYEES)) if (name !== 'ann') await this.employee(name);
    await this.managers();
    for (const name of Object.keys(CONTACTS)) await this.contact(name);
    for (const name of Object.keys(PROJECTS)) await this.project(name);
    await this.webhook();
    for (const name of Object.keys(TASKS)) await this.task(name);
    const question = await this.heldMail();
    await this.plainMail();
    await this.address();
    await this.template();
    await this.suppressions();
    await this.upload();
    await this.collect();
    const sessions = await this.sessions();
    for (const row of await this.gw.db.read('sessions').where({ account_id: this.account.id })) {
      const [who] = [...this.people].find(([, person]) => person.id === row.person_id)!;
      this.put('session', who, row.id);
    }
    const invitation = await makeActivation(this.gw, this.account, this.people.get('hugo')!);
    const key = await this.key();
    return {
      tenant: this.tenant,
      account: this.account,
      things: this.things,
      sessions,
      keySecret: key,
      question: letterToken(this.gw.keyring, 'question', question),
      invitation: invitation.slice(invitation.lastIndexOf('/') + 1),
      mute: letterToken(this.gw.keyring, 'mute', await this.letterTo('anna')),
      written: this.written,
      emails: new Map([...this.people].map(([name, person]) => [name, person.email ?? ''])),
      person: async (name) => (await loadPerson(this.gw.db.read, this.account.id, this.people.get(name)!.id))!,
    };
  }

  // -- people -------------------------------------------------------------------------------------------------------------

  async openAccount(): Promise<void> {
    const name = this.tenant === 'a' ? 'acme' : 'bakery';
    const made = await createAccount(this.gw, {
      name,
      title: name,
      admin: { email: this.address_('ann'), firstName: 'Ann', lastName: 'Lee' },
      language: 'en',
    });
    if (!made.ok) throw new Error(made.reason);
    this.account = made.account;
    this.people.set('ann', made.admin);
    this.people.set('robot', await robotOf(this.gw.db.read, made.account.id));
    if (this.tenant === 'a') return;
    const kinds = ['task', 'contact', 'employee', 'project'];
    await this.gw.db.write(async (tx) => {
      await tx('counters').where({ account_id: made.account.id }).delete();
      await tx('counters').insert(kinds.map((kind) => ({ account_id: made.account.id, kind, value: FAR })));
      for (const table of ['employees'])
        await tx(table)
          .where({ account_id: made.account.id })
          .increment('number', FAR - 10);
    });
  }

  address_ = (who: string): Address => `${this.mark({ at: 'employee', who })}@staff.example` as Address;

  async employee(name: string): Promise<void> {
    const { role = 'user', grants = false, gone = false } = employeePlan(name)!;
    const home = { at: 'employee', who: name } as const;
    const fields = {
      firstName: name,
      login: name,
      role,
      email: this.address_(name),
      signature: this.mark(home),
      position: this.mark(home),
      mayGrantAccess: grants,
      active: !gone,
    } as const;
    const id = await this.gw.db.write((tx) => insertEmployee(tx, this.account.id, fields, this.gw.clock()));
    this.people.set(name, (await loadEmployee(this.gw.db.read, this.account.id, id))!);
  }

  async managers(): Promise<void> {
    for (const [name, plan] of Object.entries(EMPLOYEES)) {
      if (!('manager' in plan)) continue;
      const row = { account_id: this.account.id, id: this.people.get(name)!.id };
      const manager_id = this.people.get(plan.manager)!.id;
      await this.gw.db.write((tx) => tx('employees').where(row).update({ manager_id }));
    }
  }

  async contact(name: string): Promise<void> {
    const plan = contactPlan(name)!;
    const [card, note] = [{ at: 'card', contact: name } as const, { at: 'note', contact: name } as const];
    const fields = {
      firstName: name,
      lastName: this.mark({ at: 'name', contact: name }),
      isCompany: plan.company ?? false,
      email: `${this.mark(card)}@client.example` as Address,
      additionalEmails: [`${this.mark(note)}@client.example` as Address],
      phone: this.mark(card),
      position: this.mark(card),
      description: this.mark(note),
      companies: (plan.of ?? []).map((of) => (this.people.get(of) as Contact).id),
      responsible: (plan.responsible ?? []).map((who) => (this.people.get(who) as Employee).id),
      seesCompanyTasks: plan.seesCompany ?? false,
      access: plan.access ?? 'NONE',
      isSpammer: plan.spammer ?? false,
      linkRevoked: plan.linkRevoked ?? false,
    } as const;
    const id = await this.gw.db.write((tx) => insertContact(tx, this.account.id, fields, this.gw.clock()));
    this.people.set(name, (await loadContact(this.gw.db.read, this.account.id, id))!);
  }

  idOf = (name: string): PersonId => this.people.get(name)!.id;
  idsOf = (names: readonly string[] = []): PersonId[] => names.map(this.idOf);

  async actor(name: string): Promise<Actor> {
    const account = (await loadAccount(this.gw.db.read, this.account.id))!;
    return { account, person: this.people.get(name)!, proof: 'session', source: 'web' };
  }

  // -- tasks --------------------------------------------------------------------------------------------------------------

  async project(name: string): Promise<void> {
    const plan = projectPlan(name);
    const project = {
      title: this.mark({ at: 'project', project: name }),
      description: this.mark({ at: 'projectText', project: name }),
      author: this.idOf(plan.author) as Employee['id'],
      counterparty: plan.counterparty ? (this.idOf(plan.counterparty) as Contact['id']) : null,
      auditors: this.idsOf(plan.auditors),
      clientManagers: this.idsOf(plan.clientManagers) as Employee['id'][],
      hiddenFromEmployees: plan.hidden ?? false,
      hiddenFromContacts: plan.hidden ?? false,
    };
    this.projects.set(
      name,
      await this.gw.db.write((tx) => insertProject(tx, this.account.id, project, this.gw.clock())),
    );
  }

  async task(name: string): Promise<void> {
    const plan = taskPlan(name);
    const id = plan.branchOf ? await this.branch(name, plan.branchOf) : await this.plainTask(name, plan);
    this.tasks.set(name, id);
    if (plan.checklist)
      await this.does(plan.assigner, { kind: 'add-item', task: id, text: this.mark({ at: 'item', task: name }) });
    for (const comment of Object.keys(plan.comments)) await this.comment(name, comment);
    if (plan.deleted) await this.does(plan.assigner, { kind: 'delete-task', task: id });
  }

  async plainTask(name: string, plan: TaskPlan): Promise<TaskId> {
    const { assigner, source = 'web' } = plan;
    const description = { at: 'description', task: name } as const;
    const text = this.mark(description);
    const made = await createTask(
      this.gw,
      { ...(await this.actor(assigner)), source },
      {
        title: this.mark({ at: 'title', task: name }),
        description: { text, html: textToHtml(text) },
        files: plan.file ? [await this.file(assigner, `${name}/`, description)] : [],
        project: plan.project ? this.projects.get(plan.project)! : null,
        parent: null,
        assigner: this.idOf(assigner),
        assignees: this.idsOf(plan.assignees),
        participants: this.idsOf(plan.participants),
        auditors: this.idsOf(plan.auditors),
        counterparty: plan.counterparty ? (this.idOf(plan.counterparty) as Contact['id']) : null,
        automaticAccess: plan.closed ? 'DO_NOT_GRANT' : 'GRANT',
        status: 'NEW',
        source,
        proof: source === 'mail' ? 'mail-proven' : 'session',
        origin: source === 'mail' ? await this.mailed(name, null, assigner, 'letter') : null,
      },
    );
    if (!made.ok) throw new Error(`${name}: ${made.refusal}`);
    return made.task;
  }

  /** Its title is the subject of that mail, its description the comment's words, its files the comment's. */
  async branch(name: string, [task, comment]: readonly [string, string]): Promise<TaskId> {
    const id = this.things.comment.get(`${task}/${comment}`)!.id as CommentId;
    const made = await branchOff(this.gw, await this.actor('pavel'), this.tasks.get(task)!, id);
    if (!made.ok) throw new Error(`${name}: ${made.refusal}`);
    for (const homes of this.markers.values()) {
      const had = (at: Home['at']) => homes.some((h) => h.at === at && 'comment' in h && h.comment === comment);
      if (had('comment')) homes.push({ at: 'description', task: name });
      if (had('raw')) homes.push({ at: 'raw', task: name, comment: null });
    }
    const subject = this.subjects.get(`${task}/${comment}`)!;
    this.markers.get(subject)!.push({ at: 'title', task: name });
    return made.task;
  }

  async comment(task: string, name: string): Promise<void> {
    const plan = commentPlan(task, name);
    const home = { at: 'comment', task, comment: name } as const;
    const text = this.mark(home);
    const contact = contactPlan(plan.by) !== undefined;
    const source = plan.mail ? 'mail' : contact ? 'dashboard' : 'web';
    const done = await this.does(plan.by, {
      kind: 'add-comment',
      task: this.tasks.get(task)!,
      words: { text, html: textToHtml(text) },
      files: plan.file ? [await this.file(plan.by, `${task}/${name}`, home)] : [],
      notify: this.idsOf(plan.told),
      hidden: plan.hidden ?? false,
      audience: this.idsOf(plan.audience),
      source,
      proof: plan.mail ? 'mail-proven' : 'session',
      origin: plan.mail ? await this.mailed(task, name, plan.by, `${task}/${name}`) : null,
      join: false,
    });
    this.put('comment', `${task}/${name}`, done.comment!, done.commentNumber!);
    if (plan.deleted)
      await this.does(plan.by, { kind: 'delete-comment', task: this.tasks.get(task)!, comment: done.comment! });
  }

  async does(who: string, intent: Intent) {
    const done = await perform(this.gw, await this.actor(who), intent);
    if (!done.ok) throw new Error(`${who} ${intent.kind}: ${done.refusal}`);
    return done;
  }

  async file(owner: string, ref: string, home: Home): Promise<FileId> {
    const content = Readable.from([Buffer.from(this.mark(home))]);
    const file = { name: `${this.mark(home)}.txt`, type: 'text/plain', content };
    const { id } = await takeFile(this.gw, await this.actor(owner), file, 1000);
    this.put('file', ref, id);
    return id;
  }

  // -- mail ---------------------------------------------------------------------------------------------------------------

  readonly subjects = new Map<string, string>();

  /** A mail that made a comment or a task: what the view has of it, and its line in the log. */
  async mailed(task: string, comment: string | null, from: string, ref: string): Promise<MailOrigin> {
    const [removed, raw] = [{ at: 'removed', task, comment } as const, { at: 'raw', task, comment } as const];
    const subject = this.mark(raw, { at: 'admin' });
    this.subjects.set(ref, subject);
    const inbox = await this.keep(
      ref,
      `Subject: ${subject}\r\nX-Mark: ${this.mark(raw, { at: 'admin' })}\r\n\r\n<p>words</p>\r\n`,
      {
        state: 'delivered',
        outcome: 'comment',
        reason: this.mark({ at: 'admin' }),
        subject,
        fromAddress: this.people.get(from)!.email!,
        fromName: from,
      },
    );
    return {
      inbox,
      subject,
      from: this.people.get(from)!.email!,
      method: 'headers',
      confidence: 0.9,
      removed: [{ kind: 'quote', text: this.mark(removed) }],
      notes: [],
    };
  }

  async keep(ref: string, raw: string, finish: Omit<Finish, 'account'>, asks?: PersonId): Promise<InboxId> {
    const bytes = Buffer.from(
      `From: <x@client.example>\r\nTo: <x@mail.acme.example>\r\nContent-Type: text/html\r\n${raw}`,
    );
    const arrived = {
      from: '',
      to: ['x@mail.acme.example'],
      raw: bytes,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      ip: '',
      helo: '',
      tls: false,
      protocol: 'smtp',
      authservId: null,
      receivedAt: this.gw.clock(),
    } as const;
    const id = await this.gw.db.write(async (tx) => {
      const kept = await keepMail(tx, sealMail(this.gw, arrived));
      if (asks) await tx('inbox').where({ id: kept }).update({ asked_id: asks });
      const [mail] = (await claimMails(tx, this.gw.clock(), 10)).filter((one) => one.id === kept);
      await finishMail(tx, mail!, { ...finish, account: this.account.id }, this.gw.clock());
      return kept;
    });
    this.put('mail', ref, id);
    return id;
  }

  /** In Anna's name, and her domain disowns it. Answers the letter that asks her. */
  async heldMail(): Promise<LetterId> {
    const { gw, account } = this;
    const anna = this.people.get('anna')!;
    const homes: Home[] = [{ at: 'asked', who: 'anna' }];
    const subject = this.mark(...homes);
    const task = this.tasks.get('desk')!;
    const held = { state: 'held', outcome: 'sender-failed-authentication', reason: '', subject, task } as const;
    const from = { fromAddress: anna.email!, fromName: 'anna' };
    const raw = `Subject: ${subject}\r\n\r\n<p>${this.mark(...homes)}</p>\r\n`;
    const inbox = await this.keep('held', raw, { ...held, ...from }, anna.id);
    await gw.db.write(async (tx) => {
      const world = (await loadWorld(tx, account.id, task, NO_COMMENTS, 'ALL_NOT_HIDDEN'))!;
      await askWhetherTheirs(gw, tx, { account, person: anna, world, inbox, receivedAt: gw.clock() });
    });
    const letter = await gw.db.read('letters').where({ account_id: account.id, kind: 'question' }).first('id');
    return letter.id;
  }

  async letterTo(name: string): Promise<LetterId> {
    const about = { account_id: this.account.id, task_id: this.tasks.get('desk')!, recipient_id: this.idOf(name) };
    return (
      await this.gw.db
        .read('letters')
        .where({ ...about, kind: 'N2' })
        .first('id')
    ).id;
  }

  async plainMail(): Promise<void> {
    const [subject, body, name] = [0, 1, 2].map(() => this.mark({ at: 'admin' }));
    const raw = `Subject: ${subject}\r\n\r\n<p>${body}</p>\r\n`;
    const finish = { outcome: 'spammer', reason: this.mark({ at: 'admin' }), subject: subject!, fromName: name! };
    await this.keep('ignored', raw, { state: 'ignored', fromAddress: 'x@client.example', ...finish });
  }

  // -- the account's own things -------------------------------------------------------------------------------------------

  async webhook(): Promise<void> {
    const url = `https://${this.mark({ at: 'settings' })}.example/`;
    const made = await addWebhook(this.gw, await this.actor('ann'), { url, kinds: [] });
    if (!made.ok) throw new Error(made.refusal);
    this.put('hook', 'hook', made.value.id);
  }

  async address(): Promise<void> {
    const local = `shop${this.tenant}`;
    const fields = { description: this.mark({ at: 'settings' }) };
    const made = await saveAddress(this.gw, await this.actor('ann'), local, fields, true);
    if (!made.ok) throw new Error(made.refusal);
    this.put('local', local, local);
  }

  /** Published, and written further. */
  async template(): Promise<void> {
    const actor = await this.actor('ann');
    const words = () => ({
      subject: this.mark({ at: 'template' }),
      html: `<p>${this.mark({ at: 'template' })}</p>`,
      text: null,
    });
    const draft = () => ({ ...standardTemplate('N3'), words: { en: words() } });
    const made = await makeTemplate(this.gw, actor, this.mark({ at: 'template' }), draft());
    if (!made.ok) throw new Error(made.refusal);
    const { id, revision } = made.value;
    const live = await publishTemplate(this.gw, actor, id, revision);
    if (!live.ok) throw new Error(live.refusal);
    const again = await saveDraft(this.gw, actor, id, live.value.revision, { draft: draft() });
    if (!again.ok) throw new Error(again.refusal);
    this.put('template', 'template', id);
    this.written = { revision: again.value.revision, version: again.value.live!.id };
  }
  written = { revision: 0, version: '' };

  async suppressions(): Promise<void> {
    const address = `${this.mark({ at: 'admin' })}@gone.example`;
    const evidence = this.mark({ at: 'admin' });
    await this.gw.db.write((tx) => suppress(tx, this.account.id, address, 'bounce', evidence, this.gw.clock()));
    this.put('suppressed', address, address);
  }

  async upload(): Promise<void> {
    await this.file('ivan', 'upload/ivan', { at: 'upload', who: 'ivan' });
  }

  async key(): Promise<string> {
    const made = await makeKey(this.gw, await this.actor('ann'), this.mark({ at: 'admin' }));
    if (!made.ok) throw new Error(made.refusal);
    this.put('key', 'key', made.value.id);
    return made.value.secret;
  }

  async sessions(): Promise<Map<string, string>> {
    const open = new Map<string, string>();
    for (const [name, person] of this.people) {
      if (name === 'robot' || contactPlan(name)?.company) continue;
      const agent = this.mark({ at: 'session', who: name });
      const now = this.gw.clock();
      open.set(
        name,
        await this.gw.db.write((tx) => openSession(tx, this.account.id, person, now, now + 86_400_000, agent)),
      );
    }
    return open;
  }

  /** What there is, by the plan's names, with the numbers that the store has given. */
  async collect(): Promise<void> {
    const db = this.gw.db.read;
    const own = { account_id: this.account.id };
    const numbers = async (table: string) =>
      new Map((await db(table).where(own).select('id', 'number')).map((r) => [r.id as string, Number(r.number)]));
    const [tasks, contacts, employees, projects] = await Promise.all(
      ['tasks', 'contacts', 'employees', 'projects'].map(numbers),
    );
    for (const [name, id] of this.tasks) this.put('task', name, id, tasks!.get(id));
    for (const [name, id] of this.projects) this.put('project', name, id, projects!.get(id));
    for (const [name, person] of this.people) {
      if (name === 'robot') continue;
      const kind = person.kind;
      this.put(kind, name, person.id, (kind === 'contact' ? contacts : employees)!.get(person.id));
    }
    for (const [ref, thing] of this.things.comment)
      this.put('comment', ref, thing.id, thing.number, this.things.task.get(ref.split('/')[0]!));
    const [copy] = await db('files').where({ ...own, task_id: this.tasks.get('branch')! });
    this.put('file', 'branch/', copy.id);
    for (const row of await db('checklist_items').where(own)) {
      const [name] = [...this.tasks].find(([, id]) => id === row.task_id)!;
      this.put('item', name, row.id, '', this.things.task.get(name));
    }
    const hook = this.things.hook.get('hook')!;
    const call = await db('webhook_calls').where(own).orderBy('id').first('id');
    await this.gw.db.write((tx) =>
      tx('webhook_calls')
        .where({ ...own, id: call.id })
        .update({ state: 'failed', due_at: null }),
    );
    this.put('call', 'call', call.id, '', hook);
    this.put('held', 'held', this.things.mail.get('held')!.id);
    this.put('notification', 'N1', 'N1');
    const letter = await db('letters')
      .where({ ...own, kind: 'N2' })
      .orderBy('id')
      .first('id');
    await this.gw.db.write((tx) =>
      tx('letters')
        .where({ ...own, id: letter.id })
        .update({ state: 'failed', due_at: null, reason: 'bounce' }),
    );
    this.put('letter', 'failed', letter.id);
  }
}
