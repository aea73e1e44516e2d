/** What the pages of addresses to send from ask of the house. */
import type { Managed } from '../../flow/manage.ts';
import type { NewSender, SenderFields } from '../../flow/manage-senders.ts';
import type { AskedSender, SenderWord } from '../../flow/sender-check.ts';
import type { DnsRecord } from '../../mail/dns-check.ts';
import type { Account } from '../../people/account.ts';
import type { Person } from '../../people/person.ts';
import type { Sender } from '../../people/sender.ts';
import type { Actor, Page, Paging } from '../ports.ts';

export interface SenderPorts {
  /** Of whoever has the settings: all; of the others: their own. */
  list(actor: Actor, page: Paging): Promise<Page<Sender>>;
  /** One's own alone, a few. */
  mine(actor: Actor): Promise<readonly Sender[]>;
  read(actor: Actor, id: string): Promise<Sender | null>;
  /** The DNS record that its domain needs; null: none. */
  record(sender: Pick<Sender, 'address'>): DnsRecord | null;
  add(actor: Actor, sender: NewSender): Promise<Managed<Sender>>;
  change(actor: Actor, id: string, fields: SenderFields): Promise<Managed<Sender>>;
  remove(actor: Actor, id: string): Promise<Managed<null>>;
  /** The letter to the mailbox once more. */
  ask(actor: Actor, id: string): Promise<Managed<Sender>>;
  /** DNS once more. */
  check(actor: Actor, id: string): Promise<Managed<Sender>>;

  /** What the link in a letter to a mailbox is about. */
  asked(token: string): Promise<{ account: Account; sender: Sender; person: Person } | null>;
  answer(token: string, word: SenderWord): Promise<AskedSender | null>;
}
