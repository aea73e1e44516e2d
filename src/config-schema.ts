/**
 * Every setting of a process: what it may be, what it is when nobody says, and what it means.
 * docs/operator.md and config.example.json are made from this file (scripts/settings.ts), and a test compares them.
 *
 * Settings of an account (who may write, which letters go out) are not here: they live in the database.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { parseAddress } from './base/address.ts';

const text = z.string().min(1, { error: 'must not be empty', abort: true });
const whole = (least: number, most: number) => z.int().min(least).max(most);
const GIB = 1024 ** 3;

/** 0 asks the system for any free port. */
const port = whole(0, 65535);

const domain = text
  .toLowerCase()
  .refine(
    (name) => isIP(name) === 0 && parseAddress(`a@${name}`) !== null,
    'must be a domain name, such as mail.example',
  );

const cidr = text.refine(isCidr, 'must be an IP address or a network, such as 10.0.0.0/8');

const resolver = text.refine(isResolver, 'must be an IP address, or with a port 192.0.2.1:53 or [2001:db8::1]:53');

const prefix = text
  .regex(/^[a-z0-9]{1,10}$/, 'must be 1 to 10 small letters or digits: with "+" and a token it has to fit a local part')
  .refine(
    (name) => !RESERVED.includes(name),
    `must not be one of ${['task', 'project', 'postmaster', 'abuse'].join(', ')}`,
  );
const RESERVED: readonly string[] = ['task', 'project', 'postmaster', 'abuse'];

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL', abort: true })
  .refine((url) => isOrigin(url), 'must be only scheme, host and port: pages live at the root of their host')
  .transform((url) => new URL(url).origin);

const database = text
  .refine((where) => !where.startsWith(':'), 'must be a file: a database in memory would lose mail that was accepted')
  .refine(
    (where) => !where.includes('://') || /^postgres(ql)?:\/\//.test(where),
    'must be a file (SQLite) or a postgres:// URL',
  );

const blobs = text
  .refine(
    (where) => !where.startsWith('s3://'),
    'S3 storage is not in this version: it keeps files on disk only, so give a folder',
  )
  .refine((where) => where.startsWith('s3://') || !where.includes('://'), 'must be a folder');

const tls = z
  .strictObject({
    key: text.describe('File with the private key, PEM'),
    cert: text.describe('File with the certificate and its chain, PEM'),
  })
  .nullable();

const trustedRelay = z.strictObject({ cidr, authservId: text.optional(), proxy: z.boolean().optional() });

const relay = z
  .strictObject({
    host: text.describe('Host name of the relay'),
    port: port.default(587).describe('Its port'),
    secure: z.boolean().default(false).describe('TLS from the first byte (usually port 465)'),
    requireTls: z
      .boolean()
      .nullable()
      .default(null)
      .describe('Refuse to send when the relay offers no STARTTLS; null is true unless the relay is on this machine'),
    user: text.nullable().default(null).describe('Login, if the relay asks for one'),
    pass: text.nullable().default(null).describe('Password, better given by environment'),
    connections: whole(1, 200).default(5).describe('Connections to it at once'),
  })
  .nullable();

const direct = z
  .strictObject({
    connections: whole(1, 100).default(3).describe('Letters at once to one domain'),
    perMinute: whole(1, 100_000).default(60).describe('Letters a minute to one domain'),
    port: port.default(25).describe('Port of the mail servers'),
    allowPrivate: z
      .boolean()
      .default(false)
      .describe('Whether mail servers in private networks and on this machine are sent to'),
  })
  .nullable();

const dkim = z
  .strictObject({
    domain: domain.describe('The domain that signs (`d=`)'),
    selector: text.regex(/^[a-z0-9._-]+$/i, 'must be a DNS label').describe('The selector (`s=`)'),
    keyFile: text.describe('File with the private key, PEM (RSA of 2048 bits or more)'),
  })
  .nullable();

export const smtp = z.strictObject({
  host: text.default('127.0.0.1').describe('Address to listen on for mail'),
  port: port.default(2525).describe('Port to listen on for mail; 0 takes any free one'),
  hostname: domain.nullable().default(null).describe('The name in the greeting; null is `mail.domain`'),
  tls: tls.default(null).describe('Key and certificate for STARTTLS; null offers none'),
  lmtp: z.boolean().default(false).describe('Speak LMTP (RFC 2033) in place of SMTP, for a Postfix in front'),
  maxSize: whole(1024, GIB).default(26_214_400).describe('Largest mail, in bytes (SIZE, RFC 1870)'),
  trustedRelays: z
    .array(trustedRelay)
    .default([])
    .describe(
      'Relays in front of Postern, as `{"cidr", "authservId", "proxy"}`: XCLIENT, XFORWARD and, by `authservId`, Authentication-Results are believed from these only; with `proxy` true every connection from it has to begin with a PROXY header, version 1. Loopback is not among them by itself',
    ),
});

export const http = z.strictObject({
  host: text.default('127.0.0.1').describe('Address to listen on for pages and the API'),
  port: port.default(8025).describe('Port to listen on for pages and the API; 0 takes any free one'),
  publicUrl: publicUrl
    .default('http://127.0.0.1:8025')
    .describe('How people reach the pages: links start with it; further accounts have `<name>.` before its host'),
  trustProxy: z
    .union([z.boolean(), z.array(cidr)], 'must be true, false or a list of addresses and networks')
    .default(false)
    .transform((who) => (who === true ? ['0.0.0.0/0', '::/0'] : who === false ? [] : who))
    .describe('Reverse proxies whose X-Forwarded-For is believed: a list of addresses and networks, or true for any'),
});

