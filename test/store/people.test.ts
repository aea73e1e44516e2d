/** Employees and contacts: one address, one person; companies, responsible, names; and what a change leaves alone. */
import { expect, test } from 'vitest';
import type { ContactId } from '../../src/base/id.ts';
import {
  AddressTaken,
  contactById,
  employeeByLogin,
  insertContact,
  insertEmployee,
  loadContact,
  loadEmployee,
  loadPeople,
  loadPerson,
  passwordHash,
  personAnywhere,
  personByAddress,
  setPasswordHash,
  unprovenByClaim,
  updateContact,
  updateEmployee,
} from '../../src/store/people.ts';
import { pageOfContacts, pageOfEmployees, searchContacts } from '../../src/store/people-lists.ts';
import { address, eachStore, NOW, openTenant, unique } from './each-store.ts';

eachStore('people', (store) => {
  const read = () => store().db.read;
  const change = async (t: Awaited<ReturnType<typeof openTenant>>, changes: Parameters<typeof updateContact>[2]) => {
    await store().db.write((tx) => updateContact(tx, t.anna, changes));
    return (await loadContact(read(), t.account.id, t.anna.id))!;
  };

  test('an employee and a contact come back as they were written', async () => {
    const t = await openTenant(store().db);
    const whole = {
      firstName: 'Леонид',
      lastName: 'Ёлкин',
      position: 'Пекарь',
      email: address('leonid@bakery.example'),
      additionalEmails: [address('b@bakery.example'), address('a@bakery.example')],
      login: 'leonid',
      role: 'technical' as const,
      language: 'ru' as const,
      timezone: 'Europe/Moscow',
      manager: t.ann.id,
      mayGrantAccess: true,
      signature: '— Л. Ё. 🎂',
      signatureOn: false,
      emailOff: true,
      active: false,
    };
    const id = await store().db.write((tx) => insertEmployee(tx, t.account.id, whole, NOW));
    const employee = { kind: 'employee', id, account: t.account.id, number: 3, ...whole };
    expect(await loadEmployee(read(), t.account.id, id)).toEqual(employee);
    expect(await loadPerson(read(), t.account.id, id)).toEqual(employee);
    expect(await personAnywhere(read(), id)).toEqual(employee);
    expect(await employeeByLogin(read(), t.account.id, 'leonid')).toEqual(employee);

    const card = {
      isCompany: false,
      firstName: 'Клара',
      lastName: '',
      position: '',
      phone: '+7 900',
      description: 'x'.repeat(20_000),
      email: null,
      additionalEmails: [],
      claims: address('klara@free.example'),
      language: 'ru' as const,
      timezone: null,
      companies: [t.birch.id],
      responsible: [t.ann.id, t.ivan.id].sort(),
      seesCompanyTasks: true,
      access: 'INVITED' as const,
      linkGeneration: 65_000,
      linkRevoked: true,
      isSpammer: true,
      mailBlocked: true,
      emailOff: true,
      bundleMinutes: 45,
      quietHours: { from: '22:00', to: '08:00' },
      proven: false,
    };
    const made = await store().db.write((tx) => insertContact(tx, t.account.id, card, NOW));
    const found = (await contactById(read(), made))!;
    expect({ ...found, responsible: [...found.responsible].sort() }).toEqual({
      kind: 'contact',
      id: made,
      account: t.account.id,
      number: 4,
      ...card,
    });
    expect((await unprovenByClaim(read(), t.account.id, card.claims))?.id).toBe(made);
    expect(await personByAddress(read(), t.account.id, card.claims)).toBeNull();
  });

  test('an address is one person’s, whether employee or contact; the refused write leaves nothing', async () => {
    const t = await openTenant(store().db);
    const count = async () => (await read()('contacts').where({ account_id: t.account.id })).length;
    const before = await count();
    for (const taken of ['ann@bakery.example', 'boris@client.example']) {
      const contact = { firstName: 'Double', email: address('new@client.example'), additionalEmails: [address(taken)] };
      const refused = store().db.write((tx) => insertContact(tx, t.account.id, contact, NOW));
      await expect(refused).rejects.toThrow(AddressTaken);
      await expect(refused).rejects.toMatchObject({ address: taken });
      const employee = { firstName: 'Double', login: 'double', email: address(taken) };
      await expect(store().db.write((tx) => insertEmployee(tx, t.account.id, employee, NOW))).rejects.toThrow(
        AddressTaken,
      );
    }
    expect(await count()).toBe(before);
    expect(await personByAddress(read(), t.account.id, address('new@client.example'))).toBeNull();
    expect(await employeeByLogin(read(), t.account.id, 'double')).toBeNull();
    // In another account it is free.
    const other = await openTenant(store().db);
    expect((await personByAddress(read(), other.account.id, address('ann@bakery.example')))?.id).toBe(other.ann.id);
  });

  test('two who come at once with one address: one has it', async () => {
    const t = await openTenant(store().db);
    const contact = { firstName: 'Twin', email: address(`${unique()}@client.example`) };
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => store().db.write((tx) => insertContact(tx, t.account.id, contact, NOW))),
    );
    const made = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
    expect(made).toHaveLength(1);
    for (const r of results) if (r.status === 'rejected') expect(r.reason).toBeInstanceOf(AddressTaken);
    expect((await personByAddress(read(), t.account.id, contact.email))?.id).toBe(made[0]);
  });

  test('addresses change places, are added and taken away, and never written twice', async () => {
    const t = await openTenant(store().db);
    const [first, second] = [address('anna@client.example'), address('anna@home.example')];
    let anna = await change(t, { additionalEmails: [second, second, first] });
    expect([anna.email, anna.additionalEmails]).toEqual([first, [second]]);
    anna = await change(t, { email: second, additionalEmails: [first] });
    expect([anna.email, anna.additionalEmails]).toEqual([second, [first]]);
    anna = await change(t, { email: second, additionalEmails: [] });
    expect(await personByAddress(read(), t.account.id, first)).toBeNull();
    const refused = store().db.write((tx) => updateContact(tx, anna, { firstName: 'Boris’s', email: t.boris.email }));
    await expect(refused).rejects.toThrow(AddressTaken);
    expect(await loadContact(read(), t.account.id, anna.id)).toEqual(anna);
  });

  test('a change from an old copy leaves what is newer: a renewed link stays renewed', async () => {
    const t = await openTenant(store().db);
    await change(t, { linkGeneration: 2, companies: [], email: address('new@client.example') });
    // `t.anna` is the card as it was before that.
    const anna = await change(t, { mailBlocked: true, firstName: undefined as never });
    expect(anna).toMatchObject({
      mailBlocked: true,
      firstName: 'Anna',
      linkGeneration: 2,
      companies: [],
      responsible: [t.ann.id],
      email: 'new@client.example',
    });
    await store().db.write((tx) => updateEmployee(tx, t.ivan, { manager: null, emailOff: true }));
    await store().db.write((tx) => updateEmployee(tx, t.ivan, { signature: 'Ivan' }));
    expect(await loadEmployee(read(), t.account.id, t.ivan.id)).toEqual({
      ...t.ivan,
      manager: null,
      emailOff: true,
      signature: 'Ivan',
    });
  });

  test('nothing to change changes nothing', async () => {
    const t = await openTenant(store().db);
    expect(await change(t, {})).toEqual(t.anna);
  });

  test('companies and responsible', async () => {
    const t = await openTenant(store().db);
    const anna = await change(t, { companies: [], responsible: [t.ivan.id] });
    expect([anna.companies, anna.responsible]).toEqual([[], [t.ivan.id]]);
    expect((await change(t, { companies: [t.birch.id] })).companies).toEqual([t.birch.id]);
  });

  test('numbers count by account and kind', async () => {
    const [one, other] = [await openTenant(store().db), await openTenant(store().db)];
    for (const t of [one, other]) {
      expect([t.ann.number, t.ivan.number]).toEqual([1, 2]);
      expect([t.birch.number, t.anna.number, t.boris.number]).toEqual([1, 2, 3]);
    }
  });

  test('pages of people, complete and without repeats, and an end past any number', async () => {
    const t = await openTenant(store().db);
    const found: ContactId[] = [];
    for (let after = 0, page = await pageOfContacts(read(), t.account.id, after, 2); page.length > 0; ) {
      found.push(...page.map((c) => c.id));
      if (found.length > 100) throw new Error('The pages repeat themselves');
      after = page.at(-1)!.number;
      page = await pageOfContacts(read(), t.account.id, after, 2);
    }
    expect(found).toEqual([t.birch.id, t.anna.id, t.boris.id]);
    expect((await pageOfEmployees(read(), t.account.id, 1, 10)).map((e) => e.id)).toEqual([t.ivan.id]);
    expect(await pageOfEmployees(read(), t.account.id, 10 ** 12, 10)).toEqual([]);
    expect(await pageOfContacts(read(), t.account.id, 10 ** 12, 10)).toEqual([]);
  });

  test('search by name in any case and by address, and signs mean themselves', async () => {
    const t = await openTenant(store().db);
    const add = (firstName: string, email: string) =>
      store().db.write((tx) => insertContact(tx, t.account.id, { firstName, email: address(email) }, NOW));
    await add('Жанна', 'zh_1@client.example');
    await add('100% Cake', 'zhx1@client.example');
    const names = async (text: string, after = 0, limit = 10) => {
      const { items, next } = await searchContacts(read(), t.account.id, text, after, limit);
      return [items.map((c) => c.firstName), next];
    };
    expect(await names('жАННА')).toEqual([['Жанна'], null]);
    expect(await names('ZH_1@')).toEqual([['Жанна'], null]);
    expect(await names('0%')).toEqual([['100% Cake'], null]);
    expect(await names('%')).toEqual([['100% Cake'], null]);
    expect(await names('client.example', 0, 2)).toEqual([['Birch', 'Anna'], 2]);
    expect(await names('client.example', 2, 2)).toEqual([['Boris', 'Жанна'], 4]);
    expect(await names('client.example', 4, 2)).toEqual([['100% Cake'], null]);
  });

  test('any person by id, of this account only', async () => {
    const [t, other] = [await openTenant(store().db), await openTenant(store().db)];
    const people = await loadPeople(read(), t.account.id, [t.ann.id, t.ann.id, t.anna.id, other.boris.id, 'nobody']);
    expect([...people.keys()].sort()).toEqual([t.ann.id, t.anna.id].sort());
    expect((await loadPeople(read(), t.account.id, [])).size).toBe(0);
  });

  test('a password’s hash stands with the person', async () => {
    const t = await openTenant(store().db);
    expect(await passwordHash(read(), t.account.id, t.anna)).toBeNull();
    await store().db.write((tx) => setPasswordHash(tx, t.account.id, t.anna, 'scrypt$x'));
    await store().db.write((tx) => setPasswordHash(tx, t.account.id, t.ann, 'scrypt$y'));
    expect(await passwordHash(read(), t.account.id, t.anna)).toBe('scrypt$x');
    expect(await passwordHash(read(), t.account.id, t.ann)).toBe('scrypt$y');
  });

  test('names as long as a mail can bring them', async () => {
    const t = await openTenant(store().db);
    const long = 'Ы'.repeat(5000);
    const id = await store().db.write((tx) =>
      insertContact(tx, t.account.id, { firstName: long, lastName: `\0${long}` }, NOW),
    );
    expect(await loadContact(read(), t.account.id, id)).toMatchObject({ firstName: long, lastName: long });
  });
});
