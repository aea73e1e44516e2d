/**
 * How sure are we that the mailbox in From sent this? SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989), ARC (RFC 8617) by
 * mailauth; the verdict by decisions.md "Who may speak". Only From counts, never Reply-To.
 */
import type { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import { authenticate } from 'mailauth';
import { dmarc as askPolicy } from 'mailauth/lib/dmarc/index.js';
import { toError } from '../base/trouble.ts';
import type { Message } from './message.ts';
import { sameOrganisation } from './organisation.ts';
import { believedResults } from './proof-header.ts';
import { boundedLookup, type Lookup } from './proof-resolver.ts';
import { rememberSpf, soundResult } from './proof-spf.ts';

/** proven: this mailbox, or its domain, vouches for it. fail: somebody else used the name. unproven: nobody can say. */
export type Verdict = 'proven' | 'unproven' | 'fail';

export interface DkimResult {
  readonly domain: string;
  readonly result: string;
  /** The signing domain is that of From (or of the same organisation). */
  readonly aligned: boolean;
}

export interface Proof {
  readonly verdict: Verdict;
  readonly spf: string;
  readonly dkim: readonly DkimResult[];
  readonly dmarc: string;
  readonly arc: string;
  /** The grounds, in plain English, for the decision trace. */
  readonly notes: readonly string[];
}

export interface ProofInput {
  readonly raw: Buffer | Readable;
  readonly message: Pick<Message, 'from' | 'repeated' | 'headers'>;
  /** Of the SMTP client; null when the mail came another way: then SPF says nothing. */
  readonly ip: string | null;
  readonly helo: string | null;
  /** MAIL FROM; '' is the null sender. */
  readonly mailFrom: string | null;
  readonly resolver: Lookup;
  /** The authserv-id of a listed relay that took the mail in: its Authentication-Results are believed (RFC 8601 §5). */
  readonly trustedAuthResults?: string;
  /** Take the client from the topmost Received: only for `inspect`, which decides nothing. */
  readonly believeTrace?: boolean;
  /** Milliseconds for everything together. */
  readonly cap?: number;
}

const CAP = 15_000;

/** Never throws: what cannot be checked is not proven. */
export async function proveSender(input: ProofInput): Promise<Proof> {
  const flaws = flawsOf(input.message);
  const believed = input.trustedAuthResults
    ? believedResults(input.message.headers, input.trustedAuthResults, fromDomain(input.message))
    : null;
  const found = believed ?? (await checkInTime(input));
  const verdict = flaws.length > 0 ? 'fail' : verdictOf(found);
  return { ...found, verdict, notes: [...flaws, ...found.notes] };
}

export type Findings = Omit<Proof, 'verdict'> & { readonly spfAligned: boolean };

/** Order matters: a domain with a DMARC record has said what counts; without one, an aligned pass does. */
export function verdictOf({
  dmarc,
  spf,
  spfAligned,
  dkim,
}: Pick<Findings, 'dmarc' | 'spf' | 'spfAligned' | 'dkim'>): Verdict {
  if (dmarc === 'pass') return 'proven';
  if (dmarc === 'fail' || dmarc === 'permerror') return 'fail';
  if (dmarc !== 'none') return 'unproven';
  return (spf === 'pass' && spfAligned) || dkim.some(({ result, aligned }) => result === 'pass' && aligned)
    ? 'proven'
    : 'unproven';
}

/** Headers of which a reader takes one and the signature covers another: a signed mail stays valid with a second Subject on top. */
const MUST_BE_ONE: ReadonlySet<string> = new Set(['from', 'sender', 'reply-to', 'subject', 'date', 'message-id']);

function flawsOf({ from, repeated }: ProofInput['message']): string[] {
  const flaws = repeated
    .filter((name) => MUST_BE_ONE.has(name))
    .map((name) => `The header ${name} is there more than once`);
  if (from.length !== 1)
    flaws.push(from.length === 0 ? 'There is no From mailbox' : `From names ${from.length} mailboxes`);
  else if (from[0]!.address === '') flaws.push('From holds no address');
  return flaws;
}

const fromDomain = ({ from }: Pick<Message, 'from'>): string => from[0]?.address.split('@').pop() ?? '';

/**
 * The author's domain is asked first. All other questions are the sender's choice: with a hundred signatures, or a name server
 * that never answers, he could use up the questions or the time before anybody heard what the domain says of forgeries.
 */
async function checkInTime(input: ProofInput): Promise<Findings> {
  const lookup = boundedLookup(input.resolver);
  let published = false;
  const work = async (): Promise<Findings> => {
    published = await publishesPolicy(fromDomain(input.message), lookup);
    return check(input, lookup);
  };
  const found = await withCap(work(), input.cap ?? CAP);
  if (!published || found !== LATE) return found;
  return { ...found, dmarc: 'fail', notes: [...found.notes, 'Its domain wants proof, and there was none in time'] };
}

/** The answers stay with the lookup, so the check itself does not ask again. */
async function publishesPolicy(domain: string, lookup: Lookup): Promise<boolean> {
  if (domain === '') return false;
  const found = await askPolicy({ headerFrom: [`x@${domain}`], resolver: lookup as never } as never);
  return found !== false && found.status.result === 'fail';
}

async function check(input: ProofInput, lookup: Lookup): Promise<Findings> {
  const seen: string[] = [];
  const result = await authenticate(input.raw, {
    resolver: rememberSpf(lookup, seen) as never,
    disableBimi: true,
    // RFC 8301: SHA-1 proves nothing any more; so do keys below 1024 bits.
    rejectRsaSha1: true,
    minBitLength: 1024,
    mta: 'postern',
    trustReceived: input.believeTrace ?? false,
    ...(input.ip === null ? {} : { ip: input.ip, helo: input.helo ?? '', sender: input.mailFrom ?? '' }),
  });
  const { spf, dmarc, arc } = result;
  const domain = fromDomain(input.message);
  const dkim = (result.dkim?.results ?? []).map((row) => ({
    domain: String(row.signingDomain ?? ''),
    // Signed in part only (`l=`): anybody may have written the rest.
    result: row.status.result === 'pass' && row.status.underSized ? 'partial' : row.status.result,
    aligned: Boolean(row.status.aligned),
  }));
  const spfResult = spf ? soundResult(spf.status.result, seen) : 'none';
  const spfAligned = spf ? sameOrganisation(String(spf.domain ?? ''), domain) : false;
  const notes: string[] = [];
  return {
    spf: spfResult,
    spfAligned,
    dkim,
    dmarc: sameAuthor(dmarc, domain) ? dmarcResult(dmarc, spfResult, notes) : otherAuthor(notes),
    arc: arcResult(arc ? arc.status.result : 'none', input.message.headers, notes),
    notes,
  };
}

/** Two readers of one From have to find the same domain: what was proven, or not published, for another says nothing of this one. */
function sameAuthor(dmarc: unknown, domain: string): boolean {
  if (!dmarc) return domain === '';
  const { status } = dmarc as { status: { header?: { from?: unknown } } };
  return plain(String(status.header?.from ?? '')) === plain(domain);
}

const plain = (domain: string): string => domainToASCII(domain.toLowerCase().replace(/\.$/, '')) || domain;

function otherAuthor(notes: string[]): string {
  notes.push('Its From can be read in two ways');
  return 'permerror';
}

/**
 * A pass by a signature over a part of the body only is not taken: mailauth warns, we do not believe. Nor is one by an SPF record
 * that is none by its own grammar.
 */
function dmarcResult(dmarc: unknown, spf: string, notes: string[]): string {
  if (!dmarc) return 'none';
  const { status, alignment } = dmarc as {
    status: { result: string };
    alignment?: { spf?: { result?: unknown }; dkim?: { result?: unknown; underSized?: unknown } };
  };
  if (status.result !== 'pass' || (alignment?.spf?.result && spf === 'pass')) return status.result;
  if (!alignment?.dkim?.result) {
    notes.push('The SPF record has a syntax error');
    return 'fail';
  }
  if (!alignment.dkim.underSized) return 'pass';
  notes.push('The aligned DKIM signature covers only a part of the body');
  return 'unproven';
}

/** mailauth forgives a seal that is not a tag list; RFC 8617 §5.2 does not. */
function arcResult(result: string, headers: Message['headers'], notes: string[]): string {
  if (result !== 'pass' || (headers.get('arc-seal') ?? []).every(isTagList)) return result;
  notes.push('An ARC-Seal is not well formed');
  return 'fail';
}

/** RFC 6376 §3.2: names begin with a letter and stand once; only the last tag may be empty. Tags of a seal are in lower case. */
function isTagList(value: string): boolean {
  const tags = value.split(';').map((tag) => tag.trim());
  if (tags.at(-1) === '') tags.pop();
  const names = tags.map((tag) => /^([A-Za-z]\w*)\s*=/.exec(tag)?.[1] ?? '');
  return new Set(names).size === names.length && !names.includes('') && SEAL_TAGS.every((tag) => names.includes(tag));
}

const SEAL_TAGS: readonly string[] = ['i', 'a', 'b', 'cv', 'd', 's'];

async function withCap(work: Promise<Findings>, cap: number): Promise<Findings> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Findings>((settle) => {
    timer = setTimeout(() => settle(LATE), cap);
  });
  const failed = work.catch((thrown: unknown) => nothingFound(`The checks failed: ${toError(thrown).message}`));
  return Promise.race([failed, late]).finally(() => clearTimeout(timer));
}

const nothingFound = (note: string): Findings => ({
  spf: 'temperror',
  spfAligned: false,
  dkim: [],
  dmarc: 'temperror',
  arc: 'none',
  notes: [note],
});

const LATE = nothingFound('The checks took too long');
