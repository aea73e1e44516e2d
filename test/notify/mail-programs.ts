/**
 * What our letters are written with, and what mail programs do with it: the facts are caniemail.com's of 13 May 2026, for the programs
 * that most people read in. `missing` says who leaves it out, `instead` why the letter is whole there too.
 */
interface Row {
  /** Its name at caniemail.com; null: as old as mail in HTML, and not tested there. */
  readonly feature: string | null;
  readonly missing?: readonly string[];
  readonly instead?: string;
}
type Table = Readonly<Record<string, Row>>;

export const PROPERTIES: Table = {
  'background-color': { feature: 'css-background-color' },
  border: { feature: 'css-border' },
  'border-collapse': { feature: 'css-border-collapse' },
  'border-left': { feature: 'css-border' },
  'border-top': { feature: 'css-border' },
  color: { feature: null },
  display: {
    feature: 'css-display-none',
    missing: ['gmail (mobile web)'],
    instead: 'max-height, overflow and font-size hide it as well',
  },
  'font-family': {
    feature: 'css-sytem-ui',
    missing: ['outlook (windows)'],
    instead: 'the next family in the row is taken',
  },
  'font-size': { feature: 'css-font-size' },
  'font-weight': { feature: 'css-font-weight' },
  height: { feature: 'css-height', missing: ['yahoo'], instead: 'only the hairline has one, of nothing' },
  'line-height': { feature: 'css-line-height' },
  'list-style': {
    feature: 'css-list-style',
    missing: ['protonmail (android)'],
    instead: 'files have dots before them',
  },
  margin: { feature: 'css-margin' },
  'max-height': { feature: 'css-max-height', missing: ['outlook (windows)'], instead: 'mso-hide hides there' },
  'max-width': { feature: 'css-max-width' },
  'mso-hide': { feature: null },
  opacity: {
    feature: 'css-opacity',
    missing: ['gmail (mobile web)', 'outlook (windows)', 'mail.ru'],
    instead: 'what is hidden is hidden in other ways as well',
  },
  overflow: { feature: 'css-overflow', missing: ['outlook (windows)'], instead: 'mso-hide hides there' },
  'overflow-wrap': {
    feature: 'css-overflow-wrap',
    missing: ['gmail', 'outlook', 'yahoo'],
    instead: 'word-break and word-wrap break long words',
  },
  padding: { feature: 'css-padding' },
  'text-align': { feature: 'css-text-align' },
  'text-decoration': {
    feature: 'css-text-decoration',
    missing: ['protonmail (ios)'],
    instead: 'links are underlined by themselves',
  },
  'vertical-align': { feature: 'css-vertical-align' },
  'white-space': {
    feature: 'css-white-space',
    missing: ['outlook (windows)', 'samsung'],
    instead: 'pre keeps its lines by itself',
  },
  width: { feature: 'css-width' },
  'word-break': {
    feature: 'css-word-break',
    missing: ['yahoo'],
    instead: 'word-wrap breaks long words',
  },
  'word-wrap': {
    feature: 'css-word-wrap',
    missing: ['outlook (windows, android)'],
    instead: 'word-break breaks long words',
  },
};

export const ELEMENTS: Table = {
  a: { feature: null },
  b: { feature: 'html-strong' },
  blockquote: { feature: 'html-blockquote' },
  body: {
    feature: 'html-body',
    missing: ['outlook (macos)', 'yahoo (apps)', 'mail.ru', 'protonmail'],
    instead: 'the outer table has the same colours',
  },
  br: { feature: null },
  code: { feature: 'html-code' },
  div: { feature: 'html-div' },
  em: { feature: 'html-strong' },
  h1: { feature: 'html-h1-h6' },
  head: { feature: null },
  hr: { feature: 'html-hr' },
  html: { feature: null },
  i: { feature: 'html-strong' },
  li: { feature: 'html-lists' },
  meta: {
    feature: 'html-meta-color-scheme',
    missing: ['gmail', 'outlook', 'apple (ios)', 'yahoo', 'samsung', 'mail.ru', 'protonmail'],
    instead: 'programs that know no dark letters show the light one, or darken it by themselves',
  },
  ol: { feature: 'html-lists' },
  p: { feature: 'html-p' },
  pre: { feature: 'html-pre' },
  s: { feature: 'html-strike' },
  span: { feature: 'html-span' },
  strong: { feature: 'html-strong' },
  style: {
    feature: 'html-style',
    missing: ['gmail (mobile web)'],
    instead: 'only dark colours stand there; all else stands in the tags',
  },
  table: { feature: 'html-table' },
  tbody: { feature: 'html-table' },
  td: { feature: 'html-table' },
  th: { feature: 'html-table' },
  thead: { feature: 'html-table' },
  time: {
    feature: 'html-semantics',
    missing: ['outlook (windows)', 'yahoo', 'mail.ru'],
    instead: 'its words stay, as of any element that is not known',
  },
  title: { feature: null },
  tr: { feature: 'html-table' },
  u: { feature: null },
  ul: { feature: 'html-lists' },
};
