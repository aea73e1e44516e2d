/** The plan of retries, and what a failure means. */
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { Trouble } from '../../src/base/trouble.ts';
import { classify } from '../../src/outbox/failure.ts';
import { nextTry } from '../../src/outbox/schedule.ts';

test('nine tries over a day and a half, then no more', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => nextTry(attempts, 1000, 0)! - 1000);
  expect(waits).toEqual([5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR]);
  expect(nextTry(9, 0, 0)).toBeNull();
  expect(nextTry(10_000, 0, 0)).toBeNull();
});

test('the spread makes a wait up to a tenth longer, never shorter', () => {
  expect(nextTry(4, 0, 1)).toBe(HOUR + HOUR / 10);
  expect(nextTry(4, 0, 0.5)).toBe(HOUR + HOUR / 20);
});

const smtp = (command: string, responseCode?: number, code = 'EENVELOPE') =>
  Object.assign(new Error('it failed'), {
    command,
    code,
    ...(responseCode ? { responseCode, response: `${responseCode} words` } : {}),
  });

describe('permanent is only what will be said again of this letter', () => {
  test.each<[string, unknown, boolean, string]>([
    ['recipient refused', smtp('RCPT TO', 550), true, 'refused'],
    ['sender refused', smtp('MAIL FROM', 553), true, 'refused'],
    ['content refused', smtp('DATA', 554, 'EMESSAGE'), true, 'refused'],
    ['mailbox busy', smtp('RCPT TO', 450), false, 'postponed'],
    ['local error', smtp('DATA', 451, 'EMESSAGE'), false, 'postponed'],
    ['session out of step', smtp('DATA', 503, 'EMESSAGE'), false, 'postponed'],
    ['greeting refuses us', smtp('CONN', 554, 'EPROTOCOL'), false, 'unreachable'],
    ['closing down', smtp('CONN', 421, 'ECONNECTION'), false, 'unreachable'],
    ['wrong password', smtp('AUTH PLAIN', 535, 'EAUTH'), false, 'relay-refuses-us'],
    ['no TLS', smtp('STARTTLS', undefined, 'ETLS'), false, 'no-tls'],
    ['silence after the dot', smtp('CONN', undefined, 'ETIMEDOUT'), false, 'unreachable'],
    ['an address that is none', smtp('API', undefined, 'EENVELOPE'), true, 'refused'],
    ['unsigned', new Trouble('not-signed', 'no key'), false, 'not-signed'],
    ['no disk', new Trouble('capture', 'full'), false, 'unreachable'],
    ['anything else', 'a string', false, 'unreachable'],
  ])('%s', (_, thrown, permanent, reason) => {
    expect(classify(thrown)).toMatchObject({ permanent, reason });
  });

  test('what the server said is kept, and not more than a line of it', () => {
    expect(classify(smtp('RCPT TO', 550)).answer).toBe('550 words');
    expect(classify(new Error('x'.repeat(10_000))).answer).toHaveLength(500);
  });
});
