/**
 * Where in the HTML a value would stand: between tags, in a quoted attribute, or somewhere it could break out of. Read as a
 * browser's tokenizer reads (WHATWG HTML 13.2.5, the states that well-formed mail HTML has), over the text between the braces.
 */

export type PlaceKind = 'text' | 'tag' | 'value' | 'bare-value' | 'comment' | 'raw';

export interface Place {
  readonly kind: PlaceKind;
  /** The element that is open in this place or whose raw text this is, in lower case. */
  readonly tag: string;
  readonly attribute: string;
  /** The quote that ends the value. */
  readonly quote: '"' | "'" | '';
  /** The value so far. */
  readonly value: string;
}

export const BETWEEN_TAGS: Place = { kind: 'text', tag: '', attribute: '', quote: '', value: '' };

export interface Seen {
  tag?(name: string, offset: number): void;
  attribute?(tag: string, name: string, value: string, offset: number): void;
}

/** Reads on from a place. `offset` is where `text` begins in the source, for what is told. */
export function readOn(from: Place, text: string, offset: number, seen: Seen = {}): Place {
  let place = from;
  let i = 0;
  while (i < text.length) {
    const step = STEPS[place.kind](place, text, i, offset, seen);
    place = step.place;
    i = step.next;
  }
  return place;
}

/** Two ways through a block have to end alike: else half a tag would depend on a value. */
export const sameSpot = (a: Place, b: Place): boolean =>
  a.kind === b.kind && a.tag === b.tag && a.attribute === b.attribute && a.quote === b.quote;

interface Step {
  readonly place: Place;
  readonly next: number;
}
type Read = (place: Place, text: string, at: number, offset: number, seen: Seen) => Step;

const STEPS: Readonly<Record<PlaceKind, Read>> = {
  text: (_, text, at, offset, seen) => {
    const open = text.indexOf('<', at);
    if (open < 0) return { place: BETWEEN_TAGS, next: text.length };
    if (text.startsWith('<!--', open)) return { place: { ...BETWEEN_TAGS, kind: 'comment' }, next: open + 4 };
    const name = /^<(\/?[a-z][^\s/>]*|[!?])/i.exec(text.slice(open, open + 64))?.[1]?.toLowerCase();
    // A tag whose name would be a value.
    if (name === undefined && /^<\/?$/.test(text.slice(open))) {
      return { place: { ...BETWEEN_TAGS, kind: 'tag' }, next: text.length };
    }
    if (name === undefined) return { place: BETWEEN_TAGS, next: open + 1 };
    if (!name.startsWith('/')) seen.tag?.(name, offset + open);
    return { place: { ...BETWEEN_TAGS, kind: 'tag', tag: name }, next: open + 1 + name.length };
  },
  tag: (place, text, at, offset, seen) => {
    const rest = text.slice(at);
    const space = /^[\s/]+/.exec(rest)?.[0].length ?? 0;
    if (space > 0) return { place, next: at + space };
    if (rest.startsWith('>')) {
      const raw = RAW.has(place.tag);
      return { place: raw ? { ...BETWEEN_TAGS, kind: 'raw', tag: place.tag } : BETWEEN_TAGS, next: at + 1 };
    }
    const [whole, name = '', equals] = /^([^\s/>=]+|=)(\s*=\s*)?/.exec(rest)!;
    const next = at + whole.length;
    const attribute = name.toLowerCase();
    if (equals === undefined) {
      seen.attribute?.(place.tag, attribute, '', offset + at);
      return { place, next };
    }
    const quote = text[next];
    if (quote === '"' || quote === "'")
      return { place: { ...place, kind: 'value', attribute, quote, value: '' }, next: next + 1 };
    return { place: { ...place, kind: 'bare-value', attribute, quote: '', value: '' }, next };
  },
  value: (place, text, at, offset, seen) => {
    const end = text.indexOf(place.quote, at);
    if (end < 0) return { place: { ...place, value: place.value + text.slice(at) }, next: text.length };
    seen.attribute?.(place.tag, place.attribute, place.value + text.slice(at, end), offset + at);
    return { place: { ...BETWEEN_TAGS, kind: 'tag', tag: place.tag }, next: end + 1 };
  },
  'bare-value': (place, text, at, offset, seen) => {
    const length = /^[^\s>]*/.exec(text.slice(at))![0].length;
    const value = place.value + text.slice(at, at + length);
    if (at + length === text.length) return { place: { ...place, value }, next: text.length };
    seen.attribute?.(place.tag, place.attribute, value, offset + at);
    return { place: { ...BETWEEN_TAGS, kind: 'tag', tag: place.tag }, next: at + length };
  },
  comment: (place, text, at) => {
    const end = text.indexOf('-->', at);
    return end < 0 ? { place, next: text.length } : { place: BETWEEN_TAGS, next: end + 3 };
  },
  raw: (place, text, at) => {
    const end = text.toLowerCase().indexOf(`</${place.tag}`, at);
    return end < 0
      ? { place, next: text.length }
      : { place: { ...BETWEEN_TAGS, kind: 'tag', tag: `/${place.tag}` }, next: end + 2 + place.tag.length };
  },
};

/** Their content is not HTML: a value in it is not held by escaping. */
const RAW = new Set([
  'style',
  'script',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'plaintext',
]);

/** Elements that no letter needs and that mail programs take out, or that would act in a preview. */
export const REFUSED_TAGS = new Set([
  'script',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'base',
  'form',
  'input',
  'button',
  'textarea',
  'select',
  'xmp',
  'noscript',
  'noembed',
  'noframes',
  'plaintext',
  'template',
  'svg',
  'math',
  'audio',
  'video',
  'portal',
  'link',
]);

/** Attributes that hold an address. */
export const ADDRESSES = new Set([
  'href',
  'src',
  'background',
  'action',
  'formaction',
  'cite',
  'poster',
  'xlink:href',
  'srcset',
  'data',
]);

/** An address that a letter may lead to: a page, a mailbox, a telephone, a part of the letter. */
export const isHarmlessAddress = (typed: string): boolean => {
  const address = typed.replace(/[\p{Cc}\s]/gu, '');
  return !/^[a-z][a-z0-9+.-]*:/i.test(decoded(address)) || /^(https?|mailto|tel|cid):/i.test(decoded(address));
};

/** Enough of the entities to see through a scheme that is written with them. */
const decoded = (text: string): string =>
  text
    .replace(/&#(x[0-9a-f]+|[0-9]+);?/gi, (_, n: string) => {
      const code = n[0]?.toLowerCase() === 'x' ? Number.parseInt(n.slice(1), 16) : Number(n);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/&colon;?/gi, ':')
    .replace(/&(tab|newline);?/gi, '')
    .replace(/[\p{Cc}\s]/gu, '');
