/**
 * What may stand in a page that shows the words of strangers, asked of the browser's own tree. A second opinion: it knows nothing of how
 * the words were cleaned.
 */
import type { Page } from 'playwright-core';

export interface Vocabulary {
  readonly tags: readonly string[];
  /** `href`, or `img src` for one tag alone. */
  readonly attributes: readonly string[];
  /** What an address in `src` or `background` has to begin like. */
  readonly sources: string;
}

/** Decisions "Reply text": the small vocabulary, and the box around a wide table. */
export const OF_COMMENTS: Vocabulary = {
  tags: 'p br b strong i em u s a ul ol li blockquote pre code table thead tbody tr td th img hr h3 h4 div'.split(' '),
  attributes: ['a href', 'a rel', 'img src', 'img alt', 'img loading', 'td colspan', 'td rowspan', 'th colspan'].concat(
    ['th rowspan', 'ol start', 'div class', 'div tabindex'],
  ),
  sources: String.raw`^(?:/d/[a-z2-7]{56})?/files/[0-9a-f-]{36}\?view$`,
};

/** As it is kept: pictures by the name that they have in their mail, links that open apart. */
export const OF_KEPT: Vocabulary = {
  ...OF_COMMENTS,
  attributes: [...OF_COMMENTS.attributes, 'a target', 'img data-cid'],
  sources: '^(?!)',
};

const LOOKS =
  'align bgcolor border cellpadding cellspacing class color colspan dir face height lang nowrap rowspan size span start style title type valign width';

/** The sandboxed frame: looks, and no way to do anything. */
export const ofFrames = (pictures: boolean): Vocabulary => ({
  tags: (
    `${OF_COMMENTS.tags.join(' ')} abbr address article aside bdi bdo big caption center cite col colgroup dd del dfn dl ` +
    'dt figcaption figure font footer h1 h2 h5 h6 header ins kbd main mark nav q samp section small span strike style sub sup tfoot time tt var wbr'
  ).split(' '),
  attributes: [
    ...LOOKS.split(' '),
    ...['a href', 'a rel', 'a target', 'img src', 'img alt'],
    ...(pictures ? ['background'] : []),
  ],
  sources: pictures ? '^(?:https?:\\/\\/|data:image\\/)' : '^data:image\\/',
});

/** Everything in these documents that the vocabulary does not have; `[index, fault]`. */
export function faultsOf(
  page: Page,
  documents: readonly string[],
  vocabulary: Vocabulary,
): Promise<[number, string][]> {
  return page.evaluate(judge, { documents, root: 'html', vocabulary });
}

/** The same of what stands on the page now, in each element that `root` finds. */
export function faultsOn(page: Page, root: string, vocabulary: Vocabulary): Promise<[number, string][]> {
  return page.evaluate(judge, { documents: null, root, vocabulary });
}

/** What stands nowhere, neither on a page nor in a letter, whoever wrote what is on it. A letter (`html`) brings styles of its own. */
export const dangersOn = (page: Page, html: string | null = null): Promise<string[]> => page.evaluate(suspect, html);

/** Runs in the browser. */
function suspect(html: string | null): string[] {
  const root = html === null ? document : new DOMParser().parseFromString(html, 'text/html');
  const isOurs = (address: string | null) => /^\/(?![/\\])/.test(address ?? '');
  const isDangerous = (element: Element): boolean => {
    const attributes = [...element.attributes];
    if (attributes.some(({ name }) => /^on|^(?:srcdoc|formaction|ping|background|manifest|xlink:href)$/i.test(name)))
      return true;
    const addresses = ['href', 'src', 'action'].map((name) => element.getAttribute(name)).filter((a) => a !== null);
    if (
      addresses.some((address) =>
        /^[\s\0-\x20]*(?:j\s*a\s*v\s*a|vb|live)[\s\S]{0,9}script|^data:(?!,|image)/i.test(address),
      )
    )
      return true;
    switch (element.localName) {
      case 'script':
        return !isOurs(element.getAttribute('src')) || element.textContent !== '';
      case 'iframe':
        return !isOurs(element.getAttribute('src')) || element.getAttribute('sandbox') !== '';
      case 'style':
        return html === null;
      case 'meta':
        return html === null && element.hasAttribute('http-equiv');
      case 'img':
        return !/^(?:\/|data:image\/)/.test(element.getAttribute('src') ?? '');
      default:
        return /^(?:base|object|embed|applet|frame|frameset|svg|math|portal|template|audio|video|xmp|plaintext)$/.test(
          element.localName,
        );
    }
  };
  return [...root.querySelectorAll('*')].filter(isDangerous).map((element) => element.outerHTML.slice(0, 200));
}

interface Case {
  readonly documents: readonly string[] | null;
  readonly root: string;
  readonly vocabulary: Vocabulary;
}

/** Runs in the browser. */
function judge({ documents, root, vocabulary }: Case): [number, string][] {
  const { tags, attributes, sources } = vocabulary;
  const source = new RegExp(sources, 'i');
  const leadsWell = (link: Element): boolean => {
    const href = link.getAttribute('href') ?? '';
    const rel = (link.getAttribute('rel') ?? '').split(' ');
    // A picture of the comment opens in full.
    if (source.test(href) && link.childElementCount === 1 && link.firstElementChild?.localName === 'img') return true;
    const isKnown = URL.canParse(href) && /^(?:https?|mailto|tel):$/.test(new URL(href).protocol);
    return isKnown && rel.includes('noopener') && rel.includes('noreferrer');
  };
  const faultIn = (element: Element, isRoot: boolean): string | null => {
    const tag = element.localName;
    if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') return `${tag} of another namespace`;
    // What the parser makes by itself.
    if (isRoot || (documents && /^(?:head|body)$/.test(tag) && element.attributes.length === 0)) return null;
    if (!tags.includes(tag)) return `<${tag}>`;
    for (const { name, value } of element.attributes) {
      if (!attributes.includes(name) && !attributes.includes(`${tag} ${name}`)) return `<${tag} ${name}="${value}">`;
      if ((name === 'src' || name === 'background') && !source.test(value)) return `<${tag} ${name}="${value}">`;
    }
    return tag === 'a' && element.hasAttribute('href') && !leadsWell(element) ? element.outerHTML.slice(0, 300) : null;
  };
  const roots = documents
    ? documents.map((text) => new DOMParser().parseFromString(text, 'text/html').documentElement)
    : [...document.querySelectorAll(root)];
  return roots.flatMap((one, index) =>
    [one, ...one.querySelectorAll('*')].flatMap((element): [number, string][] => {
      const fault = faultIn(element, element === one);
      return fault === null ? [] : [[index, fault]];
    }),
  );
}
