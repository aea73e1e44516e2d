/**
 * One account, built of the plan through the hallway as the doors do it, every word in it a marker that is found again wherever it
 * turns up.
 */
import type { Address } from '../../src/base/address.ts';
import type { EmployeeId, LetterId } from '../../src/base/id.ts';
import { DAY } from '../../src/base/time.ts';
import { letterToken } from '../../src/base/token.ts';
import { makeActivation } from '../../src/flow/activation.ts';
import type { Gateway } from '../../src/flow/gateway.ts';
import { addWebhook } from '../../src/flow/hooks.ts';
import { makeKey } from '../../src/flow/manage-account.ts';
import { saveAddress } from '../../src/flow/manage-addresses.ts';
import { addSender } from '../../src/flow/manage-senders.ts';
import { makeTemplate, publishTemplate, saveDraft } from '../../src/flow/manage-templates.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import { openSession } from '../../src/store/doors.ts';
import { loadPerson } from '../../src/store/people.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { heldMail, ignoredMail } from './build-mail.ts';
import { openSite } from './build-people.ts';
import { tasksOf } from './build-tasks.ts';
import type { Tenant } from './oracle.ts';
import { contactPlan } from './plan.ts';
import { done, type Kind, type Markers, type Site, type Tenancy } from './things.ts';

export async function buildTenant(gw: Gateway, tenant: Tenant, markers: Markers): Promise<Tenancy> {
  const site = await openSite(gw, tenant, markers);
  const { account, people, things, idOf } = site;
  await webhook(site);
  await tasksOf(site);
  const question = await heldMail(site);
  await ignoredMail(site);
  await addresses(site);
  const sender = await senders(site);
  const written = await template(site);
  const keySecret = await key(site);
  const sessions = await openSessions(site);
  await collect(site);
  const invitation = await makeActivation(gw, account, people.get('hugo')!);
  return {
    tenant,
    account,
    things,
    sessions,
    keySecret,
    written,
    question: letterToken(gw.keyring, 'question', question),
    invitation: invitation.slice(invitation.lastIndexOf('/') + 1),
    sender: letterToken(gw.keyring, 'sender', sender),
    mute: letterToken(gw.keyring, 'mute', await letterAbout(site, 'desk', 'anna')),
    open: letterToken(gw.keyring, 'open', await letterAbout(site, 'desk', 'anna')),
    emails: new Map([...people].map(([name, person]) => [name, person.email ?? ''])),
    person: async (name) => (await loadPerson(gw.db.read, account.id, idOf(name)))!,
  };
}

// -- the account's own things ---------------------------------------------------------------------------------------------

async function webhook(site: Site): Promise<void> {
  const url = `https://${site.mark({ at: 'settings' })}.example/`;
  const made = done(await addWebhook(site.gw, await site.actor('ann'), { url, kinds: [] }));
  site.put('hook', 'hook', made.value.id);
}

/** One that makes tasks, one that gets no letters. */
async function addresses(site: Site): Promise<void> {
  const { gw, account, mark } = site;
  const local = `shop${site.tenant}`;
  done(await saveAddress(gw, await site.actor('ann'), local, { description: mark({ at: 'settings' }) }, true));
  site.put('local', local, local);
  const [address, evidence] = [`${mark({ at: 'admin' })}@gone.example`, mark({ at: 'admin' })];
  await gw.db.write((tx) => suppress(tx, account.id, address, 'bounce', evidence, gw.clock()));
  site.put('suppressed', address, address);
}

/** One of the company's and one of Ivan's; nobody said yes yet. */
async function senders(site: Site): Promise<LetterId> {
  const { gw } = site;
  const add = async (by: string, ref: string, who: string | null) => {
    const word = () => site.mark({ at: 'sender', who });
    const owner = who === null ? null : site.idOf<EmployeeId>(who);
    const asked = { address: `${word()}@bureau.example` as Address, owner, name: word() };
    const made = done(await addSender(gw, await site.actor(by), asked));
    site.put('sender', ref, made.value.id);
    return made.value.letter!;
  };
  await add('ivan', 'ivan', 'ivan');
  return add('ann', 'company', null);
}

