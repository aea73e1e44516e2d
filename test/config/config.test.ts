import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { environmentName, settings } from '../../src/config-schema.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern-config-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

let files = 0;
function write(content: unknown): string {
  const name = `config-${++files}.json`;
  writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

function good(content: unknown, env: Record<string, string> = {}) {
  const loaded = loadConfig({ file: write(content), env, cwd });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

function faults(content: unknown, env: Record<string, string> = {}): string[] {
  const loaded = loadConfig({ file: write(content), env, cwd });
  if (loaded.ok) throw new Error('nothing was wrong with it');
  return loaded.errors.map(
    ({ path, message, source }) => `${path}: ${message} [${source.replace(/config-\d+/, 'config')}]`,
  );
}

describe('where a value comes from', () => {
  test('without a file and without an environment, the defaults', () => {
    const loaded = loadConfig({ env: { LANG: 'C', PATH: '/bin' }, cwd });
    expect(loaded).toMatchObject({
      ok: true,
      config: {
        smtp: { host: '127.0.0.1', port: 2525, hostname: 'postern.localhost' },
        database: join(cwd, 'data/postern.db'),
      },
    });
  });

  test('the file beats the defaults, the environment beats the file', () => {
    const config = good({ smtp: { port: 25 }, http: { port: 80 } }, { POSTERN_SMTP_PORT: '2626' });
    expect([config.smtp.port, config.http.port, config.smtp.maxSize]).toEqual([2626, 80, 26_214_400]);
  });

  test('the file is --config, else POSTERN_CONFIG, else config.json where we are', () => {
    const port = (n: number) => write({ smtp: { port: n } });
    const [asked, named] = [port(1), port(2)];
    const read = (from: { file?: string; env?: Record<string, string>; cwd: string }) => {
      const loaded = loadConfig({ env: {}, ...from });
      return loaded.ok ? loaded.config.smtp.port : loaded.errors;
    };
    writeFileSync(join(cwd, 'config.json'), '{"smtp": {"port": 3}}');
    expect(read({ file: asked, env: { POSTERN_CONFIG: named }, cwd })).toBe(1);
    expect(read({ env: { POSTERN_CONFIG: named }, cwd })).toBe(2);
    expect(read({ env: { POSTERN_CONFIG: '' }, cwd })).toBe(3);
    rmSync(join(cwd, 'config.json'));
    expect(read({ cwd })).toBe(2525);
  });

  test.each([
    ['POSTERN_SMTP_LMTP', 'true', { smtp: { lmtp: true } }],
    ['POSTERN_HTTP_PUBLIC_URL', 'https://post.example/', { http: { publicUrl: 'https://post.example' } }],
    ['POSTERN_MAIL_DOMAIN', 'Mail.Example', { mail: { domain: 'mail.example' } }],
    ['POSTERN_DNS_SERVERS', '["127.0.0.1:5353", "[::1]:53"]', { dns: { servers: ['127.0.0.1:5353', '[::1]:53'] } }],
    [
      'POSTERN_SMTP_TRUSTED_RELAYS',
      '[{"cidr": "10.0.0.0/8", "authservId": "mx.example"}]',
      { smtp: { trustedRelays: [{ cidr: '10.0.0.0/8', authservId: 'mx.example' }] } },
    ],
    ['POSTERN_HTTP_TRUST_PROXY', '["::1"]', { http: { trustProxy: ['::1'] } }],
    ['POSTERN_HTTP_TRUST_PROXY', 'true', { http: { trustProxy: ['0.0.0.0/0', '::/0'] } }],
    [
      'POSTERN_MAIL_RELAY',
      '{"host": "smtp.example", "user": "a", "pass": "b"}',
      { mail: { relay: { host: 'smtp.example', port: 587, requireTls: true } } },
    ],
    ['POSTERN_MAIL_RELAY', 'null', { mail: { relay: null } }],
    [
      'POSTERN_DATABASE',
      'postgres://postern@db.example/postern',
      { database: 'postgres://postern@db.example/postern' },
    ],
    ['POSTERN_SMTP_HOSTNAME', 'null', { smtp: { hostname: 'postern.localhost' } }],
    ['POSTERN_DATABASE', '12345', { database: join(cwd, '12345') }],
    ['POSTERN_LIMITS_MIN_BYTES_PER_SECOND', '0', { limits: { minBytesPerSecond: 0 } }],
    ['POSTERN_SMTP_PORT', '', { smtp: { port: 2525 } }],
  ])('%s=%s', (name, value, expected) => {
    expect(good({}, { [name]: value })).toMatchObject(expected);
  });

  test('a section that is null can be filled from the environment, key by key', () => {
    const { relay } = good(
      { mail: { relay: null } },
      { POSTERN_MAIL_RELAY_HOST: '127.0.0.1', POSTERN_MAIL_RELAY_PORT: '2526' },
    ).mail;
    expect(relay).toEqual({
      host: '127.0.0.1',
      port: 2526,
      secure: false,
      requireTls: false,
      user: null,
      pass: null,
      connections: 5,
    });
  });

  test('a key beats its section, whatever the order', () => {
    const section = { POSTERN_MAIL_RELAY: '{"host": "a.example", "port": 1}' };
    const key = { POSTERN_MAIL_RELAY_PORT: '2' };
    expect(good({}, { ...section, ...key }).mail.relay?.port).toBe(2);
    expect(good({}, { ...key, ...section }).mail.relay?.port).toBe(2);
  });

  test('every setting has a name of its own in the environment', () => {
    const names = settings().map(({ path }) => environmentName(path));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('POSTERN_LIMITS_CONNECTIONS_PER_ADDRESS');
  });
});

describe('what is wrong is told, all of it at once', () => {
  test('each fault with its path and where it came from', () => {
    const content = { smtp: { prot: 25, maxSize: 'big' }, log: { level: 'loud' }, databse: 'x', blobs: 's3://bucket' };
    expect(faults(content, { POSTERN_SMTP_PORT: '70000', POSTERN_SMTP_LMTP: 'yes', POSTERN_HTTP_PROT: '1' })).toEqual([
      'smtp.port: must be at most 65535 [POSTERN_SMTP_PORT]',
      'smtp.lmtp: must be true or false [POSTERN_SMTP_LMTP]',
      'smtp.maxSize: must be a whole number [config.json]',
      'smtp.prot: no such key; did you mean port? [config.json]',
      'blobs: S3 storage is not in this version: it keeps files on disk only, so give a folder [config.json]',
      expect.stringMatching(/^log\.level: .*"info".* \[config\.json\]$/),
      'databse: no such key; did you mean database? [config.json]',
      'POSTERN_HTTP_PROT: no setting has this name; did you mean POSTERN_HTTP_PORT? [environment]',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['mail.domain', { mail: { domain: '192.0.2.1' } }, 'must be a domain name'],
    ['mail.domain', { mail: { domain: 'no spaces' } }, 'must be a domain name'],
    ['mail.replyPrefix', { mail: { replyPrefix: 'elevenchars' } }, '1 to 10'],
    ['mail.replyPrefix', { mail: { replyPrefix: 'task' } }, 'must not be one of'],
    ['mail.bouncePrefix', { mail: { bouncePrefix: 'reply' } }, 'must differ'],
    ['mail.relay.host', { mail: { relay: {} } }, 'is missing'],
    ['mail.relay.pass', { mail: { relay: { host: 'a.example', user: 'a' } } }, 'give both or none'],
    [
      'mail.relay.pass',
      { mail: { relay: { host: 'a.example', requireTls: false, user: 'a', pass: 'b' } } },
      'in the clear',
    ],
    ['mail.dkim.selector', { mail: { dkim: { domain: 'a.example', selector: 'a b', keyFile: 'k' } } }, 'DNS label'],
    ['smtp.tls.cert', { smtp: { tls: { key: 'k.pem' } } }, 'is missing'],
    ['smtp.trustedRelays.0.cidr', { smtp: { trustedRelays: [{ cidr: '10.0.0.0/33' }] } }, 'IP address or a network'],
    ['smtp.trustedRelays.0.id', { smtp: { trustedRelays: [{ cidr: '::/0', id: 'x' }] } }, 'no such key'],
    ['http.publicUrl', { http: { publicUrl: 'https://a.example/mail' } }, 'root of their host'],
    ['http.publicUrl', { http: { publicUrl: 'javascript:alert(1)' } }, 'http:// or https://'],
    ['http.publicUrl', { http: { publicUrl: 'post.example' } }, 'http:// or https://'],
    ['database', { database: '' }, 'must not be empty'],
    ['mail.domain', { mail: { domain: '' } }, 'must not be empty'],
    ['http.trustProxy', { http: { trustProxy: 'all' } }, 'true, false or a list'],
    ['http.port', { smtp: { port: 25 }, http: { port: 25 } }, 'port of smtp.port'],
    ['dns.servers.0', { dns: { servers: ['dns.example'] } }, 'must be an IP address'],
    ['database', { database: 'mysql://a.example/b' }, 'postgres:// URL'],
    ['database', { database: ':memory:' }, 'would lose mail'],
    ['blobs', { blobs: 'ftp://a.example' }, 'must be a folder'],
    ['smtp', { smtp: 25 }, 'must be an object'],
    ['smtp', { smtp: null }, 'must be an object'],
  ])('%s in %j', (path, content, message) => {
    expect(faults(content)).toEqual([
      expect.stringMatching(new RegExp(`^${path.replaceAll('.', '\\.')}: .*${message.replace(/[()]/g, '.')}`)),
    ]);
  });

  test('what contradicts each other is told beside what is wrong by itself', () => {
    expect(faults({ mail: { bouncePrefix: 'reply' }, smtp: { port: -1 } })).toEqual([
      'smtp.port: must be at least 0 [config.json]',
      'mail.bouncePrefix: must differ from mail.replyPrefix [config.json]',
    ]);
  });

  test('two free ports do not collide', () => {
    expect(good({ smtp: { port: 0 }, http: { port: 0 } }).http.port).toBe(0);
  });

  test.each([
    ['{', /^: is not JSON: .* \[config\.json\]$/],
    ['[]', /^: must hold one JSON object/],
    ['null', /^: must hold one JSON object/],
  ])('a file that holds %s', (content, fault) => {
    expect(faults(content, { POSTERN_WORKERS: '0' })).toEqual([
      expect.stringMatching(fault),
      expect.stringContaining('workers'),
    ]);
  });

  test('a file that is not there', () => {
    expect(loadConfig({ file: 'nowhere.json', env: {}, cwd })).toEqual({
      ok: false,
      errors: [{ path: '', message: 'there is no such file', source: 'nowhere.json' }],
    });
    expect(loadConfig({ env: { POSTERN_CONFIG: 'nowhere.json' }, cwd }).ok).toBe(false);
  });

  test('a password is never in what is told', () => {
    const told = faults({
      mail: { relay: { host: 5, user: 'u', pass: 'hunter2' } },
      database: 'mysql://u:hunter2@h.example/d',
    });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain('hunter2');
  });

  test('a prototype cannot be set from a file', () => {
    expect(faults('{"__proto__": {"workers": 9}, "smtp": {"__proto__": {"port": 1}}}')).toHaveLength(2);
  });
});

test('a byte order mark and comment keys are passed over', () => {
  expect(good('\ufeff{"//": "ours", "smtp": {"// port": {"any": "thing"}, "port": 25}}').smtp.port).toBe(25);
});
