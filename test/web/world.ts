/**
 * A small world of invented people behind the pages: the Ports, in memory, on the real rule of who sees what.
 * It counts every write, so that a test can see a GET that does something.
 */

import { Readable } from 'node:stream';
import { parseAddress } from '../../src/base/address.ts';
import type {
  AccountId,
  CommentId,
  ContactId,
  EmployeeId,
  FileId,
  InboxId,
  PersonId,
  TaskId,
} from '../../src/base/id.ts';
import { makeLog } from '../../src/base/log.ts';
import type { Reach } from '../../src/flow/reach.ts';
import type { Recipients } from '../../src/flow/recipients.ts';
import { type Account, DEFAULT_SETTINGS } from '../../src/people/account.ts';
import { NO_CHOICE, type OwnPace } from '../../src/people/pace.ts';
import { type Contact, type Employee, fullName, type Language, type Person } from '../../src/people/person.ts';
import { type Comment, type File, isActive, type Task, type TaskPerson } from '../../src/tasks/task.ts';
import {
  findFile,
  headTask,
  type PersonCard,
  type PersonView,
  type TaskWorld,
  viewTask,
} from '../../src/tasks/visibility.ts';
import type { InboxLook, InboxPage, InboxQuery } from '../../src/web/inbox-ports.ts';
import {
  COMMENTS_AT_ONCE,
  type Delivery,
  type LetterPage,
  type NewComment,
  type Ports,
  type Trust,
} from '../../src/web/ports.ts';
import { createWeb } from '../../src/web/server.ts';

export const NOW = Date.parse('2026-11-23T14:30:00Z');

import { aSender } from '../support/world.ts';

const MINUTES = 60_000;
let counter = 0;
/** Ids in a row, the shape of a UUIDv7. */
export const id = <K extends string>(): K =>
  `01900000-0000-7000-8000-${(++counter).toString(16).padStart(12, '0')}` as K;

export const account: Account = {
  id: id<AccountId>(),
  name: 'acme',
  title: 'Acme & Sons',
  mailDomain: 'mail.acme.example',
  language: 'en',
  settings: DEFAULT_SETTINGS,
  createdAt: NOW,
};

const person = { account: account.id, position: '', additionalEmails: [], timezone: null } as const;

export function employee(firstName: string, lastName: string, more: Partial<Employee> = {}): Employee {
  const login = firstName.toLowerCase();
  return {
    ...person,
    kind: 'employee',
    id: id<EmployeeId>(),
    number: ++counter,
    firstName,
    lastName,
    login,
    email: parseAddress(`${login}@acme.example`),
    role: 'user',
    language: 'en',
    manager: null,
    mayGrantAccess: false,
    signature: '',
    signatureOn: true,
    emailOff: false,
    active: true,
    ...more,
  };
}

export function contact(firstName: string, lastName: string, more: Partial<Contact> = {}): Contact {
  return {
    ...person,
    kind: 'contact',
    id: id<ContactId>(),
    number: ++counter,
    isCompany: false,
    firstName,
    lastName,
    phone: '',
    description: '',
    email: parseAddress(`${firstName.toLowerCase() || 'x'}@client.example`),
    language: 'en',
    companies: [],
    responsible: [],
    seesCompanyTasks: false,
    access: 'NONE',
    linkGeneration: 1,
    emailOff: false,
    bundleMinutes: null,
    quietHours: null,
    linkRevoked: false,
    isSpammer: false,
    mailBlocked: false,
    proven: true,
    claims: null,
    ...more,
  };
}

export const ann = employee('Ann', 'Lee');
export const max = employee('Max', 'Orlov', { language: 'ru' });
export const olga = employee('Olga', 'Petrova', { role: 'admin' });
export const anna = contact('Anna', 'Kim');
export const boris = contact('Борис', 'Ветров', {
  language: 'ru',
  email: parseAddress('boris@klient.example'),
  timezone: 'Europe/Moscow',
});
/** Somebody else's client: nothing of theirs may show on Anna's pages. */
export const eve = contact('Eve', 'Stone', { email: parseAddress('eve@other.example') });
export const people: Person[] = [ann, max, olga, anna, boris, eve];

