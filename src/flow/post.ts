/**
 * Handing a rendered letter to the outbox: in whose name, and whether it can go at all. Who is told of what is tell.ts.
 */
import { type ContactId, newId, type PersonId } from '../base/id.ts';
import { BRAKE, BRAKE_WINDOW, type Deliverability, deliverability, RECEIPT_PAUSE } from '../notify/deliverable.ts';
import type { Letter } from '../notify/letter.ts';
import type { Author, OwnChoice } from '../notify/letter-input.ts';
import { renderLetter } from '../notify/render.ts';
import { type Account, siteOf } from '../people/account.ts';
import { fullName, type Person } from '../people/person.ts';
import { companyNames } from '../store/cards.ts';
import type { Sql } from '../store/database.ts';
import { carry } from '../store/held-letters.ts';
import { recentLetters, wasWritten } from '../store/letter-counts.ts';
import { isMuted } from '../store/mutes.ts';
import { queueLetter } from '../store/outbox.ts';
import { suppression } from '../store/suppressions.ts';
import type { Actor, Gateway } from './gateway.ts';
import { waitsOf } from './hold.ts';

/** What every letter is made of. */
export const basis = (gw: Gateway, account: Account, to: Person, cause: string) => ({
  id: newId<'letter'>(gw.clock()),
  now: gw.clock(),
  account,
  cause,
  publicUrl: siteOf(account, gw.names),
  templates: gw.templates,
  to,
});

/** The names of the reader's companies, for the only letters that can say them: those with the account's own words. */
export async function companiesFor(db: Sql, own: OwnChoice | null, to: Person): Promise<readonly string[]> {
  if (!own || to.kind !== 'contact' || to.companies.length === 0) return [];
  return companyNames(db, to.account, to.companies);
}

export function authorOf({ person, account }: Pick<Actor, 'person' | 'account'>): Author {
  const robot = person.kind === 'employee' && person.role === 'robot';
  const name = robot ? account.title : fullName(person);
  const isCompany = person.kind === 'contact' && person.isCompany;
  return {
    person: { id: person.id, kind: person.kind, name, isCompany },
    login: person.kind === 'employee' && !robot ? person.login : null,
    signature: person.kind === 'employee' && person.signatureOn ? person.signature : '',
  };
}

/** Whoever changed a password, its owner hears of it: an open screen or a mailbox of old may be somebody else's by now. */
export async function tellOfPassword(gw: Gateway, tx: Sql, account: Account, person: Person): Promise<void> {
  const cause = `password-set:${newId(gw.clock())}`;
  await post(
    gw,
    tx,
    account,
    renderLetter({ ...basis(gw, account, person, cause), kind: 'password-set' }),
    person,
    null,
  );
}

/** False: it is not sent (the reason stands in the outbox), or was told before. `actor`: whose act it tells. */
export async function post(
  gw: Gateway,
  tx: Sql,
  account: Account,
  letter: Letter,
  person: Person,
  actor: PersonId | null,
): Promise<boolean> {
  const { held, joins } = await waitsOf(gw, tx, account, letter, person);
  const verdict = await askDeliverability(gw, tx, account, person, letter, actor, joins.length > 0);
  const readers: ContactId[] = person.kind === 'contact' ? [person.id] : [];
  const skipped = verdict.send ? null : verdict.reason;
  const queued = await queueLetter(tx, letter, readers, gw.clock(), skipped, [], held);
  if (queued && verdict.send && joins.length > 0) await carry(tx, account.id, letter.id, joins);
  return queued && verdict.send;
}

/** `counted`: the brakes have counted this letter already, or the one that it goes with. */
export async function askDeliverability(
  gw: Gateway,
  tx: Sql,
  account: Account,
  person: Person,
  { kind, task }: Pick<Letter, 'kind' | 'task'>,
  actor: PersonId | null,
  counted = false,
): Promise<Deliverability> {
  return deliverability({
    person,
    kind,
    actor,
    settings: account.settings,
    muted: task !== null && (await isMuted(tx, account.id, task, person.id)),
    suppressed: person.email !== null && (await suppression(tx, account.id, person.email)) !== null,
    recent: counted ? 0 : await recentLetters(tx, account.id, person.id, gw.clock() - BRAKE_WINDOW, BRAKE),
    receiptSent:
      !counted && kind === 'N3' && (await wasWritten(tx, account.id, person.id, kind, gw.clock() - RECEIPT_PAUSE)),
  });
}
