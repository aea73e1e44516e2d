/**
 * Without a relay: straight to the mail servers of each recipient's domain. TLS where it is offered (RFC 7435), whatever the
 * certificate; who needs MTA-STS or DANE sends through a relay that does them.
 */
import { asciiDomain, domainPart } from '../base/address.ts';
import { type Clock, SECOND } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';
import type { FilledLetter } from '../notify/fill.ts';
import { NotYet } from './deliver.ts';
import type { Dkim } from './dkim.ts';
import { classify } from './failure.ts';
import { type LaneLimits, type Lanes, makeLanes } from './lanes.ts';
import { letterBytes, type OpenFile } from './mime.ts';
import { openPool, type Pool, type Refused, type Taken, type Timeouts } from './pool.ts';
import { type RouteOptions, routeTo, type Stop } from './routes.ts';
import type { Transport } from './transport.ts';

export interface DirectOptions extends LaneLimits, RouteOptions {
  /** 25, but for a test. */
  readonly port: number;
  /** The name in EHLO. */
  readonly name: string;
  readonly dkim: Dkim | null;
  readonly openFile: OpenFile;
  readonly clock: Clock;
  readonly timeouts?: Timeouts;
}

/** Pools that are kept open; one that nobody uses ends its connections by itself. */
const MOST_POOLS = 100;
const IDLE = 10 * SECOND;
/** All servers of all its domains together: below the lease of a letter, or it would be sent a second time meanwhile. */
const LONGEST = 420 * SECOND;

export function directTransport(options: DirectOptions): Transport {
  const lanes = makeLanes(options);
  const pools = new Map<string, Pool>();
  const poolTo = (stop: Stop, tls: boolean): Pool => {
    const key = `${stop.host} ${stop.address} ${tls}`;
    const pool = pools.get(key) ?? openStop(stop, tls, options);
    // The last one used stands last.
    pools.delete(key);
    pools.set(key, pool);
    for (const [old, { pending, close }] of pools) {
      if (pools.size <= MOST_POOLS) break;
      if (pending() > 0) continue;
      pools.delete(old);
      close();
    }
    return pool;
  };
  return {
    async send(letter, signal) {
      const groups = byDomain(letter.envelope.to);
      const leave = enterAll(lanes, [...groups.keys()], options.clock());
      const late = AbortSignal.timeout(LONGEST);
      const ends = signal ? AbortSignal.any([signal, late]) : late;
      try {
        const raw = await letterBytes(letter, options.openFile, options.dkim);
        const one = (domain: string, to: readonly string[]) =>
          toDomain(domain, { from: letter.envelope.from, to }, raw, { options, poolTo, signal: ends });
        const [only, ...others] = [...groups];
        if (only && others.length === 0) return await one(...only);
        return together(await Promise.all([...groups].map(([domain, to]) => one(domain, to).catch(refusedAll(to)))));
      } finally {
        leave();
      }
    },
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
  };
}

const openStop = ({ host, address }: Stop, tls: boolean, { port, name, atOnce, timeouts }: DirectOptions): Pool =>
  openPool(
    {
      host: address,
      servername: host,
      port,
      name,
      maxConnections: atOnce,
      idleTimeout: IDLE,
      ...(tls ? { opportunisticTLS: true, tls: { rejectUnauthorized: false } } : { ignoreTLS: true }),
    },
    timeouts,
  );

function byDomain(addresses: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const address of addresses) {
    const domain = asciiDomain(domainPart(address));
    found.set(domain, [...(found.get(domain) ?? []), address]);
  }
  return found;
}

/** A place in each lane, or none in any. */
function enterAll(lanes: Lanes, domains: readonly string[], now: number): () => void {
  const entered: (() => void)[] = [];
  const leave = () => {
    for (const one of entered) one();
  };
  for (const domain of domains) {
    const place = lanes.enter(domain, now);
    if (typeof place === 'function') {
      entered.push(place);
      continue;
    }
    leave();
    throw new NotYet(`${domain} gets as much as it may at once`, place.at);
  }
  return leave;
}

interface Way {
  readonly options: DirectOptions;
  readonly signal: AbortSignal;
  poolTo(stop: Stop, tls: boolean): Pool;
}

/** The next server is asked only where one could not be spoken with: what one says of a letter holds for all of them. */
async function toDomain(
  domain: string,
  envelope: FilledLetter['envelope'],
  raw: Buffer,
  { options, poolTo, signal }: Way,
): Promise<Taken> {
  let last: unknown = new Trouble('unreachable', `No mail server of ${domain} answers`);
  for (const stop of await routeTo(domain, options)) {
    for (const tls of [true, false]) {
      if (signal.aborted) throw last;
      try {
        return await poolTo(stop, tls).send(envelope, raw, signal);
      } catch (error) {
        last = error;
        const { reason } = classify(error);
        if (reason !== 'unreachable' && reason !== 'no-tls') throw error;
        // RFC 7435 §3: a server whose TLS is broken is spoken to without, as one that has none.
        if (reason !== 'no-tls') break;
      }
    }
  }
  throw last;
}

const refusedAll =
  (to: readonly string[]) =>
  (error: unknown): Taken => {
    const { permanent, answer } = classify(error);
    return { answer: '', refused: to.map((address): Refused => ({ address, permanent, answer })) };
  };

const together = (all: readonly Taken[]): Taken => ({
  answer: all.map((one) => one.answer).find(Boolean) ?? '',
  refused: all.flatMap((one) => one.refused),
});
