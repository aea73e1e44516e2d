/**
 * Addresses outside that letters may come from, made and taken away: the company's by those who have the settings, an employee's
 * own by themselves too (spec 1.2, 3.3).
 */
import { type Address, domainPart } from '../base/address.ts';
import { type EmployeeId, newId, type ProjectId } from '../base/id.ts';
import type { DnsRecord } from '../mail/dns-check.ts';
import { recordFor } from '../mail/sender-check.ts';
import type { Sender } from '../people/sender.ts';
import type { Sql } from '../store/database.ts';
import { loadEmployee, loadPeople, personByAddress } from '../store/people.ts';
import { loadProject } from '../store/rules.ts';
import { insertSender, pageOfSenders, removeSender, senderById, updateSender } from '../store/senders.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, type Managed, managed, maySeePeople, maySet, refused } from './manage.ts';
import { askMailbox, keptOr, lookAtDns, mayAsk } from './sender-check.ts';
import { cleanSignature, signatureFaults } from './signatures.ts';

export interface SenderFields {
  readonly name?: string | undefined;
  readonly projects?: readonly ProjectId[] | undefined;
  readonly staff?: readonly EmployeeId[] | undefined;
  readonly signature?: string | undefined;
  readonly repliesHere?: boolean | undefined;
}

/** `owner` null: the company's. */
export interface NewSender extends SenderFields {
  readonly address: Address;
  readonly owner: EmployeeId | null;
}

/** Whoever has the settings looks after all of them; the rest of the team after their own. */
export const mayLookAfter = (actor: Actor, owner: EmployeeId | null): boolean =>
  maySet(actor) || (maySeePeople(actor) && owner === actor.person.id);

/** In the order in which they were made; `mine`: one's own alone, also of those who may see all. */
export async function listSenders(
  gw: Gateway,
  actor: Actor,
  page: { readonly after: string; readonly limit: number; readonly mine?: boolean },
): Promise<Sender[]> {
  if (actor.person.kind !== 'employee') return [];
  const owner = maySet(actor) && !page.mine ? undefined : actor.person.id;
  return pageOfSenders(gw.db.read, actor.account.id, { ...page, owner });
}

export async function readSender(gw: Gateway, actor: Actor, id: string): Promise<Sender | null> {
  const found = await senderById(gw.db.read, actor.account.id, id);
  return found && mayLookAfter(actor, found.owner) ? found : null;
}

/** The record that the domain of this address needs so that our letters are believed; null: none. */
export const recordOf = ({ dkim }: Pick<Gateway, 'dkim'>, { address }: Pick<Sender, 'address'>): DnsRecord | null =>
  recordFor(domainPart(address), dkim);

/** Kept, and asked: it is used when somebody who reads the mailbox has said yes. */
export async function addSender(gw: Gateway, actor: Actor, asked: NewSender): Promise<Managed<Sender>> {
  if (!mayLookAfter(actor, asked.owner)) return refused(actor.person.kind === 'employee' ? 'admins-only' : 'nowhere');
  const faults = [...(await addressFaults(gw, actor, asked)), ...(await fieldFaults(gw, actor, asked, asked.owner))];
  if (faults.length > 0) return faulty(faults);
  if (!(await mayAsk(gw, actor, asked.address))) return refused('asked-already');
  const done = await gw.db.write(async (tx): Promise<Managed<Sender>> => {
    const sender = { ...newSender(gw, actor, asked), ...cleaned(gw, asked) };
    if (!(await insertSender(tx, sender))) return faulty([TAKEN]);
    await audit(gw, tx, actor, 'sender-saved', sender.address);
    return managed(await askMailbox(gw, tx, actor, sender));
  });
  gw.wake.outbox();
  return done;
}

export async function changeSender(
  gw: Gateway,
  actor: Actor,
  id: string,
  fields: SenderFields,
): Promise<Managed<Sender>> {
  return gw.db.write(async (tx) => {
    const before = await theirs(tx, actor, id);
    if (!before) return refused('nowhere');
    const faults = await fieldFaults(gw, actor, fields, before.owner);
    if (faults.length > 0) return faulty(faults);
    const after = { ...before, ...cleaned(gw, fields) };
    await updateSender(tx, after);
    await audit(gw, tx, actor, 'sender-saved', before.address, Object.keys(cleaned(gw, fields)));
    return managed(after);
  });
}

