/** The account and its people, as the plan has them. */
import type { Address } from '../../src/base/address.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import type { Contact, Employee } from '../../src/people/person.ts';
import { insertContact, insertEmployee, loadContact, loadEmployee, robotOf } from '../../src/store/people.ts';
import { openAccount } from '../support/account.ts';
import type { Tenant } from './oracle.ts';
import { CONTACTS, contactPlan, EMPLOYEES, employeePlan } from './plan.ts';
import { type Markers, Site, staffAddress } from './things.ts';

/** Numbers of the second account begin here, so that none of them is one of the first. */
const FAR = 5000;

export async function openSite(gw: Gateway, tenant: Tenant, markers: Markers): Promise<Site> {
  const name = tenant === 'a' ? 'acme' : 'bakery';
  const admin = { email: staffAddress(markers, tenant, 'ann'), firstName: 'Ann', lastName: 'Lee' };
  const { account, owner } = await openAccount(gw, { name, title: name, admin });
  const site = new Site(gw, tenant, account, markers);
  if (tenant === 'b') await countFrom(site, FAR);
  site.people.set('robot', await robotOf(gw.db.read, account.id));
  site.people.set('ann', (await loadEmployee(gw.db.read, account.id, owner.id))!);
  for (const who of Object.keys(EMPLOYEES)) if (who !== 'ann') await employee(site, who);
  await leaders(site);
  for (const who of Object.keys(CONTACTS)) await contact(site, who);
  return site;
}

async function countFrom({ gw, account }: Site, first: number): Promise<void> {
  const own = { account_id: account.id };
  await gw.db.write(async (tx) => {
    await tx('counters').where(own).delete();
    const kinds = ['task', 'contact', 'employee', 'project'];
    await tx('counters').insert(kinds.map((kind) => ({ ...own, kind, value: first })));
    await tx('employees')
      .where(own)
      .increment('number', first - 10);
  });
}

async function employee({ gw, account, people, mark, markers, tenant }: Site, who: string): Promise<void> {
  const { role = 'user', grants = false, gone = false } = employeePlan(who)!;
  const home = { at: 'employee', who } as const;
  const fields = {
    firstName: who,
    login: who,
    role,
    email: staffAddress(markers, tenant, who),
    signature: mark(home),
    position: mark(home),
    mayGrantAccess: grants,
    active: !gone,
  } as const;
  const id = await gw.db.write((tx) => insertEmployee(tx, account.id, fields, gw.clock()));
  people.set(who, (await loadEmployee(gw.db.read, account.id, id))!);
}

async function leaders({ gw, account, idOf }: Site): Promise<void> {
  for (const [who, plan] of Object.entries(EMPLOYEES)) {
    if (!('manager' in plan)) continue;
    const row = { account_id: account.id, id: idOf(who) };
    await gw.db.write((tx) =>
      tx('employees')
        .where(row)
        .update({ manager_id: idOf(plan.manager) }),
    );
  }
}

async function contact({ gw, account, people, mark, idsOf }: Site, who: string): Promise<void> {
  const plan = contactPlan(who)!;
  const [card, note] = [{ at: 'card', contact: who } as const, { at: 'note', contact: who } as const];
  const fields = {
    firstName: who,
    lastName: mark({ at: 'name', contact: who }),
    isCompany: plan.company ?? false,
    email: `${mark(card)}@client.example` as Address,
    additionalEmails: [`${mark(note)}@client.example` as Address],
    phone: mark(card),
    position: mark(card),
    description: mark(note),
    companies: idsOf<Contact['id']>(plan.of),
    responsible: idsOf<Employee['id']>(plan.responsible),
    seesCompanyTasks: plan.seesCompany ?? false,
    access: plan.access ?? 'NONE',
    isSpammer: plan.spammer ?? false,
    linkRevoked: plan.linkRevoked ?? false,
  } as const;
  const id = await gw.db.write((tx) => insertContact(tx, account.id, fields, gw.clock()));
  people.set(who, (await loadContact(gw.db.read, account.id, id))!);
}