/** Published, and written further. */
async function template(site: Site): Promise<Tenancy['written']> {
  const { gw, mark } = site;
  const actor = await site.actor('ann');
  const word = () => mark({ at: 'template' });
  const draft = () => ({
    ...standardTemplate('N3'),
    words: { en: { subject: word(), html: `<p>${word()}</p>`, text: null } },
  });
  const { id, revision } = done(await makeTemplate(gw, actor, word(), draft())).value;
  const live = done(await publishTemplate(gw, actor, id, revision)).value;
  const again = done(await saveDraft(gw, actor, id, live.revision, { draft: draft() })).value;
  site.put('template', 'template', id);
  return { revision: again.revision, version: again.live!.id };
}

async function key(site: Site): Promise<string> {
  const made = done(await makeKey(site.gw, await site.actor('ann'), site.mark({ at: 'admin' })));
  site.put('key', 'key', made.value.id);
  return made.value.secret;
}

async function openSessions({ gw, account, people, mark }: Site): Promise<Map<string, string>> {
  const open = new Map<string, string>();
  const now = gw.clock();
  for (const [who, person] of people) {
    if (who === 'robot' || contactPlan(who)?.company) continue;
    const agent = mark({ at: 'session', who });
    open.set(who, await gw.db.write((tx) => openSession(tx, account.id, person, now, now + DAY, agent)));
  }
  return open;
}

async function letterAbout({ gw, account, tasks, idOf }: Site, task: string, who: string): Promise<LetterId> {
  const about = { account_id: account.id, task_id: tasks.get(task)!, recipient_id: idOf(who), kind: 'N2' };
  return (await gw.db.read('letters').where(about).first('id')).id;
}

// -- what there is --------------------------------------------------------------------------------------------------------

/** With the numbers that the store has given. */
async function collect(site: Site): Promise<void> {
  const { gw, account, people, things, tasks, projects } = site;
  const rows = (table: string) => gw.db.read(table).where({ account_id: account.id }).orderBy('id');
  const nameOf = (all: ReadonlyMap<string, string | { id: string }>, id: string): string =>
    [...all].find(([, one]) => (typeof one === 'string' ? one : one.id) === id)![0];
  const numbered = [
    ['task', 'tasks', tasks],
    ['project', 'projects', projects],
    ['contact', 'contacts', people],
    ['employee', 'employees', people],
  ] as const satisfies readonly (readonly [Kind, string, ReadonlyMap<string, unknown>])[];
  for (const [kind, table, names] of numbered)
    for (const row of await rows(table))
      if (row.role !== 'robot') site.put(kind, nameOf(names, row.id), row.id, row.number);
  for (const [ref, { id, number }] of things.comment)
    site.put('comment', ref, id, number, things.task.get(ref.split('/')[0]!));
  for (const [ref, { id }] of things.planned) site.put('planned', ref, id, '', things.task.get(ref.split('/')[0]!));
  for (const row of await rows('checklist_items')) {
    const task = nameOf(tasks, row.task_id);
    site.put('item', task, row.id, '', things.task.get(task));
  }
  const copy = (await rows('files')).find((row) => row.task_id === tasks.get('branch'));
  site.put('file', 'branch/', copy.id);
  for (const row of await rows('sessions')) site.put('session', nameOf(people, row.person_id), row.id);
  const [call] = await rows('webhook_calls');
  site.put('call', 'call', call.id, '', things.hook.get('hook'));
  const letter = (await rows('letters')).find((row) => row.kind === 'N2');
  site.put('letter', 'failed', letter.id);
  site.put('held', 'held', things.mail.get('held')!.id);
  site.put('notification', 'N1', 'N1');
  await gw.db.write(async (tx) => {
    for (const [table, { id }] of [
      ['webhook_calls', call],
      ['letters', letter],
    ] as const)
      await tx(table).where({ account_id: account.id, id }).update({ state: 'failed', due_at: null });
  });
}
