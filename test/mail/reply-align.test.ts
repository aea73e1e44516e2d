/**
 * The letter that we sent, answered in every way a mail program knows: above, below and between the quoted lines, by programs that mark the
 * quote and by programs that do not, in ten languages. The programs are played here, by code that does not know how the reader works.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reassemble } from '../../src/mail/reply.ts';
import { readReply } from '../../src/mail/reply-read.ts';

const QUESTIONS = [
  'Which of the two kitchens did you finally choose, the oak one or the white one?',
  'Shall the fitters come on the ninth of March, or is the week after easier for you?',
  'The old stove: do we take it away, or does your neighbour still want it?',
];
const LETTER = [
  'Good morning Marta,',
  '',
  'thank you for the visit yesterday. Three things are still open before we can order:',
  '',
  ...QUESTIONS.flatMap((question) => [question, '']),
  'The drawings of the second floor are attached.',
  '',
  'Ruth Adler',
  'Adler & Sons, fitted kitchens',
  '',
  'Full conversation history: https://gate.adler.example/d/4kz9/tasks/12',
].join('\n');
const ANSWERS = [
  'The oak one, we looked at it twice.',
  'Week after please, my sister visits.',
  'Neighbour changed his mind, bin it.',
];

/** How each language announces a quote: attribution line, header block, line between dashes. Written down from memory of real mails. */
const LOCALES: Record<string, { on: string; headers: string[]; dashes: string }> = {
  en: {
    on: 'On Tue, 3 Mar 2026 at 10:15, Ruth Adler <reply+k7@gate.adler.example> wrote:',
    headers: [
      'From: Ruth Adler <reply+k7@gate.adler.example>',
      'Sent: Tuesday, March 3, 2026 10:15 AM',
      'To: Marta Vogel',
      'Subject: Kitchen',
    ],
    dashes: '-----Original Message-----',
  },
  ru: {
    on: 'вт, 3 мар. 2026 г. в 10:15, Ruth Adler <reply+k7@gate.adler.example>:',
    headers: [
      'От: Ruth Adler <reply+k7@gate.adler.example>',
      'Отправлено: 3 марта 2026 г. 10:15',
      'Кому: Marta Vogel',
      'Тема: Kitchen',
    ],
    dashes: '-------- Исходное сообщение --------',
  },
  uk: {
    on: 'вт, 3 бер. 2026 р. о 10:15 Ruth Adler <reply+k7@gate.adler.example> пише:',
    headers: [
      'Від: Ruth Adler <reply+k7@gate.adler.example>',
      'Надіслано: 3 березня 2026 р. 10:15',
      'Кому: Marta Vogel',
      'Тема: Kitchen',
    ],
    dashes: '-------- Вихідне повідомлення --------',
  },
  de: {
    on: 'Am Di., 3. März 2026 um 10:15 Uhr schrieb Ruth Adler <reply+k7@gate.adler.example>:',
    headers: [
      'Von: Ruth Adler <reply+k7@gate.adler.example>',
      'Gesendet: Dienstag, 3. März 2026 10:15',
      'An: Marta Vogel',
      'Betreff: Kitchen',
    ],
    dashes: '-----Ursprüngliche Nachricht-----',
  },
  fr: {
    on: 'Le mar. 3 mars 2026 à 10:15, Ruth Adler <reply+k7@gate.adler.example> a écrit :',
    headers: [
      'De : Ruth Adler <reply+k7@gate.adler.example>',
      'Envoyé : mardi 3 mars 2026 10:15',
      'À : Marta Vogel',
      'Objet : Kitchen',
    ],
    dashes: '-------- Message d’origine --------',
  },
  es: {
    on: 'El mar, 3 mar 2026 a las 10:15, Ruth Adler (<reply+k7@gate.adler.example>) escribió:',
    headers: [
      'De: Ruth Adler <reply+k7@gate.adler.example>',
      'Enviado: martes, 3 de marzo de 2026 10:15',
      'Para: Marta Vogel',
      'Asunto: Kitchen',
    ],
    dashes: '-----Mensaje original-----',
  },
  it: {
    on: 'Il giorno mar 3 mar 2026 alle ore 10:15 Ruth Adler <reply+k7@gate.adler.example> ha scritto:',
    headers: [
      'Da: Ruth Adler <reply+k7@gate.adler.example>',
      'Inviato: martedì 3 marzo 2026 10:15',
      'A: Marta Vogel',
      'Oggetto: Kitchen',
    ],
    dashes: '-----Messaggio originale-----',
  },
  pl: {
    on: 'wt., 3 mar 2026 o 10:15 Ruth Adler <reply+k7@gate.adler.example> napisał(a):',
    headers: [
      'Od: Ruth Adler <reply+k7@gate.adler.example>',
      'Wysłano: wtorek, 3 marca 2026 10:15',
      'Do: Marta Vogel',
      'Temat: Kitchen',
    ],
    dashes: '-----Oryginalna wiadomość-----',
  },
  tr: {
    on: 'Ruth Adler <reply+k7@gate.adler.example>, 3 Mar 2026 Sal, 10:15 tarihinde şunu yazdı:',
    headers: [
      'Kimden: Ruth Adler <reply+k7@gate.adler.example>',
      'Gönderildi: 3 Mart 2026 Salı 10:15',
      'Kime: Marta Vogel',
      'Konu: Kitchen',
    ],
    dashes: '-----Orijinal İleti-----',
  },
  ja: {
    on: '2026年3月3日(火) 10:15 Ruth Adler <reply+k7@gate.adler.example>:',
    headers: [
      '差出人: Ruth Adler <reply+k7@gate.adler.example>',
      '送信日時: 2026年3月3日 10:15',
      '宛先: Marta Vogel',
      '件名: Kitchen',
    ],
    dashes: '-----元のメッセージ-----',
  },
};
type Locale = (typeof LOCALES)[string];

