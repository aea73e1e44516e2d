/**
 * A person outside sees exactly what they were notified of. Every word that is not theirs is a canary here, and it must not sing
 * in any letter, page, file or answer that reaches them.
 */
import { expect, test } from 'vitest';
import type { Contact, Person } from '../../src/people/person.ts';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, reply, send } from '../support/program.ts';
import { client, dashboard, does, employee, form, look, says, settings, task, upload } from './firm.ts';

/** Words planted for some readers: whoever is not among them must never meet the word. */
class Aviary {
  readonly birds: { readonly word: string; readonly readers: readonly Person[] }[] = [];

  plant(what: string, ...readers: Person[]): string {
    const word = `canary${this.birds.length}${what.replace(/\W/g, '')}`;
    this.birds.push({ word, readers });
    return word;
  }

  /** What must not reach this person. */
  foreignTo = (person: Person): string[] =>
    this.birds.filter((b) => !b.readers.some((r) => r.id === person.id)).map((b) => b.word);

  /** What must reach this person: a check that finds nothing anywhere proves nothing. */
  ownOf = (person: Person): string[] =>
    this.birds.filter((b) => b.readers.some((r) => r.id === person.id)).map((b) => b.word);
}

/** Everything that this contact can get at, by any door. */
async function everythingFor(h: House, who: Contact): Promise<[where: string, text: string][]> {
  const seen: [string, string][] = [];
  for (const letter of await lettersTo(h, who.email!)) {
    const parts = [letter.subject, letter.text, letter.html, letter.from.name, letter.raw.toString('latin1')];
    const files = letter.attachments.flatMap((a) => [a.filename ?? '', a.content.toString()]);
    seen.push([`letter ${letter.subject}`, [...parts, ...files].join('\n')]);
  }
  const base = await dashboard(h, who);
  const numbers = (await h.gw.db.read('tasks').select('number')).map((r) => r.number);
  const files = (await h.gw.db.read('files').select('id')).map((r) => r.id);
  const paths = [
    '',
    '?q=canary',
    ...numbers.flatMap((n) => [`/tasks/${n}`, `/tasks/${n}?before=9999`]),
    ...files.flatMap((id) => [`/files/${id}`, `/files/${id}?view`]),
  ];
  for (const path of paths) {
    const page = await look(base + path);
    seen.push([path || 'the list', `${[...page.headers].join('\n')}\n${page.html}`]);
  }
  for (const n of numbers) {
    const again = await look(`${base}/tasks/${n}/comments`, { method: 'POST', body: form([['text', '']]) });
    seen.push([`a mistake in task ${n}`, again.html]);
  }
  return seen;
}

async function expectNoCanary(h: House, aviary: Aviary, who: Contact): Promise<void> {
  const seen = await everythingFor(h, who);
  const foreign = aviary.foreignTo(who);
  for (const [where, text] of seen)
    expect(
      foreign.filter((word) => text.includes(word)),
      `${who.firstName} at ${where}`,
    ).toEqual([]);
  const whole = seen.map(([, text]) => text).join('\n');
  expect(
    aviary.ownOf(who).filter((word) => !whole.includes(word)),
    `missing for ${who.firstName}`,
  ).toEqual([]);
}