export const mail = z.strictObject({
  domain: domain
    .default('postern.localhost')
    .describe('Domain of the reply and bounce addresses and of the first account'),
  replyPrefix: prefix.default('reply').describe('First part of a reply address: `reply+<token>@<domain>`'),
  bouncePrefix: prefix.default('bounce').describe('First part of the envelope sender of our letters'),
  capture: text.default('data/sent').describe('Folder for outgoing letters while there is no relay'),
  relay: relay.default(null).describe('The mail server that letters go out through; null captures them'),
  direct: direct
    .default(null)
    .describe(
      'Without a relay: straight to the mail servers (MX) of each domain; `{}` takes the values here. Null does not',
    ),
  dkim: dkim.default(null).describe('Signs outgoing letters (RFC 6376); null leaves that to the relay'),
});

export const limits = z.strictObject({
  connections: whole(1, 100_000).default(2000).describe('SMTP connections at once'),
  connectionsPerAddress: whole(1, 100_000).default(100).describe('… from one address that is not a trusted relay'),
  recipients: whole(100, 10_000).default(100).describe('Recipients of one mail (RFC 5321 §4.5.3.1.8: at least 100)'),
  sessionSeconds: whole(1, 86_400)
    .default(1800)
    .describe('An SMTP session older than this ends as soon as no mail is under way'),
  dataSeconds: whole(1, 86_400).default(900).describe('Time for the content of one mail'),
  minBytesPerSecond: whole(0, 1_000_000)
    .default(128)
    .describe('A mail that comes in more slowly is cut off; 0 allows any'),
  uploadBytes: whole(1024, 10 * GIB)
    .default(104_857_600)
    .describe('Largest file that a page or the API takes'),
  uploadFiles: whole(1, 1000).default(20).describe('Files with one comment'),
  templateTime: whole(50, 10_000).default(500).describe('Milliseconds that a template of an account’s own may take'),
  backlog: whole(1, 10_000_000)
    .default(10_000)
    .describe('Mails accepted but not yet read; beyond it the answer is 451'),
  diskFloorBytes: whole(0, 1024 * GIB)
    .default(33_554_432)
    .describe('With less free space on disk than this the answer is 452'),
});

export const retention = z.strictObject({
  ignoredRawDays: whole(1, 36_500)
    .default(30)
    .describe('Raw mails that were ignored (machines, refusals) or came twice; others stay'),
});

export const schema = z.strictObject({
  smtp: smtp.prefault({}),
  http: http.prefault({}),
  mail: mail.prefault({}),
  dns: z
    .strictObject({
      servers: z
        .array(resolver)
        .default([])
        .describe('Resolvers for SPF, DKIM, DMARC and MX; empty takes the system’s'),
    })
    .prefault({}),
  keys: text
    .default('data/keys.json')
    .describe('File with the keys that sign tokens; made at the first start, part of every backup'),
  database: database.default('data/postern.db').describe('A file (SQLite) or a `postgres://` URL'),
  blobs: blobs.default('data/blobs').describe('Folder for raw mails and files'),
  log: z
    .strictObject({
      level: z
        .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default('info')
        .describe('trace, debug, info, warn, error, fatal or silent'),
    })
    .prefault({}),
  limits: limits.prefault({}),
  retention: retention.prefault({}),
  scan: z
    .strictObject({
      clamd: text
        .nullable()
        .default(null)
        .describe('A clamd that files are shown to before anybody gets them: `host:port`, or the path of its socket'),
    })
    .prefault({}),
  webhooks: z
    .strictObject({
      allowPrivate: z
        .boolean()
        .default(false)
        .describe('Whether webhooks may call addresses of private networks and this machine'),
    })
    .prefault({}),
  workers: whole(1, 64).default(1).describe('Threads that read mail'),
});

export interface Setting {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

/** Every key: sections that may be null come with their own key and with those inside. Objects inside lists are not keys. */
export function settings(of: z.ZodType = schema, path: readonly string[] = []): Setting[] {
  const inner = withoutWrapping(of);
  const own = path.length > 0 && !(inner instanceof z.ZodObject && !isNullable(of)) ? [{ path, schema: of }] : [];
  if (!(inner instanceof z.ZodObject)) return own;
  const below = Object.entries(inner.shape).flatMap(([key, part]) => settings(part as z.ZodType, [...path, key]));
  return [...own, ...below];
}

/** `['http', 'publicUrl']` → `POSTERN_HTTP_PUBLIC_URL` */
export const environmentName = (path: readonly string[]): string =>
  `POSTERN_${path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`;

/** The schema without its default and without its null. */
export function withoutWrapping(of: z.ZodType): z.ZodType {
  let inner = of;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

export const isNullable = (of: z.ZodType): boolean => of.safeParse(null).success;

function isCidr(value: string): boolean {
  const [address, bits, ...rest] = value.split('/');
  const version = isIP(address!);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isResolver(value: string): boolean {
  const bracketed = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(value);
  if (bracketed) return isIP(bracketed[1]!) === 6 && Number(bracketed[2] ?? 53) <= 65535;
  const [address, given, ...rest] = value.split(':');
  return (
    isIP(value) !== 0 ||
    (isIP(address!) === 4 && rest.length === 0 && /^\d{1,5}$/.test(given ?? '') && Number(given) <= 65535)
  );
}

function isOrigin(value: string): boolean {
  const url = new URL(value);
  return url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
}
