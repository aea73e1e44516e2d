/**
 * Sample data (templates/<kind>/sample.json) → what a letter is made of: for the preview of a template and for its checks.
 * People, task and comments go through the same `viewTask` as the real ones.
 */
import assert from 'node:assert';
import { z } from 'zod';
import type { CommentId, FileId } from '../base/id.ts';
import { type Account, DEFAULT_SETTINGS } from '../people/account.ts';
import type { Language, Person } from '../people/person.ts';
import { type Comment, type File, STATUSES, type Status, type Task } from '../tasks/task.ts';
import { type TaskWorld, viewTask } from '../tasks/visibility.ts';
import type { StandardKind } from './letter.ts';
import type { LetterBasis, LetterInput } from './letter-input.ts';
import { cards, contact, employee, id, ids, nameOf, otherId, team } from './sample-people.ts';
import type { Templates } from './templates.ts';

const words = z.strictObject({ html: z.string(), text: z.string() });
const status = z.enum(Object.keys(STATUSES) as [Status, ...Status[]]);

const colleague = z.strictObject({ firstName: z.string(), lastName: z.string(), position: z.string() });

const sampleSchema = z.strictObject({
  account: z.string(),
  to: z.strictObject({ firstName: z.string(), lastName: z.string(), email: z.string(), timezone: z.string() }),
  author: z.strictObject({
    firstName: z.string(),
    lastName: z.string(),
    position: z.string().default(''),
    login: z.string(),
    signature: z.string().default(''),
  }),
  /** Who does it besides the reader. */
  assignee: colleague.nullable().default(null),
  auditor: colleague.nullable().default(null),
  /** The reader's, whom the task is for. */
  company: z.strictObject({ name: z.string(), number: z.number(), phone: z.string() }).nullable().default(null),
  project: z.strictObject({ title: z.string(), number: z.number() }).nullable().default(null),
  title: z.string(),
  number: z.number(),
  words: words.default({ html: '', text: '' }),
  files: z.array(z.strictObject({ name: z.string(), type: z.string(), size: z.number() })).default([]),
  earlier: z.array(words.extend({ by: z.enum(['author', 'reader']) })).default([]),
  others: z.array(z.string()).default([]),
  statusFrom: status.default('NEW'),
  statusTo: status.default('IN_PROGRESS'),
  days: z.number().default(7),
  hours: z.number().default(1),
  minutes: z.number().default(15),
});
export type Sample = z.infer<typeof sampleSchema>;

export const readSamples = (json: string): Readonly<Record<Language, Sample>> =>
  z.strictObject({ ru: sampleSchema, en: sampleSchema }).parse(JSON.parse(json));

/** 23 November 2026, 11:05 UTC: a sample is the same whenever it is looked at. */
const SAMPLE_NOW = Date.UTC(2026, 10, 23, 11, 5);

export function sampleInput(
  kind: StandardKind,
  language: Language,
  sample: Sample,
  templates: Templates,
  change: Partial<Pick<LetterBasis, 'account' | 'publicUrl'>> = {},
): LetterInput {
  const inside = kind === 'staff-task' || kind === 'staff-comment';
  const to: Person = inside ? employee(ids.reader, language, sample.to) : contact(ids.reader, language, sample);
  const account = change.account ?? sampleAccount(sample, language);
  const basis = {
    id: ids.letter,
    now: SAMPLE_NOW,
    account,
    cause: 'sample',
    publicUrl: change.publicUrl ?? 'https://office.example',
    templates,
    to,
    companies: sample.company ? [sample.company.name] : [],
  };
  const author = {
    person: {
      id: ids.author,
      kind: 'employee' as const,
      name: nameOf(sample.author),
      isCompany: false,
    },
    login: sample.author.login,
    signature: sample.author.signature,
  };
  const world = sampleWorld(sample, kind, to);
  const view = viewTask(
    to.kind === 'employee' ? { by: 'staff', employee: to } : { by: 'dashboard', contact: to },
    world,
  );
  assert.ok(view, 'the sample’s reader sees the sample’s task');
  const { statusFrom, statusTo, days, hours, minutes } = sample;
  const matter = {
    N1: { kind: 'N1', view, author },
    N2: { kind: 'N2', view, author, comment: ids.comment, shared: null },
    N3: { kind: 'N3', view },
    N4: { kind: 'N4', view, author },
    N5: { kind: 'N5', view, author, statusFrom, statusTo },
    'staff-task': { kind: 'staff-task', view, author },
    'staff-comment': { kind: 'staff-comment', view, author, comment: ids.comment, shared: null },
    question: { kind: 'question', view, receivedAt: SAMPLE_NOW - 3_600_000 },
    invitation: { kind: 'invitation', author, days },
    password: { kind: 'password', hours },
    'password-set': { kind: 'password-set' },
    code: { kind: 'code', minutes },
    'sender-check': { kind: 'sender-check', author, address: sample.to.email, days },
    'fresh-link': { kind: 'fresh-link', task: null },
  } as const;
  return { ...basis, ...matter[kind] } satisfies LetterInput;
}

