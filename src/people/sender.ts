/**
 * Addresses outside that letters may come from (spec 1.2, 3.3): the company's, for all of the team or some, in all projects or some;
 * and an employee's own. Which of them a writer has here, and which is taken when nobody chose.
 */
import type { Address } from '../base/address.ts';
import type { AccountId, EmployeeId, LetterId, ProjectId, SenderId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Alignment } from '../mail/sender-check.ts';
import type { Employee } from './person.ts';

export interface Sender {
  readonly id: SenderId;
  readonly account: AccountId;
  readonly address: Address;
  /** What stands before the address in From; '': the writer's own name with the company's. */
  readonly name: string;
  /** Null: the company's. */
  readonly owner: EmployeeId | null;
  /** Only in these; none: everywhere. */
  readonly projects: readonly ProjectId[];
  /** Only by these; none: by all of the team. */
  readonly staff: readonly EmployeeId[];
  /** Plain text, or HTML of the small vocabulary; '': none of its own. */
  readonly signature: string;
  /** «Receive replies at this same address»: Reply-To is this address, and answers come back by forwarding. */
  readonly repliesHere: boolean;
  readonly alignment: Alignment;
  readonly checkedAt: Instant | null;
  /** The letter whose link confirms it. */
  readonly letter: LetterId | null;
  /** When whoever reads the mailbox said yes; null: never. */
  readonly verifiedAt: Instant | null;
  readonly createdAt: Instant;
}

/** A letter in whose name nobody vouches, or that its readers' servers would throw away, is not sent from there. */
export const isReady = ({ verifiedAt, alignment }: Pick<Sender, 'verifiedAt' | 'alignment'>): boolean =>
  verifiedAt !== null && alignment !== 'refused' && alignment !== 'unknown';

/** Those that this writer may use in a task of this project, or of any; the one that is taken by itself stands first (items 44, 45). */
export function sendersFor(
  all: readonly Sender[],
  writer: Pick<Employee, 'id'>,
  project: ProjectId | null | 'any',
): readonly Sender[] {
  return all
    .filter((one) => isReady(one) && isFor(one, writer, project))
    .sort((a, b) => rank(a) - rank(b) || older(a, b));
}

function isFor(
  { owner, staff, projects }: Sender,
  writer: Pick<Employee, 'id'>,
  project: ProjectId | null | 'any',
): boolean {
  if (owner !== null) return owner === writer.id;
  const here = project === 'any' || projects.length === 0 || (project !== null && projects.includes(project));
  return here && (staff.length === 0 || staff.includes(writer.id));
}

/** One's own before the company's; what was made for this project before what is for all of them. */
const rank = ({ owner, projects }: Sender): number => (owner !== null ? 0 : projects.length > 0 ? 1 : 2);

const older = (a: Sender, b: Sender): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

export type Chosen = { readonly ok: true; readonly sender: Sender | null } | { readonly ok: false };

/**
 * `asked`: an address that the writer chose; null or `internal`: their own one in this account (item 43); undefined: nobody chose. A
 * null sender is the internal address.
 */
export function chooseSender(allowed: readonly Sender[], internal: string, asked: string | null | undefined): Chosen {
  if (asked === undefined) return { ok: true, sender: allowed[0] ?? null };
  if (asked === null || asked === internal) return { ok: true, sender: null };
  const sender = allowed.find((one) => one.address === asked);
  return sender ? { ok: true, sender } : { ok: false };
}
