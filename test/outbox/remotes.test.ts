/**
 * Mail servers that misbehave, over real sockets, with the outbox as it runs: what each of them is taken for, what is written down, and
 * when the letter goes again, to the millisecond of a clock that is moved by hand.
 */
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LetterId, newId } from '../../src/base/id.ts';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { letterPartlyRefused, letterRefused } from '../../src/flow/refusals.ts';
import { fillLetter } from '../../src/notify/fill.ts';
import type { Letter } from '../../src/notify/letter.ts';
import type { Timeouts } from '../../src/outbox/pool.ts';
import { relayTransport, type Transport } from '../../src/outbox/transport.ts';
import { type Outbox, startOutbox } from '../../src/outbox/worker.ts';
import { stateFor } from '../../src/store/came-back.ts';
import { letterById } from '../../src/store/letter-lines.ts';
import { claimLetters, letterDeferred, lettersSent, letterWaits, queueLetter } from '../../src/store/outbox.ts';
import { suppression } from '../../src/store/suppressions.ts';
import { rendered } from '../notify/samples.ts';
import { openTenant, openTestGateway, type Tenant, type TestGateway } from '../support/gateway.ts';
import { type Rogue, type Script, startRogue } from '../support/rogue.ts';

const PLAN = [0, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR];
/** What chance says, one after the other. */
const JITTER = [0, 0.5, 1, 0.25, 0, 1, 0.75, 0.5];

let at: TestGateway & Tenant;
let rogue: Rogue;
let transport: Transport;
let outbox: Outbox;

beforeAll(async () => {
  const gateway = await openTestGateway('sqlite');
  at = { ...gateway, ...(await openTenant(gateway.gw)) };
});
afterAll(() => at.close());
beforeEach(async () => {
  rogue = await startRogue();
});
afterEach(async () => {
  await outbox?.close();
  transport?.close();
  await rogue.stop();
  await at.gw.db.write((tx) => tx('letters').delete());
  await at.gw.db.write((tx) => tx('suppressions').delete());
});

/** The outbox as app.ts builds it, with this clock and this chance. */
function open(timeouts: Timeouts = {}, requireTls = false): void {
  const { gw } = at;
  let chance = 0;
  transport = relayTransport({
    relay: { host: '127.0.0.1', port: rogue.port, secure: false, requireTls, user: null, pass: null },
    name: 'mail.acme.example',
    dkim: null,
    openFile: () => Readable.from([]),
    connections: 1,
    timeouts: { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000, ...timeouts },
  });
  outbox = startOutbox({
    claim: (n) => gw.db.write((tx) => claimLetters(tx, gw.clock(), n)),
    sent: (letters) => gw.db.write((tx) => lettersSent(tx, letters, gw.clock())),
    deferred: (id, due, reason, answer) => gw.db.write((tx) => letterDeferred(tx, id, due, reason, answer)),
    waits: (id, due) => gw.db.write((tx) => letterWaits(tx, id, due)),
    partly: (id, part, refused) => letterPartlyRefused(gw, id, part, refused),
    failed: (id, failure) => letterRefused(gw, id, failure),
    finish: async (letter) => letter,
    fill: ({ letter, linkGeneration, settled }) =>
      fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration, settled }),
    transport,
    clock: gw.clock,
    log: gw.log,
    concurrency: 2,
    pollEvery: HOUR,
    jitter: () => JITTER[chance++ % JITTER.length]!,
  });
}

async function queued(...addresses: string[]): Promise<LetterId> {
  const id = newId<'letter'>();
  const recipients = addresses.map((address) => ({ name: '', address }));
  const shared = addresses.length > 1 ? { recipient: null, recipientKind: null } : {};
  const words = { text: 'Vanilla or chocolate?', html: '<p>Vanilla or chocolate?</p>' };
  const letter: Letter = {
    ...rendered('N2', 'en'),
    ...shared,
    ...words,
    id,
    cause: id,
    recipients,
    account: at.account.id,
  };
  await at.gw.db.write((tx) => queueLetter(tx, letter, [], at.clock.now(), null));
  return id;
}

const line = async (id: LetterId) => (await letterById(at.gw.db.read, id))!.line;
const messageId = (mail: string): string => /^Message-ID:\s*(\S+)/im.exec(mail)![1]!;

/** Follows the letter along its plan, and shows at each step that it is not tried a moment too early. Answers the times waited. */
async function waits(id: LetterId): Promise<number[]> {
  const found: number[] = [];
  for (let tries = 0; tries < 12; tries++) {
    await outbox.idle();
    const { state, dueAt, attempts } = await line(id);
    if (state !== 'queued') return found;
    found.push(dueAt! - at.clock.now());
    at.clock.set(dueAt! - 1);
    await outbox.idle();
    expect((await line(id)).attempts).toBe(attempts);
    at.clock.set(dueAt!);
  }
  throw new Error('It is tried without an end');
}

