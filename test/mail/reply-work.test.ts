/** The cost of hostile mails, in steps: twice the text may cost twice the work, whatever it is made of. */
import { describe, expect, test } from 'vitest';
import { reassemble, type Work } from '../../src/mail/reply.ts';
import { readReply } from '../../src/mail/reply-read.ts';

const HALF = 256 * 1024;
/** What aligns with no letter takes another way, and is shows itself in a shorter text too. */
const QUARTER = HALF / 2;
const fill = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
const LETTER = `${'Please tell us which door you want, the left one or the right one. '.repeat(40)}`;

const TEXTS: Record<string, string> = {
  'attributions that never end': 'On x On x On x ',
  'attributions, one a line': 'On Mon, 3 Mar 2025 at 10:15 Ann <a@b.example> wrote\n',
  colons: 'On 12.03.2024:\n',
  'deep quote marks': `${'>'.repeat(60)} deep\n`,
  'one long quote mark': '>',
  'one long line': 'word ',
  'header lines': 'From: a@b.example\n\n',
  'header lines without an end': 'To: a@b.example,\n',
  'dashes and blanks': '-----\n\n',
  'words of the letter': 'the left one or the right one ',
  'one word of the letter': 'one ',
  'addresses left open': '<a@b.example <',
  'quote, answer, quote': '> Please tell us which door you want\nthe blue one\n',
  'signature marks': '--\n',
  'phone lines': '\nSent from my iPhone\n\nhello\n',
  letters: 'a',
  blanks: ' \n',
  'lines drawn around words': '----- x -----\n',
  'fields of no language': 'Ab: Cd <a@b.example>\n',
  'fields and dates': 'Von: a <a@b.example>\nGesendet: 1.1.2020 10:10\n',
  'dates and addresses': '2020 10:10 <a@b.example>\n',
  'heads that close themselves': '>>> a <a@b.example> 02.02.2026 09:05 >>>\n',
  links: 'https://x.example/ ',
  'links without an end': `https://${'a'.repeat(3000)} `,
  'links in brackets': '( https://x',
  faces: '>_<\n',
  'tables of Notes': 'Ann Lee\n02/03/2026 09:05 AM\n\nTo\nBob\n\nSubject\nDesks\n',
  cards: '---\nAnn\n',
  'answers inside the quote': '>Please tell us which door\n>x\n>\n',
};
const PAGES: Record<string, string> = {
  blockquotes: '<blockquote>',
  'blockquotes with words': '<blockquote>deep ',
  'marked boxes': '<div class="gmail_quote">x',
  'boxes closed wrongly': '<div class="moz-cite-prefix">a</p></span>',
  'attributes without an end': '<a x=',
  entities: '&amp;&lt;',
  'open angle': '<',
  pictures: '<img src="cid:a">',
  'pictures in quotes': '<blockquote type=cite>q<img src="cid:a"></blockquote>',
  'signs between tags': 'a<b>.</b>',
  'hidden boxes': '<div style="display:none">x',
  tables: '<table><tr><td>x',
  tails: '<div id=divRplyFwdMsg>x</div>',
};

const SENT = { text: LETTER, html: `<p>${LETTER.replaceAll('left one', '<b>left one</b>')}</p>` };

function stepsOf(text: string, html: string | null, sent = true): number {
  const work: Work = { steps: 0 };
  const reply = readReply({ text, html, textFromHtml: html !== null, ...(sent ? { sent: SENT } : {}) }, work);
  expect(reassemble(reply)).toBe(text);
  return work.steps;
}

describe('work grows with the text', () => {
  test.each(Object.entries(TEXTS))('text of %s', (_name, piece) => {
    const half = stepsOf(fill(piece, HALF), null);
    expect(half).toBeGreaterThan(HALF);
    expect(stepsOf(fill(piece, 2 * HALF), null)).toBeLessThanOrEqual(2.2 * half);
    const alone = stepsOf(fill(piece, QUARTER), null, false);
    expect(stepsOf(fill(piece, 2 * QUARTER), null, false)).toBeLessThanOrEqual(2.2 * alone);
  });

  test.each(Object.entries(PAGES))('HTML of %s', (_name, piece) => {
    const text = fill('deep x ', 4096);
    const half = stepsOf(text, fill(piece, HALF));
    expect(stepsOf(text, fill(piece, 2 * HALF))).toBeLessThanOrEqual(2.2 * half);
    const alone = stepsOf(text, fill(piece, QUARTER), false);
    expect(stepsOf(text, fill(piece, 2 * QUARTER), false)).toBeLessThanOrEqual(2.2 * alone);
  });
});
