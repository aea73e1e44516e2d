import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContactId, type LetterId, newId } from '../../src/base/id.ts';
import { type Keyring, letterToken, personToken } from '../../src/base/token.ts';
import { parseMail } from '../../src/mail/parse.ts';
import { REMOVED_SECRET, removeSecrets } from '../../src/mail/secrets.ts';
import { plusKeys, readCarriers, verifyCarriers } from '../../src/mail/thread.ts';
import { html, mail, text } from '../support/mime.ts';

const keyring: Keyring = { current: 7, keys: new Map([[7, randomBytes(32)]]) };
const shape = { mailDomain: 'postern.example', replyPrefix: 'reply', bouncePrefix: 'bounce' };
const letter = newId<'letter'>() as LetterId;
const contact = newId<'contact'>() as ContactId;
const reply = letterToken(keyring, 'reply', letter);
const bounce = letterToken(keyring, 'bounce', letter);
const message = letterToken(keyring, 'message', letter);
const mark = letterToken(keyring, 'mark', letter);
const dashboard = personToken(keyring, 'dashboard', contact, 3);
const wrapped = (token: string, at: number, by = '\r\n') => `${token.slice(0, at)}${by}${token.slice(at)}`;

type Headers = Record<string, string | string[]>;
const carriers = async (headers: Headers, body = text('words'), rcpts: string[] = []) =>
  readCarriers(await parseMail(mail(headers, body)), rcpts, shape);

