import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialogue } from '../support/dialogue.ts';
import { GOOD_BOUNCE, GOOD_TOKEN, gate, openDoor, type TestDoor } from './door.ts';

const OURS = [
  'postmaster',
  'Postmaster@mail.example',
  'abuse@MAIL.example',
  'reply@mail.example',
  'REPLY@mail.example',
  'reply+@mail.example',
  `reply+${GOOD_TOKEN}@mail.example`,
  `Reply+${GOOD_TOKEN.toUpperCase()}@mail.example`,
  // A plus that did not survive the way.
  `reply-${GOOD_TOKEN}@mail.example`,
  `REPLY=${GOOD_TOKEN.toUpperCase()}@mail.example`,
  `bounce+${GOOD_BOUNCE}@mail.example`,
  'bounce@mail.example',
  'task+17@mail.example',
  'task.17@mail.example',
  'task+@mail.example',
  'project+3@mail.example',
  'vera@mail.example',
  'VERA@mail.example',
  'заказы@mail.example',
  'task+1@почта.example',
  'task+1@xn--80a1acny.example',
];

const NOT_OURS: [address: string, enhanced: string][] = [
  // Nobody.
  ['nobody@mail.example', '5.1.1'],
  ['task@mail.example', '5.1.1'],
  ['task+x@mail.example', '5.1.1'],
  ['task.@mail.example', '5.1.1'],
  ['task+1234567890123456@mail.example', '5.1.1'],
  ['project+@mail.example', '5.1.1'],
  [`reply+${GOOD_TOKEN}a@mail.example`, '5.1.1'],
  [`reply+${GOOD_BOUNCE}@mail.example`, '5.1.1'],
  [`reply-${GOOD_TOKEN}a@mail.example`, '5.1.1'],
  [`bounce+${GOOD_TOKEN}@mail.example`, '5.1.1'],
  ['replyy@mail.example', '5.1.1'],
  // Relaying.
  ['vera@elsewhere.example', '5.7.1'],
  ['postmaster@elsewhere.example', '5.7.1'],
  ['vera@sub.mail.example', '5.7.1'],
  ['vera@mail.example.elsewhere.example', '5.7.1'],
  ['vera%elsewhere.example@mail.example', '5.7.1'],
  ['elsewhere.example!vera@mail.example', '5.7.1'],
  ['@mail.example:vera@elsewhere.example', '5.7.1'],
  ['@elsewhere.example:vera@mail.example', '5.7.1'],
  ['vera@elsewhere.example@mail.example', '5.7.1'],
  ['"vera@elsewhere.example"@mail.example', '5.1.1'],
  ['"vera"@mail.example', '5.1.1'],
  // Letters that look like ours: Cyrillic а, full-width m, Kelvin sign, long s, dotless i.
  ['vera@mаil.example', '5.7.1'],
  ['vera@ｍail.example', '5.7.1'],
  ['vera@mail。example', '5.7.1'],
  ['tas\u212a+1@mail.example', '5.1.1'],
  ['ta\u017fk+1@mail.example', '5.1.1'],
  ['verа@mail.example', '5.1.1'],
  ['pro\u0458ect+1@mail.example', '5.1.1'],
  ['vera@', '5.7.1'],
  ['', '5.1.1'],
];

describe('the gate', () => {
  it.each(OURS)('%s is ours', async (address) => {
    expect(await gate(address)).toEqual({ ok: true });
  });

  it.each(NOT_OURS)('%s is not', async (address, enhanced) => {
    expect(await gate(address)).toMatchObject({ ok: false, code: 550, enhanced });
  });

  it('says in plain words what is wrong, and repeats no address and no token', async () => {
    const answers = await Promise.all(NOT_OURS.map(([address]) => gate(address)));
    for (const [index, answer] of answers.entries()) {
      if (answer.ok) throw new Error('accepted');
      expect(answer.text).toMatch(/^[\x20-\x7e]{20,}$/);
      const local = NOT_OURS[index]![0].split('@')[0]!;
      if (local.length > 5) expect(answer.text).not.toContain(local);
    }
  });

  it('never accepts a domain that is not ours, whatever stands before it', async () => {
    const address = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.domain());
    await fc.assert(
      fc.asyncProperty(address, async ([local, domain]) => {
        expect((await gate(`${local}@${domain}`)).ok).toBe(false);
      }),
    );
  });
});

describe('RCPT over the socket', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await openDoor({ limits: { refusedRecipients: 100 } });
  });
  afterAll(() => door.stop());

  it('takes ours and refuses the others with 550 in the session', async () => {
    // smtp-server itself calls these a syntax error: no domain, no path, a dot at the end of the name.
    const refused = NOT_OURS.filter(([address]) => !['', 'vera@', 'task.@mail.example'].includes(address));
    const replies = await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<anna@client.example> SMTPUTF8
      S: 250
      ${OURS.map((address) => `C: RCPT TO:<${address}>\nS: 250 2.1.5`).join('\n')}
      ${refused.map(([address, enhanced]) => `C: RCPT TO:<${address}>\nS: 550 ${enhanced}`).join('\n')}
      C: RCPT TO:<>
      S: 501
      C: RCPT TO:vera@mail.example
      S: 501`,
    );
    expect(replies.join('\n')).not.toContain(GOOD_TOKEN);
    expect(door.listener.stats().refusedRecipients).toBe(refused.length);
  });

  it('writes no token to the log', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<bounce+${GOOD_BOUNCE}@mail.example>
      S: 250
      C: RCPT TO:<reply+${GOOD_BOUNCE}@mail.example>
      S: 550`,
    );
    expect(door.logged.join('\n')).not.toContain(GOOD_BOUNCE);
  });

  it('asks to try again when the address cannot be checked', async () => {
    const broken = await openDoor({ recipient: () => Promise.reject(new Error('the database is away')) });
    await dialogue(
      broken.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<vera@mail.example>
      S: 451 4.3.0`,
    );
    await broken.stop();
  });
});
