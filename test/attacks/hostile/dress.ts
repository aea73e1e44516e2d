/** The bytes that hostile HTML comes in: charsets and encodings in which a filter may read something other than the browser does. */
import iconv from 'iconv-lite';
import { file, html, type Multipart, type Part, text } from '../../support/mime.ts';

type Dress = (body: string) => Part | Multipart;

const as = (charset: string, bytes: string | Buffer, more: Partial<Part> = {}): Part => ({
  ...html(bytes, charset ? `text/html; charset=${charset}` : 'text/html'),
  ...more,
});
const latin1 = (body: string): Buffer => Buffer.from(body, 'latin1');
const together = (subtype: string, ...parts: (Part | Multipart)[]): Multipart => ({ multipart: subtype, parts });

/** RFC 2152, every sign that means something written as a shift. */
const utf7 = (body: string): Buffer =>
  latin1(
    body.replace(/[<>"'&=]+/g, (signs) => {
      const bytes = Buffer.from(signs, 'utf16le').swap16();
      return `+${bytes.toString('base64').replace(/=+$/, '')}-`;
    }),
  );

const quotedPrintable = (body: string): string =>
  [...Buffer.from(body)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
    .replace(/((?:=..){25})/g, '$1=\r\n');

export const DRESSES: Readonly<Record<string, Dress>> = {
  'as it is': (body) => as('utf-8', body),
  base64: (body) => as('utf-8', body, { encoding: 'base64' }),
  'quoted-printable': (body) => as('utf-8', quotedPrintable(body), { encoding: 'quoted-printable' }),
  'UTF-7': (body) => as('utf-7', utf7(body)),
  'UTF-7 that says to be ASCII': (body) => as('us-ascii', utf7(body)),
  'UTF-16 with its mark': (body) => as('utf-16', Buffer.from(`\ufeff${body}`, 'utf16le'), { encoding: 'base64' }),
  'UTF-16, the other way round': (body) =>
    as('utf-16be', Buffer.from(body, 'utf16le').swap16(), { encoding: 'base64' }),
  'UTF-16 that says to be UTF-8': (body) =>
    as('utf-8', Buffer.from(`\ufeff${body}`, 'utf16le'), { encoding: 'base64' }),
  'no charset, and another one within': (body) => as('', `<meta charset="utf-7">${utf7(body)}${body}`),
  'a charset that nobody knows': (body) => as('x-evil-1', body),
  // RFC 1468: what stands between the escapes is two bytes a sign for who believes them, markup for who does not.
  'ISO-2022-JP with escapes': (body) =>
    as('iso-2022-jp', latin1(`\u001b$B${body}\u001b(B<p title="\u001b$B"\u001b(B">\u001b(J${body}`)),
  'a lead byte before a quote, Shift_JIS': (body) =>
    as('shift_jis', latin1(`<p title="\u0083">${body}"><img alt="\u0083" ${body}">`)),
  'a lead byte before a quote, GB18030': (body) =>
    as('gb18030', latin1(`<p title="\u0081">${body}"><p title="\u00a1\u0022${body}">`)),
  'a lead byte before a quote, Big5': (body) => as('big5', latin1(`<a title="\u00f9"href="${body}">${body}</a>`)),
  HZ: (body) => as('hz-gb-2312', latin1(`~{${body}~}<p title="~{">${body}~}">`)),
  'UTF-8 longer than it may be': (body) =>
    as('utf-8', latin1(body.replace(/</g, '\u00c0\u00bc').replace(/>/g, '\u00c0\u00be') + body)),
  'ASCII with the eighth bit': (body) =>
    as('us-ascii', latin1(body.replace(/[<>"]/g, (c) => String.fromCharCode(c.charCodeAt(0) | 0x80)))),
  'KOI8-R': (body) => as('koi8-r', iconv.encode(`Привет ${body}`, 'koi8-r')),
  XHTML: (body) => ({
    ...as('utf-8', `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>${body}</body></html>`),
    type: 'application/xhtml+xml; charset=utf-8',
  }),
  'enriched text': (body) => text(`<bold>text</bold><<${body}`, 'text/enriched; charset=utf-8'),
  'plain text that is none': (body) => text(body),
  'beside harmless text': (body) => together('alternative', text('Nothing to see here.'), as('utf-8', body)),
  'before harmless HTML': (body) => together('mixed', as('utf-8', body), as('utf-8', '<p>Nothing to see here.</p>')),
  'with a picture that is a page': (body) =>
    together(
      'related',
      as('utf-8', `${body}<img src="cid:page@x"><img src="cid:svg@x"><img src="cid:lie@x">`),
      ...LIES(body),
    ),
  'in one line without end': (body) => as('utf-8', body.replace(/\s+/g, ' ').padEnd(20_000, ' ')),
  flowed: (body) => text(`${body.replace(/ /g, ' \r\n')}`, 'text/html; charset=utf-8; format=flowed; delsp=yes'),
  'a calendar': (body) =>
    text(
      `BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:${body}\r\nX-ALT-DESC;FMTTYPE=text/html:${body}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
      'text/calendar; charset=utf-8',
    ),
};

const LIES = (body: string): Part[] => [
  file('page.html', 'text/html', body, { 'Content-ID': '<page@x>', 'Content-Disposition': 'inline' }),
  file('drawing.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`, {
    'Content-ID': '<svg@x>',
    'Content-Disposition': 'inline',
  }),
  file('photo.png', 'image/png', `<html>${body}</html>`, { 'Content-ID': '<lie@x>', 'Content-Disposition': 'inline' }),
];