/** A task with something of every kind in it, for Anna, for Peter, for both and for nobody outside. */
async function busyTask(h: House, aviary: Aviary) {
  const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
  const anna = await client(h, 'Anna');
  const peter = await client(h, 'Peter', { companies: [firm.id] });
  const olga = await client(h, 'Olga');
  const boris = await employee(h, 'Boris');
  const file = (what: string, ...readers: Person[]) =>
    upload(h, h.owner, `${aviary.plant(`name${what}`, ...readers)}.txt`, aviary.plant(`content${what}`, ...readers));
  const desks = await task(h, h.owner, `Desks ${aviary.plant('title', anna, peter)}`, {
    description: aviary.plant('description', anna),
    files: [await file('description', anna)],
    assignees: [anna.id],
    participants: [peter.id, olga.id],
    counterparty: firm.id,
  });
  await does(h, h.owner, { kind: 'add-item', task: desks.id, text: aviary.plant('checklist') });
  const say = async (what: string, readers: Person[], how: { hidden?: boolean } = {}) =>
    says(h, h.owner, desks, aviary.plant(what, ...readers), {
      notify: readers,
      files: [await file(what, ...readers)],
      ...(how.hidden ? { hidden: true, audience: readers } : {}),
    });
  await say('internal', [boris]);
  await say('nobody', []);
  await say('anna', [anna]);
  await say('peter', [peter]);
  await say('both', [anna, peter]);
  await say('hiddenFromClients', [boris], { hidden: true });
  await say('hiddenForPeter', [peter], { hidden: true });
  // Peter may read it and was not written to.
  await says(h, h.owner, desks, aviary.plant('hiddenUntold', peter), {
    notify: [boris],
    files: [await file('hiddenUntold', peter)],
    hidden: true,
    audience: [peter],
  });
  // The content of a file is read where it is downloaded; in letters it is a link.
  return { anna, peter, olga, boris, desks };
}

eachHouse('what is not theirs', (house) => {
  test('9–14, 16–18, D1–D13: hidden, internal and others’ words, checklists, descriptions and files reach nobody they are not for', async () => {
    const h = house();
    await settings(h, { lastMessages: 5 });
    const aviary = new Aviary();
    const { anna, peter, olga, desks } = await busyTask(h, aviary);
    for (const who of [anna, peter, olga]) await expectNoCanary(h, aviary, who);
    // The conversation goes on by mail, which hands words on to those who were in the exchange.
    const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    await send(h, reply(last, 'Anna <anna@client.example>', `Yes. ${aviary.plant('reply', anna, peter)}`));
    await h.app.idle();
    await says(h, h.owner, desks, aviary.plant('later', peter), { notify: [peter] });
    for (const who of [anna, peter, olga]) await expectNoCanary(h, aviary, who);
  });

  test('the same with files inside the letters, and whatever the account lets people with a login see', async () => {
    const h = house();
    await settings(h, { lastMessages: 20, sendFilesAsAttachments: true, commentVisibility: 'ALL_NOT_HIDDEN' });
    const aviary = new Aviary();
    const { anna, peter, olga } = await busyTask(h, aviary);
    for (const who of [anna, peter, olga]) await expectNoCanary(h, aviary, who);
  });

  test('whoever is taken out of the task, and whoever is put into it later, sees nothing of before by that', async () => {
    const h = house();
    const aviary = new Aviary();
    const { anna, peter, olga, desks } = await busyTask(h, aviary);
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: [olga.id] });
    await does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'assignee', people: [olga.id, anna.id] });
    const base = await dashboard(h, peter);
    expect((await look(`${base}/tasks/${desks.number}`)).status).toBe(404);
    const page = await look(`${await dashboard(h, olga)}/tasks/${desks.number}`);
    expect(page.status).toBe(200);
    const hers = new Set([...aviary.ownOf(anna)].filter((w) => /title|description/.test(w)));
    expect(aviary.birds.map((b) => b.word).filter((w) => page.html.includes(w) && !hers.has(w))).toEqual([]);
  });

  test('a letter that waits is not rendered again from what has become visible since', async () => {
    const h = house();
    h.badRelay = true;
    const aviary = new Aviary();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    h.relay.answer({ at: 'data', code: 451 });
    await says(h, h.owner, desks, aviary.plant('hers', anna), { notify: [anna] });
    await says(h, h.owner, desks, aviary.plant('internal'));
    h.relay.answer('accept');
    await h.gw.db.write((tx) => tx('letters').where({ state: 'queued' }).update({ due_at: 0 }));
    const [letter] = await letters(h);
    expect(letter!.text).toContain(aviary.ownOf(anna)[0]);
    expect(letter!.raw.toString()).not.toContain(aviary.foreignTo(anna)[0]);
  });
});
