/**
 * Who else the mail was written to: other people in To and Cc take part in what it makes (spec 3.8).
 */
import { type Address, domainPart, parseAddress } from '../base/address.ts';
import type { PersonId } from '../base/id.ts';
import type { HeaderMailbox } from '../mail/message.ts';
import { contactAt, personByAddress } from '../store/people.ts';
import { sendersAmong } from '../store/senders.ts';
import type { Station } from './receive.ts';
import { fromAddress, proofOf } from './speak.ts';

/** More addresses than that are a mass mailing: nobody is added (item 81). */
const MASS_MAILING = 20;

/**
 * The people of To and Cc besides the sender and ourselves. Unknown ones become contacts only when the sender is proven: a forged
 * mail must not fill the address book.
 */
export async function othersNamed(at: Station): Promise<PersonId[]> {
  const { to, cc } = at.reading.message;
  const named = mailboxes([...to, ...cc], at.place.account.mailDomain, at.gw.names.mailDomain);
  if (named.size > MASS_MAILING) return [];
  named.delete(fromAddress(at) as Address);
  // Decisions Q14: addresses of the account itself never become contacts, nor do those outside that it writes from.
  for (const own of await sendersAmong(at.tx, at.place.account.id, [...named.keys()])) named.delete(own as Address);
  const people: PersonId[] = [];
  for (const [address, mailbox] of named) {
    const person = await personOf(at, address, mailbox.name);
    if (person) people.push(person);
  }
  return people;
}

function mailboxes(all: readonly HeaderMailbox[], ...ours: readonly string[]): Map<Address, HeaderMailbox> {
  return new Map(
    all.flatMap((mailbox): [Address, HeaderMailbox][] => {
      const address = parseAddress(mailbox.address);
      return address && !ours.includes(domainPart(address)) ? [[address, mailbox]] : [];
    }),
  );
}

async function personOf(at: Station, address: Address, name: string): Promise<PersonId | null> {
  const { tx, place, gw } = at;
  const known = await personByAddress(tx, place.account.id, address);
  if (known || proofOf(at) !== 'proven') return known?.id ?? null;
  const [firstName, ...rest] = (name || address).split(/\s+/);
  const contact = { firstName: firstName!, lastName: rest.join(' '), email: address, language: place.account.language };
  return contactAt(tx, place.account.id, contact, gw.clock());
}
