/**
 * Mail HTML made safe and small. sanitize-html decides what may pass (the only guard, and a known one); `sanitize-flow.ts` then turns the
 * boxes of mail programs into paragraphs and line breaks. Shown under a CSP without inline script or style.
 */
import sanitize from 'sanitize-html';
import { safeLink } from './safe-link.ts';
import { shallow } from './sanitize-depth.ts';
import { paragraphs } from './sanitize-flow.ts';

/** What one comment may hold; the rest stands in the original mail. */
const MAX_SIZE = 1 << 20;
const MAX_DEPTH = 60;

const LINES = [
  'div',
  'section',
  'article',
  'center',
  'header',
  'footer',
  'main',
  'address',
  'dl',
  'dt',
  'dd',
  'figure',
];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const KEPT = [
  'p',
  'br',
  'b',
  'i',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'code',
  'table',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'td',
  'th',
  'img',
  'hr',
];

const OPTIONS: sanitize.IOptions = {
  allowedTags: [...KEPT, ...LINES, ...HEADINGS],
  allowedAttributes: {
    a: ['href', 'rel', 'target'],
    img: ['data-cid', 'alt'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: MAX_DEPTH,
  nonTextTags: [
    'style',
    'script',
    'textarea',
    'option',
    'noscript',
    'title',
    'template',
    'svg',
    'math',
    'object',
    'xml',
    'select',
    'iframe',
    'video',
    'audio',
  ],
  transformTags: {
    strong: 'b',
    em: 'i',
    cite: 'i',
    tt: 'code',
    kbd: 'code',
    samp: 'code',
    a: (tagName, { href = '' }) => ({ tagName, attribs: linkTo(safeLink(href)) }),
    td: cell,
    th: cell,
    // What was cleaned before has its picture by name already: cleaning twice is cleaning once.
    img: (tagName, { src = '', alt = '', 'data-cid': cid = '' }) =>
      picture(tagName, src.trim() || (cid && `cid:${encodeURIComponent(cid)}`), alt.slice(0, 200)),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && attribs['data-cid'] === undefined,
};

const linkTo = (href: string | null): sanitize.Attributes =>
  href === null ? {} : { href, rel: 'noopener noreferrer', target: '_blank' };

/** A cell over thousands of columns is for the one who has to lay it out. */
export function cell(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { colspan = '', rowspan = '', ...others } = attribs;
  const spans = Object.entries({ colspan, rowspan }).filter(([, value]) => /^[1-9]\d?$/.test(value));
  return { tagName, attribs: { ...others, ...Object.fromEntries(spans) } };
}

/** Only pictures that came with the mail are shown (RFC 2392); a remote emoji becomes the character it stands for. */
function picture(tagName: string, src: string, alt: string): sanitize.Tag {
  if (/^cid:/i.test(src)) return { tagName, attribs: { 'data-cid': cidOf(src), alt } };
  if (alt.length <= 16 && /\p{Extended_Pictographic}/u.test(alt)) return { tagName: 'span', attribs: {}, text: alt };
  return { tagName, attribs: {} };
}

function cidOf(src: string): string {
  const raw = src.slice(4);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** Clean HTML of the small vocabulary. Never throws; hostile size and depth are cut before anything looks at them. */
export function cleanHtml(html: string): { html: string } {
  const { html: low, orderly } = shallow(shorten(html, MAX_SIZE));
  return { html: paragraphs(orderly && !NOT_PLAIN.test(low) ? asCleaned(low) : sanitize(low, OPTIONS)) };
}

/**
 * Most of what people write: tags of the vocabulary without a single attribute, in order, and words. In that there is nothing to guard
 * against, and the cleaner would give it back as it is; it takes ten times as long.
 */
const NOT_PLAIN =
  /<(?!\/?(?:p|b|i|div|ul|ol|li|blockquote|pre|code|strong|em|h[1-6])>|[bh]r>)|&(?!(?:amp|lt|gt|quot|nbsp);)|(?<!<\/?[a-z1-6]{1,10})>/;

/** The same words and tags as the cleaner writes them. */
function asCleaned(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00a0')
    .replace(/<(\/?)(?:strong|(em))>/g, (_, close: string, em?: string) => `<${close}${em ? 'i' : 'b'}>`);
}

/** At most so many UTF-16 units, ending before a tag rather than in it. */
export function shorten(html: string, max: number): string {
  if (html.length <= max) return html;
  const tag = html.lastIndexOf('<', max);
  return html.slice(0, tag > max - 4096 ? tag : max);
}

const MAX_QUOTE = 5;

/** The same vocabulary from plain text: paragraphs, line breaks, `>` as quotes, bare links as links. */
export function textToHtml(text: string): string {
  let html = '';
  let depth = 0;
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) html += `<p>${lines.map(withLinks).join('<br>')}</p>`;
    lines = [];
  };
  for (const line of text.split('\n')) {
    const marks = /^(?:> ?){1,20}/.exec(line)?.[0] ?? '';
    const level = Math.min(MAX_QUOTE, marks.split('>').length - 1);
    if (level !== depth) {
      flush();
      html += level > depth ? '<blockquote>'.repeat(level - depth) : '</blockquote>'.repeat(depth - level);
      depth = level;
    }
    const rest = line.slice(marks.length).trimEnd();
    if (rest === '') flush();
    else lines.push(rest);
  }
  flush();
  return html + '</blockquote>'.repeat(depth);
}

function withLinks(line: string): string {
  let html = '';
  let used = 0;
  for (const match of line.matchAll(/https?:\/\/[^\s<>"]{1,2000}/g)) {
    // Punctuation after a link belongs to the sentence; a bracket belongs to the link only when it opened there.
    const link = withoutTail(match[0], match[0].includes('(') ? ".,;:!?'»”" : ".,;:!?'»”)]");
    html += `${escapeHtml(line.slice(used, match.index))}<a href="${escapeHtml(link)}" rel="noopener noreferrer" target="_blank">${escapeHtml(link)}</a>`;
    used = match.index + link.length;
  }
  return html + escapeHtml(line.slice(used));
}

/** By hand: an expression for "a run of these at the end" looks at every run from each of its characters. */
function withoutTail(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