describe('a carrier is found', () => {
  test.each<[string, Headers, Parameters<typeof mail>[1], string[], object]>([
    ['in the envelope', {}, text('.'), [`reply+${reply}@postern.example`], { purpose: 'reply', where: 'envelope' }],
    [
      'in upper case',
      {},
      text('.'),
      [`REPLY+${reply.toUpperCase()}@POSTERN.EXAMPLE`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'behind SRS',
      {},
      text('.'),
      [`SRS0=ab=cd=postern.example=reply+${reply}@relay.example`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'with the plus turned into a minus',
      {},
      text('.'),
      [`reply-${reply}@postern.example`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'as bounce address',
      {},
      text('.'),
      [`bounce+${bounce}@postern.example`],
      { purpose: 'bounce', where: 'envelope' },
    ],
    ['in To', { To: `"Desk" <reply+${reply}@postern.example>` }, text('.'), [], { purpose: 'reply', where: 'header' }],
    [
      'in Delivered-To',
      { 'Delivered-To': `reply+${reply}@postern.example` },
      text('.'),
      [],
      { purpose: 'reply', where: 'header' },
    ],
    [
      'in the last Received',
      { Received: `by mx for <reply+${reply}@postern.example>; x` },
      text('.'),
      [],
      { purpose: 'reply', where: 'header' },
    ],
    [
      'in In-Reply-To',
      { 'In-Reply-To': `<m.${message}@postern.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    [
      'between others in References',
      { References: `<a@x.example>\r\n <m.${message}@postern.example> <b@y.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    [
      'in an id that a relay rewrote',
      { References: `<x.m.${message}@relay.outlook.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    ['as a mark in the HTML', {}, html(`<div data-postern="${mark}">x</div>`), [], { purpose: 'mark', where: 'body' }],
    [
      'as a mark that Outlook renamed',
      {},
      html(`<div id="x_postern-${mark}">x</div>`),
      [],
      { purpose: 'mark', where: 'body' },
    ],
    ['as a line of text', {}, text(`> Ref: ${mark}\r\n`), [], { purpose: 'mark', where: 'body' }],
    [
      'as a line that was wrapped in a quote',
      {},
      text(`> Ref: ${wrapped(mark, 20, '\r\n> ')}\r\n`),
      [],
      { purpose: 'mark', where: 'body' },
    ],
    [
      'as a dashboard link',
      {},
      text(`https://desk.example/d/${dashboard}/tasks/12`),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'as a link that a scanner wrapped',
      {},
      html(
        `<a href="https://safe.example/?url=https%3A%2F%2Fdesk.example%2Fd%2F${dashboard}%2Ftasks%2F12&amp;data=x">x</a>`,
      ),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'as a soft-wrapped link',
      {},
      text(`https://desk.example/d/${wrapped(dashboard, 30, '=\r\n')}/tasks/12`),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'in the text of a quoted mailto',
      {},
      html(`<a href="mailto:reply%2B${reply}@postern.example">x</a>`),
      [],
      { purpose: 'reply', where: 'body' },
    ],
  ])('%s', async (_name, headers, body, rcpts, wanted) => {
    const found = await carriers(headers, body as ReturnType<typeof text>, rcpts);
    expect(found.tokens[0]).toMatchObject(wanted);
    const { letters, people, refused } = verifyCarriers(keyring, found);
    expect([...letters.map((one) => one.letter), ...people.map((one) => one.contact)]).toEqual([
      (wanted as { purpose: string }).purpose === 'dashboard' ? contact : letter,
    ]);
    expect(refused).toEqual([]);
  });
});

describe('what is not ours', () => {
  test('a token of another key, or used for another purpose, is refused', async () => {
    const other: Keyring = { current: 7, keys: new Map([[7, randomBytes(32)]]) };
    const forged = await carriers({}, text('.'), [
      `reply+${letterToken(other, 'reply', letter)}@postern.example`,
      `reply+${bounce}@postern.example`,
    ]);
    expect(verifyCarriers(keyring, forged)).toMatchObject({ letters: [], people: [] });
    expect(verifyCarriers(keyring, forged).refused).toHaveLength(2);
  });

  test('half a token, a longer run, another prefix: nothing', async () => {
    const rcpts = [
      `reply+${reply.slice(1)}@postern.example`,
      `reply+${reply}a@postern.example`,
      `noreply+${reply}@postern.example`,
    ];
    expect((await carriers({}, text('.'), rcpts)).tokens).toEqual([]);
  });

  test('the envelope comes before the body', async () => {
    const second = newId<'letter'>() as LetterId;
    const found = await carriers({}, text(`Ref: ${mark}`), [
      `reply+${letterToken(keyring, 'reply', second)}@postern.example`,
    ]);
    expect(verifyCarriers(keyring, found).letters.map((one) => [one.letter, one.where])).toEqual([
      [second, 'envelope'],
      [letter, 'body'],
    ]);
  });

  test('references: the nearest first, each once', async () => {
    const found = await carriers({
      'In-Reply-To': '<c@x.example>',
      References: '<a@x.example> <b@x.example> <c@x.example>',
    });
    expect(found.references).toEqual(['c@x.example', 'b@x.example', 'a@x.example']);
  });

  test('keys of other systems are shown whole or not at all', async () => {
    const keys = async (to: string) => plusKeys(await parseMail(mail({ To: to }, text('.'))));
    const uuid = '0193a1b2-c3d4-4e5f-8a6b-0123456789ab';
    expect(await keys(`help+${uuid}@other.example`)).toEqual([uuid]);
    expect(await keys(`help+${uuid.slice(2)}@other.example`)).toEqual([]);
    expect(await keys('help+invoices@other.example')).toEqual([]);
  });
});

describe('secrets are taken out', () => {
  const link = `https://desk.example/d/${dashboard}/tasks/12`;
  const entity = (one: string) => one.replaceAll('+', '&#43;').replaceAll('@', '&#64;');
  const disguises: [string, string][] = [
    ['a link', link],
    ['a link that a scanner wrapped', `https://safe.example/?url=${encodeURIComponent(link)}&data=1`],
    ['encoded twice', `https://safe.example/?url=${encodeURIComponent(encodeURIComponent(link))}`],
    ['in brackets', `<${link}>`],
    ['soft-wrapped', `https://desk.example/d/${wrapped(dashboard, 25, '=\n')}/tasks/12`],
    ['wrapped within a quote', `> https://desk.example/d/${wrapped(dashboard, 25, '\n> ')}/tasks/12`],
    ['cut before the token', `https://desk.example/d/\n${dashboard}/tasks/12`],
    ['a reply address', `reply+${reply}@postern.example`],
    ['a mailto', `<a href="mailto:reply%2B${reply}%40postern.example">write</a>`],
    ['entities', entity(`reply+${reply}@postern.example`)],
    ['remains of quoted-printable', `data-postern=3D"${mark}"`],
    ['a bounce address in capitals', `BOUNCE+${bounce.toUpperCase()}@postern.example`],
    ['a mark', `<div data-postern="${mark}">text</div>`],
    ['a line of text', `Ref: ${mark}`],
    ['our Message-ID', `<m.${message}@postern.example>`],
    ['alone', dashboard],
  ];
  const tokens = [reply, bounce, message, mark, dashboard];
  const bare = (shown: string) => shown.toLowerCase().replace(/[^a-z0-9]/g, '');

  test.each(disguises)('%s', (_name, secret) => {
    const clean = removeSecrets(`Здравствуйте! See ${secret} and call me.`, shape);
    for (const token of tokens) {
      expect(bare(clean)).not.toContain(token);
      // Not even a usable half of one.
      expect(bare(clean)).not.toContain(token.slice(0, 27));
      expect(bare(clean)).not.toContain(token.slice(27));
    }
    expect(clean).toMatch(/^Здравствуйте! See.* and call me\.$/s);
    expect(removeSecrets(clean, shape)).toBe(clean);
  });

  test('a sentence keeps its full stop', () => {
    expect(removeSecrets(`Look at ${link}.`, shape)).toBe(`Look at ${REMOVED_SECRET}.`);
  });

  test('a mark goes without a trace', () => {
    expect(removeSecrets(`<div data-postern="${mark}">text</div>`, shape)).toBe('<div>text</div>');
    expect(removeSecrets(`Yours, Anna\nRef: ${mark}\n`, shape)).toBe('Yours, Anna\n\n');
  });

  test('other links, addresses and words stay as they are', () => {
    const harmless =
      'Visit https://client.example/d/short?x=1, write to reply@postern.example or anna+roof@client.example.\none\ntwo\nthree\n';
    expect(removeSecrets(harmless, shape)).toBe(harmless);
    const list = `${'alpha\nbeta\ngamma\ndelta\n'.repeat(6)}`;
    expect(removeSecrets(list, shape)).toBe(list);
  });

  test('whatever stands around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(' ', '\n', '>', '<', '"', '.', ',', 'д', 'x', '=', '&', '(', ')'),
    });
    fc.assert(
      fc.property(around, fc.constantFrom(...disguises), around, (before, [, secret], after) => {
        const clean = removeSecrets(`${before} ${secret} ${after}`, shape);
        for (const token of tokens) expect(bare(clean)).not.toContain(token);
        expect(removeSecrets(clean, shape)).toBe(clean);
      }),
      { numRuns: 500 },
    );
  });

  test('a mebibyte of anything takes little time', () => {
    for (const hostile of [
      'a'.repeat(1 << 20),
      'a\n'.repeat(1 << 19),
      'https://'.repeat(1 << 17),
      `${'a'.repeat(52)} `.repeat(20_000),
      '=\n'.repeat(1 << 19),
    ]) {
      const started = performance.now();
      removeSecrets(hostile, shape);
      expect(performance.now() - started).toBeLessThan(1500);
    }
  });
});
