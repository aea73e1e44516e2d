/** Every letter in both languages: as it was looked at (golden/), and what must hold for all of them. */
import { describe, expect, test } from 'vitest';
import { fillLetter } from '../../src/notify/fill.ts';
import { SLOT_MARK, STANDARD_KINDS } from '../../src/notify/letter.ts';
import { maskedLetter, maskedSource } from '../../src/notify/masked.ts';
import { renderLetter } from '../../src/notify/render.ts';
import { sampleInput } from '../../src/notify/sample.ts';
import { context, filled, inputOf, rendered, sampleOf, shape, templates } from './samples.ts';

const HISTORY = { ru: 'Полная история переписки', en: 'Full conversation history' } as const;
const ALL = STANDARD_KINDS.flatMap((kind) => (['ru', 'en'] as const).map((language) => ({ kind, language })));
const TO_CONTACTS = ['N1', 'N2', 'N3', 'N4', 'N5'];

describe.each(ALL)('$kind in $language', ({ kind, language }) => {
  const letter = filled(kind, language);

  test('is as it was looked at', async () => {
    await expect(letter.html).toMatchFileSnapshot(`golden/${kind}.${language}.html.golden`);
    await expect(`${letter.subject}\n\n${letter.text}`).toMatchFileSnapshot(`golden/${kind}.${language}.txt.golden`);
  });

  test('is small, one column, whole without pictures, and asks nothing of anybody else', () => {
    expect(Buffer.byteLength(letter.html)).toBeLessThan(100_000);
    expect(letter.html).not.toMatch(/<img|<script|<link|@import|url\(/i);
    expect(letter.html).toContain(`lang="${language}"`);
    expect(letter.html.match(/https?:\/\/[^/"<\s]+/g)?.every((url) => url === 'https://office.example') ?? true).toBe(
      true,
    );
  });

  test('leaves no slot open and no word without a value', () => {
    for (const part of [letter.subject, letter.text, letter.html]) {
      expect(part).not.toContain(SLOT_MARK);
      expect(part).not.toMatch(/undefined|\[object|NaN|\{\{/);
    }
  });

  test('stands alone as plain text: every link of the HTML is there in full', () => {
    const links = [...letter.html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!.replaceAll('&#x3D;', '='));
    for (const link of links) expect(letter.text).toContain(link);
    expect(letter.text).not.toMatch(/<[a-z]|&[a-z]+;/);
  });

  test('has the footer link when it is a contact’s, and only then', () => {
    const link = `>${HISTORY[language]}</a>`;
    expect(letter.html.includes(link)).toBe(TO_CONTACTS.includes(kind));
    expect(letter.text.includes(`${HISTORY[language]}:\nhttps://office.example/d/`)).toBe(TO_CONTACTS.includes(kind));
  });

  test('shows no secret when it is masked', () => {
    const masked = maskedLetter(rendered(kind, language));
    const { keyring: _, linkGeneration: __, ...names } = context;
    const source = maskedSource(rendered(kind, language), names);
    const secrets = letter.html.match(kind === 'code' ? /(?<=<strong>)[A-Z2-9]{6}(?=<)/g : /[a-z2-7]{53,56}/g) ?? [];
    // A letter that nobody asked for opens nothing.
    const opens = kind !== 'password-set';
    expect(secrets.length > 0).toBe(opens);
    for (const part of [masked.text, masked.html]) {
      expect(part.includes('•••')).toBe(opens);
      expect(part).not.toContain(SLOT_MARK);
      for (const secret of secrets) expect(part).not.toContain(secret);
    }
    // Nor by the keys of nobody, which its source is made with.
    expect(source).not.toMatch(/[a-z2-7]{53}/);
    expect(source).toContain(`\nSubject: ${letter.subject}\n`);
    if (kind === 'code') expect(source).toContain('<strong>•••</strong>');
    // One that cannot be filled in is looked at all the more.
    const half = {
      ...rendered(kind, language),
      text: `Half${SLOT_MARK}mute`,
      html: `<p>${SLOT_MARK}nothing${SLOT_MARK}`,
    };
    expect(maskedSource(half, names)).toMatch(/Half•••mute[\s\S]*<p>•••/);
  });

  test('is the same letter when it is made again', () => {
    expect(rendered(kind, language)).toEqual(rendered(kind, language));
    expect(filled(kind, language)).toEqual(letter);
  });
});

test('a comment’s first words are the preheader, before who and when', () => {
  const { html } = filled('N2', 'ru');
  const body = html.slice(html.indexOf('<body'));
  expect(body.indexOf('Анна, добрый день. Прислали')).toBeGreaterThan(0);
  expect(body.indexOf('Анна, добрый день. Прислали')).toBeLessThan(body.indexOf('Ирина Лебедева'));
});

test('the subject of all letters of a task is its title', () => {
  for (const kind of ['N1', 'N2', 'N3', 'N4', 'N5', 'staff-task', 'staff-comment'] as const) {
    expect(rendered(kind, 'en').subject).toBe('Facade repair on Garden Street');
  }
});

test('files are links by default, inside the letter with the option, links again above 10 MB (item 48)', () => {
  const withOption = (size: number) => {
    const sample = { ...sampleOf('N2', 'en'), files: [{ name: 'plan.pdf', type: 'application/pdf', size }] };
    const input = sampleInput('N2', 'en', sample, templates);
    const settings = { ...input.account.settings, sendFilesAsAttachments: true };
    return renderLetter({ ...input, account: { ...input.account, settings } });
  };
  expect(rendered('N2', 'en').attachments).toEqual([]);
  expect(filled('N2', 'en').html).toMatch(/href="https:\/\/office\.example\/d\/[a-z2-7]{56}\/files\/[0-9a-f-]{36}"/);
  const small = withOption(10 * 1024 * 1024);
  expect(small.attachments).toMatchObject([{ name: 'plan.pdf', size: 10 * 1024 * 1024 }]);
  expect(small.html).not.toContain('/files/');
  const large = withOption(10 * 1024 * 1024 + 1);
  expect(large.attachments).toEqual([]);
  expect(large.html).toContain('/files/');
});

test('the history holds only what its reader wrote or was addressed in, and as many as asked (item 51)', () => {
  const input = inputOf('N2', 'en', {
    earlier: [
      { by: 'reader', html: '<p>remark-A</p>', text: 'remark-A' },
      { by: 'author', html: '<p>remark-B</p>', text: 'remark-B' },
      { by: 'reader', html: '<p>remark-C</p>', text: 'remark-C' },
    ],
  });
  const of = (lastMessages: number, letter = input) =>
    renderLetter({
      ...letter,
      account: { ...letter.account, settings: { ...letter.account.settings, lastMessages } },
    }).text;
  expect(of(0)).not.toMatch(/remark-A|remark-B|remark-C/);
  expect(of(2)).toMatch(/remark-B[\s\S]*remark-C/);
  expect(of(2)).not.toContain('remark-A');
  // Seen through the company, but neither written by nor addressed to the reader (D6).
  if (input.kind !== 'N2') throw new Error('not the letter that was asked for');
  const view = {
    ...input.view,
    comments: input.view.comments.map((c) => (c.text === 'remark-B' ? { ...c, notified: [] } : c)),
  };
  expect(of(3, { ...input, view })).not.toContain('remark-B');
});

test('a letter that several people share names all of them and opens nobody’s dashboard (item 47)', () => {
  const input = inputOf('N2', 'en');
  if (input.kind !== 'N2') throw new Error('not the letter that was asked for');
  const other = { ...input.to, firstName: 'Boris', email: 'boris@client.example' } as typeof input.to;
  const letter = renderLetter({ ...input, shared: [input.to, other] });
  expect(letter.recipient).toBeNull();
  expect(letter.recipients.map((r) => r.address)).toEqual(['anna@client.example', 'boris@client.example']);
  expect(letter.html).not.toMatch(/Full conversation history|dashboard|\/files\//);
  expect(letter.attachments).toHaveLength(2);
});

test('a letter about a comment that its reader may not see is not made', () => {
  const input = inputOf('N2', 'en');
  if (input.kind !== 'N2') throw new Error('not the letter that was asked for');
  const view = { ...input.view, comments: [] };
  expect(() => renderLetter({ ...input, view })).toThrow(/may not see/);
});

test('a letter made from somebody else’s view is not made', () => {
  const input = inputOf('N2', 'en');
  const stranger = { ...input.to, id: '01920000-0000-7000-8000-0000000000ff' } as typeof input.to;
  expect(() => renderLetter({ ...input, to: stranger })).toThrow(/somebody else/);
});

test('an employee’s letter comes from their address, a contact’s and a robot’s from its reply address (item 43)', () => {
  const employee = filled('N2', 'en');
  expect(employee.from).toEqual({ name: 'Irene Lowell (North Bureau)', address: 'irene@mail.office.example' });
  const input = inputOf('N2', 'en');
  if (input.kind !== 'N2') throw new Error('not the letter that was asked for');
  const contact = { ...input.author, person: { ...input.author.person, kind: 'contact' as const } };
  expect(renderLetter({ ...input, author: contact }).from.local).toBeNull();
  expect(filled('N3', 'en').from.address).toMatch(/^reply\+[a-z2-7]{53}@mail\.office\.example$/);
});

test('formatting of a comment stays, and what a letter must not hold goes', () => {
  const html =
    '<p>a <b>b</b> <a href="https://client.example/x">c</a> <a href="javascript:alert(1)">d</a></p><script>e</script><p onclick="f">g<img src="https://spy.example/p.gif"></p><table><tr><td colspan="2">h</td></tr></table></td></div><form>i';
  const letter = filled('N2', 'en', { words: { html, text: 'a' }, files: [], earlier: [] });
  expect(letter.html).toMatch(/<p style="[^"]+">a <b>b<\/b> <a href="https:\/\/client\.example\/x" class="p-link"/);
  expect(letter.html).toContain('<a>d</a>');
  expect(letter.html).not.toMatch(/javascript|<script|>e<|onclick|spy\.example|<form/);
  expect(letter.html).toMatch(/<td colspan="2" class="p-line" style="[^"]+">h<\/td>/);
  const tags = shape(letter.html).map((tag) => tag.split(' ')[0]!);
  for (const tag of ['p', 'td', 'div', 'table', 'a', 'tr']) {
    expect(tags.filter((t) => t === tag).length, tag).toBe(tags.filter((t) => t === `/${tag}`).length);
  }
});

test('a letter about a very long comment stays small; its text part has every word', () => {
  const many = 'слово '.repeat(9000).trim();
  const html = many
    .split(' ')
    .map((word) => `<p>${word}</p>`)
    .join('');
  const letter = filled('N2', 'ru', {
    words: { html, text: many },
    earlier: Array.from({ length: 20 }, () => ({ by: 'reader' as const, html, text: many })),
  });
  expect(Buffer.byteLength(letter.html)).toBeLessThan(100_000);
  expect(letter.html).toContain('Это начало длинного текста');
  expect(letter.html).toContain('Полная история переписки');
  expect(letter.text).toContain(many);
  const signs = '<'.repeat(60_000);
  expect(
    Buffer.byteLength(filled('N2', 'ru', { words: { html: `<p>${'&lt;'.repeat(60_000)}</p>`, text: signs } }).html),
  ).toBeLessThan(100_000);
});

test('a contact with a login gets the way in and, as every contact, the footer link', () => {
  const input = inputOf('N2', 'en');
  if (input.kind !== 'N2' || input.to.kind !== 'contact') throw new Error('not the letter that was asked for');
  const to = { ...input.to, access: 'ACTIVE' as const };
  const view = { ...input.view, viewer: { by: 'login' as const, contact: to } };
  const letter = fillLetter(renderLetter({ ...input, kind: 'staff-comment', to, view }), context);
  expect(letter.html).toContain('href="https://office.example/tasks/12#c2"');
  expect(letter.html).toContain('>Full conversation history</a>');
  expect(() => renderLetter({ ...input, to, view })).toThrow();
});

test('«reply above this line» stands first when the account wants it, and is not the preheader', () => {
  const input = inputOf('N2', 'en');
  const settings = { ...input.account.settings, replyAboveLine: true };
  const letter = renderLetter({ ...input, account: { ...input.account, settings } });
  expect(letter.text.startsWith('— Please write your answer above this line —')).toBe(true);
  expect(letter.html.indexOf('Hello Anna, The third')).toBeLessThan(letter.html.indexOf('above this line'));
  expect(rendered('N2', 'en').text).not.toContain('above this line');
});
