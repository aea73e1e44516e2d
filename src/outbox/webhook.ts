/**
 * One call to a program of somebody else's: signed as Standard Webhooks 1.0.0 says, over a connection that reaches no private
 * network (threat T18): the address is looked at after the name was resolved, and no redirect is followed.
 */
import { createHmac } from 'node:crypto';
import { type LookupAddress, type LookupAllOptions, lookup as resolveName } from 'node:dns';
import { type ClientRequest, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { toError } from '../base/trouble.ts';
import { NO_ANSWER } from '../store/hooks.ts';

export interface WebhookCall {
  readonly url: string;
  /** Names this call: the same at each try, so the receiver can tell a repetition. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  readonly secret: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Also addresses of private networks: for a receiver beside us. */
  readonly allowPrivate: boolean;
}

export interface WebhookAnswer {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** At most 500 characters of the answer, or what went wrong. */
  readonly text: string;
}

const PATIENCE = 10_000;
const READ_AT_MOST = 2000;
const SHOWN = 500;

/** Never throws. */
export function callWebhook(call: WebhookCall): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    let request: ClientRequest;
    const failed = (thrown: unknown) => resolve({ status: null, text: toError(thrown).message.slice(0, SHOWN) });
    try {
      request = send(call);
    } catch (thrown) {
      return failed(thrown);
    }
    const timer = setTimeout(() => request.destroy(new Error(NO_ANSWER.slow)), PATIENCE);
    request.on('error', failed);
    request.on('close', () => clearTimeout(timer));
    request.on('response', (response) => {
      let text = '';
      const done = () => resolve({ status: response.statusCode ?? null, text: text.slice(0, SHOWN) });
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > READ_AT_MOST) response.destroy();
      });
      response.on('close', done);
      response.on('error', done);
    });
    request.end(call.body);
  });
}

function send({ url, id, body, secret, now, allowPrivate }: WebhookCall): ClientRequest {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowPrivate && isPrivate(host)) throw new Error(NO_ANSWER.private);
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  const open = target.protocol === 'https:' ? overHttps : overHttp;
  return open(target, {
    method: 'POST',
    // A connection of its own: a kept one would have been looked up under other rules.
    agent: false,
    lookup: allowPrivate ? undefined : publicOnly(resolveName),
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'Postern',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Refuses the whole name when one of its addresses is private: which of them is taken is not ours to say. The connection goes to
 * what was looked at here: a name that has another address a moment later (DNS rebinding) is not asked again.
 */
export const publicOnly =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isPrivate(address)))
        return done(new Error(NO_ANSWER.private), '', 0);
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };

/** Special-purpose addresses (RFC 6890): loopback, private, link-local, shared, documentation, multicast, reserved. */
const NETWORKS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '192.88.99.0/24',
  '224.0.0.0/3',
  // Those in which an IPv4 address stands: compatible, translated (RFC 6052, 8215), Teredo, 6to4.
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  '100::/64',
  '2001:2::/48',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;

const PRIVATE = new BlockList();
for (const network of NETWORKS) {
  const [address, bits] = network.split('/') as [string, string];
  PRIVATE.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
