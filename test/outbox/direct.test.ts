/** Straight to the mail servers of a domain: which of them, in which order, how much at once; and over real sockets, what each says. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { type ZoneEntry, zoneLookup } from '../../src/mail/proof-resolver.ts';
import type { FilledLetter } from '../../src/notify/fill.ts';
import { NotYet } from '../../src/outbox/deliver.ts';
import { type DirectOptions, directTransport } from '../../src/outbox/direct.ts';
import { classify } from '../../src/outbox/failure.ts';
import { makeLanes } from '../../src/outbox/lanes.ts';
import { routeTo } from '../../src/outbox/routes.ts';
import type { Transport } from '../../src/outbox/transport.ts';
import { filled } from '../notify/samples.ts';
import { type Rogue, type Script, startRogue } from '../support/rogue.ts';
import { startSink } from '../support/sink.ts';

const mx = (...hosts: [number, string][]) => ({ MX: hosts.map(([priority, exchange]) => ({ priority, exchange })) });
const zone = new Map<string, ZoneEntry>([
  ['two.example', mx([20, 'b.two.example'], [10, 'A.two.example.'])],
  ['a.two.example', { A: ['9.9.9.1'], AAAA: ['2620:fe::1'] }],
  ['b.two.example', { A: ['9.9.9.2'] }],
  ['equal.example', mx([5, 'b.two.example'], [5, 'a.two.example'])],
  ['implicit.example', { A: ['9.9.9.3'] }],
  ['null.example', mx([0, '.'])],
  ['web.example', { TXT: [['v=spf1 -all']] }],
  ['slow.example', 'TIMEOUT'],
  ['half.example', mx([10, 'slow.example'])],
  ['spare.example', mx([10, 'slow.example'], [20, 'b.two.example'])],
  ['dangling.example', mx([10, 'nowhere.example'])],
  ['ours.example', mx([10, 'mail.acme.example'], [10, 'a.two.example'], [20, 'b.two.example'])],
  ['backup.example', mx([5, 'b.two.example'], [10, 'mail.acme.example'], [20, 'a.two.example'])],
  ['inside.example', mx([10, 'inside.two.example'])],
  ['inside.two.example', { A: ['10.0.0.7', '127.0.0.1'] }],
  ['many.example', mx(...Array.from({ length: 9 }, (_, n): [number, string] => [n, 'b.two.example']))],
]);
const routing = { lookup: zoneLookup(zone), ours: ['mail.acme.example'], allowPrivate: false, chance: () => 0 };

describe('the mail servers of a domain (RFC 5321 §5.1)', () => {
  test.each<[string, string, string[]]>([
    ['by preference, IPv4 first', 'two.example', ['9.9.9.1', '2620:fe::1', '9.9.9.2']],
    ['itself, where it names none', 'implicit.example', ['9.9.9.3']],
    ['those before us, where we are one', 'backup.example', ['9.9.9.2']],
    ['the next one, where DNS is silent about the first', 'spare.example', ['9.9.9.2']],
    ['not more than four', 'many.example', ['9.9.9.2', '9.9.9.2', '9.9.9.2', '9.9.9.2']],
  ])('%s', async (_, domain, addresses) => {
    expect((await routeTo(domain, routing)).map((stop) => stop.address)).toEqual(addresses);
  });

  test('names without an address are not asked for one after the other for ever', async () => {
    let asked = 0;
    const lookup: typeof routing.lookup = async (name, type) => {
      asked += 1;
      if (type !== 'MX') return zoneLookup(zone)(name, type);
      return Array.from({ length: 1500 }, (_, n) => ({ exchange: `m${n}.gone.example`, priority: n }));
    };
    await expect(routeTo('evil.example', { ...routing, lookup })).rejects.toMatchObject({ permanent: false });
    expect(asked).toBeLessThanOrEqual(21);
  });

  test('those of the same preference in any order', async () => {
    const found = new Set<string>();
    for (const [first, second] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const chance = [first, second];
      const route = await routeTo('equal.example', { ...routing, chance: () => chance.shift()! });
      found.add(route.map((stop) => stop.host).join());
    }
    expect([...found].sort()).toEqual([
      'a.two.example,a.two.example,b.two.example',
      'b.two.example,a.two.example,a.two.example',
    ]);
  });

  test.each<[string, string, string, boolean]>([
    ['there is no such domain', 'gone.example', 'hostunknown', true],
    ['it takes no mail (RFC 7505)', 'null.example', 'notaccept', true],
    ['it has no address either', 'web.example', 'hostunknown', true],
    ['it is ours', 'ours.example', 'loop', true],
    ['its servers are inside', 'inside.example', 'loop', true],
    ['DNS is silent', 'slow.example', 'unreachable', false],
    ['DNS is silent about its server', 'half.example', 'unreachable', false],
    ['its server has no address: that may be mended', 'dangling.example', 'hostunknown', false],
  ])('none: %s', async (_, domain, reason, permanent) => {
    const failure = await routeTo(domain, routing).then(() => null, classify);
    expect(failure).toMatchObject({ reason, permanent });
  });
});

test('a domain gets so much at once and a minute, each letter beyond has a time of its own, others do not wait', () => {
  const lanes = makeLanes({ atOnce: 2, perMinute: 3 });
  const [one, two] = [lanes.enter('a.example', 0), lanes.enter('a.example', 0)] as (() => void)[];
  expect(lanes.enter('a.example', 0)).toEqual({ at: 20_000 });
  expect(lanes.enter('a.example', 0)).toEqual({ at: 40_000 });
  expect(lanes.enter('b.example', 0)).toBeTypeOf('function');
  one!();
  two!();
  expect(lanes.enter('a.example', 1000)).toBeTypeOf('function');
  expect(lanes.enter('a.example', 1000)).toEqual({ at: 60_000 });
  expect(lanes.enter('a.example', MINUTE)).toBeTypeOf('function');
});

describe('over real sockets', () => {
  let first: Rogue;
  let second: Rogue;
  let transport: Transport;
  const open = (change: Partial<DirectOptions> = {}) => {
    transport = directTransport({
      ...routing,
      lookup: zoneLookup(
        new Map<string, ZoneEntry>([
          ['client.example', mx([10, 'mx1.example'], [20, 'mx2.example'])],
          ['xn--e1aybc.example', mx([10, 'mx2.example'])],
          ['mx1.example', { A: ['127.0.0.1'] }],
          ['mx2.example', { A: ['127.0.0.2'] }],
        ]),
      ),
      allowPrivate: true,
      atOnce: 2,
      perMinute: 10,
      port: first.port,
      name: 'mail.acme.example',
      dkim: null,
      openFile: () => Readable.from([]),
      clock: () => HOUR,
      timeouts: { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 5000 },
      ...change,
    });
  };
  const letter = (...to: string[]): FilledLetter => {
    const one = filled('N2', 'en');
    return { ...one, envelope: { ...one.envelope, to } };
  };
  beforeEach(async () => {
    first = await startRogue();
    second = await startRogue(first.port, '127.0.0.2');
  });
  afterEach(async () => {
    transport.close();
    await first.stop();
    await second.stop();
  });
  const came = () => [first, second].map((rogue) => rogue.taken.map(({ to }) => to.join()));

  test('a letter goes to the preferred server, under the host name in ASCII', async () => {
    open();
    expect(await transport.send(letter('anna@client.example'))).toEqual({ answer: '250 2.0.0 kept', refused: [] });
    await transport.send(letter('anna@тест.example'));
    expect(came()).toEqual([['anna@client.example'], ['anna@xn--e1aybc.example']]);
  });

  test.each([
    ['is not there', null],
    ['does not want us', { greeting: '554 not you' }],
    ['is too busy', { greeting: '421 busy' }],
    ['hangs up', { greeting: 'close' }],
    ['talks rubbish', { greeting: 'HTTP/1.1 400' }],
  ])('where the first %s, to the next', async (_, script) => {
    if (script) first.script(script);
    else await first.stop();
    open();
    await transport.send(letter('anna@client.example'));
    expect(came()).toEqual([[], ['anna@client.example']]);
    if (!script) first = await startRogue();
  });

  test.each([
    ['refuses', { rcpt: '550 5.1.1 No such user' }, true, 'refused'],
    ['puts off', { rcpt: '450 4.2.1 busy' }, false, 'postponed'],
    ['takes and gives no answer', { dot: 'close' }, false, 'unanswered'],
  ])('what the first %s is not brought to the next', async (_, script, permanent, reason) => {
    first.script(script);
    open();
    const failure = await transport.send(letter('anna@client.example')).then(() => null, classify);
    expect(failure).toMatchObject({ permanent, reason });
    expect(second.taken).toHaveLength(0);
  });

  const offers = '250-rogue.example\r\n250 STARTTLS';
  test.each<[string, Script]>([
    ['refused when asked for', { ehlo: offers, starttls: '454 4.7.0 not now' }],
    ['rubbish', { ehlo: offers, starttls: '220 go\r\nthis is no handshake' }],
  ])('TLS that is %s is as none (RFC 7435)', async (_, script) => {
    first.script(script);
    open();
    await transport.send(letter('anna@client.example'));
    expect(came()).toEqual([['anna@client.example'], []]);
  });

  test('TLS that is offered is used, whoever made the certificate', async () => {
    await first.stop();
    const fixture = (name: string) => readFileSync(new URL(`../dialogues/fixtures/${name}`, import.meta.url), 'utf8');
    const sink = await startSink({
      port: first.port,
      tls: { key: fixture('tls-key.pem'), cert: fixture('tls-cert.pem') },
    });
    open();
    await transport.send(letter('anna@client.example'));
    expect(sink.kept).toMatchObject([{ to: ['anna@client.example'], secure: true }]);
    transport.close();
    await sink.stop();
    first = await startRogue();
  });

  test('each domain of a letter that several share has its own servers and its own answer', async () => {
    first.script({ rcpt: '450 4.2.1 busy' });
    open();
    const taken = await transport.send(letter('anna@client.example', 'boris@тест.example', 'vera@gone.example'));
    expect(taken.answer).toBe('250 2.0.0 kept');
    expect(taken.refused.map(({ address, permanent }) => [address, permanent])).toEqual([
      ['anna@client.example', false],
      ['vera@gone.example', true],
    ]);
    expect(came()).toEqual([[], ['boris@xn--e1aybc.example']]);
  });

  test('more than a domain may have is not tried, and keeps nobody else', async () => {
    open({ atOnce: 1, perMinute: 2 });
    await transport.send(letter('a@client.example'));
    await transport.send(letter('b@client.example'));
    const error = await transport.send(letter('c@client.example')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotYet);
    expect((error as NotYet).at).toBe(HOUR + MINUTE / 2);
    await transport.send(letter('d@тест.example'));
    expect(came()).toEqual([['a@client.example', 'b@client.example'], ['d@xn--e1aybc.example']]);
  });
});
