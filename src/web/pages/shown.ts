/**
 * The words of a comment on a page. They were reduced to a small vocabulary when they were kept; they are reduced once more
 * here (T11), so that a mistake over there, or an older row, can never become script on a page.
 */
import { raw } from 'hono/html';
import sanitize from 'sanitize-html';
import { safeLink } from '../../mail/safe-link.ts';
import { cell } from '../../mail/sanitize.ts';
import type { FileView } from '../../tasks/visibility.ts';
import { isPicture } from '../download.ts';
import { FOLDER } from './kept.ts';

const RULES: sanitize.IOptions = {
  allowedTags: [
    'p',
    'br',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
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
    'tr',
    'td',
    'th',
    'img',
    'hr',
    'h3',
    'h4',
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    img: ['src', 'alt', 'loading'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 100,
};

/** Words → markup that is safe to stand in a page; pictures come from FOLDER. */
export const shown = (words: { html: string; text: string }, files: readonly FileView[]) =>
  raw(words.html.trim() === '' ? paragraphs(words.text) : reduce(words.html, files));

/** The picture stands in the words, so it need not stand in the list of files too. */
export const standsInWords = (html: string, file: FileView): boolean =>
  file.cid !== null && isPicture(file) && html.includes(`data-cid="${escapeText(file.cid)}"`);

function reduce(html: string, files: readonly FileView[]): string {
  const reduced = sanitize(html, {
    ...RULES,
    transformTags: {
      a: (tagName, { href = '' }) => ({ tagName, attribs: link(safeLink(href)) }),
      td: cell,
      th: cell,
      img: (tagName, attribs) => ({ tagName, attribs: picture(attribs, files) }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
  });
  return withZoom(reduced)
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
}

const link = (href: string | null): Record<string, string> =>
  href === null ? {} : { href, rel: 'noreferrer noopener nofollow' };

/** A picture is opened in full by a click, unless it is already part of a link. What was reduced has no `>` in its attributes. */
function withZoom(html: string): string {
  let inLink = false;
  return html.replace(/<(\/?a|img)\b[^>]*>/g, (tag, name: string) => {
    if (name !== 'img') inLink = name === 'a';
    if (name !== 'img' || inLink) return tag;
    return `<a href="${/src="([^"]*)"/.exec(tag)?.[1]}">${tag}</a>`;
  });
}

/** Only a picture of this very comment: nothing is ever loaded from elsewhere (T13). */
function picture(attribs: sanitize.Attributes, files: readonly FileView[]): Record<string, string> {
  const file = files.find((f) => f.cid !== null && f.cid === attribs['data-cid'] && isPicture(f));
  return file ? { src: `${FOLDER}/${file.id}?view`, alt: attribs.alt?.trim() || file.name, loading: 'lazy' } : {};
}

const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeText(part).replaceAll('\n', '<br>')}</p>`)
    .join('');

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
