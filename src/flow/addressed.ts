/**
 * To whom of us a mail was sent: what its envelope alone says.
 */
import { type Address, domainPart, localPart, parseAddress } from '../base/address.ts';
import type { LetterId } from '../base/id.ts';
import { readLetterToken } from '../base/token.ts';
import type { Account } from '../people/account.ts';
import { accountByDomain, allAccounts } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import type { InboxMail } from '../store/inbox.ts';
import type { Gateway } from './gateway.ts';

/** The letter whose reply or bounce address this recipient is. */
export function letterOfAddress(gw: Pick<Gateway, 'keyring' | 'names'>, rcpt: string): LetterId | null {
  const found = /^([a-z0-9]+)[+=-]([a-z2-7]{53})@/i.exec(rcpt);
  if (!found) return null;
  const purpose = found[1]!.toLowerCase() === gw.names.bouncePrefix ? 'bounce' : 'reply';
  return readLetterToken(gw.keyring, purpose, found[2]!);
}

/** The letter named by the envelope's reply or bounce token: known before the mail is read. */
export function letterInEnvelope(gw: Gateway, mail: Pick<InboxMail, 'to'>): LetterId | null {
  for (const rcpt of mail.to) {
    const letter = letterOfAddress(gw, rcpt);
    if (letter) return letter;
  }
  return null;
}

/** By the domain of the recipient; the product's own domain is the first account's. */
export async function accountOf(gw: Gateway, db: Sql, mail: Pick<InboxMail, 'to'>): Promise<Account | null> {
  for (const rcpt of mail.to) {
    const address = parseAddress(rcpt);
    const account = address && (await accountByDomain(db, domainPart(address)));
    if (account) return account;
  }
  const onOurs = mail.to.some((r) => !r.includes('@') || r.toLowerCase().endsWith(`@${gw.names.mailDomain}`));
  return onOurs ? ((await allAccounts(db))[0] ?? null) : null;
}

/** The recipients of the envelope that are on this account's domain. */
export function addressesTo(account: Account, mail: Pick<InboxMail, 'to'>): Address[] {
  return mail.to.flatMap((rcpt) => {
    const address = parseAddress(rcpt.includes('@') ? rcpt : `${rcpt}@${account.mailDomain}`);
    return address && domainPart(address) === account.mailDomain ? [address] : [];
  });
}

/** The number in `task+N@` and `task.N@` (spec 3.4). */
export const taskNumberIn = (address: Address): number | null => {
  const number = /^task[+.](\d{1,9})$/.exec(localPart(address))?.[1];
  return number === undefined ? null : Number(number);
};

/** `task+@`: the subject says which task, by `#text` (spec 3.4). */
export const asksBySubject = (address: Address): boolean => /^task[+.]?$/.test(localPart(address));

/** Reply and bounce addresses live on one domain for all accounts (decisions "Accounts"): they do not say whose the mail is. */
export function isSharedAddress({ names }: Pick<Gateway, 'names'>, rcpt: string): boolean {
  const [local = ''] = rcpt.toLowerCase().split('@');
  return [names.replyPrefix, names.bouncePrefix].some(
    (prefix) => local.startsWith(prefix) && /^(\+|[=-][a-z2-7]{53}$|$)/.test(local.slice(prefix.length)),
  );
}
