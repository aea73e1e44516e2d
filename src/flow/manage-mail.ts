/**
 * Mail that waits for a person's decision, mail to be read once more, letters to be sent once more (decisions "Who may speak").
 */
import { parseAddress } from '../base/address.ts';
import { allAccounts } from '../store/accounts.ts';
import type { Audited } from '../store/audit.ts';
import type { Sql } from '../store/database.ts';
import { discardMail, reopenMail } from '../store/inbox.ts';
import { type LedgerLine, ledgerLine } from '../store/ledger.ts';
import { letterOf } from '../store/letter-lines.ts';
import { retryLetter } from '../store/outbox.ts';
import { personByAddress, updateContact } from '../store/people.ts';
import { liftSuppression } from '../store/suppressions.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type Managed, managed, mayManage, refused } from './manage.ts';

export type HeldDecision = 'accept' | 'trust' | 'discard';

/** `accept` takes the sender for proven this once, `trust` keeps the address too, `discard` leaves the mail unread in the log. */
export async function decideHeld(
  gw: Gateway,
  actor: Actor,
  id: string,
  decision: HeldDecision,
): Promise<Managed<LedgerLine>> {
  return onMail(
    gw,
    actor,
    id,
    (line) => line.state === 'held',
    (now, unread) =>
      audited(gw, actor, DECIDED[decision], id, (tx) =>
        decision === 'discard'
          ? discardMail(tx, actor.account.id, id, actor.person.id, now)
          : reopenMail(tx, actor.account.id, id, { by: actor.person.id, override: decision }, now, unread),
      ),
  );
}

/** «Process again»: with the rules and settings of now. */
export async function processAgain(gw: Gateway, actor: Actor, id: string): Promise<Managed<LedgerLine>> {
  const decided = { by: actor.person.id, override: null };
  return onMail(
    gw,
    actor,
    id,
    () => true,
    (now, unread) =>
      audited(gw, actor, 'mail-processed-again', id, (tx) =>
        reopenMail(tx, actor.account.id, id, decided, now, unread),
      ),
  );
}

const DECIDED = {
  accept: 'mail-accepted',
  trust: 'mail-trusted',
  discard: 'mail-discarded',
} as const satisfies Record<HeldDecision, Audited>;

/** What is done and the line about it, or neither. */
const audited = (
  gw: Gateway,
  actor: Actor,
  what: Audited,
  subject: string,
  act: (tx: Sql) => Promise<boolean>,
): Promise<boolean> =>
  gw.db.write(async (tx) => {
    const done = await act(tx);
    if (done) await audit(gw, tx, actor, what, subject);
    return done;
  });

async function onMail(
  gw: Gateway,
  actor: Actor,
  id: string,
  is: (line: LedgerLine) => boolean,
  change: (now: number, unread: boolean) => Promise<boolean>,
): Promise<Managed<LedgerLine>> {
  if (!mayManage(actor)) return refused('admins-only');
  const unread = await ownsUnread(gw);
  const line = await ledgerLine(gw.db.read, actor.account.id, id, unread);
  if (!line) return refused('nowhere');
  if (!is(line) || !(await change(gw.clock(), unread))) return refused('wrong-state');
  gw.wake.inbox();
  return managed((await ledgerLine(gw.db.read, actor.account.id, id, unread))!);
}

/** Before a mail has been read it belongs to no account: with a single one it can only be theirs. */
export const ownsUnread = async (gw: Gateway): Promise<boolean> => (await allAccounts(gw.db.read)).length === 1;

export async function sendLetterAgain(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!mayManage(actor)) return refused('admins-only');
  if (!(await letterOf(gw.db.read, actor.account.id, id))) return refused('nowhere');
  const queued = await audited(gw, actor, 'letter-sent-again', id, (tx) =>
    retryLetter(tx, actor.account.id, id, gw.clock()),
  );
  if (!queued) return refused('wrong-state');
  gw.wake.outbox();
  return managed(null);
}

/** Letters go to this address again; a contact who was cut off with it hears from us too. */
export async function writeAgainTo(gw: Gateway, actor: Actor, text: string): Promise<Managed<null>> {
  if (!mayManage(actor)) return refused('admins-only');
  const address = parseAddress(text);
  if (!address) return refused('nowhere');
  return gw.db.write(async (tx) => {
    if (!(await liftSuppression(tx, actor.account.id, address))) return refused('nowhere');
    await audit(gw, tx, actor, 'suppression-lifted', address);
    const person = await personByAddress(tx, actor.account.id, address);
    if (person?.kind === 'contact' && person.mailBlocked) await updateContact(tx, person, { mailBlocked: false });
    return managed(null);
  });
}
