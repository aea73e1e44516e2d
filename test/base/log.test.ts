import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { makeLog, withoutSecrets } from '../../src/base/log.ts';
import { letterToken, personToken } from '../../src/base/token.ts';

const ring = { current: 1, keys: new Map([[1, Buffer.alloc(32, 1)]]) };
const reply = letterToken(ring, 'reply', newId());
const dashboard = personToken(ring, 'dashboard', newId(), 1);

test.each([
  [`RCPT TO:<reply+${reply}@postern.example>`, 'RCPT TO:<reply+•••@postern.example>'],
  [`GET /d/${dashboard}/tasks/7`, 'GET /d/•••/tasks/7'],
  [`Message-ID <${reply.toUpperCase()}@postern.example>`, 'Message-ID <•••@postern.example>'],
  ['GET /mute/abcdefghijklmnopqrstuvwxyz?yes', 'GET /mute/•••?yes'],
  ['Authorization: Bearer pk_live.123', 'Authorization: Bearer •••'],
])('%s goes into the log as %s', (line, logged) => {
  expect(withoutSecrets(line)).toBe(logged);
});

test.each([
  ['GET /d/'],
  ['an id 0190a5b8-7e2c-7a10-8000-0123456789ab'],
  ['sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
])('%s has no secret', (line) => {
  expect(withoutSecrets(line)).toBe(line);
});

test('the log is JSON lines with a time, at its level and above, without secrets however deep', () => {
  const lines: string[] = [];
  const log = makeLog('info', (line) => lines.push(line));
  log.debug('not this');
  log.info({ request: { url: `/d/${dashboard}` }, err: new Error(`no such reply+${reply}`) }, 'asked');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 30,
    msg: 'asked',
    request: { url: '/d/•••' },
    time: expect.stringMatching(/Z$/),
  });
  expect(lines[0]).not.toContain(reply);
  expect(lines[0]).not.toContain(dashboard);
});
