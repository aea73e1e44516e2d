/** Tokens, envelope and headers: the carriers that bring an answer back, the same at every attempt. */
import { expect, test } from 'vitest';
import { readLetterToken, readPersonToken } from '../../src/base/token.ts';
import { fillLetter } from '../../src/notify/fill.ts';
import { STANDARD_KINDS } from '../../src/notify/letter.ts';
import { context, filled, keyring, rendered } from './samples.ts';

const token = (text: string | undefined): string => /[a-z2-7]{53,56}/.exec(text ?? '')?.[0] ?? '';

test('each carrier names this letter, for its own purpose only', () => {
  const letter = filled('N2', 'en');
  const carriers = {
    reply: token(letter.replyTo.address),
    bounce: token(letter.envelope.from),
    message: token(letter.messageId),
    mark: token(/data-postern="([^"]+)"/.exec(letter.html)?.[1]),
  } as const;
  for (const [purpose, value] of Object.entries(carriers)) {
    expect(readLetterToken(keyring, purpose as 'reply', value), purpose).toBe(letter.id);
    const others = (['reply', 'bounce', 'message', 'mark'] as const).filter((p) => p !== purpose);
    for (const other of others) expect(readLetterToken(keyring, other, value)).toBeNull();
  }
  expect(letter.text).toContain(`Ref: ${carriers.mark}`);
});

test('the dashboard link opens at the task and the comment, and follows the link generation', () => {
  const link = (linkGeneration: number) =>
    /https:\/\/\S+#c2/.exec(fillLetter(rendered('N2', 'en'), { ...context, linkGeneration }).text)?.[0];
  expect(link(3)).toMatch(/^https:\/\/office\.example\/d\/[a-z2-7]{56}\/tasks\/12#c2$/);
  expect(readPersonToken(keyring, 'dashboard', token(link(3)))?.generation).toBe(3);
  expect(token(link(3))).not.toBe(token(link(4)));
});

test('an employee’s letter holds no dashboard link at all', () => {
  expect(filled('staff-comment', 'en').html).not.toContain('/d/');
});

test('one task is one thread; a rewritten Message-ID still leaves ours in References', () => {
  const [first, second] = [filled('N1', 'en'), filled('N2', 'en')];
  expect(first.references[0]).toBe(second.references[0]);
  expect(token(second.references[1])).toBe(token(second.messageId));
  expect(second.references).not.toContain(second.messageId);
  expect(filled('password', 'en').references).toEqual([]);
});

test('one recipient in the envelope, and our bounce address as its sender', () => {
  const { envelope } = filled('N2', 'en');
  expect(envelope.to).toEqual(['anna@client.example']);
  expect(envelope.from).toMatch(/^bounce\+[a-z2-7]{53}@mail\.office\.example$/);
  expect(envelope.from.split('@')[0]!.length).toBeLessThanOrEqual(64);
});

test.each(STANDARD_KINDS)('%s says of itself whether a person wrote it', (kind) => {
  const { headers } = filled(kind, 'en');
  const words = ['N1', 'N2', 'staff-task', 'staff-comment'].includes(kind);
  expect(headers['Auto-Submitted']).toBe(words ? undefined : kind === 'N3' ? 'auto-replied' : 'auto-generated');
  expect(headers['X-Auto-Response-Suppress']).toBe('OOF, AutoReply');
  expect(headers['X-Postern-Hop']).toMatch(/^[a-z2-7]{16}$/);
  const ofTask = /^(N\d|staff-)/.test(kind);
  expect(headers['List-Unsubscribe'] !== undefined).toBe(ofTask);
});

test('the link that mutes a task stands in the footer and in the header (RFC 8058)', () => {
  const { headers, html } = filled('N2', 'en');
  const url = headers['List-Unsubscribe']?.slice(1, -1) ?? '';
  expect(url).toMatch(/^https:\/\/office\.example\/mute\/[a-z2-7]{53}$/);
  expect(html).toContain(`href="${url}"`);
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
});