const WITH_JITTER = PLAN.slice(1).map((wait, n) => Math.round(wait * (1 + 0.1 * JITTER[n]!)));

interface Way {
  readonly script: Script;
  readonly reason: string;
  readonly words: RegExp;
  readonly timeouts?: Timeouts;
  readonly requireTls?: boolean;
  /** It got the whole letter at each try. */
  readonly arrives?: true;
}

const LATER: Record<string, Way> = {
  'no greeting': {
    script: { greeting: 'silence' },
    reason: 'unreachable',
    words: /greeting/i,
    timeouts: { greetingTimeout: 40 },
  },
  'closes before it greets': { script: { greeting: 'close' }, reason: 'unreachable', words: /clos/i },
  '421 in place of a greeting': {
    script: { greeting: '421 4.3.2 too busy' },
    reason: 'unreachable',
    words: /^421 4\.3\.2 too busy/,
  },
  '554 in place of a greeting: it is us it does not want': {
    script: { greeting: '554 no service for you' },
    reason: 'unreachable',
    words: /^554 no service/,
  },
  'garbage in place of a greeting': {
    script: { greeting: '\u0000\u00ff HTTP/1.1 400 Bad Request' },
    reason: 'unreachable',
    words: /HTTP|greeting/i,
  },
  'garbage in the middle': { script: { mail: '!!! <html>' }, reason: 'unreachable', words: /./ },
  'no STARTTLS where it is asked for': { script: {}, reason: 'no-tls', words: /./, requireTls: true },
  'answers without an end': { script: { ehlo: 'endless' }, reason: 'unreachable', words: /maximum allowed size/ },
  'an answer a letter at a time': {
    script: { mail: 'trickle' },
    reason: 'unreachable',
    words: /too long/,
    timeouts: { deadline: 120 },
  },
  '450 at the recipient': {
    script: { rcpt: '450 4.2.1 mailbox is busy' },
    reason: 'postponed',
    words: /^450 4\.2\.1 mailbox is busy$/,
  },
  '421 at the recipient': {
    script: { rcpt: '421 4.7.0 slow down' },
    reason: 'unreachable',
    words: /^421 4\.7\.0 slow down/,
  },
  '451 after the dot': {
    script: { dot: '451 4.3.0 try later' },
    reason: 'postponed',
    words: /^451 4\.3\.0 try later$/,
  },
  'silence after the dot': {
    script: { dot: 'silence' },
    reason: 'unanswered',
    words: /timeout/i,
    timeouts: { socketTimeout: 60 },
    arrives: true,
  },
  'the connection ends after the dot': {
    script: { dot: 'close' },
    reason: 'unanswered',
    words: /clos/i,
    arrives: true,
  },
};

describe('it is tried again by the plan, and only by the plan', () => {
  test.each(Object.entries(LATER))('%s', async (_, { script, reason, words, timeouts, requireTls, arrives }) => {
    rogue.script(script);
    open(timeouts, requireTls);
    const id = await queued('anna@client.example');
    await outbox.idle();
    const first = await line(id);
    expect(first).toMatchObject({ state: 'queued', attempts: 1, reason });
    expect(stateFor(first, null)).toBe('deferred');
    expect(first.diagnostic).toMatch(words);
    expect(await waits(id)).toEqual(WITH_JITTER);
    expect(await line(id)).toMatchObject({ state: 'failed', attempts: PLAN.length, reason, dueAt: null });
    expect(await suppression(at.gw.db.read, at.account.id, 'anna@client.example')).toBeNull();
    // Where the answer was lost it may stand there each time: as one and the same mail, byte for byte.
    expect(rogue.taken).toHaveLength(arrives ? PLAN.length : 0);
    expect(new Set(rogue.taken.map(({ mail }) => mail)).size).toBe(arrives ? 1 : 0);
  });

  test('nobody listens', async () => {
    await rogue.stop();
    open();
    const id = await queued('anna@client.example');
    expect(await waits(id)).toEqual(WITH_JITTER);
    expect(await line(id)).toMatchObject({ state: 'failed', reason: 'unreachable' });
  });

  test('a server that comes to its senses gets the letter, once and under the same Message-ID as what it lost', async () => {
    rogue.script({ dot: 'close' });
    open();
    const id = await queued('anna@client.example');
    await outbox.idle();
    rogue.script({});
    at.clock.set((await line(id)).dueAt!);
    await outbox.idle();
    at.clock.pass(100 * HOUR);
    await outbox.idle();
    expect(await line(id)).toMatchObject({ state: 'sent', attempts: 2, reason: null, diagnostic: '250 2.0.0 kept' });
    expect(rogue.taken).toHaveLength(2);
    expect(messageId(rogue.taken[1]!.mail)).toBe(messageId(rogue.taken[0]!.mail));
  });

  test('a connection that ended while nobody used it costs a letter nothing', async () => {
    rogue.script({
      mail: (about) =>
        about.includes('<bounce') && rogue.connections() === 1 && rogue.taken.length > 0 ? 'close' : '250 ok',
    });
    open();
    for (const n of [1, 2]) {
      const id = await queued(`anna${n}@client.example`);
      await outbox.idle();
      expect(await line(id)).toMatchObject({ state: 'sent', attempts: 1 });
    }
    expect(rogue.connections()).toBe(2);
  });
});

