import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../../src/mail/html-text.ts';
import { BOUNDED, effort } from '../support/effort.ts';

describe('what a person reads', () => {
  test.each([
    ['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['line breaks', 'One<br>Two<br/><br>Three', 'One\nTwo\n\nThree'],
    ['Gmail: a div a line', '<div>One</div><div>Two</div><div><br></div><div>Three</div>', 'One\nTwo\n\nThree'],
    ['white space folds as in a browser', '  a \n\t b&nbsp;&nbsp;c <b> d</b>', 'a b c d'],
    [
      'lists',
      '<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul><ol><li>a</li><li>b</li></ol>',
      '- one\n- two\n  - inner\n\n1. a\n2. b',
    ],
    [
      'quotes',
      '<p>Yes</p><blockquote>May we?<blockquote>When?</blockquote></blockquote><p>Anna</p>',
      'Yes\n\n> May we?\n>\n>> When?\n\nAnna',
    ],
    ['tables', '<table><tr><td>Price</td><td>10</td></tr><tr><td>Sum</td><td>20</td></tr></table>', 'Price 10\nSum 20'],
    ['preformatted', '<pre>a  b\n  c</pre>', 'a  b\n  c'],
    ['entities', '&lt;b&gt; &amp; &#1076;&#x430; &euro;', '<b> & да €'],
    [
      'nothing of style, script, head or comments',
      '<head><title>t</title><style>p{}</style></head><body><script>x()</script><!-- c -->Hi</body>',
      'Hi',
    ],
    ['a body inside a head that nobody closed', '<html><head><body>Hi</body></html>', 'Hi'],
    ['emoji as pictures', 'Thanks <img alt="🙂" src="x"><img alt="logo of a firm" src="y">', 'Thanks 🙂'],
    ['unclosed tags', '<div><p>One<p>Two<b>!', 'One\n\nTwo!'],
    ['Outlook’s own tags', '<p class=MsoNormal>Hi<o:p></o:p></p><![if !supportLists]>x<![endif]>', 'Hi\n\nx'],
  ])('%s', (_name, html, wanted) => expect(htmlToText(html)).toBe(wanted));
});

test('never throws; no tag of a plain document is left; words stay in order', () => {
  const word = fc.stringMatching(/^[a-zа-я]{1,8}$/u);
  const tag = fc.constantFrom(
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<br>',
    '<b>',
    '</b>',
    '<blockquote>',
    '</blockquote>',
    '<li>',
    '<td>',
    '</ul>',
    '<ol>',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(tag, word), { maxLength: 40 }), (parts) => {
      const text = htmlToText(parts.map(([open, one]) => `${open}${one} `).join(''));
      expect(text).not.toMatch(/<\/?[a-z]/);
      const words = text.match(/[a-zа-я]+/gu) ?? [];
      expect(words.join('')).toBe(parts.map(([, one]) => one).join(''));
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => typeof htmlToText(any) === 'string'));
});

test('hostile text takes no more than its length', () => {
  const hostile = (n: number) => [
    '<blockquote>'.repeat(n),
    '<ul><li>'.repeat(n),
    '<'.repeat(n * 8),
    '&'.repeat(n * 8),
    '<!--'.repeat(n * 2),
    ' '.repeat(n * 8),
    '<a b="'.repeat(n),
  ];
  for (const html of hostile(60_000)) expect(effort(() => htmlToText(html))).toBeLessThan(BOUNDED);
});
