/** Answers as a person's mail program sends them: own words on top, what was asked below. */
import { onTheWire } from './peer.ts';
import type { Conversation } from './world.ts';

export interface Mail {
  /** The local part of its Message-ID; the comment begins with it. */
  readonly mark: string;
  readonly from: string;
  readonly to: string;
  readonly wire: Buffer;
}

const SENTENCE = 'The delivery can come on any morning before ten, and the gate to the yard is open from seven. ';
const QUOTE = 'When shall we come? Morning or evening?';

/** A plain answer of about `size` bytes. */
export function plainReply(to: Conversation, mark: string, size = 4096): Mail {
  const own = `${mark} ${SENTENCE}\n`;
  const filler = '> and a line of the letter that is answered here, as mail programs leave it below\n';
  const quote = filler.repeat(Math.max(0, Math.floor((size - own.length - 400) / filler.length)));
  const body = `${own}\nOn Mon, 23 Nov 2026 at 10:00, Acme wrote:\n> ${QUOTE}\n${quote}`;
  return mailOf(to, mark, [...headers(to, mark), 'Content-Type: text/plain; charset=utf-8', '', body]);
}

/** The same in two forms, with the HTML of a usual mail program: about `size` bytes. */
export function htmlReply(to: Conversation, mark: string, size = 30_720): Mail {
  const row = `<tr><td style="padding:4px 8px;font:14px/1.4 sans-serif;color:#222">${SENTENCE}</td></tr>`;
  const quoted = `<table>${row.repeat(Math.max(1, Math.floor((size - 1500) / row.length)))}</table>`;
  const html = `<html><body><div dir="ltr">${mark} ${SENTENCE}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 23 Nov 2026 at 10:00, Acme wrote:<br></div><blockquote class="gmail_quote">${QUOTE}${quoted}</blockquote></div></body></html>`;
  return mailOf(to, mark, [
    ...headers(to, mark),
    'Content-Type: multipart/alternative; boundary="=_two"',
    '',
    '--=_two',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${mark} ${SENTENCE}\n\nOn Mon, 23 Nov 2026 at 10:00, Acme wrote:\n> ${QUOTE}`,
    '--=_two',
    'Content-Type: text/html; charset=utf-8',
    '',
    html.replaceAll('</td></tr>', '</td></tr>\n'),
    '--=_two--',
  ]);
}

/** With an attachment of `size` bytes before base64. */
export function mailWithFile(
  to: Conversation,
  mark: string,
  size: number,
  fill: Buffer = Buffer.alloc(size, mark),
): Mail {
  const file = fill.toString('base64').replace(/.{76}/g, '$&\n');
  return mailOf(to, mark, [
    ...headers(to, mark),
    'Content-Type: multipart/mixed; boundary="=_mixed"',
    '',
    '--=_mixed',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${mark} the drawing is attached.`,
    '--=_mixed',
    'Content-Type: application/octet-stream; name="drawing.bin"',
    'Content-Disposition: attachment; filename="drawing.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--=_mixed--',
  ]);
}

const headers = (to: Conversation, mark: string): string[] => [
  `From: ${to.contact.firstName} Kim <${to.contact.email}>`,
  `To: Acme <${to.replyTo}>`,
  `Subject: Re: Order ${to.number}`,
  `Message-ID: <${mark}@client.example>`,
  'Date: Mon, 23 Nov 2026 10:05:00 +0000',
  'MIME-Version: 1.0',
];

const mailOf = (to: Conversation, mark: string, lines: string[]): Mail => ({
  mark,
  from: to.contact.email!,
  to: to.replyTo,
  wire: onTheWire(lines.join('\n')),
});
