/**
 * Random worlds for properties. Every text that anybody could read is a canary: a word that stands nowhere else, so that
 * whatever a view shows can be traced to whose it is.
 */
import fc from 'fast-check';
import type { ContactId, PersonId } from '../../src/base/id.ts';
import type { Contact, Person } from '../../src/people/person.ts';
import { type Comment, type File, TASK_ROLES, type Task, type TaskPerson } from '../../src/tasks/task.ts';
import type { TaskWorld } from '../../src/tasks/visibility.ts';
import {
  aComment,
  aContact,
  aFile,
  anEmployee,
  anItem,
  anOrigin,
  aTask,
  aWorld,
  cardsOf,
  idOf,
  NOON,
} from './world.ts';

/** `«title»`, `«text 3»`: what is planted, in brackets that nothing else uses. */
export const canary = (what: string): string => `«${what}»`;
export const canariesIn = (value: unknown): Set<string> =>
  new Set(JSON.stringify(value, (_, v) => (v instanceof Set || v instanceof Map ? [...v] : v)).match(/«[^»]*»/g) ?? []);

export interface RandomWorld {
  readonly world: TaskWorld;
  readonly people: readonly Person[];
  readonly contacts: readonly Contact[];
}

const COMPANIES = ['Oak', 'Elm'].map((name) => aContact(canary(`name ${name}`), { isCompany: true, id: idOf(name) }));
const companyIds = COMPANIES.map((c) => c.id);
const EMPLOYEES = ['E1', 'E2', 'E3'].map((name) =>
  anEmployee(canary(`name ${name}`), { id: idOf(name), email: null, firstName: canary(`name ${name}`), lastName: '' }),
);

const contact = (name: string): fc.Arbitrary<Contact> =>
  fc
    .record({ companies: fc.subarray(companyIds), seesCompanyTasks: fc.boolean() })
    .map((made) =>
      aContact(name, { id: idOf(name), email: null, firstName: canary(`name ${name}`), lastName: '', ...made }),
    );

export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .tuple(contact('C1'), contact('C2'), contact('C3'))
  .chain((contacts) => {
    const people = [...EMPLOYEES, ...contacts];
    return fc
      .record({
        task: taskOf(people),
        comments: fc.array(commentOf(people), { maxLength: 6 }),
        mailed: fc.subarray<ContactId>(contacts.map((c) => c.id)),
        visibilityMode: fc.constantFrom('ALL_NOT_HIDDEN' as const, 'ONLY_NOTIFIED' as const),
        auditors: fc.subarray<PersonId>(
          people.map((p) => p.id),
          { maxLength: 2 },
        ),
      })
      .map(({ task, comments, mailed, visibilityMode, auditors }) => ({
        people: [...people, ...COMPANIES],
        contacts,
        world: aWorld({
          task,
          visibilityMode,
          mailed: new Set(mailed),
          cards: cardsOf([...people, ...COMPANIES]),
          comments: comments.map((c, at) => planted(c, at + 1)),
          files: [planting('description file', EMPLOYEES[0]!)],
          happenings: [
            { kind: 'task-edited', changed: [canary('happening')], actor: EMPLOYEES[0]!.id, at: NOON + 100 },
          ],
          checklist: [anItem(canary('checklist'), EMPLOYEES[0]!)],
          project: { id: idOf('project'), number: 1, title: canary('project'), auditors },
        }),
      }));
  });

const taskOf = (people: readonly Person[]): fc.Arbitrary<Task> =>
  fc
    .record({
      people: fc.array(inTask(people), { maxLength: 5 }),
      counterparty: fc.option(fc.constantFrom(...companyIds)),
      automaticAccess: fc.constantFrom('GRANT' as const, 'GRANT' as const, 'DO_NOT_GRANT' as const),
      source: fc.constantFrom('mail' as const, 'web' as const, 'api' as const, 'dashboard' as const),
      deletedAt: fc.constantFrom(null, null, null, null, NOON),
    })
    .map((made) =>
      aTask({
        ...made,
        people: oneAssigner(made.people),
        title: canary('title'),
        descriptionHtml: `<p>${canary('description')}</p>`,
        descriptionText: canary('description'),
      }),
    );

const inTask = (people: readonly Person[]): fc.Arbitrary<TaskPerson> =>
  fc.record({ who: fc.constantFrom(...people), role: fc.constantFrom(...TASK_ROLES), sent: fc.boolean() }).map((p) => {
    const words = canary(`sent to ${p.role} ${p.who.firstName.slice(1, -1)}`);
    return {
      person: p.who.id,
      kind: p.who.kind,
      role: p.role,
      sentDescription: p.sent ? { html: `<p>${words}</p>`, text: words } : null,
    };
  });

/** A task has one assigner; nobody has a role twice. */
function oneAssigner(people: readonly TaskPerson[]): TaskPerson[] {
  const seen = new Set<string>();
  return people.filter((p) => {
    const key = p.role === 'assigner' ? 'assigner' : `${p.role} ${p.person}`;
    return !seen.has(key) && seen.add(key);
  });
}

const commentOf = (people: readonly Person[]): fc.Arbitrary<Comment> => {
  const some = fc.subarray<PersonId>(
    people.map((p) => p.id),
    { maxLength: 3 },
  );
  return fc
    .record({
      author: fc.constantFrom(...people),
      notified: some,
      hidden: fc.boolean(),
      audience: some,
      mailed: fc.boolean(),
    })
    .map(({ author, mailed, ...made }) => aComment(author, 'words', { ...made, origin: mailed ? anOrigin() : null }));
};

/** The canaries of one comment carry its number. */
function planted(c: Comment, number: number): Comment {
  const words = canary(`text ${number}`);
  return {
    ...c,
    id: idOf<'comment'>(`comment ${number}`),
    number,
    text: words,
    html: `<p>${words}</p>`,
    files: [planting(`file ${number}`, EMPLOYEES[0]!)],
    origin: c.origin && {
      ...c.origin,
      subject: canary(`origin ${number}`),
      from: canary(`origin ${number}`),
      removed: [{ kind: 'quote', text: canary(`origin ${number}`) }],
      notes: [canary(`origin ${number}`)],
    },
    createdAt: NOON + number,
  };
}

const planting = (what: string, owner: Person): File =>
  aFile(canary(what), owner, { cid: canary(what), type: canary(what) });
