/** Two contacts that are one person: which of the two stays is said by whoever merges them (spec 1.3). */
import type { Contact } from '../people/person.ts';
import { joinDoubled } from '../store/held-letters.ts';
import { mergeRows } from '../store/merge.ts';
import { endOneTimes } from '../store/one-time.ts';
import { loadContact, passwordHash, setPasswordHash, updateContact } from '../store/people.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, mayManage, refused } from './manage.ts';

/** `gone` becomes part of `kept`: tasks, words, addresses and phones. Old letters and links of theirs go on working. */
export async function mergeContacts(gw: Gateway, actor: Actor, kept: string, gone: string): Promise<Managed<Contact>> {
  if (!mayManage(actor)) return refused('admins-only');
  const account = actor.account.id;
  return gw.db.write(async (tx): Promise<Managed<Contact>> => {
    const [stays, goes] = [await loadContact(tx, account, kept), await loadContact(tx, account, gone)];
    if (!stays) return refused('nowhere');
    if (!goes || goes.id === stays.id) return faulty([{ path: 'contact', message: 'There is no such other contact' }]);
    if (goes.isCompany !== stays.isCompany)
      return faulty([{ path: 'contact', message: 'A person and a company cannot be one contact' }]);
    // Whoever could sign in still can.
    const inherits = goes.access === 'ACTIVE' && stays.access !== 'ACTIVE';
    const hash = inherits ? await passwordHash(tx, account, goes) : null;
    await mergeRows(tx, stays, goes);
    await joinDoubled(tx, account, stays.id);
    await updateContact(tx, stays, {
      phone: joined(stays.phone, goes.phone, ', '),
      description: joined(stays.description, goes.description, '\n\n'),
      bundleMinutes: stays.bundleMinutes ?? goes.bundleMinutes,
      quietHours: stays.quietHours ?? goes.quietHours,
      ...(inherits ? { access: 'ACTIVE' as const } : {}),
    });
    if (hash) await setPasswordHash(tx, account, stays, hash);
    // An invitation that waited is answered by that.
    if (inherits) await endOneTimes(tx, account, stays.id, gw.clock());
    await audit(gw, tx, actor, 'contacts-merged', stays.id, { merged: goes.id, number: goes.number });
    return managed((await loadContact(tx, account, stays.id))!);
  });
}

const joined = (first: string, second: string, between: string): string =>
  [...new Set([first, second].map((one) => one.trim()).filter(Boolean))].join(between);
