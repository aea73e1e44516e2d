/**
 * A letter that was tried before and is due once more: hours may have passed. Whoever may not hear of it any more gets nothing
 * (spec 3.1.9), and in their quiet hours it waits on. With a first try all that was asked a moment before, when it was queued.
 */
import { parseAddress } from '../base/address.ts';
import { canWait } from '../notify/hold.ts';
import type { Letter } from '../notify/letter.ts';
import type { Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { letterSkipped, letterWaits } from '../store/outbox.ts';
import { loadPerson } from '../store/people.ts';
import type { Gateway } from './gateway.ts';
import { stillQuiet } from './hold.ts';
import { askDeliverability } from './post.ts';

/** False: it does not go, or not now, and that is written down. Of a letter that several share nothing is asked. */
export async function goesAgain(gw: Gateway, letter: Letter): Promise<boolean> {
  const { read } = gw.db;
  const account = letter.recipient && (await loadAccount(read, letter.account));
  const person = account && (await loadPerson(read, account.id, letter.recipient!));
  if (!person) return true;
  // It is the address on the letter that it goes to.
  const reader: Person = { ...person, email: parseAddress(letter.recipients[0]?.address ?? '') };
  const verdict = await askDeliverability(gw, read, account, reader, letter, null, true);
  if (!verdict.send) {
    await gw.db.write((tx) => letterSkipped(tx, letter.id, verdict.reason));
    return false;
  }
  const quiet = canWait(letter.kind) ? await stillQuiet(gw, read, account, letter, person) : null;
  if (quiet) await gw.db.write((tx) => letterWaits(tx, letter.id, quiet.until));
  return quiet === null;
}
