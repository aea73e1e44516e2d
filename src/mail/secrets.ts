/**
 * Takes our secrets out of any text or HTML before it is stored, shown, exported or sent on: dashboard links, reply and bounce
 * addresses, marks, Message-IDs with tokens. decisions.md "Dashboard link": they are removed from every text.
 *
 * A token is 53 or 56 characters of base32, however it is dressed; what is around it (the link, the address) goes with it, and a
 * person still reads the sentence. Linear; the same text twice changes nothing.
 */

import type { MailShape } from './thread.ts';
import { encodings, escaped, healToken, LETTER_TOKEN, RUN_ENDS, RUN_STARTS } from './token-shape.ts';

/** Stands where a secret was. */
export const REMOVED_SECRET = '•••';

const ANY_TOKEN = new RegExp(
  `${RUN_STARTS}${LETTER_TOKEN}(?:(?:=?\\r?\\n[> \\t]{0,40})?[a-z2-7]){0,3}${RUN_ENDS}`,
  'gi',
);
/** Gives the regular expression engine a start that it can look for: most texts have no such run, and then nothing else is done. */
const WHOLE = /[a-z2-7]{53}/i;

export function removeSecrets(text: string, shape: MailShape): string {
  const healed = healTokens(text);
  if (!WHOLE.test(healed)) return healed;
  return removeBare(removeAddresses(removeMarks(removeLinks(healed)), shape));
}

/** Cut tokens are joined, so that every later rule sees them whole. Words of a list, one a line, are no token: those have digits. */
function healTokens(text: string): string {
  if (!text.includes('\n')) return text;
  return text.replace(ANY_TOKEN, (found) => {
    const whole = healToken(found);
    if (whole.length === found.length || (whole.length !== 53 && whole.length !== 56)) return found;
    return (whole.match(/[2-7]/g)?.length ?? 0) >= 2 ? found.replace(/=?\r?\n[> \t]{0,40}/g, '') : found;
  });
}

/** A whole URL with a token in it, also when a link scanner put it inside a URL of its own. */
const URL_RUN = /\bhttps?(?::\/\/|%(?:25){0,3}3a)[^\s<>"'`]{1,8000}/gi;
const removeLinks = (text: string): string =>
  text.replace(URL_RUN, (url) => (tokenIn(url) ? REMOVED_SECRET + tail(url) : url));

/** A sentence's own full stop or bracket after a link stays. */
const tail = (url: string): string => /[.,;:!?)\]]{0,3}$/.exec(url)?.[0] ?? '';

const MARK = new RegExp(
  `(?:\\s[\\w-]{0,20}postern[\\w-]{0,10}=(?:3d)?["']?|\\bref:[ \\t]{0,10})${LETTER_TOKEN}${RUN_ENDS}["']?`,
  'gi',
);
const removeMarks = (text: string): string => text.replace(MARK, '');

function removeAddresses(text: string, shape: MailShape): string {
  const prefixes = [shape.replyPrefix, shape.bouncePrefix].map(escaped).join('|');
  const plus = `(?:${encodings('+')}|[-=])`;
  const address = new RegExp(
    `(?:mailto:)?(?<![a-z0-9])(?:${prefixes})${plus}${LETTER_TOKEN}${RUN_ENDS}(?:${encodings('@')}[\\w.-]{1,253}[\\w-])?`,
    'gi',
  );
  return text.replace(address, REMOVED_SECRET);
}

const removeBare = (text: string): string =>
  text.replace(ANY_TOKEN, (found) => (isWhole(found) ? REMOVED_SECRET : found));
const tokenIn = (text: string): boolean => [...text.matchAll(ANY_TOKEN)].some(([found]) => isWhole(found));
const isWhole = (found: string): boolean => found.length === 53 || found.length === 56;
