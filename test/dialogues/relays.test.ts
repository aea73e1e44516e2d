import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRelays } from '../../src/smtp/relays.ts';
import { connect, dialogue } from '../support/dialogue.ts';
import { openDoor, type TestDoor } from './door.ts';

const ONE_MAIL = `
  C: MAIL FROM:<a@client.example>
  S: 250
  C: RCPT TO:<vera@mail.example>
  S: 250
  C: DATA
  S: 354
  C: Subject: x
  C:
  C: .
  S: 250 2.6.0
`;

describe('a stranger', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await openDoor({ trustedRelays: [{ cidr: '192.0.2.0/24', authservId: 'mx.relay.example' }] });
  });
  afterAll(() => door.stop());

  it('on loopback is believed nothing about the client', async () => {
    const [, ehlo] = await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: XCLIENT ADDR=198.51.100.7 NAME=bank.example
      S: 5
      C: XFORWARD ADDR=198.51.100.7
      S: 5
      ${ONE_MAIL}`,
    );
    expect(ehlo).not.toMatch(/XCLIENT|XFORWARD/);
    expect(door.arrivals.at(-1)).toMatchObject({ ip: '127.0.0.1', helo: 'client.example', authservId: null });
  });

  it('with a PROXY header talks too soon, and with one after the greeting talks nonsense', async () => {
    await dialogue(door.port, 'C: PROXY TCP4 198.51.100.7 192.0.2.1 999 25\nS: 421\nX:');
    await dialogue(door.port, 'S: 220\nC: PROXY TCP4 198.51.100.7 192.0.2.1 999 25\nS: 500');
  });
});

describe('a trusted relay', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await openDoor({
      trustedRelays: [{ cidr: '127.0.0.0/8', authservId: 'mx.relay.example' }],
      limits: { connectionsPerAddress: 1, refusedRecipients: 1 },
    });
  });
  afterAll(() => door.stop());

  it('tells the client by XCLIENT', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO relay.example
      S: 250 XCLIENT
      C: XCLIENT ADDR=198.51.100.7 NAME=client.example
      S: 220
      C: XCLIENT ADDR=198.51.100.8
      S: 5
      C: EHLO client.example
      S: 250
      ${ONE_MAIL}`,
    );
    expect(door.arrivals.at(-1)).toMatchObject({
      ip: '198.51.100.7',
      helo: 'client.example',
      authservId: 'mx.relay.example',
    });
  });

  it('tells the client by XFORWARD', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO relay.example
      S: 250 XFORWARD
      C: XFORWARD ADDR=IPV6:2001:db8::7 HELO=phone.example
      S: 250
      ${ONE_MAIL}`,
    );
    expect(door.arrivals.at(-1)).toMatchObject({ ip: '2001:db8::7', helo: 'phone.example' });
  });

  it('cannot write lines of its own into our answers', async () => {
    await dialogue(
      door.port,
      'S: 220\nC: EHLO relay.example\nS: 250\nC: XCLIENT NAME=a+0D+0A250-b\nS: 501\nC: XCLIENT ADDR=nonsense\nS: 501',
    );
  });

  it('is not counted as one address, nor blamed for the addresses that others guess', async () => {
    const talks = await Promise.all([connect(door.port), connect(door.port), connect(door.port)]);
    for (const talk of talks) expect(await talk.reply()).toMatch(/^220/);
    for (const talk of talks) talk.vanish();
    const guess = 'C: RCPT TO:<nobody@mail.example>\nS: 550 5.1.1\n';
    await dialogue(door.port, `S: 220\nC: EHLO relay.example\nS: 250\nC: MAIL FROM:<>\nS: 250\n${guess.repeat(4)}`);
  });
});

describe('a relay that speaks PROXY', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await openDoor({
      trustedRelays: [{ cidr: '127.0.0.1', proxy: true }],
      limits: { connectionsPerAddress: 1 },
    });
  });
  afterAll(() => door.stop());

  it('tells the client in the first line; that client is the one counted, and no relay', async () => {
    const first = await connect(door.port);
    first.send('PROXY TCP4 198.51.100.7 192.0.2.1 999 25\r\n');
    expect(await first.reply()).toMatch(/^220/);
    await dialogue(door.port, 'C: PROXY TCP4 198.51.100.7 192.0.2.1 999 25\nS: 421 4.7.0\nX:');
    await dialogue(
      door.port,
      `C: PROXY TCP4 198.51.100.8 192.0.2.1 999 25
      S: 220
      C: EHLO client.example
      S: 250
      C: XCLIENT ADDR=198.51.100.9
      S: 5
      ${ONE_MAIL}`,
    );
    expect(door.arrivals.at(-1)).toMatchObject({ ip: '198.51.100.8', authservId: null });
    first.vanish();
  });

  it('without the header is not served', async () => {
    const talk = await connect(door.port);
    talk.send('EHLO client.example\r\n');
    await talk.ended();
    expect(door.arrivals.every((each) => each.helo !== '')).toBe(true);
    expect(await talk.reply()).not.toMatch(/^2/);
  });
});

describe('the list of relays', () => {
  const relayOf = makeRelays([
    { cidr: '10.0.0.0/8', authservId: 'ten' },
    { cidr: '2001:db8::/32', authservId: 'six' },
    { cidr: '192.0.2.5', authservId: 'one' },
  ]);
  it.each([
    ['10.9.8.7', 'ten'],
    ['::ffff:10.9.8.7', 'ten'],
    ['2001:db8:1::1', 'six'],
    ['192.0.2.5', 'one'],
    ['192.0.2.6', null],
    ['127.0.0.1', null],
    ['::1', null],
    ['11.0.0.1', null],
    ['nonsense', null],
    [undefined, null],
  ])('%s is %s', (ip, expected) => {
    expect(relayOf(ip)?.authservId ?? null).toBe(expected);
  });
});
