/** Mail HTML as a comment may show it: nothing that runs, loads or lies, and the words as they were. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanHtml, textToHtml } from '../../src/mail/sanitize.ts';

const clean = (html: string): string => cleanHtml(html).html;

describe('what is dangerous goes', () => {
  test.each([
    ['scripts', '<p>a<script>alert(1)</script></p>', '<p>a</p>'],
    ['handlers and styles', '<p onclick="x()" style="position:fixed" class="c">a</p>', '<p>a</p>'],
    ['script addresses', '<a href="javascript:alert(1)">a</a>', '<p><a>a</a></p>'],
    ['data addresses', '<a href="data:text/html,x">a</a>', '<p><a>a</a></p>'],
    ['addresses within the page that shows it', '<a href="/tasks/1/delete">a</a>', '<p><a>a</a></p>'],
    ['cells over a thousand columns', '<td colspan="1000" rowspan="2">a</td>', '<td rowspan="2">a</td>'],
    ['remote pictures', '<p>a<img src="https://track.example/p.gif"></p>', '<p>a</p>'],
    ['protocol-relative pictures', '<p>a<img src="//track.example/p.gif"></p>', '<p>a</p>'],
    ['tags broken by their transport', '<p>a.</=\ntd></p>', '<p>a.</p>'],
    ['forms and frames', '<form action="/x"><input name="a">a</form><iframe src="x">b</iframe>', '<p>a</p>'],
    ['drawings', '<svg><a xlink:href="javascript:x"><text>a</text></a></svg>b', '<p>b</p>'],
    ['styles and heads', '<head><style>p{}</style><title>t</title></head><body>a</body>', '<p>a</p>'],
    ['comments of Office', '<!--[if mso]><p>x</p><![endif]--><p>a</p>', '<p>a</p>'],
  ])('%s', (_name, html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  test('links open apart and tell nothing', () => {
    expect(clean('<a href=" https://adler.example/a?b=1&amp;c=2 " target="_top">a</a>')).toBe(
      '<p><a href="https://adler.example/a?b=1&amp;c=2" rel="noopener noreferrer" target="_blank">a</a></p>',
    );
  });
  test('pictures of the mail keep their content id', () => {
    expect(clean('<img src="cid:part1%40x" alt="door" width="900">')).toBe(
      '<p><img data-cid="part1@x" alt="door" /></p>',
    );
  });
  test('a picture of an emoji is the emoji', () => {
    expect(clean('Thanks <img src="https://x.example/1f600.png" alt="😀">')).toBe('<p>Thanks 😀</p>');
  });
});

describe('lines and paragraphs', () => {
  test.each([
    ['boxes as lines', '<div>a</div><div>b</div>', '<p>a<br>b</p>'],
    ['a box with a break as a blank line', '<div>a</div><div><br></div><div>b</div>', '<p>a</p><p>b</p>'],
    ['two breaks', 'a<br><br>b', '<p>a</p><p>b</p>'],
    ['nested boxes', '<div><div><p>a</p></div><p>&nbsp;</p></div>', '<p>a</p>'],
    ['bold over paragraphs', '<b><p>a</p><p>b</p></b>', '<p><b>a</b></p><p><b>b</b></p>'],
    ['strong and em', '<strong>a</strong> <em>b</em>', '<p><b>a</b> <i>b</i></p>'],
    ['lists', '<ul><li><p>a</p></li><li>b<br>c</li></ul>', '<ul><li>a</li><li>b<br>c</li></ul>'],
    [
      'tables',
      '<table><tr><td>a</td><td colspan="2">b</td></tr></table>',
      '<table><tr><td>a</td><td colspan="2">b</td></tr></table>',
    ],
    ['quotes', '<blockquote><div>a</div></blockquote>b', '<blockquote><p>a</p></blockquote><p>b</p>'],
    ['listings', '<pre>a\n  b</pre>', '<pre>a\n  b</pre>'],
    ['headings', '<h1>a</h1>b', '<p>a</p><p>b</p>'],
    ['empty boxes at the end', '<div>a</div><div><br></div><blockquote><div></div></blockquote>', '<p>a</p>'],
    ['nothing', ' <div>&nbsp;</div> ', ''],
  ])('%s', (_name, html, expected) => {
    expect(clean(html)).toBe(expected);
  });
});

test('hostile size and depth end soon', () => {
  for (const piece of ['<div>', '<blockquote>', '<b>', '<table><tr><td>', '<a href="', '<', '&', '<img src="cid:x">']) {
    expect(clean(piece.repeat(Math.ceil((3 << 20) / piece.length))).length).toBeLessThan(8 << 20);
  }
});

test('words without attributes come out as if the cleaner had seen them', () => {
  const names = [
    'p',
    'div',
    'b',
    'i',
    'ul',
    'ol',
    'li',
    'blockquote',
    'pre',
    'code',
    'strong',
    'em',
    'h2',
    'h3',
    'span',
  ];
  const { tree } = fc.letrec<{ tree: string; node: string }>((tie) => ({
    tree: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
    node: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('word ', ' ', '\n', '<br>', '<hr>', '&amp;', '&lt;', '&quot;', '&nbsp;', '</p>', '<b>', '</div>'),
      fc.tuple(fc.constantFrom(...names), tie('tree')).map(([name, inner]) => `<${name}>${inner}</${name}>`),
    ),
  }));
  fc.assert(
    // An entity that the short way does not know sends the whole by the long one.
    fc.property(tree, (html) => {
      expect(clean(`${html}<p>©</p>`)).toBe(clean(`${html}<p>&copy;</p>`));
    }),
    { numRuns: 300, examples: [['<h2><h3></h3>word </h2>word ']] },
  );
});

test('cleaning twice is cleaning once, and no tag but the known ones comes out', () => {
  const tag = fc.constantFrom(
    'p',
    'div',
    'b',
    'a',
    'ul',
    'li',
    'table',
    'tr',
    'td',
    'blockquote',
    'pre',
    'span',
    'script',
    'br',
    'svg',
    'strong',
    'h2',
  );
  const piece = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name}>`),
    fc.constantFrom(
      'word ',
      '&nbsp;',
      '&lt;b&gt;',
      '<',
      '"',
      '<a href="https://x.example">',
      '<img src="cid:q">',
      '<!--',
      '-->',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const once = clean(pieces.join(''));
      for (const [, name] of once.matchAll(/<\/?([a-z0-9]+)/g))
        expect([
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
        ]).toContain(name);
      expect(clean(once).replace(/<[^>]*>|\s/g, '')).toBe(once.replace(/<[^>]*>|\s/g, ''));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['paragraphs and lines', 'a\nb\n\nc\n', '<p>a<br>b</p><p>c</p>'],
  ['quotes', '> a\n>> b\nc', '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>'],
  ['markup as words', '<b>&"', '<p>&lt;b&gt;&amp;&quot;</p>'],
  [
    'links without the full stop',
    'See https://adler.example/a?b=1&c (or http://x.example).',
    '<p>See <a href="https://adler.example/a?b=1&amp;c" rel="noopener noreferrer" target="_blank">https://adler.example/a?b=1&amp;c</a> (or <a href="http://x.example" rel="noopener noreferrer" target="_blank">http://x.example</a>).</p>',
  ],
  ['no other schemes', 'javascript:alert(1)', '<p>javascript:alert(1)</p>'],
])('text to HTML: %s', (_name, text, expected) => {
  expect(textToHtml(text)).toBe(expected);
});
