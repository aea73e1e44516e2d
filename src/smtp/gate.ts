/**
 * Which addresses are ours, decided at RCPT so that nothing has to be bounced later (RFC 5321 §6.1, §6.2).
 * Pure: what the tokens are worth and which names exist is handed in.
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import type { Reply } from './replies.ts';

export type GateAnswer = { ok: true } | ({ ok: false } & Reply);

export interface GateParts {
  /** The domain of reply and bounce addresses; a bare `postmaster` without a domain lives there too. */
  mailDomain: string;
  replyPrefix: string;
  bouncePrefix: string;
  /** Did we make this token? Its case does not matter. */
  readReply(token: string): boolean;
  readBounce(token: string): boolean;
  /** `domain` in lower case and ASCII (an international one as xn--). */
  isOurDomain(domain: string): boolean;
  /** Names that the accounts made: logins and virtual addresses. `local` in lower case. */
  knownLocal(local: string, domain: string): Promise<boolean>;
}

const refuse = (enhanced: string, text: string): GateAnswer & { ok: false } => ({
  ok: false,
  code: 550,
  enhanced,
  text,
});
const OK: GateAnswer = { ok: true };
const RELAY = 'We do not relay mail: this domain is not ours';
const NOBODY = 'Nobody here has this address';
const STALE =
  'This reply address was not made by us or was damaged on its way: please answer the original letter once more';

// RFC 5321 §4.5.1: postmaster always; RFC 2142 §2: abuse.
const ALWAYS = ['postmaster', 'abuse'];
// A task or project by its number; `task+` alone finds the task by a mark in the subject.
const NUMBERED = /^(task\+\d{0,15}|task\.\d{1,15}|project[+.]\d{1,15})$/;

// Full stops of other scripts, which IDNA reads as dots (UTS 46 §2.3) and smtp-server turns into them.
const OTHER_DOTS = /[\u3002\uff0e\uff61]/;

export function makeGate(parts: GateParts): (address: string) => Promise<GateAnswer> {
  return async (address) => {
    const shape = refuseShape(address);
    if (shape) return shape;
    const at = address.lastIndexOf('@');
    const local = at < 0 ? address : address.slice(0, at);
    const domain = at < 0 ? parts.mailDomain : plainDomain(address.slice(at + 1));
    if (domain === null || !parts.isOurDomain(domain)) return refuse('5.7.1', RELAY);
    return (await isOurs(parts, local, domain)) ?? refuse('5.1.1', NOBODY);
  };
}

/**
 * Addresses that are refused by their mere form: ways of asking a server to pass mail on. RFC 5321 §3.6.1 and
 * appendix C let a server decline source routes; none of our mailboxes needs quotes.
 */
export function refuseShape(address: string): (GateAnswer & { ok: false }) | null {
  if (address.startsWith('@')) return refuse('5.7.1', 'We do not relay mail: source routes are not taken');
  if (address.includes('"')) return refuse('5.1.1', `${NOBODY}: quoted names are not used`);
  if (OTHER_DOTS.test(address)) return refuse('5.7.1', RELAY);
  const local = address.slice(0, Math.max(address.lastIndexOf('@'), 0));
  return /[%!@]/.test(local) ? refuse('5.7.1', 'We do not relay mail: a route inside the name is not taken') : null;
}

async function isOurs(parts: GateParts, local: string, domain: string): Promise<GateAnswer | null> {
  // Only A-Z are lowered: letters of other alphabets that look like ours stay what they are.
  const name = lowerAscii(local);
  if (ALWAYS.includes(name) || NUMBERED.test(name)) return OK;
  const token =
    readPrefixed(name, parts.replyPrefix, parts.readReply) ?? readPrefixed(name, parts.bouncePrefix, parts.readBounce);
  return token ?? ((await parts.knownLocal(name, domain)) ? OK : null);
}

/**
 * `reply`, `reply+` → fine, other carriers decide; `reply+token` → as the token is; another name → null. Systems that take no
 * plus in an address write a minus or an equals sign: that is ours when the token is, and else somebody's own name.
 */
function readPrefixed(name: string, prefix: string, read: (token: string) => boolean): GateAnswer | null {
  if (name === prefix || name === `${prefix}+`) return OK;
  if (name.startsWith(`${prefix}-`) || name.startsWith(`${prefix}=`))
    return read(name.slice(prefix.length + 1)) ? OK : null;
  if (!name.startsWith(`${prefix}+`)) return null;
  return read(name.slice(prefix.length + 1)) ? OK : refuse('5.1.1', STALE);
}

/** Lower case and ASCII; null for a spelling that only looks like a domain (full-width letters, Kelvin signs). */
function plainDomain(domain: string): string | null {
  const lower = lowerAscii(domain);
  const ascii = domainToASCII(lower);
  return domainToUnicode(ascii) === lower || ascii === lower ? ascii : null;
}

const lowerAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
