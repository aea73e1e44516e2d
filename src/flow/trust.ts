/**
 * How far a dashboard link is trusted (decisions "Dashboard link", `linkTrust`): letters are forwarded, so an account may ask a new
 * browser for a code from the mailbox of the link's owner before it writes, or before it shows anything.
 */
import { newId } from '../base/id.ts';
import { DAY, MINUTE } from '../base/time.ts';
import { isConfirmationCode } from '../base/token.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account, Settings } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import { isTrustedBrowser, trustBrowser } from '../store/browsers.ts';
import { nextOneTime, oneTimeOf, useOneTime } from '../store/one-time.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { basis, post } from './post.ts';

const CODE_MINUTES = 15;
const CODE_LIFE = CODE_MINUTES * MINUTE;
const FRESH = 2 * MINUTE;
export const BROWSER_LIFE = 365 * DAY;

/** `reads`: may look and not write. `nothing`: may not even look. */
export type Trust = 'all' | 'reads' | 'nothing';

const UNCONFIRMED = { open: 'all', 'confirm-writes': 'reads', 'confirm-all': 'nothing' } as const satisfies Record<
  Settings['linkTrust'],
  Trust
>;

/** Reads only. `secret`: the browser's cookie, '' when it has none. */
export async function trustOf(gw: Gateway, account: Account, contact: Contact, secret: string): Promise<Trust> {
  const unconfirmed = UNCONFIRMED[account.settings.linkTrust];
  if (unconfirmed === 'all' || secret === '') return unconfirmed;
  return (await isTrustedBrowser(gw.db.read, account.id, contact, secret, gw.clock())) ? 'all' : unconfirmed;
}

/**
 * Mails a code to the known address; the earlier one ends. Whoever asks again at once is meant by the letter that is on its way:
 * otherwise somebody else with the link could keep its owner's code from ever being the newest.
 */
export async function sendCode(gw: Gateway, account: Account, contact: Contact): Promise<void> {
  const asked = await oneTimeOf(gw.db.read, account.id, contact.id, 'code');
  const fresh = asked !== null && asked.usedAt === null && asked.expiresAt - CODE_LIFE + FRESH > gw.clock();
  if (fresh || !(await within(gw.brakes.codeLetters, contact.id))) return;
  await gw.db.write(async (tx) => {
    const cause = `code:${newId(gw.clock())}`;
    const letter = renderLetter({ ...basis(gw, account, contact, cause), kind: 'code', minutes: CODE_MINUTES });
    await nextOneTime(tx, account.id, contact.id, 'code', gw.clock() + CODE_LIFE, letter.id);
    await post(gw, tx, account, letter, contact, null);
  });
  gw.wake.outbox();
}

export type Confirmed =
  | { readonly kind: 'ok'; readonly secret: string }
  | { readonly kind: 'wrong' }
  /** Ten tries in a quarter of an hour are enough for whoever has the letter. */
  | { readonly kind: 'slow-down' };

/** The code is used up; the browser that has the secret is the contact's own from now on. */
export async function confirmBrowser(
  gw: Gateway,
  account: Account,
  contact: Contact,
  typed: string,
  source: string,
): Promise<Confirmed> {
  const { codeTries, codeTriesInAll } = gw.brakes;
  const tried = (await within(codeTries, `${contact.id}/${source}`)) && (await within(codeTriesInAll, contact.id));
  if (!tried) return { kind: 'slow-down' };
  const asked = await oneTimeOf(gw.db.read, account.id, contact.id, 'code');
  const now = gw.clock();
  const good = asked?.letter && asked.usedAt === null && asked.expiresAt > now;
  if (!good || !isConfirmationCode(gw.keyring, asked.letter!, typed)) return { kind: 'wrong' };
  return gw.db.write(async (tx): Promise<Confirmed> => {
    if (!(await useOneTime(tx, account.id, contact.id, 'code', asked.generation, now))) return { kind: 'wrong' };
    return { kind: 'ok', secret: await trustBrowser(tx, account.id, contact, now + BROWSER_LIFE) };
  });
}
