/**
 * What relays, gateways and mail programs do to an answer on its way back, one habit a row. Written from RFC 5321, 5322, 2045 and
 * the habits of the field, without a look at src/mail/thread.
 */
import { type Answer, type Answered, type Carrier, softBreaks } from './mangle.ts';
import { file } from './mime.ts';

export interface Habit {
  readonly name: string;
  /** Carriers of which nothing is left after it. */
  readonly destroys?: readonly Carrier[];
  readonly change: (answer: Answer, letter: Answered) => Answer;
}

const headers = (a: Answer, change: Readonly<Record<string, string | null>>): Answer => {
  const all = Object.entries({ ...a.headers, ...change }).filter((e): e is [string, string] => e[1] !== null);
  return { ...a, headers: Object.fromEntries(all) };
};
const address = (a: Answer, change: (address: string) => string): Answer => ({
  ...headers(a, { To: change(a.headers.To!) }),
  rcpt: change(a.rcpt),
});
/** The envelope is somebody's mailbox; what the sender wrote stands in a header of the forwarder's. */
const aliased = (a: Answer, name: string, value: (address: string) => string): Answer => ({
  ...headers(a, { To: 'Help <help@other.example>', [name]: value(a.rcpt) }),
  rcpt: 'ann@mail.acme.example',
});
const ids = (a: Answer, change: (ids: string) => string): Answer =>
  headers(a, {
    ...(a.headers.References && { References: change(a.headers.References) }),
    ...(a.headers['In-Reply-To'] && { 'In-Reply-To': change(a.headers['In-Reply-To']) }),
  });
const markup = (a: Answer, change: (html: string) => string): Answer => ({
  ...a,
  withText: false,
  htmlQuote: a.htmlQuote && change(a.htmlQuote),
});
const plain = (a: Answer, change: (text: string) => string): Answer => ({
  ...a,
  withHtml: false,
  quote: a.quote && change(a.quote),
});
const links = (a: Answer, wrap: (url: string) => string): Answer => ({
  ...a,
  quote: a.quote.replace(/https?:\/\/\S+/g, wrap),
  htmlQuote: a.htmlQuote?.replace(/href="([^"]+)"/g, (_, url: string) => `href="${wrap(url)}"`) ?? null,
});
const rewrapped = (text: string, width: number, by = '\n'): string =>
  text.replace(new RegExp(`[^\\n]{${width}}(?=[^\\n])`, 'g'), (line) => line + by);
const strangers = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `<CAF${n}${'x'.repeat(48)}@mail.other.example>`);
const entities = (text: string): string => [...text].map((c) => `&#${c.charCodeAt(0)};`).join('');

// -- the habits ------------------------------------------------------------------------------------------------------

