/**
 * Over random worlds: a contact's view holds exactly what is theirs. What is theirs is said once more here, from the words of
 * the spec's section 2 and not from the code, so that two readings of the rules must agree.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contact } from '../../src/people/person.ts';
import type { Comment } from '../../src/tasks/task.ts';
import { headTask, seesTask, type TaskWorld, type Viewer, viewTask } from '../../src/tasks/visibility.ts';
import { canariesIn, canary, type RandomWorld, randomWorld } from '../support/random-world.ts';
import { idOf, onDashboard, signedIn } from '../support/world.ts';

const RUNS = { numRuns: 2000 };

// Definitions of spec 2.1.
const roles = (c: Contact, w: TaskWorld) => w.task.people.filter((p) => p.person === c.id);
const role = (c: Contact, w: TaskWorld) => roles(c, w).length > 0;
const company = (c: Contact, w: TaskWorld) =>
  c.seesCompanyTasks &&
  c.companies.some((one) => one === w.task.counterparty) &&
  w.task.automaticAccess !== 'DO_NOT_GRANT';
const colleague = (d: string, r: RandomWorld) =>
  r.contacts.some((one) => one.id === d && one.companies.some((at) => at === r.world.task.counterparty));
const hiddenFrom = (c: Contact, k: Comment) => k.hidden && k.author !== c.id && !k.audience.includes(c.id);
/** Decisions Q1: the task was made of words that this contact mailed or wrote on the dashboard. */
const ownWords = (c: Contact, w: TaskWorld) =>
  ['mail', 'dashboard'].includes(w.task.source) && roles(c, w).some((p) => p.role === 'assigner');

function hasTask(viewer: Viewer, c: Contact, { world: w }: RandomWorld): boolean {
  if (w.task.deletedAt !== null) return false;
  if (viewer.by === 'login') return role(c, w) || company(c, w) || w.project!.auditors.includes(c.id);
  return (role(c, w) && w.mailed.has(c.id)) || ownWords(c, w) || company(c, w);
}

function readsComment(viewer: Viewer, c: Contact, k: Comment, r: RandomWorld): boolean {
  if (hiddenFrom(c, k)) return false;
  if (k.author === c.id || k.notified.includes(c.id) || (k.hidden && k.audience.includes(c.id))) return true;
  if (viewer.by === 'login' && r.world.visibilityMode === 'ALL_NOT_HIDDEN') return true;
  return company(c, r.world) && [k.author, ...k.notified].some((d) => colleague(d, r));
}

/** The canary of the description that this contact may read, or nothing. */
function description(viewer: Viewer, c: Contact, { world: w }: RandomWorld): string[] {
  if (viewer.by === 'login') return [canary('description')];
  const name = c.firstName.slice(1, -1);
  const mine = roles(c, w);
  if (ownWords(c, w)) {
    const kept = mine.some((p) => p.role === 'assigner' && p.sentDescription);
    return [kept ? canary(`sent to assigner ${name}`) : canary('description')];
  }
  return mine.some((p) => p.role === 'assignee' && p.sentDescription) ? [canary(`sent to assignee ${name}`)] : [];
}

/** Every canary that must be in the view of this contact; all others must not. */
function theirs(viewer: Viewer, c: Contact, r: RandomWorld): Set<string> {
  const { world: w } = r;
  const readable = w.comments.filter((k) => readsComment(viewer, c, k, r));
  const words = description(viewer, c, r);
  const names = new Set(readable.map((k) => k.author as string));
  if (readable.some((k) => [...k.notified, ...k.audience].includes(c.id))) names.add(c.id);
  if (viewer.by === 'login') {
    for (const k of readable) for (const p of [...k.notified, ...k.audience]) names.add(p);
    for (const p of w.task.people) names.add(p.person);
    for (const h of w.happenings ?? []) names.add(h.actor);
    if (w.task.counterparty) names.add(w.task.counterparty);
  }
  return new Set([
    canary('title'),
    ...words,
    ...(words.length > 0 ? [canary('description file')] : []),
    ...readable.flatMap((k) => [canary(`text ${k.number}`), canary(`file ${k.number}`)]),
    ...readable.filter((k) => k.author === c.id && k.origin).map((k) => canary(`origin ${k.number}`)),
    ...r.people
      .filter((p) => names.has(p.id))
      .map((p) => (p.kind === 'contact' && p.isCompany ? nameOf(p.id) : p.firstName)),
    ...(viewer.by === 'login' ? [canary('checklist'), canary('project'), canary('happening')] : []),
  ]);
}

