/**
 * Virtual addresses, made and taken away by those who have the settings (spec 3.4).
 */
import type { EmployeeId, ProjectId } from '../base/id.ts';
import { removeVirtualAddress, saveVirtualAddress, type VirtualAddress, virtualAddress } from '../store/addresses.ts';
import type { Sql } from '../store/database.ts';
import { employeeByLogin, loadPeople } from '../store/people.ts';
import { loadProject } from '../store/rules.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, type Managed, managed, maySet, refused } from './manage.ts';
import { isReserved } from './reserved.ts';

export interface AddressFields {
  readonly description?: string | undefined;
  readonly project?: ProjectId | null | undefined;
  readonly assignees?: readonly EmployeeId[] | undefined;
}

/** `isNew`: refused when there is one already, else when there is none. What is not given stays as it was. */
export async function saveAddress(
  gw: Gateway,
  actor: Actor,
  local: string,
  fields: AddressFields,
  isNew: boolean,
): Promise<Managed<VirtualAddress>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    const before = await virtualAddress(tx, actor.account.id, local);
    if (!before && !isNew) return refused('nowhere');
    const faults = [
      ...(isNew ? await nameFaults(gw, tx, actor, local, before) : []),
      ...(await ruleFaults(tx, actor, fields)),
    ];
    if (faults.length > 0) return faulty(faults);
    const address = {
      local,
      description: fields.description ?? before?.description ?? '',
      project: fields.project === undefined ? (before?.project ?? null) : fields.project,
      assignees: fields.assignees ?? before?.assignees ?? [],
    };
    await saveVirtualAddress(tx, actor.account.id, address);
    await audit(gw, tx, actor, 'address-saved', local);
    return managed(address);
  });
}

/** Mail to it is refused from now on; the tasks that it made stay. */
export async function removeAddress(gw: Gateway, actor: Actor, local: string): Promise<Managed<null>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    if (!(await removeVirtualAddress(tx, actor.account.id, local))) return refused('nowhere');
    await audit(gw, tx, actor, 'address-removed', local);
    return managed(null);
  });
}

async function nameFaults(
  gw: Gateway,
  tx: Sql,
  { account }: Actor,
  local: string,
  before: VirtualAddress | null,
): Promise<FieldFault[]> {
  if (isReserved(gw.names, local)) return [{ path: 'local', message: `${local}@ is an address of Postern itself` }];
  const taken = before !== null || (await employeeByLogin(tx, account.id, local)) !== null;
  return taken ? [{ path: 'local', message: 'This name is taken' }] : [];
}

async function ruleFaults(tx: Sql, { account }: Actor, fields: AddressFields): Promise<FieldFault[]> {
  const people = await loadPeople(tx, account.id, fields.assignees ?? []);
  const faults = (fields.assignees ?? []).flatMap((id, at): FieldFault[] =>
    people.get(id)?.kind === 'employee' ? [] : [{ path: `assignees.${at}`, message: 'There is no such employee' }],
  );
  const known = !fields.project || (await loadProject(tx, account.id, fields.project)) !== null;
  return known ? faults : [...faults, { path: 'project', message: 'There is no such project' }];
}