export const HABITS: readonly Habit[] = [
  { name: 'nothing at all', change: (a) => a },
  { name: 'address in capitals', change: (a) => address(a, (to) => to.toUpperCase()) },
  { name: 'address in mixed case', change: (a) => address(a, (to) => to.replace(/[aeiou]/g, (c) => c.toUpperCase())) },
  { name: 'plus made a minus', change: (a) => address(a, (to) => to.replace('+', '-')) },
  { name: 'plus made an equals sign', change: (a) => address(a, (to) => to.replace('+', '=')) },
  { name: 'plus part cut off', destroys: ['address'], change: (a) => address(a, (to) => to.replace(/\+[^@]*/, '')) },
  { name: 'alias, with X-Original-To', change: (a) => aliased(a, 'X-Original-To', (to) => to) },
  { name: 'alias, with Delivered-To', change: (a) => aliased(a, 'Delivered-To', (to) => to) },
  { name: 'alias, with X-Forwarded-To', change: (a) => aliased(a, 'X-Forwarded-To', (to) => to) },
  {
    name: 'alias, the address only in Received',
    change: (a) =>
      aliased(
        a,
        'Received',
        (to) => `from a.example by b.example with ESMTP id 1\r\n\tfor <${to}>; Mon, 23 Nov 2026 11:00:00 +0000`,
      ),
  },
  {
    name: 'SRS',
    change: (a) =>
      aliased(a, 'Delivered-To', (to) => `SRS0=Xy1z=B4=${to.replace(/^(.*)@(.*)$/, '$2=$1')}@relay.example`),
  },
  {
    name: 'SRS twice',
    change: (a) =>
      aliased(
        a,
        'X-Original-To',
        (to) => `SRS1=q0=first.example==Xy1z=B4=${to.replace(/^(.*)@(.*)$/, '$2=$1')}@relay.example`,
      ),
  },
  {
    name: 'VERP',
    change: (a) => aliased(a, 'Delivered-To', (to) => `bounces-17-${to.replace('@', '=')}@relay.example`),
  },
  { name: 'BATV', change: (a) => aliased(a, 'Delivered-To', (to) => `prvs=0123456789=${to}`) },
  {
    name: 'the address as a name of a list',
    change: (a) =>
      headers({ ...a, rcpt: 'ann@mail.acme.example' }, { To: `"${a.headers.To} via Help" <help@other.example>` }),
  },
  {
    name: 'a provider gave our letter another Message-ID',
    change: (a) =>
      a.headers.References
        ? headers(a, {
            References: `${a.headers.References.split('\r\n ').slice(0, -1).join(' ')} <0102018c-7f2e@eu-west-1.provider.example>`,
            'In-Reply-To': '<0102018c-7f2e@eu-west-1.provider.example>',
          })
        : a,
  },
  { name: 'In-Reply-To dropped', change: (a) => headers(a, { 'In-Reply-To': null }) },
  { name: 'References dropped', change: (a) => headers(a, { References: null }) },
  {
    name: 'References cut to the last',
    change: (a) =>
      a.headers.References
        ? headers(a, { References: a.headers.References.split(/\s+/).at(-1)!, 'In-Reply-To': null })
        : a,
  },
  {
    name: 'References of a long thread cut to 1,000 characters at the end',
    change: (a) =>
      a.headers.References
        ? headers(a, {
            References: [a.headers.References.replace(/\s+/g, ' '), ...strangers(20)].join(' ').slice(0, 1000),
            'In-Reply-To': strangers(20)[19]!,
          })
        : a,
  },
  {
    name: 'References of a long thread cut to 1,000 characters at the beginning',
    change: (a) =>
      a.headers.References
        ? headers(a, {
            References: [...strangers(20), a.headers.References.replace(/\s+/g, ' ')].join(' ').slice(-1000),
            'In-Reply-To': '<colleague@mail.other.example>',
          })
        : a,
  },
  {
    name: 'References folded in the middle of an id',
    change: (a) => ids(a, (v) => v.replace(/\s+/g, ' ').replace(/<[^>]{25}/g, (m) => `${m}\r\n `)),
  },
  {
    name: 'References folded by a tab',
    change: (a) => ids(a, (v) => v.replace(/\s+/g, ' ').replace(/<[^>]{40}/g, (m) => `${m}\r\n\t`)),
  },
  { name: 'angle brackets dropped', change: (a) => ids(a, (v) => v.replace(/[<>]/g, '')) },
  { name: 'commas between ids', change: (a) => ids(a, (v) => v.replace(/\s+/g, ', ')) },
  {
    name: 'References sorted among others',
    change: (a) =>
      a.headers.References
        ? headers(a, {
            References: [...a.headers.References.split(/\s+/), ...strangers(3), '<zz@b.example>'].sort().join(' '),
            'In-Reply-To': null,
          })
        : a,
  },
  {
    name: 'domain of the ids rewritten',
    change: (a) => ids(a, (v) => v.replace(/@[^>]+>/g, '@prod.outlook.example>')),
  },
  {
    name: 'ids put inside ids',
    change: (a) => ids(a, (v) => v.replace(/<([^@>]+)@([^>]+)>/g, '<17.$1=40$2.x@gw.example>')),
  },
  { name: 'ids in capitals', change: (a) => ids(a, (v) => v.toUpperCase()) },
  { name: 'quote marks around ids', change: (a) => ids(a, (v) => v.replace(/<([^@>]+)@/g, '<"$1"@')) },
  { name: 'html part dropped', change: (a) => ({ ...a, withHtml: false }) },
  { name: 'text part dropped', change: (a) => ({ ...a, withText: false }) },
  { name: 'quoted-printable with soft breaks anywhere', change: (a) => ({ ...a, encoding: 'soft breaks' }) },
  { name: 'base64', change: (a) => ({ ...a, encoding: 'base64' }) },
  {
    name: 'quoted-printable written twice',
    change: (a) => ({
      ...a,
      quote: a.quote && softBreaks(a.quote, 61).replaceAll('\r\n', '\n'),
      htmlQuote: a.htmlQuote && softBreaks(a.htmlQuote, 61),
    }),
  },
  {
    name: 'attributes renamed x_',
    change: (a) => markup(a, (h) => h.replace(/\s(data-[\w-]+|id|class)="/g, ' x_$1="x_')),
  },
  { name: 'data- attributes dropped', change: (a) => markup(a, (h) => h.replace(/\sdata-[\w-]+="[^"]*"/g, '')) },
  { name: 'hidden text dropped', change: (a) => markup(a, (h) => h.replace(/(<span data-postern[^>]*>)[^<]*/g, '$1')) },
  {
    name: 'attributes without quotes',
    change: (a) => markup(a, (h) => h.replace(/(data-[\w-]+)="([^"]*)"/g, '$1=$2')),
  },
  {
    name: 'ids, classes, styles and comments dropped',
    change: (a) => markup(a, (h) => h.replace(/<!--.*?-->/gs, '').replace(/\s(?:id|class|style)="[^"]*"/g, '')),
  },
  {
    name: 'a scanner puts links into its own',
    change: (a) => links(a, (url) => `https://scan.example/s?u=${encodeURIComponent(url)}&amp;h=0f`),
  },
  {
    name: 'a scanner with its own signs for percent and slash',
    change: (a) =>
      links(
        a,
        (url) =>
          `https://defense.example/v2/url?u=${encodeURIComponent(url).replaceAll('%2F', '_').replaceAll('%', '-')}&d=DwMF`,
      ),
  },
  {
    name: 'a scanner that writes underscores',
    change: (a) => links(a, (url) => `https://defense.example/v3/__${url}__;!!Xx!y$`),
  },
  { name: 'text wrapped within the token', change: (a) => plain(a, (t) => rewrapped(t, 34)) },
  {
    name: 'text quoted and wrapped three times',
    change: (a) => plain(a, (t) => rewrapped(rewrapped(rewrapped(t, 50), 47, '\n> '), 30, '\n> > ')),
  },
  { name: 'text wrapped before the token', change: (a) => plain(a, (t) => t.replace(/^(Ref:) /m, '$1\n')) },
  {
    name: 'a label before the token translated or dropped',
    change: (a) => plain(a, (t) => t.replace(/^Ref: /m, 'Réf. : ')),
  },
  { name: 'every sign an entity', change: (a) => markup(a, (h) => h.replace(/[a-z2-7]{53,56}/g, entities)) },
  { name: 'the HTML shown as text', change: (a) => plain(a, (t) => t && (a.htmlQuote ?? t)) },
  {
    name: 'invisible signs put into long words',
    change: (a) => ({
      ...a,
      quote: a.quote.replace(/[a-z2-7]{20}/g, '$&\u200b'),
      htmlQuote: a.htmlQuote?.replace(/[a-z2-7]{20}/g, '$&\u200b') ?? null,
    }),
  },
  {
    name: '<wbr> put into long words',
    change: (a) =>
      markup(a, (h) =>
        h.replace(/(Ref: [a-z2-7]{20})([a-z2-7]{33})/g, '$1<wbr>$2').replace(/\sdata-[\w-]+="[^"]*"/g, ''),
      ),
  },
  {
    name: 'forwarded inline',
    change: (a) => ({
      ...a,
      quote: a.quote && `---------- Forwarded message ---------\nFrom: Ann\nSubject: Desks\n\n${a.quote}`,
      htmlQuote: a.htmlQuote && `<div>---------- Forwarded message ---------<br>From: Ann<br></div>${a.htmlQuote}`,
    }),
  },
  {
    name: 'forwarded as an attachment',
    change: (a, letter) => ({
      ...a,
      quote: '',
      htmlQuote: null,
      files: a.quote
        ? [{ type: 'message/rfc822', body: letter.raw, headers: { 'Content-Disposition': 'attachment' } }]
        : [],
    }),
  },
  {
    name: 'forwarded as an .eml file',
    change: (a, letter) => ({
      ...a,
      quote: '',
      htmlQuote: null,
      files: a.quote ? [file('letter.eml', 'application/octet-stream', letter.raw)] : [],
    }),
  },
  {
    name: 'reduced to plain text by a gateway',
    change: (a) =>
      plain(a, () =>
        rewrapped(
          (a.htmlQuote ?? '')
            .replace(/<style.*?<\/style>/gs, '')
            .replace(/<[^>]*>/g, ' ')
            .replace(/[ \t]+/g, ' '),
          72,
        ),
      ),
  },
];