/** Letters come from the writer's own address again; what went out stays as it went. */
export async function dropSender(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  return gw.db.write(async (tx) => {
    const before = await theirs(tx, actor, id);
    if (!before || !(await removeSender(tx, actor.account.id, before.id))) return refused('nowhere');
    await audit(gw, tx, actor, 'sender-removed', before.address);
    return managed(null);
  });
}

/** The letter to the mailbox once more. */
export async function askAgain(gw: Gateway, actor: Actor, id: string): Promise<Managed<Sender>> {
  const found = await readSender(gw, actor, id);
  if (!found) return refused('nowhere');
  if (found.verifiedAt !== null) return refused('wrong-state');
  if (!(await mayAsk(gw, actor, found.address))) return refused('asked-already');
  const done = await gw.db.write(async (tx): Promise<Managed<Sender>> => {
    const before = await theirs(tx, actor, id);
    return before ? managed(await askMailbox(gw, tx, actor, before)) : refused('nowhere');
  });
  gw.wake.outbox();
  return done;
}

/** DNS once more, after its owner has written a record there. */
export async function checkAgain(gw: Gateway, actor: Actor, id: string): Promise<Managed<Sender>> {
  const found = await readSender(gw, actor, id);
  if (!found) return refused('nowhere');
  const { alignment } = await lookAtDns(gw, found);
  return gw.db.write(async (tx): Promise<Managed<Sender>> => {
    const before = await theirs(tx, actor, id);
    if (!before) return refused('nowhere');
    const after = { ...before, alignment: keptOr(before.alignment, alignment), checkedAt: gw.clock() };
    await updateSender(tx, after);
    return managed(after);
  });
}

async function theirs(tx: Sql, actor: Actor, id: string): Promise<Sender | null> {
  const found = await senderById(tx, actor.account.id, id);
  return found && mayLookAfter(actor, found.owner) ? found : null;
}

const newSender = (gw: Gateway, { account }: Actor, { address, owner }: NewSender): Sender => ({
  id: newId<'sender'>(gw.clock()),
  account: account.id,
  address,
  owner,
  name: '',
  projects: [],
  staff: [],
  signature: '',
  repliesHere: false,
  alignment: 'unknown',
  checkedAt: null,
  letter: null,
  verifiedAt: null,
  createdAt: gw.clock(),
});

function cleaned(gw: Gateway, { name, projects, staff, signature, repliesHere }: SenderFields): Partial<Sender> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(projects === undefined ? {} : { projects }),
    ...(staff === undefined ? {} : { staff }),
    ...(signature === undefined ? {} : { signature: cleanSignature(gw.names, signature) }),
    ...(repliesHere === undefined ? {} : { repliesHere }),
  };
}

const TAKEN: FieldFault = { path: 'address', message: 'The account has this address already' };

async function addressFaults(gw: Gateway, { account }: Actor, { address, owner }: NewSender): Promise<FieldFault[]> {
  const domain = domainPart(address);
  if (domain === account.mailDomain || `.${domain}`.endsWith(`.${gw.names.mailDomain}`))
    return [{ path: 'address', message: 'This is an address of Postern itself' }];
  const whose = await personByAddress(gw.db.read, account.id, address);
  // A client's address is theirs alone; a colleague's is theirs, or the company's too.
  if (whose && (whose.kind === 'contact' || (owner !== null && whose.id !== owner)))
    return [{ path: 'address', message: 'This address belongs to somebody else in this account' }];
  const known = owner === null ? true : (await loadEmployee(gw.db.read, account.id, owner))?.active === true;
  return known ? [] : [{ path: 'employee', message: 'There is no such employee' }];
}

async function fieldFaults(
  gw: Gateway,
  { account }: Actor,
  { projects = [], staff = [], signature }: SenderFields,
  owner: EmployeeId | null,
): Promise<FieldFault[]> {
  const faults: FieldFault[] = signature === undefined ? [] : signatureFaults(gw.names, signature);
  if (owner !== null && (projects.length > 0 || staff.length > 0))
    faults.push({
      path: projects.length > 0 ? 'projects' : 'staff',
      message: 'Only an address of the company is limited',
    });
  const people = await loadPeople(gw.db.read, account.id, staff);
  for (const [at, id] of staff.entries())
    if (people.get(id)?.kind !== 'employee') faults.push({ path: `staff.${at}`, message: 'There is no such employee' });
  for (const [at, id] of projects.entries())
    if (!(await loadProject(gw.db.read, account.id, id)))
      faults.push({ path: `projects.${at}`, message: 'There is no such project' });
  return faults;
}