export const TOKENS = {
  anna: 'a'.repeat(56),
  boris: 'b'.repeat(56),
  eve: 'e'.repeat(56),
  revoked: 'r'.repeat(56),
  expired: 'x'.repeat(56),
} as const;
export const PASSWORD = 'correct horse';

export interface Said {
  by: Person;
  text: string;
  html?: string;
  to?: Person[];
  hidden?: boolean;
  audience?: Person[];
  at?: number;
  more?: Partial<Comment>;
  files?: Partial<File>[];
}

/** Rooms of pages that this small world does without: their stories have a whole house. */
const elsewhere = <Face extends object>(name: string): Face =>
  new Proxy({} as Face, {
    get: (_, port) => () => {
      throw new Error(`${name}.${String(port)} is not in this small world`);
    },
  });

const INFO = aSender(account, 'info@bureau.example');
const MUTING = { account, person: anna, task: id<TaskId>(), title: 'Roof' };

/** A world of tasks that the Ports are made of. */
export class World {
  tasks: TaskWorld[] = [];
  writes: string[] = [];
  told: NewComment[] = [];
  bytes = new Map<string, Buffer>();
  sent = new Map<CommentId, Delivery[]>();
  /** Comments that became tasks. */
  branches = new Map<CommentId, { task: TaskId; number: number }>();
  letters: LetterPage[] = [];
  mails: InboxPage[] = [];
  look: InboxLook | null = null;
  /** What the log was last asked for. */
  asked: InboxQuery | null = null;
  uploaded = new Map<string, File>();
  diskFull = false;
  broken: Error | null = null;
  reach: Reach = 'open';
  muted = false;
  /** What the contacts have chosen. */
  pace: OwnPace = NO_CHOICE;
  /** Why no letter reaches Boris. */
  unreached: Recipients['contacts'][number]['unreached'] = null;
  trust: Trust = 'all';
  /** Of everybody outside, in place of their own. */
  language: Language | null = null;

  readonly uploadBytes: number;

  constructor(uploadBytes = 1024 * 1024) {
    this.uploadBytes = uploadBytes;
  }

  task(title: string, members: [Person, TaskPerson['role']][], said: Said[] = [], more: Partial<Task> = {}): TaskWorld {
    const taskId = id<TaskId>();
    const task: Task = {
      id: taskId,
      account: account.id,
      number: this.tasks.length + 1,
      title,
      descriptionHtml: '',
      descriptionText: '',
      status: 'IN_PROGRESS',
      project: null,
      parent: null,
      counterparty: null,
      automaticAccess: 'DO_NOT_GRANT',
      source: 'web',
      origin: null,
      people: members.map(([p, role]) => ({ person: p.id, kind: p.kind, role, sentDescription: null })),
      createdAt: NOW - 3 * 24 * 60 * MINUTES,
      updatedAt: NOW,
      deletedAt: null,
      ...more,
    };
    const world: TaskWorld = {
      task,
      project: null,
      cards: new Map(people.map((p) => [p.id as PersonId, card(p)])),
      mailed: new Set(members.filter(([p]) => p.kind === 'contact').map(([p]) => p.id as ContactId)),
      visibilityMode: 'ALL_NOT_HIDDEN',
      comments: said.map((s, i) => this.comment(taskId, s, i + 1, said.length)),
      files: [],
      checklist: [],
    };
    this.tasks.push(world);
    return world;
  }

  private comment(task: TaskId, said: Said, number: number, of: number): Comment {
    const commentId = id<CommentId>();
    return {
      id: commentId,
      task,
      number,
      author: said.by.id,
      authorKind: said.by.kind,
      text: said.text,
      html: said.html ?? '',
      notified: (said.to ?? []).map((p) => p.id),
      hidden: said.hidden ?? false,
      audience: (said.audience ?? []).map((p) => p.id),
      files: (said.files ?? []).map((f) => this.file(f, commentId, said.by.id)),
      source: 'web',
      proof: 'session',
      origin: null,
      createdAt: said.at ?? NOW - (of - number) * 170 * MINUTES,
      editedAt: null,
      ...said.more,
    };
  }

