import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHeaderGuard } from '../../src/smtp/headers.ts';
import { makeLines } from '../../src/smtp/lines.ts';
import { dialogue } from '../support/dialogue.ts';
import { openDoor, type TestDoor, UP_TO_DATA } from './door.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor({ maxSize: 400_000 });
});
afterAll(() => door.stop());

const raw = (bytes: string): string => `R: ${JSON.stringify(bytes)}`;
const arrived = (mark: string) => door.arrivals.filter((each) => each.raw?.includes(mark));

/** Ends of DATA that some server somewhere takes for one; ours is CR LF . CR LF alone. */
const SMUGGLING: [name: string, end: string, answer: string][] = [
  ['LF . LF', '\n.\n', '250 2.6.0'],
  ['LF . CR', '\n.\r', '550 5.6.0'],
  ['CR . LF', '\r.\n', '550 5.6.0'],
  ['CR . CR', '\r.\r', '550 5.6.0'],
  ['LF . CRLF', '\n.\r\n', '250 2.6.0'],
  ['CR . CRLF', '\r.\r\n', '550 5.6.0'],
  ['CRLF NUL . CRLF', '\r\n\0.\r\n', '550 5.6.0'],
  ['CRLF . LF', '\r\n.\n', '250 2.6.0'],
  ['CRLF . CR', '\r\n.\r', '550 5.6.0'],
  ['CRLF . CR CRLF', '\r\n.\r\r\n', '550 5.6.0'],
];

