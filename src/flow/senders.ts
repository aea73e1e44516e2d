/**
 * Where a writer's letters come from (spec 3.3): the addresses outside that they may use in a task, and the one that was chosen.
 */
import type { ProjectId } from '../base/id.ts';
import type { Person } from '../people/person.ts';
import { type Chosen, chooseSender, type Sender, sendersFor } from '../people/sender.ts';
import type { Sql } from '../store/database.ts';
import { sendersWithin } from '../store/senders.ts';
import type { Actor } from './gateway.ts';

type Writer = Pick<Actor, 'account' | 'person'>;

/** Spec 5, restriction 13: people outside have none. */
export async function sendersOf(
  db: Sql,
  { account, person }: Writer,
  project: ProjectId | null | 'any',
): Promise<readonly Sender[]> {
  if (person.kind !== 'employee') return [];
  return sendersFor(await sendersWithin(db, account.id, person.id), person, project);
}

/** `asked`: as in `chooseSender`. */
export async function senderIn(
  db: Sql,
  writer: Writer,
  project: ProjectId | null,
  asked: string | null | undefined,
): Promise<Chosen> {
  return chooseSender(await sendersOf(db, writer, project), internalOf(writer) ?? '', asked?.toLowerCase() ?? asked);
}

/** `login@` the account's domain; null: they have none. */
export function internalOf({ account, person }: { readonly account: Writer['account']; readonly person: Person }) {
  const has = person.kind === 'employee' && person.role !== 'robot';
  return has ? `${person.login}@${account.mailDomain}` : null;
}

/** What the place to write offers, the one that is taken by itself first. `address` null: the writer's own one here. */
export interface FromChoice {
  readonly address: string | null;
  readonly shown: string;
}

/** None: there is nothing to choose. */
export async function fromChoices(
  db: Sql,
  writer: Writer,
  project: ProjectId | null | 'any',
): Promise<readonly FromChoice[]> {
  const outside = await sendersOf(db, writer, project);
  if (outside.length === 0) return [];
  const internal = internalOf(writer);
  return [
    ...outside.map(({ address, name }) => ({ address, shown: name ? `${name} <${address}>` : address })),
    ...(internal ? [{ address: null, shown: internal }] : []),
  ];
}
