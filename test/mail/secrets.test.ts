/** Our secrets are taken out of any text, in whatever dress they come; what is not ours stays. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase32 } from '../../src/base/base32.ts';
import { type ContactId, type LetterId, newId } from '../../src/base/id.ts';
import { type Keyring, letterToken, personToken } from '../../src/base/token.ts';
import { REMOVED_SECRET, removeSecrets } from '../../src/mail/secrets.ts';
import { BOUNDED, effort } from '../support/effort.ts';
import { leaked } from '../support/undress.ts';

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
      expect(effort(() => removeSecrets(hostile, shape))).toBeLessThan(BOUNDED);
    }
  });
});

// -- dresses, any over any ---------------------------------------------------------------------------------------------

const hex = (c: string) => c.charCodeAt(0).toString(16).padStart(2, '0');
const cut = (by: string) => (text: string, at: number) => {
  const run = /[a-z2-7]{53,56}/i.exec(text);
  const place = run ? run.index + 1 + (at % (run[0].length - 2)) : 0;
  return run ? text.slice(0, place) + by + text.slice(place) : text;
};
const onToken = (change: (token: string) => string) => (text: string) => text.replace(/[a-z2-7]{53,56}/gi, change);

/** Each takes a text with a token and what it needs of chance. */
const DRESSES: Readonly<Record<string, (text: string, at: number) => string>> = {
  'as it is': (text) => text,
  'in capitals': onToken((token) => token.toUpperCase()),
  'percent-encoded as a whole': (text) => `https://scan.example/?u=${encodeURIComponent(text)}&x=1`,
  'percent-encoded twice': (text) => `https://scan.example/?u=${encodeURIComponent(encodeURIComponent(text))}`,
  'every sign percent-encoded': onToken((token) => [...token].map((c) => `%${hex(c)}`).join('')),
  'quoted-printable': (text) => text.replaceAll('=', '=3D'),
  'behind =3D': (text) => `x=3D"${text}"`,
  'soft-wrapped': cut('=\r\n'),
  wrapped: cut('\n'),
  'wrapped in a quote': cut('\r\n> > '),
  folded: cut('\r\n '),
  'cut by a space': cut(' '),
  'with a sign that has no width': cut('\u200b'),
  'with a soft hyphen as an entity': cut('&shy;'),
  'with <wbr>': cut('<wbr>'),
  'with a break of HTML': cut('<br>'),
  'half of it bold': cut('<b>'),
  'in two spans': cut('</span><span style="color:red">'),
  'every sign an entity': onToken((token) => [...token].map((c) => `&#${c.charCodeAt(0)};`).join('')),
  'every sign a hexadecimal entity': onToken((token) => [...token].map((c) => `&#x${hex(c)};`).join('')),
  'a scanner that writes underscores': (text) =>
    `https://defense.example/v2/url?u=${encodeURIComponent(text).replaceAll('%2F', '_').replaceAll('%', '-')}&d=Dw`,
  'a scanner that frames': (text) => `https://defense.example/v3/__${text}__;!!Aa!b$`,
  'a scanner that writes base64': (text) => `https://scan.example/u/${Buffer.from(text).toString('base64')}/end`,
  'a scanner that writes base64 for links': (text) =>
    `https://scan.example?d=x.example&u=${Buffer.from(text).toString('base64url')}&i=1`,
};
/** What can come over a scanner's link: programs that wrap. */
const OVER = ['as it is', 'soft-wrapped', 'wrapped in a quote', 'with a sign that has no width', 'in capitals'];
const UNDER = [
  'as it is',
  'percent-encoded as a whole',
  'percent-encoded twice',
  'every sign percent-encoded',
  'behind =3D',
  'a scanner that writes underscores',
  'a scanner that frames',
];

const SECRETS = {
  link: `https://desk.example/d/${dashboard}/tasks/12`,
  file: `https://desk.example/d/${dashboard}/files/01920000-0000-7000-8000-000000000032`,
  address: `reply+${reply}@postern.example`,
  mailto: `mailto:reply%2B${reply}@postern.example`,
  bounce: `bounce+${bounce}@postern.example`,
  id: `<m.${message}@postern.example>`,
  mark: `Ref: ${mark}`,
  alone: dashboard,
};
const ALL = new Set([reply, bounce, message, mark, dashboard]);

describe('dressed', () => {
  test.each(Object.keys(DRESSES))('%s: nothing is left of any secret', (name) => {
    for (const [kind, secret] of Object.entries(SECRETS)) {
      for (let at = 0; at < 53; at += name.startsWith('every') ? 53 : 4) {
        const dressed = DRESSES[name]!(secret, at);
        expect(leaked(ALL, dressed), `the check sees ${kind}`).toHaveLength(1);
        const clean = removeSecrets(`Hello, see ${dressed} and call me.`, shape);
        expect(leaked(ALL, clean), `${kind} in ${dressed}`).toEqual([]);
        expect(clean).toMatch(/^Hello, see .*and call me\.$/s);
        expect(removeSecrets(clean, shape)).toBe(clean);
      }
    }
  });

  test('in two dresses, at any place, with anything around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(
        ' ',
        '\n',
        '>',
        '<',
        '"',
        '.',
        ',',
        'д',
        'x',
        '=',
        '&',
        '(',
        ')',
        '7',
        'https://x.example/?',
      ),
      maxLength: 20,
    });
    const one = fc.tuple(
      fc.constantFrom(...Object.values(SECRETS)),
      fc.constantFrom(...UNDER),
      fc.constantFrom(...OVER),
      fc.nat(60),
      fc.nat(60),
    );
    fc.assert(
      fc.property(around, one, around, (before, [secret, under, over, a, b], after) => {
        const dressed = DRESSES[over]!(DRESSES[under]!(secret, a), b);
        const clean = removeSecrets(`${before} ${dressed} ${after}`, shape);
        expect(leaked(ALL, clean)).toEqual([]);
        expect(removeSecrets(clean, shape)).toBe(clean);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('what is not ours stays', () => {
  const KEPT = [
    // An onion name is 56 signs of base32 too.
    `See http://${toBase32(Buffer.alloc(35, 0x5a))}.onion/about`,
    `The key is ${toBase32(Buffer.from('0123456789abcdef0123456789abcdef0'))} today`,
    `sha256 ${'0123456789abcdef'.repeat(4)}`,
    'abcdefghijklmnopqrstuvwxyz'.repeat(3),
    'The year is near, and we learn from the head of the team that 25 of the 27 beams are here to be measured again soon.',
    'aeaz'.repeat(20),
    `https://client.example/d/${'short'.repeat(3)}?x=1`,
  ];
  test.each(KEPT)('%s', (text) => {
    expect(removeSecrets(text, shape)).toBe(text);
  });

  test('of runs of the same length less than one in a thousand is taken', () => {
    let taken = 0;
    for (let n = 0; n < 20_000; n += 1) {
      const run = toBase32(randomBytes(n % 2 ? 33 : 35));
      if (removeSecrets(run, shape) !== run) taken += 1;
    }
    expect(taken).toBeLessThan(20);
  });

  test('every token of every key is taken', () => {
    for (let key = 1; key < 256; key += 1) {
      const ring: Keyring = { current: key, keys: new Map([[key, randomBytes(32)]]) };
      const tokens = [letterToken(ring, 'mark', newId() as LetterId), personToken(ring, 'dashboard', newId(), key)];
      for (const token of tokens) expect(removeSecrets(`a ${token} b`, shape)).toBe(`a ${REMOVED_SECRET} b`);
    }
  });
});