describe('it has failed at once', () => {
  test.each<[string, Script, string, boolean]>([
    [
      '550 at the recipient, who is not there',
      { rcpt: '550 5.1.1 No such user here' },
      '550 5.1.1 No such user here',
      true,
    ],
    [
      '550 at the recipient, because of us',
      { rcpt: '550 5.7.1 blocked using zen.spamhaus.org' },
      '550 5.7.1 blocked using zen.spamhaus.org',
      false,
    ],
    ['553 at the sender', { mail: '550 5.1.8 sender domain not found' }, '550 5.1.8 sender domain not found', false],
    ['554 after the dot', { dot: '554 5.7.1 looks like spam' }, '554 5.7.1 looks like spam', false],
    ['552 too large', { dot: '552 5.3.4 too large' }, '552 5.3.4 too large', false],
  ])('%s', async (_, script, words, suppressed) => {
    rogue.script(script);
    open();
    const id = await queued('anna@client.example');
    await outbox.idle();
    expect(await line(id)).toMatchObject({
      state: 'failed',
      attempts: 1,
      reason: 'refused',
      diagnostic: words,
      dueAt: null,
    });
    expect(rogue.taken).toHaveLength(0);
    // A hard bounce in the session is one like any other (spec 3.1.9).
    expect(await suppression(at.gw.db.read, at.account.id, 'anna@client.example')).toBe(suppressed ? 'bounce' : null);
    at.clock.pass(100 * HOUR);
    await outbox.idle();
    expect((await line(id)).attempts).toBe(1);
  });
});

describe('a letter that two share', () => {
  const refuse = (answer: string): Script => ({ rcpt: (about) => (about.startsWith('boris') ? answer : '250 ok') });
  const states = async (id: LetterId) =>
    ['anna@client.example', 'boris@client.example'].map(async (address) => stateFor(await line(id), address));

  test('450 for one: only that one is tried again, and none gets it twice', async () => {
    rogue.script(refuse('450 4.2.1 mailbox is busy'));
    open();
    const id = await queued('anna@client.example', 'boris@client.example');
    await outbox.idle();
    expect(await line(id)).toMatchObject({
      state: 'queued',
      reason: 'postponed',
      diagnostic: 'boris@client.example: 450 4.2.1 mailbox is busy',
    });
    expect(await Promise.all(await states(id))).toEqual(['sent', 'deferred']);
    at.clock.set((await line(id)).dueAt!);
    rogue.script({});
    await outbox.idle();
    expect(await line(id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(rogue.taken.map((one) => one.to)).toEqual([['anna@client.example'], ['boris@client.example']]);
    expect(rogue.taken[0]!.mail).toBe(rogue.taken[1]!.mail);
  });

  test('450 for one to the end of the plan: the other has it, that one has not', async () => {
    rogue.script(refuse('450 4.2.1 mailbox is busy'));
    open();
    const id = await queued('anna@client.example', 'boris@client.example');
    expect(await waits(id)).toEqual(WITH_JITTER);
    expect(await line(id)).toMatchObject({ state: 'sent', attempts: 9, cameBack: ['boris@client.example'] });
    expect(await Promise.all(await states(id))).toEqual(['sent', 'bounced']);
    expect(rogue.taken.map((one) => one.to)).toEqual([['anna@client.example']]);
  });

  test('550 for one who is not there: the other has it, and that one is written to no more', async () => {
    rogue.script(refuse('550 5.1.1 No such user'));
    open();
    const id = await queued('anna@client.example', 'boris@client.example');
    await outbox.idle();
    expect(await line(id)).toMatchObject({ state: 'sent', attempts: 1, cameBack: ['boris@client.example'] });
    expect(await suppression(at.gw.db.read, at.account.id, 'boris@client.example')).toBe('bounce');
    expect(await suppression(at.gw.db.read, at.account.id, 'anna@client.example')).toBeNull();
  });

  test('550 for one and 450 for the other: each has what was said of them', async () => {
    rogue.script({ rcpt: (about) => (about.startsWith('boris') ? '550 5.1.1 No such user' : '450 4.2.1 busy') });
    open();
    const id = await queued('anna@client.example', 'boris@client.example');
    await outbox.idle();
    expect(await Promise.all(await states(id))).toEqual(['deferred', 'bounced']);
    rogue.script({ rcpt: '250 ok' });
    at.clock.set((await line(id)).dueAt!);
    await outbox.idle();
    expect(await Promise.all(await states(id))).toEqual(['sent', 'bounced']);
    expect(rogue.taken.map((one) => one.to)).toEqual([['anna@client.example']]);
  });
});