  file(more: Partial<File>, comment: CommentId | null, owner: PersonId, content = Buffer.from('content')): File {
    const file: File = {
      id: id<FileId>(),
      name: 'offer.pdf',
      type: 'application/pdf',
      size: content.length,
      sha256: '',
      cid: null,
      repeated: false,
      comment,
      owner,
      createdAt: NOW,
      ...more,
    };
    this.bytes.set(file.id, content);
    return file;
  }

  private speaking = (who: Contact): Contact => ({ ...who, ...this.pace, language: this.language ?? who.language });

  /** The page asks through the same door as the app. */
  web(more: Partial<Parameters<typeof createWeb>[1]> = {}) {
    return createWeb(this.ports(), {
      publicUrl: 'http://acme.example',
      uploadBytes: this.uploadBytes,
      uploadFiles: 3,
      log: makeLog('silent'),
      clock: () => NOW,
      trustProxy: [],
      ...more,
    });
  }

  ports(): Ports {
    const byToken = new Map<string, Contact>([
      [TOKENS.anna, anna],
      [TOKENS.boris, boris],
      [TOKENS.eve, eve],
    ]);
    const wrote = (what: string) => void this.writes.push(what);
    const view = (p: Person): PersonView => ({ id: p.id, kind: p.kind, name: fullName(p), isCompany: false });
    return {
      client: {
        renewLink: async (_account, who, task) => wrote(`renew ${fullName(who)}${task ? ` at ${task}` : ''}`),
        endLink: async (_account, who) => wrote(`end ${fullName(who)}`),
        // The real one is store/stamps.ts; here all that can change is in the view.
        stamp: async (contact, number) =>
          JSON.stringify(await this.ports().readTask({ by: 'dashboard', contact }, number)),
        tasks: async (viewer, { active, throughCompany, ...page }) => {
          const { items, next } = await this.ports().listTasks(viewer, page);
          const wanted = (one: (typeof items)[number]) =>
            (active === undefined || isActive(one.status) === active) &&
            (throughCompany === undefined || one.throughCompany === throughCompany);
          return { items: items.filter(wanted), next };
        },
        muted: async () => this.muted,
        hear: async (who, task) => wrote(`hear ${fullName(who)} of ${task.number}`),
        files: async (_viewer, task) => [
          ...task.comments.flatMap((c) => c.files.map((file) => ({ file, comment: c.number, author: c.author }))),
          ...task.files.map((file) => ({ file, comment: null, author: null })),
        ],
        original: async () => ({ raw: Buffer.from('Subject: Hello\r\n\r\nHello'), html: '<p>Hello</p>' }),
      },
      contacts: elsewhere('contacts'),
      admin: elsewhere('admin'),
      templates: elsewhere('templates'),
      work: { ...elsewhere<Ports['work']>('work'), projectChoices: async () => [], fromChoices: async () => [] },
      senders: {
        ...elsewhere<Ports['senders']>('senders'),
        asked: async (token) => (token === TOKENS.anna ? { account, person: this.speaking(anna), sender: INFO } : null),
        answer: async (token, word) => {
          if (token !== TOKENS.anna) return null;
          wrote(`${word} ${INFO.address}`);
          return { account, person: this.speaking(anna), sender: INFO };
        },
      },
      planned: elsewhere('planned'),
      portal: elsewhere('portal'),
      projects: elsewhere('projects'),
      me: elsewhere('me'),
      trustOf: async () => this.trust,
      sendCode: async () => {},
      confirm: async (_account, _contact, code) => ({ kind: code === 'SLOWLY' ? 'slow-down' : 'wrong' }),
      noteOpened: async () => {},
      forgot: async () => ({ kind: 'done' as const }),
      accountByHost: async () => {
        if (this.broken) throw this.broken;
        return account;
      },
      enterByLink: async (token) => {
        if (token === TOKENS.revoked) return { kind: 'revoked' };
        if (token === TOKENS.expired) return { kind: 'expired' };
        const found = byToken.get(token);
        if (!found) return { kind: 'unknown' };
        const contact = this.speaking(found);
        const sign = JSON.stringify([account, contact, this.reach]);
        return { kind: 'ok', account, contact, reach: this.reach, sign };
      },
      freshLink: async (_token, task) => wrote(task ? `fresh at ${task}` : 'fresh'),
      branches: async () => this.branches,
      branchOff: async (_actor, _task, comment) => {
        wrote(`branch ${comment}`);
        return { ok: true };
      },
      takeBack: async (_actor, _task, comment) => {
        wrote(`take back ${comment}`);
        return { ok: true };
      },
      markSpam: async (_actor, task, comment) => {
        wrote(`spam ${comment ?? task.number}`);
        return { ok: true };
      },
      listSpam: async () => ({ items: [{ id: id(), name: 'Best Deals', address: 'deals@other.example' }], next: null }),
      notSpam: async (_actor, contact) => {
        wrote(`not spam ${contact}`);
        return true;
      },
      question: async (token) => {
        if (token !== TOKENS.anna) return { kind: 'nothing' };
        const excerpt = { text: 'Please paint it <b>green</b>.', more: true, files: ['colours.pdf'] };
        const mail = { id: id<InboxId>(), at: NOW - 20 * MINUTES, subject: 'The roof', title: 'Roof', excerpt };
        return { kind: 'asked', asked: { account, person: this.speaking(anna), mails: [mail], more: false } };
      },
      muting: async (token) =>
        token === TOKENS.anna ? { ...MUTING, person: this.speaking(anna), muted: false } : null,
      setMuted: async (token, muted) => {
        if (token !== TOKENS.anna) return null;
        wrote(`${muted ? 'mute' : 'unmute'} Roof`);
        return { ...MUTING, person: this.speaking(anna), muted };
      },
      choosePace: async (who, choice) => {
        wrote(`pace ${fullName(who)} ${JSON.stringify(choice)}`);
        return false;
      },
      giveWord: async (token, mails, word) => {
        if (token !== TOKENS.anna) return { kind: 'nothing' };
        wrote(`${word} ${mails.join()}`);
        return { kind: 'heard', account, person: this.speaking(anna), decided: mails.length, left: false };
      },
      listTasks: async (viewer, { after, limit, search }) => {
        if (this.broken) throw this.broken;
        const from = Number(after ?? 0);
        const heads = this.tasks.flatMap((t) => {
          const head = headTask(viewer, t);
          const seen = viewTask(viewer, t);
          return head?.title.toLowerCase().includes(search.toLowerCase()) && seen
            ? [{ ...head, lastActivityAt: seen.lastActivityAt }]
            : [];
        });
        const items = heads.slice(from, from + limit);
        return { items, next: from + limit < heads.length ? String(from + limit) : null };
      },
      readTask: async (viewer, number, before) => {
        const world = this.tasks.find((t) => t.task.number === number);
        if (!world) return null;
        const comments = world.comments
          .filter((c) => before === undefined || c.number < before)
          .slice(-COMMENTS_AT_ONCE);
        return viewTask(viewer, { ...world, comments });
      },
      willBeNotified: async () => [view(ann), view(max), view(olga)],
      recipients: async () => ({
        near: [view(ann), view(max), view(olga)].map((p) => ({ ...p, unreached: null })),
        others: [],
        contacts: [view(anna), view(boris)].map((p) => ({
          ...p,
          unreached: p.id === boris.id ? this.unreached : null,
        })),
        from: [],
        preselected: [ann.id],
      }),
      deliveries: async () => this.sent,
      comment: async (actor, task, draft) => {
        if (this.broken) throw this.broken;
        if (draft.text.trim() === '' && draft.files.length === 0) return { ok: false, refusal: 'empty-comment' };
        wrote(`comment ${fullName(actor.person)}: ${draft.text}`);
        this.told.push(draft);
        const at = this.tasks.findIndex((t) => t.task.id === task.id);
        const world = this.tasks[at]!;
        const number = world.comments.length + 1;
        const made = this.comment(
          world.task.id,
          { by: actor.person, text: draft.text, to: [ann], at: NOW },
          number,
          number,
        );
        const files = draft.files.flatMap((f) => this.uploaded.get(f) ?? []);
        this.tasks[at] = { ...world, comments: [...world.comments, { ...made, files }] };
        return { ok: true, comment: made.id, number };
      },
      upload: async (actor, { name, type, content }) => {
        const chunks: Buffer[] = [];
        for await (const chunk of content) chunks.push(Buffer.from(chunk as Buffer));
        const all = Buffer.concat(chunks);
        if (all.length > this.uploadBytes) return { ok: false, reason: 'too-large' };
        if (this.diskFull) return { ok: false, reason: 'disk-full' };
        wrote(`upload ${name}`);
        const file = this.file({ name, type }, null, actor.person.id, all);
        this.uploaded.set(file.id, file);
        return { ok: true, file };
      },
      findFile: async (viewer, wanted) => {
        for (const world of this.tasks) {
          const seen = viewTask(viewer, world);
          const file = seen && findFile(seen, wanted);
          if (file) return file;
        }
        return null;
      },
      openFile: async (file) => Readable.from([this.bytes.get(file.id)!]),
      login: async (_account, login, password, source) => {
        wrote(`login ${login} from ${source}`);
        if (login === 'slow') return { kind: 'slow-down', seconds: 3 };
        const found = people.find((p) => p.kind === 'employee' && p.login === login);
        return found && password === PASSWORD
          ? { kind: 'ok', session: `session-${login}`, person: found }
          : { kind: 'wrong' };
      },
      session: async (cookie) => {
        const found = people.find((p) => p.kind === 'employee' && cookie === `session-${p.login}`);
        const outside = cookie === 'session-anna' ? anna : null;
        const who = found ?? outside;
        return who ? { account, person: who, csrf: `csrf-of-${who.id}` } : null;
      },
      activation: async (token) => {
        const found = byToken.get(token);
        return found ? { account, person: this.speaking(found) } : null;
      },
      activate: async () => ({ ok: false, reason: 'gone' }),
      previewInbox: async () => 'The beginning of its words',
      decideInbox: async (_actor, id, decision) => wrote(`${decision} ${id}`) === undefined,
      logout: async (cookie) => wrote(`logout ${cookie}`),
      listLetters: async () => ({ items: this.letters, next: null }),
      sendLetterAgain: async () => ({ ok: true, value: null }),
      readLetter: async (_account, wanted) => this.letters.find((l) => l.id === wanted) ?? null,
      listInbox: async (_account, query) => {
        this.asked = query;
        return { items: this.mails.filter((m) => !query.state || m.state === query.state), next: null };
      },
      countInbox: async () => {
        const counts = {
          received: this.mails.length,
          delivered: 0,
          held: 0,
          ignored: 0,
          duplicate: 0,
          parked: 0,
          due: 0,
        };
        for (const m of this.mails) counts[m.state === 'received' ? 'due' : m.state] += 1;
        return counts;
      },
      lookInbox: async () => this.look,
      rawInbox: async () => Buffer.from('From: Anna\r\n\r\nHello'),
      readInbox: async (_account, wanted) => this.mails.find((m) => m.id === wanted) ?? null,
    };
  }
}

function card(p: Person): PersonCard {
  return {
    id: p.id,
    kind: p.kind,
    name: fullName(p),
    firstName: p.firstName,
    lastName: p.lastName,
    position: p.position,
    number: p.number,
    phone: p.kind === 'contact' ? p.phone : '',
    isCompany: false,
    companies: p.kind === 'contact' ? p.companies : [],
    managers: [],
  };
}

export const mailOrigin = (
  removed: Comment['origin'] extends infer O ? (O extends { removed: infer R } ? R : never) : never,
) => ({
  inbox: id<InboxId>(),
  subject: 'Re: offer',
  from: 'anna@client.example',
  method: 'alignment',
  confidence: 0.97,
  removed,
  notes: [],
});
