/**
 * The inbox keeps mails as they came, and mails that answer ours carry reply addresses. So that a dump of the database opens
 * nothing (decisions "Tokens and carriers"), the bytes are sealed there, and a reply address names its letter instead of its token.
 * Big mails lie as files beside the database, not in it.
 */
import { parseId } from '../base/id.ts';
import { letterToken, type Purpose, readLetterToken } from '../base/token.ts';
import type { Arrived, InboxMail } from '../store/inbox.ts';
import { seal, unseal } from '../store/seal.ts';
import type { Gateway } from './gateway.ts';

type Sealer = Pick<Gateway, 'keyring' | 'names'>;

export const sealMail = <M extends Arrived>(gw: Sealer, mail: M): M => ({
  ...mail,
  to: mail.to.map((to) => hideToken(gw, to)),
  raw: mail.raw && seal(gw.keyring, mail.raw),
});

export const openMail = (gw: Sealer, mail: InboxMail): InboxMail => ({
  ...mail,
  to: mail.to.map((to) => showToken(gw, to)),
  raw: mail.raw && unseal(gw.keyring, mail.raw),
});

export const hideTokens = (gw: Sealer, to: readonly string[]): string[] => to.map((one) => hideToken(gw, one));

/** A recipient of the envelope as people may see it: `reply+•••@office.example`. */
export const shownRecipient = (to: string): string => to.replace(NAMED, '$1+•••@');

const TOKEN = /^([a-z0-9]+)[+=-]([a-z2-7]{53})@/i;
const NAMED = /^([a-z0-9]+)\+\{([0-9a-f-]{36})\}@/i;

const purposeOf = (gw: Sealer, prefix: string): Purpose =>
  prefix.toLowerCase() === gw.names.bouncePrefix ? 'bounce' : 'reply';

function hideToken(gw: Sealer, to: string): string {
  const found = TOKEN.exec(to);
  const letter = found && readLetterToken(gw.keyring, purposeOf(gw, found[1]!), found[2]!);
  return found && letter ? `${found[1]}+{${letter}}@${to.slice(found[0].length)}` : to;
}

function showToken(gw: Sealer, to: string): string {
  const found = NAMED.exec(to);
  const letter = found && parseId<'letter'>(found[2]);
  if (!found || !letter) return to;
  return `${found[1]}+${letterToken(gw.keyring, purposeOf(gw, found[1]!), letter)}@${to.slice(found[0].length)}`;
}