const sampleAccount = (sample: Sample, language: Language): Account => ({
  id: ids.account,
  name: 'sample',
  title: sample.account,
  mailDomain: 'mail.office.example',
  language,
  settings: { ...DEFAULT_SETTINGS, lastMessages: 3 },
  createdAt: 0,
});

function sampleWorld(sample: Sample, kind: StandardKind, to: Person): TaskWorld {
  const aboutComment = kind === 'N2' || kind === 'staff-comment';
  const role = kind === 'N3' || kind === 'N4' || kind === 'N5' ? 'assigner' : 'assignee';
  const others = sample.others.map(
    (_, i) => ({ person: otherId(i), kind: 'contact', role, sentDescription: null }) as const,
  );
  const files = sample.files.map(file);
  const task: Task = {
    ...TASK,
    number: sample.number,
    title: sample.title,
    descriptionHtml: aboutComment ? '' : sample.words.html,
    descriptionText: aboutComment ? '' : sample.words.text,
    counterparty: sample.company && ids.company,
    people: [...team(sample, role), { person: to.id, kind: to.kind, role, sentDescription: sample.words }, ...others],
  };
  return {
    task,
    project: sample.project && { id: ids.project, ...sample.project, auditors: [] },
    cards: new Map(cards(sample, to).map((one) => [one.id, one])),
    mailed: new Set(to.kind === 'contact' ? [to.id] : []),
    visibilityMode: 'ALL_NOT_HIDDEN',
    comments: aboutComment ? comments(sample, to, files) : [],
    files: aboutComment ? [] : files,
    checklist: [],
  };
}

const TASK: Omit<Task, 'number' | 'title' | 'descriptionHtml' | 'descriptionText' | 'people' | 'counterparty'> = {
  id: ids.task,
  account: ids.account,
  status: 'NEW',
  project: null,
  parent: null,
  automaticAccess: 'GRANT',
  source: 'web',
  origin: null,
  createdAt: SAMPLE_NOW,
  updatedAt: SAMPLE_NOW,
  deletedAt: null,
};

function comments(sample: Sample, to: Person, files: readonly File[]): Comment[] {
  const all = [...sample.earlier, { ...sample.words, by: 'author' as const }];
  return all.map(({ by, html, text }, i) => {
    const last = i === all.length - 1;
    return {
      id: last ? ids.comment : id<CommentId>(20 + i),
      task: ids.task,
      number: i + 1,
      author: by === 'reader' ? to.id : ids.author,
      authorKind: by === 'reader' ? to.kind : 'employee',
      text,
      html,
      notified: by === 'reader' ? [] : [to.id, ...sample.others.map((_, n) => otherId(n))],
      hidden: false,
      audience: [],
      files: last ? files : [],
      source: 'web',
      proof: 'session',
      origin: null,
      createdAt: SAMPLE_NOW - (all.length - 1 - i) * 86_400_000,
      editedAt: null,
    };
  });
}

const file = (f: Sample['files'][number], i: number): File => ({
  ...f,
  id: id<FileId>(50 + i),
  sha256: String(i).padStart(64, '0'),
  cid: null,
  repeated: false,
  comment: null,
  owner: ids.author,
  createdAt: SAMPLE_NOW,
});
