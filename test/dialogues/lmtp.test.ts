import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialogue } from '../support/dialogue.ts';
import { openDoor, type TestDoor } from './door.ts';

let door: TestDoor;
let fails = false;
beforeAll(async () => {
  door = await openDoor({
    lmtp: true,
    maxSize: 2000,
    accept: async () => (fails ? Promise.reject(new Error('away')) : { ok: true, id: 'row-7' }),
  });
});
afterAll(() => door.stop());

const ONE_OF_THREE = `
  S: 220 LMTP
  C: LHLO relay.example
  S: 250
  C: MAIL FROM:<anna@client.example>
  C: RCPT TO:<vera@mail.example>
  C: RCPT TO:<nobody@mail.example>
  C: RCPT TO:<task+2@mail.example>
  C: DATA
  S: 250
  S: 250
  S: 550 5.1.1
  S: 250
  S: 354
`;
const AND_ALIVE = 'C: NOOP\nS: 250 2.0.0 OK';

describe('LMTP', () => {
  it('wants LHLO', async () => {
    await dialogue(
      door.port,
      'S: 220\nC: EHLO a.example\nS: 500\nC: HELO a.example\nS: 500\nC: LHLO a.example\nS: 250',
    );
  });

  it('answers once for each recipient that it took', async () => {
    await dialogue(
      door.port,
      `${ONE_OF_THREE}
      C: Subject: two
      C:
      C: .
      S: 250 2.6.0 Accepted as row-7
      S: 250 2.6.0 Accepted as row-7
      ${AND_ALIVE}`,
    );
    expect(door.arrivals.at(-1)).toMatchObject({ protocol: 'lmtp', to: ['vera@mail.example', 'task+2@mail.example'] });
  });

  it.each([
    ['more than one From', 'From: a@a.example\\r\\nFrom: b@b.example\\r\\n\\r\\n.\\r\\n', '550 5.6.0'],
    ['a bare CR', 'Subject: a\\rb\\r\\n\\r\\n.\\r\\n', '550 5.6.0'],
    ['too much', `Subject: x\\r\\n\\r\\n${'y'.repeat(2001)}\\r\\n.\\r\\n`, '552 5.3.4'],
  ])('is as strict: %s', async (_what, content, answer) => {
    const before = door.arrivals.length;
    await dialogue(door.port, `${ONE_OF_THREE}\nR: "${content}"\nS: ${answer}\nS: ${answer}\n${AND_ALIVE}`);
    expect(door.arrivals).toHaveLength(before);
  });

  it('asks each to be tried again when the mail could not be kept', async () => {
    fails = true;
    await dialogue(door.port, `${ONE_OF_THREE}\nC: Subject: x\nC:\nC: .\nS: 451 4.3.0\nS: 451 4.3.0\n${AND_ALIVE}`);
    fails = false;
  });
});
