/** The original mail in its frame: it looks as it was laid out, and asks for nothing that nobody asked it for. */
import { expect, test } from 'vitest';
import { quietCss } from '../../src/mail/quiet-css.ts';
import { FRAME_MAX, frameHtml } from '../../src/mail/sanitize-frame.ts';

const off = (html: string): string => frameHtml(html, false);
const on = (html: string): string => frameHtml(html, true);

const NEWSLETTER = [
  '<html><head><title>t</title><style type="text/css">@import url(https://fonts.example/a?w@400;700);.big{font-size:40px}</style>',
  '<link rel="preconnect" href="https://t.example"></head><body bgcolor="#eee" style="margin:0">',
  '<table width="600" cellpadding="8"><tr><td colspan="2" align="center" style="color:red;background:url(https://t.example/b.png)">',
  '<font face="Arial" class="big">Roof</font><img src="https://t.example/open.gif" width="1" alt="x">',
  '<img src="data:image/png;base64,AAAA"><a href="https://t.example/" onclick="x()">more</a></td></tr></table></body></html>',
].join('');

test('a newsletter keeps its looks, and nothing of it comes from elsewhere', () => {
  expect(off(NEWSLETTER)).toBe(
    [
      '<style type="text/css">.big{font-size:40px}</style>',
      '<div bgcolor="#eee" style="margin:0">',
      '<table width="600" cellpadding="8"><tr><td align="center" colspan="2" style="color:red;background:">',
      '<font face="Arial" class="big">Roof</font><img width="1" alt="x" />',
      '<img src="data:image/png;base64,AAAA" /><a href="https://t.example/" rel="noopener noreferrer" target="_blank">more</a></td></tr></table></div>',
    ].join(''),
  );
});

test('asked for, its pictures come, and only they', () => {
  const shown = on(NEWSLETTER);
  expect(shown).toContain('src="https://t.example/open.gif"');
  expect(shown).toContain('background:url(https://t.example/b.png)');
  expect(shown).not.toMatch(/fonts\.example|<link|onclick/);
  expect(on('<td background="https://t.example/b.png">a</td>')).toContain('background="https://t.example/b.png"');
  expect(off('<td background="https://t.example/b.png">a</td>')).toBe('<td>a</td>');
  for (const address of ['//t.example/a', '/admin', 'cid:a', 'javascript:x', 'data:text/html,x', 'ftp://t.example/a'])
    expect(on(`<img src="${address}" background="${address}">`)).toBe('<img />');
});

test.each([
  ['@import "https://t.example/a.css";p{color:red}', 'p{color:red}'],
  ['@font-face{font-family:f;src:url(https://t.example/f)}p{color:red}', 'p{color:red}'],
  ['p{background:u\\72l(https://t.example/a)}', 'p{background:u 72l(https://t.example/a)}'],
  ['p{filter:url(https://t.example/a#f)}', 'p{filter:}'],
  ['p{list-style:image-set("https://t.example/a" 1x)}', 'p{list-style:}'],
  ['p{width:expression(alert(1))}', 'p{width:)}'],
  ['p{behavior:url(a.htc);color:red}', 'p{;color:red}'],
  ['p{background:url(javascript:x)}', 'p{background:}'],
  ['p{background:url(', 'p{background:'],
])('CSS that fetches, with pictures or without: %s', (css, quiet) => {
  expect(quietCss(css, true)).toBe(quiet);
  expect(quietCss(css, false)).toBe(quiet);
});

test('what is silent stays silent, and words stay words', () => {
  expect(
    off('<script>a</script><svg><style>b</style></svg><noscript>c</noscript><xmp><b>d</xmp><p>e &lt;b&gt;</p>'),
  ).toBe('<p>e &lt;b&gt;</p>');
  expect(off('<form action="/x"><input name="a"><button>Yes</button></form>')).toBe('Yes');
});

test('size and depth end soon', () => {
  for (const piece of ['<div>', '<', '<style>url(', '<td style="@import ">'])
    expect(on(piece.repeat(Math.ceil((2 * FRAME_MAX) / piece.length))).length).toBeLessThan(6 * FRAME_MAX);
});