describe.concurrent('line ends', () => {
  it.each(SMUGGLING)('smuggling by %s makes no second mail', async (name, end, answer) => {
    const first = `first (${name})`;
    const second = `second (${name})`;
    await dialogue(
      door.port,
      `${UP_TO_DATA}
      ${raw(`From: a@client.example\r\nSubject: ${first}\r\n\r\nbody${end}MAIL FROM:<ceo@bank.example>\r\n`)}
      ${raw(`RCPT TO:<vera@mail.example>\r\nDATA\r\nFrom: ceo@bank.example\r\nSubject: ${second}\r\n\r\npay\r\n.\r\n`)}
      S: ${answer}
      C: NOOP
      S: 250 2.0.0 OK
      C: QUIT
      S: 221
      X:`,
    );
    const kept = arrived(first);
    expect(kept).toHaveLength(answer.startsWith('250') ? 1 : 0);
    expect(arrived(second)).toEqual(kept);
    for (const mail of kept) {
      expect(mail.from).toBe('anna@client.example');
      expect(mail.raw!.toString('latin1')).not.toMatch(/(^|[^\r])\n|\r(?!\n)|\0/);
    }
  });

  it('repairs a bare LF and changes nothing else', async () => {
    await dialogue(
      door.port,
      `${UP_TO_DATA}
      ${raw('From: a@client.example\nSubject: bare LF\n\none\ntwo\r\n\n\nthree\r\n.\r\n')}
      S: 250`,
    );
    expect(arrived('bare LF')[0]!.raw!.toString()).toBe(
      'From: a@client.example\r\nSubject: bare LF\r\n\r\none\r\ntwo\r\n\r\n\r\nthree\r\n',
    );
  });

  it('takes off the stuffed dots and keeps all else, byte for byte', async () => {
    const text = 'From: a@client.example\r\nSubject: dots\r\n\r\n.\r\n..\r\n.one\r\n...three\r\nmid.dle\r\n.\r\n';
    await dialogue(door.port, `${UP_TO_DATA}\n${raw(`${text.replace(/^\./gm, '..')}.\r\n`)}\nS: 250`);
    const [mail] = arrived('Subject: dots');
    expect(mail!.raw!.toString()).toBe(text);
    expect(mail!.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(mail!.size).toBe(text.length);
  });

  it('keeps bytes above 127 as they are', async () => {
    const bytes = Array.from({ length: 128 }, (_, i) => String.fromCharCode(128 + i)).join('');
    const text = `Subject: eight bits\r\n\r\n${bytes}\r\n`;
    await dialogue(door.port, `${UP_TO_DATA}\n${raw(`${text}.\r\n`)}\nS: 250`);
    expect(arrived('eight bits')[0]!.raw!.toString('latin1')).toBe(text);
  });

  it('takes a mail of nothing', async () => {
    await dialogue(door.port, `${UP_TO_DATA}\nC: .\nS: 250 2.6.0`);
    expect(door.arrivals.some((each) => each.size === 0)).toBe(true);
  });
});

describe.concurrent('headers in the session', () => {
  const cases: [what: string, content: string, answer: string][] = [
    ['two From headers', 'From: a@client.example\r\nSubject: x\r\nFROM : b@client.example\r\n\r\nhi', '550 5.6.0'],
    ['two From headers with bare LF', 'From: a@client.example\nFrom: b@client.example\n\nhi', '550 5.6.0'],
    [
      'From with many spaces',
      `From${' '.repeat(90)}: a@client.example\r\nFrom: b@client.example\r\n\r\nhi`,
      '550 5.6.0',
    ],
    ['From: again on a folded line', 'From: a@client.example,\r\n From: b@client.example\r\n\r\nhi', '250'],
    ['From: again in the body', 'From: a@client.example\r\n\r\nFrom: b@client.example\r\nFrom: c@d.example', '250'],
    ['no From at all', 'Subject: hi\r\n\r\nhi', '250'],
    ['50 Received', `${'Received: from a by b\r\n'.repeat(50)}From: a@client.example\r\n\r\nhi`, '250'],
    ['51 Received', `${'Received: from a by b\r\n'.repeat(51)}From: a@client.example\r\n\r\nhi`, '554 5.4.6'],
    ['5 hops through us', `${'X-Postern-Hop: 1\r\n'.repeat(5)}\r\nhi`, '250'],
    ['6 hops through us', `${'x-postern-hop: 1\r\n'.repeat(6)}\r\nhi`, '554 5.4.6'],
  ];
  it.each(cases)('%s', async (_what, content, answer) => {
    await dialogue(door.port, `${UP_TO_DATA}\n${raw(`${content}\r\n.\r\n`)}\nS: ${answer}\nC: NOOP\nS: 250`);
  });
});

describe('the parts, in any chunks', () => {
  const pieces = fc.array(fc.constantFrom('\r\n', '\n', 'a', '.', '\r\n\r\n', 'From: x', 'é'), { maxLength: 60 });
  const cuts = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });

  function inChunks(bytes: Buffer, sizes: readonly number[], push: (chunk: Buffer) => void): void {
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const size = sizes[i % sizes.length]! + 1;
      push(bytes.subarray(at, at + size));
      at += size;
    }
  }

  it('repair is the same however the bytes are cut, and done once is done', () => {
    fc.assert(
      fc.property(pieces, cuts, (parts, sizes) => {
        const bytes = Buffer.from(parts.join(''));
        const lines = makeLines();
        const out: Buffer[] = [];
        inChunks(bytes, sizes, (chunk) => out.push(lines.push(chunk)));
        const repaired = Buffer.concat(out);
        expect(repaired.toString()).toBe(bytes.toString().replace(/\r?\n/g, '\r\n'));
        expect(lines.fault).toBeNull();
        expect(makeLines().push(repaired)).toBe(repaired);
      }),
    );
  });

  it('faults are found however the bytes are cut', () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom('\rx', '\0', '\r\r\n'), pieces, cuts, (before, fault, after, sizes) => {
        const lines = makeLines();
        inChunks(Buffer.from([...before, 'x', fault, ...after].join('')), sizes, (chunk) => lines.push(chunk));
        expect(lines.fault).toBe(fault === '\0' ? 'nul' : 'bareCr');
      }),
    );
  });

  it('a second From is found however the header is cut', () => {
    fc.assert(
      fc.property(cuts, (sizes) => {
        const guard = makeHeaderGuard();
        inChunks(Buffer.from('From: a\r\n b\r\nX-Y: z\r\nfrom: c\r\n\r\n'), sizes, (chunk) => guard.push(chunk));
        expect(guard.fault).toBe('manyFrom');
      }),
    );
  });
});