const nameOf = (id: string) => canary(id === idOf('Oak') ? 'name Oak' : 'name Elm');

const VIEWERS = { 'behind the link': onDashboard, 'signed in': signedIn } as const;

test.each(Object.entries(VIEWERS))('%s a contact sees exactly what is theirs', (_, by) => {
  let shown = 0;
  fc.assert(
    fc.property(randomWorld, fc.nat(2), (random, which) => {
      const contact = random.contacts[which]!;
      const viewer = by(contact);
      const view = viewTask(viewer, random.world);
      const head = headTask(viewer, random.world);
      const mayHave = hasTask(viewer, contact, random);
      expect([view !== null, head !== null, seesTask(viewer, random.world)]).toEqual([mayHave, mayHave, mayHave]);
      if (!view) return;
      shown += 1;
      // The viewer is carried along as they are: their own card, which no page prints.
      // What letters alone may say has a property of its own below.
      const { viewer: _self, inLetters: _said, ...rest } = view;
      expect([...canariesIn(rest)].sort()).toEqual([...theirs(viewer, contact, random)].sort());
      expect([...canariesIn(head)]).toEqual([canary('title')]);
    }),
    RUNS,
  );
  // About a fifth behind the link: the property says something.
  expect(shown).toBeGreaterThan(RUNS.numRuns / 10);
});

test('what a contact may not see changes nothing in what they see', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat(2), (random, which) => {
      const contact = random.contacts[which]!;
      const viewer = onDashboard(contact);
      const kept = random.world.comments.filter((k) => readsComment(viewer, contact, k, random));
      const without: TaskWorld = {
        ...random.world,
        comments: kept,
        happenings: [],
        checklist: [],
        project: null,
        task: { ...random.world.task, updatedAt: 0 },
      };
      // The project's name is in letters, if an administrator wants it there.
      const shown = (world: TaskWorld) => ({ ...viewTask(viewer, world), inLetters: null });
      expect(shown(random.world)).toEqual(shown(without));
    }),
    RUNS,
  );
});

/** Spec 7.2, in its own words: of the people the team and the reader, the reader's own company, the project. */
function inLetter(c: Contact | null, { world: w, people }: RandomWorld): Set<string> {
  const named = (id: string) => people.find((p) => p.id === id)!;
  const said = w.task.people.filter((p) => p.kind === 'employee' || p.person === c?.id);
  const own = c?.companies.find((one) => one === w.task.counterparty);
  return new Set([canary('project'), ...said.map((p) => named(p.person).firstName), ...(own ? [nameOf(own)] : [])]);
}

test('a letter of the account’s own words may say what is theirs of what is around the task, and of other clients nothing', () => {
  fc.assert(
    fc.property(randomWorld, fc.nat(2), (random, which) => {
      const contact = random.contacts[which]!;
      const said = viewTask(onDashboard(contact), random.world)?.inLetters;
      if (!said) return;
      expect([...canariesIn(said.alone)].sort()).toEqual([...inLetter(contact, random)].sort());
      expect([...canariesIn(said.shared)].sort()).toEqual([...inLetter(null, random)].sort());
      expect(viewTask(signedIn(contact), random.world)?.inLetters ?? null).toBeNull();
    }),
    RUNS,
  );
});

test('a canary that is planted in a view is found', () => {
  expect(canariesIn({ deep: [{ html: `<p>${canary('x')}</p>` }], set: new Set([canary('y')]) })).toEqual(
    new Set(['«x»', '«y»']),
  );
});
