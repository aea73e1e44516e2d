/** What there is in the world: by the plan's names, with the ids and numbers by which one asks for it, and every word a marker. */
import type { Address } from '../../src/base/address.ts';
import type { PersonId, ProjectId, TaskId } from '../../src/base/id.ts';
import type { Actor, Gateway } from '../../src/flow/gateway.ts';
import type { Account } from '../../src/people/account.ts';
import type { Person } from '../../src/people/person.ts';
import { loadAccount } from '../../src/store/accounts.ts';
import type { Home, Tenant } from './oracle.ts';

/** What stands in a path: pages ask by number, programs by id. */
export interface Thing {
  readonly tenant: Tenant;
  /** Of the plan: a task, `task/comment`, a person. */
  readonly ref: string;
  readonly id: string;
  readonly number: string;
  /** Of what stands below it: the task that it is in, or the webhook. */
  readonly within?: Thing;
}

export const KINDS = [
  ...['task', 'comment', 'planned', 'item', 'file', 'contact', 'employee', 'project'],
  ...[
    'letter',
    'mail',
    'held',
    'session',
    'key',
    'hook',
    'call',
    'local',
    'sender',
    'suppressed',
    'notification',
    'template',
  ],
] as const;
export type Kind = (typeof KINDS)[number];

export interface Tenancy {
  readonly tenant: Tenant;
  readonly account: Account;
  readonly things: Readonly<Record<Kind, ReadonlyMap<string, Thing>>>;
  /** Of every person who has one, however little it is good for. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly keySecret: string;
  /** Behind the letter with «Was this you?», to Anna. */
  readonly question: string;
  /** Behind Hugo's invitation. */
  readonly invitation: string;
  /** Behind «Mute this task» in a letter to Anna about the desk. */
  readonly mute: string;
  /** Behind the letter that asks the mailbox of the company's address. */
  readonly sender: string;
  /** The picture in the same letter. */
  readonly open: string;
  /** Where the template stands: named by whoever changes it. */
  readonly written: { readonly revision: number; readonly version: string };
  readonly emails: ReadonlyMap<string, string>;
  person(name: string): Promise<Person>;
}

export type Markers = Map<string, Home[]>;
export const MARKER = /mk[ab]\d+z/g;

/** One account while it is being built. */
export class Site {
  readonly gw: Gateway;
  readonly tenant: Tenant;
  readonly account: Account;
  readonly markers: Markers;
  readonly people = new Map<string, Person>();
  readonly projects = new Map<string, ProjectId>();
  readonly tasks = new Map<string, TaskId>();
  /** Of mails, by what they made. */
  readonly subjects = new Map<string, string>();
  readonly things = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as Record<Kind, Map<string, Thing>>;

  constructor(gw: Gateway, tenant: Tenant, account: Account, markers: Markers) {
    this.gw = gw;
    this.tenant = tenant;
    this.account = account;
    this.markers = markers;
  }

  mark = (...homes: Home[]): string => markIn(this.markers, this.tenant, homes);

  put(kind: Kind, ref: string, id: string, number: unknown = '', within?: Thing): void {
    const thing = { tenant: this.tenant, ref, id, number: String(number) };
    this.things[kind].set(ref, within ? { ...thing, within } : thing);
  }

  idOf = <Id extends PersonId>(name: string): Id => this.people.get(name)!.id as Id;
  idsOf = <Id extends PersonId>(names: readonly string[] = []): Id[] => names.map((name) => this.idOf<Id>(name));

  async actor(name: string): Promise<Actor> {
    const account = (await loadAccount(this.gw.db.read, this.account.id))!;
    return { account, person: this.people.get(name)!, proof: 'session', source: 'web' };
  }
}

export function markIn(markers: Markers, tenant: Tenant, homes: Home[]): string {
  const marker = `mk${tenant}${markers.size}z`;
  markers.set(marker, homes);
  return marker;
}

export const staffAddress = (markers: Markers, tenant: Tenant, who: string): Address =>
  `${markIn(markers, tenant, [{ at: 'employee', who }])}@staff.example` as Address;

/** What was asked for, done; a world that cannot be built is no world. */
export function done<Outcome extends { readonly ok: boolean }>(
  outcome: Outcome,
): Extract<Outcome, { readonly ok: true }> {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome as Extract<Outcome, { readonly ok: true }>;
}
