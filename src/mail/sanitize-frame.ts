/**
 * A mail as it was laid out, for the sandboxed frame of «Original e-mail» (T11): its looks stay, and everything goes that runs, sends,
 * leads away or loads, so that the sandbox and the policy around it have nothing to do. Links stay as text one can look at.
 */
import sanitize from 'sanitize-html';
import { quietCss } from './quiet-css.ts';
import { safeLink } from './safe-link.ts';
import { cell, shorten } from './sanitize.ts';
import { MAX_DEPTH, SILENT_BUT_STYLES, shallow } from './sanitize-depth.ts';

/** So much of a mail's HTML is laid out (T12); the rest stands in its source. */
export const FRAME_MAX = 256 * 1024;

const TAGS =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span ' +
  'strike strong style sub sup table tbody td tfoot th thead time tr tt u ul var wbr';

const LOOKS =
  'align bgcolor border cellpadding cellspacing class color colspan dir face height lang nowrap rowspan size span start style ' +
  'title type valign width';

const rules = (pictures: boolean): sanitize.IOptions => ({
  allowedTags: TAGS.split(' '),
  allowedAttributes: {
    '*': [...LOOKS.split(' '), ...(pictures ? ['background'] : [])],
    a: ['href', 'rel', 'target'],
    img: ['src', 'alt'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: pictures ? ['http', 'https', 'data'] : ['data'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'background'],
  allowProtocolRelative: false,
  // Script is what makes a style sheet dangerous to its page; here is neither: no other page, no script.
  allowVulnerableTags: true,
  parseStyleAttributes: false,
  nestingLimit: MAX_DEPTH,
  nonTextTags: [
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
    'xmp',
    'noembed',
    'noframes',
    'plaintext',
  ],
  transformTags: {
    // Its colour and its margins; the frame has a body of its own.
    body: 'div',
    a: (tagName, { href, ...looks }) => ({ tagName, attribs: { ...looks, ...linkTo(safeLink(href ?? '')) } }),
    img: (tagName, { src, ...looks }) => ({ tagName, attribs: { ...looks, ...pictureFrom(src, pictures) } }),
    td: cell,
    th: cell,
    '*': (tagName, { style, background, ...others }) => ({
      tagName,
      attribs: {
        ...others,
        ...(style === undefined ? {} : { style: quietCss(style, pictures) }),
        ...(background !== undefined && isRemote(background) ? { background } : {}),
      },
    }),
  },
});

const RULES = { on: rules(true), off: rules(false) };

/** `pictures`: those from elsewhere were asked for. Never throws. */
export function frameHtml(html: string, pictures: boolean): string {
  const { html: shown } = shallow(shorten(html, FRAME_MAX), SILENT_BUT_STYLES, true);
  const clean = sanitize(shown, pictures ? RULES.on : RULES.off);
  return clean.replace(
    /(<style[^>]*>)([\s\S]*?)(<\/style>)/g,
    (_, open: string, css: string, end: string) => open + quietCss(css, pictures) + end,
  );
}

/** In a frame that may open nothing, a link to another tab leads nowhere; to its own tab it would put an error in the mail's place. */
const linkTo = (href: string | null): sanitize.Attributes =>
  href === null ? {} : { href, rel: 'noopener noreferrer', target: '_blank' };

const isRemote = (address: string): boolean => /^https?:\/\//i.test(address.trim()) && URL.canParse(address.trim());

function pictureFrom(src: string | undefined, pictures: boolean): sanitize.Attributes {
  const address = (src ?? '').trim();
  return /^data:image\//i.test(address) || (pictures && isRemote(address)) ? { src: address } : {};
}
