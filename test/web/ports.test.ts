/** The pages on the real store: what only shows when they and what stands behind them work together. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { CommentId, PersonId, TaskId } from '../../src/base/id.ts';
import { DAY } from '../../src/base/time.ts';
import { dashboardPath } from '../../src/flow/enter.ts';
import type { Actor } from '../../src/flow/gateway.ts';
import { changeSettings } from '../../src/flow/manage-account.ts';
import { createTask, perform, performIn } from '../../src/flow/perform.ts';
import { settingsSchema } from '../../src/people/account.ts';
import type { Contact, Employee, Person } from '../../src/people/person.ts';
import { openSession } from '../../src/store/doors.ts';
import { letterOf } from '../../src/store/letter-lines.ts';
import { searchLetters } from '../../src/store/letter-search.ts';
import {
  insertContact,
  insertEmployee,
  loadContact,
  loadEmployee,
  type NewContact,
  type NewEmployee,
} from '../../src/store/people.ts';
import type { Intent } from '../../src/tasks/intent.ts';
import { eachGateway } from '../support/gateway.ts';
import { webOf } from '../support/web-of.ts';

eachGateway('pages on the store', (at) => {
  let app: ReturnType<typeof webOf>;
  let max: Employee;
  let anna: Contact;
  beforeEach(async () => {
    app = webOf(at());
    max = await employee({ firstName: 'Max', lastName: 'Orlov', login: 'max' });
    anna = await contact({ firstName: 'Anna', lastName: 'Kim', email: 'anna@client.example' as never });
  });

  async function employee(fields: NewEmployee): Promise<Employee> {
    const { gw, account } = at();
    const id = await gw.db.write((tx) => insertEmployee(tx, account.id, fields, gw.clock()));
    return (await loadEmployee(gw.db.read, account.id, id))!;
  }

  async function contact(fields: NewContact): Promise<Contact> {
    const { gw, account } = at();
    const id = await gw.db.write((tx) => insertContact(tx, account.id, fields, gw.clock()));
    return (await loadContact(gw.db.read, account.id, id))!;
  }

  const actor = (person: Person): Actor => ({ account: at().account, person, proof: 'session', source: 'web' });

  async function task(assignees: readonly PersonId[], participants: readonly PersonId[]): Promise<TaskId> {
    const { gw, owner } = at();
    const made = await createTask(gw, actor(owner), {
      title: 'Roof',
      description: { text: '', html: '' },
      files: [],
      project: null,
      parent: null,
      assigner: owner.id,
      assignees: [...assignees],
      participants: [...participants],
      auditors: [],
      counterparty: null,
      automaticAccess: 'GRANT',
      status: 'NEW',
      source: 'web',
      proof: 'session',
      origin: null,
    });
    if (!made.ok) throw new Error(made.refusal);
    return made.task;
  }

  const comment = (task: TaskId, text: string, notify: PersonId[], hidden = false): Intent => ({
    kind: 'add-comment',
    task,
    words: { text, html: `<p>${text}</p>` },
    files: [],
    notify,
    hidden,
    audience: hidden ? notify : [],
    source: 'web',
    proof: 'session',
    origin: null,
    join: false,
  });

  async function says(by: Person, where: TaskId, text: string, notify: PersonId[], hidden = false): Promise<CommentId> {
    const done = await perform(at().gw, actor(by), comment(where, text, notify, hidden));
    if (!done.ok) throw new Error(done.refusal);
    return done.comment!;
  }

  const pageOf = async (path: string, headers: Record<string, string> = {}) =>
    (await app.request(path, { headers })).text();
  const linkOf = (who: Contact) => dashboardPath(at().gw, who);

  async function signedIn(who: Employee): Promise<Record<string, string>> {
    const { gw, account } = at();
    const now = gw.clock();
    const cookie = await gw.db.write((tx) => openSession(tx, account.id, who, now, now + DAY));
    return { cookie: `__Host-postern=${cookie}` };
  }

  test('a client reads the names of the team that will be told, and of no other client', async () => {
    const eve = await contact({ firstName: 'Eve', lastName: 'Stone', email: 'eve@client.example' as never });
    const where = await task([max.id], [anna.id, eve.id]);
    // Max has said nothing yet and is named all the same.
    await says(at().owner, where, 'Hello', [anna.id, eve.id, max.id]);
    const page = await pageOf(`${linkOf(anna)}/tasks/1`);
    expect(page).toContain('Ann Lee and 2 others will be notified');
    expect(page).toContain('Max Orlov');
    expect(page).not.toContain('Eve');
    expect(page).not.toContain('Stone');
  });

  test('what was said before a long run of hidden comments can be reached', async () => {
    const where = await task([max.id], []);
    await says(at().owner, where, 'The first words', [max.id]);
    await at().gw.db.write(async (tx) => {
      const hidden = comment(where, 'Not for Max', [at().owner.id], true);
      for (let n = 0; n < 401; n++) await performIn(at().gw, tx, actor(at().owner), hidden);
    });
    const page = await pageOf('/tasks/1', await signedIn(max));
    expect(page).toContain('The first words');
    expect(page).not.toContain('Not for Max');
    // Here everything is at its end: there is no way to anything earlier.
    expect(page).not.toContain('?before=');
    await says(at().owner, where, 'The last words', [max.id]);
    const newest = await pageOf('/tasks/1', await signedIn(max));
    expect(newest).toContain('The last words');
    const earlier = /\?before=\d+/.exec(newest)?.[0];
    expect(await pageOf(`/tasks/1${earlier}`, await signedIn(max))).toContain('The first words');
  }, 60_000);

  describe('a form that is sent twice', () => {
    const nameIn = (page: string): string => /name="once" value="([0-9a-f-]{36})"/.exec(page)![1]!;

    async function send(name: string, text: string, file?: string, who = anna): Promise<string> {
      const body = new FormData();
      body.set('once', name);
      body.set('text', text);
      if (file !== undefined) body.append('files', new File([file], 'a.txt'));
      const answer = await app.request(`${linkOf(who)}/tasks/1/comments`, {
        method: 'POST',
        body,
        headers: { origin: at().gw.names.publicUrl },
      });
      return answer.status === 303 ? answer.headers.get('location')!.split('#')[1]! : String(answer.status);
    }

    const comments = async () => {
      const rows = await at().gw.db.read('comments').orderBy('number').select('text');
      return rows.map((r) => r.text as string);
    };

    let form: string;
    let eve: Contact;
    beforeEach(async () => {
      eve = await contact({ firstName: 'Eve', email: 'eve@client.example' as never });
      const where = await task([max.id], [anna.id, eve.id]);
      await says(at().owner, where, 'Hello', [anna.id]);
      await says(at().owner, where, 'And you?', [eve.id]);
      form = nameIn(await pageOf(`${linkOf(anna)}/tasks/1`));
    });

    test('makes one comment and one letter, with its file, however many come at once', async () => {
      const before = (await at().gw.db.read('letters')).length;
      const answers = await Promise.all([1, 2, 3, 4].map(() => send(form, 'Once', 'the file')));
      expect(answers).toEqual(['c3', 'c3', 'c3', 'c3']);
      expect(await send(form, 'Once', 'the file')).toBe('c3');
      expect(await comments()).toEqual(['Hello', 'And you?', 'Once']);
      expect((await at().gw.db.read('letters')).length).toBe(before + 1);
      expect(await at().gw.db.read('files').whereNotNull('comment_id')).toHaveLength(1);
    });

    test('with other words or another file, as after the way back, makes another comment: nothing written is lost', async () => {
      expect(await send(form, 'One')).toBe('c3');
      expect(await send(form, 'Two')).toBe('c4');
      expect(await send(form, 'Two', 'a')).toBe('c5');
      expect(await send(form, 'Two', 'b')).toBe('c6');
      expect(await comments()).toEqual(['Hello', 'And you?', 'One', 'Two', 'Two', 'Two']);
    });

    test('from another page says the same again on purpose', async () => {
      expect(await send(form, 'Yes')).toBe('c3');
      const next = nameIn(await pageOf(`${linkOf(anna)}/tasks/1`));
      expect(next).not.toBe(form);
      expect(await send(next, 'Yes')).toBe('c4');
    });

    test('that was refused may be sent again', async () => {
      expect(await send(form, '  ')).toBe('422');
      expect(await at().gw.db.read('idempotency')).toEqual([]);
      expect(await send(form, 'Words')).toBe('c3');
    });

    test('by somebody else under the same name is theirs', async () => {
      expect(await send(form, 'Yes')).toBe('c3');
      expect(await send(form, 'Yes', undefined, eve)).toBe('c4');
    });

    test('is forgotten after a day, and opening the page remembers nothing', async () => {
      await pageOf(`${linkOf(anna)}/tasks/1`);
      expect(await at().gw.db.read('idempotency')).toEqual([]);
      expect(await send(form, 'Yes')).toBe('c3');
      at().clock.pass(DAY + 1);
      expect(await send(form, 'Yes')).toBe('c4');
      expect(await at().gw.db.read('idempotency')).toHaveLength(1);
    });
  });

  describe('the time zone of the account', () => {
    test('holds on pages and in letters for those who have none of their own', async () => {
      const { gw, owner, account } = at();
      await changeSettings(gw, actor(owner), { timezone: 'Asia/Vladivostok' });
      const settings = settingsSchema.parse({ ...account.settings, timezone: 'Asia/Vladivostok' });
      const boris = await contact({
        firstName: 'Boris',
        email: 'boris@client.example' as never,
        timezone: 'Europe/Moscow',
      } as NewContact);
      const where = await task([max.id], [anna.id, boris.id]);
      const there: Actor = { ...actor(owner), account: { ...account, settings } };
      await perform(gw, there, comment(where, 'Hello', [anna.id, boris.id]));
      expect(await pageOf(`${linkOf(anna)}/tasks/1`)).toContain('GMT+10');
      const own = await pageOf(`${linkOf(boris)}/tasks/1`);
      expect(own).toContain('GMT+3');
      expect(own).not.toContain('GMT+10');
      const { lines } = await searchLetters(gw.db.read, account.id, { after: null, limit: 10 });
      const textTo = async (who: Contact) => {
        const line = lines.find((l) => l.recipient === who.id && l.kind === 'N2')!;
        return (await letterOf(gw.db.read, account.id, line.id))!.letter.text;
      };
      expect(await textTo(anna)).toContain('GMT+10');
      expect(await textTo(boris)).toContain('GMT+3');
    });

    test('is a name that exists', () => {
      expect(settingsSchema.parse({}).timezone).toBe('UTC');
      expect(settingsSchema.safeParse({ timezone: 'Europe/Moscow' }).success).toBe(true);
      for (const timezone of ['Mars/Olympus', '', 'Moscow time'])
        expect(settingsSchema.safeParse({ timezone }).success).toBe(false);
    });
  });
});