const wrapped = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => line.replace(new RegExp(`(.{1,${width}})(?: +|$)`, 'g'), '$1\n').trimEnd())
    .join('\n');
const marked = (text: string, mark = '> '): string =>
  text
    .split('\n')
    .map((line) => `${mark}${line}`.trimEnd())
    .join('\n');
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const divs = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<div>${line === '' ? '<br>' : escaped(line)}</div>`)
    .join('');

interface Sent {
  text: string;
  html: string | null;
}

/** A mail program: how it shows a whole quote under (or over) an answer, and how an interleaved one looks. */
interface Program {
  head(locale: Locale): string;
  quote(text: string): string;
  html?(parts: { above: string; head: string; quote: string; below: string }): string;
}

const PROGRAMS: Record<string, Program> = {
  'Gmail text': { head: (l) => wrapped(l.on, 78), quote: (text) => marked(wrapped(text, 72)) },
  Gmail: {
    head: (l) => wrapped(l.on, 78),
    quote: (text) => marked(wrapped(text, 72)),
    html: ({ above, head, quote, below }) =>
      `<div dir="ltr">${divs(above)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(head)}<br></div><blockquote class="gmail_quote">${divs(quote)}</blockquote></div>${below && `<div>${divs(below)}</div>`}`,
  },
  'Outlook desktop': { head: (l) => l.headers.join('\n'), quote: (text) => text },
  'Outlook web': {
    head: (l) => `________________________________\n${l.headers.join('\n')}`,
    quote: (text) => text,
    html: ({ above, head, quote, below }) =>
      `<div id="x_divtagdefaultwrapper">${divs(above)}</div><hr tabindex="-1"><div id="x_divRplyFwdMsg">${head.split('\n').slice(1).map(escaped).join('<br>')}</div><div>${divs(quote)}</div>${below && divs(below)}`,
  },
  'Apple Mail': { head: (l) => l.on, quote: (text) => marked(text) },
  iPhone: { head: (l) => `Sent from my iPhone\n\n${marked(l.on)}`, quote: (text) => marked(`\n${text}`) },
  Thunderbird: { head: (l) => l.on, quote: (text) => marked(wrapped(text, 76), '> ') },
  Yahoo: { head: (l) => `    ${l.on}`, quote: (text) => ` \n ${text.replaceAll('\n', '\n ')}` },
  'mail.ru': { head: (l) => l.on, quote: (text) => marked(text, '>') },
  Android: { head: (l) => l.on, quote: (text) => text },
  'plain dashes': { head: (l) => l.dashes, quote: (text) => marked(text, '| ').replaceAll('| ', '  ') },
};

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

for (const [program, plays] of Object.entries(PROGRAMS)) {
  describe(program, () => {
    test.each(Object.entries(LOCALES))('%s', (_name, locale) => {
      const sent: Sent = { text: LETTER, html: null };
      const head = plays.head(locale);
      const own = 'Dear Ruth, we take the oak kitchen.\n\nSee you soon.';
      const quote = plays.quote(LETTER);

      const top = `${own}\n\n${head}\n\n${quote}\n`;
      const html = plays.html?.({ above: own, head, quote: LETTER, below: '' }) ?? null;
      const above = readReply({ text: top, html, textFromHtml: false, sent });
      expect(squeezed(above.text)).toBe(squeezed(own));
      expect(above.method).toMatch(/^alignment/);
      expect(reassemble(above)).toBe(top);
      if (html !== null) expect(squeezed(above.html!.replace(/<[^>]*>/g, ' '))).toBe(squeezed(own));

      const bottom = `${head}\n\n${quote}\n\n${own}\n`;
      const below = readReply({ text: bottom, html: null, textFromHtml: false, sent });
      expect(squeezed(below.text)).toBe(squeezed(own));
      expect(reassemble(below)).toBe(bottom);

      // Every question with its answer under it, the rest of the letter around.
      const parts = LETTER.split(/(?<=for you\?|white one\?|want it\?)\n\n/);
      const between = `${head}\n\n${parts.map((part, at) => plays.quote(part) + (ANSWERS[at] === undefined ? '' : `\n\n${ANSWERS[at]}\n\n`)).join('')}\n`;
      const inside = readReply({ text: between, html: null, textFromHtml: false, sent });
      const pairs = QUESTIONS.map((question, at) => `${question} ${ANSWERS[at]}`).join(' ');
      expect(squeezed(inside.text.replace(/^[ \t]*> ?/gm, ''))).toBe(squeezed(pairs));
      expect(reassemble(inside)).toBe(between);
    });
  });
}

describe('own words', () => {
  const word = fc.stringMatching(/^[a-z]{2,9}$/).map((letters) => `q${letters}`);
  const said = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

  test('put anywhere into a re-wrapped, re-indented copy of the letter are never removed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(said, fc.nat()), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 24, max: 120 }),
        fc.constantFrom('', '> ', '>> ', '    ', '>'),
        fc.constantFrom('\n', '\n\n'),
        (own, width, mark, gap) => {
          const lines = marked(wrapped(LETTER, width), mark).split('\n');
          for (const [words, place] of own)
            lines.splice(place % (lines.length + 1), 0, `${gap.slice(1)}${words}${gap.slice(1)}`);
          const text = lines.join('\n');
          const reply = readReply({ text, html: null, textFromHtml: false, sent: { text: LETTER, html: null } });
          for (const [words] of own) expect(reply.text).toContain(words);
          expect(reassemble(reply)).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('typed into the quoted lines themselves are never removed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(said, fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 24, max: 120 }),
        fc.constantFrom('', '> ', '>> '),
        (own, width, mark) => {
          const lines = marked(wrapped(LETTER, width), mark).split('\n');
          for (const [words, line, place] of own) {
            const parts = lines[line % lines.length]!.split(' ');
            parts.splice(1 + (place % parts.length), 0, words);
            lines[line % lines.length] = parts.join(' ');
          }
          const text = `See below.\n\nOn Tue, 3 Mar 2026 at 10:15, Ruth Adler <r@adler.example> wrote:\n\n${lines.join('\n')}`;
          const reply = readReply({ text, html: null, textFromHtml: false, sent: { text: LETTER, html: null } });
          for (const [words] of own) for (const word of words.split(' ')) expect(reply.text).toContain(word);
          expect(reply.text).toContain('See below.');
          expect(reassemble(reply)).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('that repeat words of the letter stay too', () => {
    const own = 'Shall the fitters come on the ninth of March? Yes.\n\nThank you for the visit yesterday.';
    const text = `${own}\n\nOn Tue, 3 Mar 2026 at 10:15, Ruth Adler <r@adler.example> wrote:\n\n${marked(LETTER)}\n`;
    expect(readReply({ text, html: null, textFromHtml: false, sent: { text: LETTER, html: null } }).text).toBe(own);
  });

  test('that quote a sentence of the letter without its mail stay', () => {
    const text = 'The old stove: do we take it away, or does your neighbour still want it?\n\nHe does.\n';
    const reply = readReply({ text, html: null, textFromHtml: false, sent: { text: LETTER, html: null } });
    expect(reply.text).toBe(text);
  });
});
