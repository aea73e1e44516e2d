/** Files that a browser would open as a page if it were let, and what they say that they are. */

export interface HostileFile {
  readonly name: string;
  readonly type: string;
  readonly content: (site: string) => string;
}

const page = (site: string): string =>
  `<html><body><script>__hit(1)</script><img src="${site}/1" onerror="alert(1)"></body></html>`;
const svg = (site: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" onload="__hit(2)"><script>__hit(2)</script><image href="${site}/2"/></svg>`;
const xhtml = (site: string): string =>
  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><script>__hit(3)</script><img src="${site}/3"/></body></html>`;
const archive = (site: string): string =>
  `MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Location: ${site}/4.html\r\n\r\n${page(site)}\r\n--b--\r\n`;
const styled = (site: string): string =>
  `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>__hit(5)</h:script><h:img src="${site}/5"/></x>`;
const pdf = (site: string): string =>
  `%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(6);app.launchURL('${site}/6'))>>>>endobj\ntrailer<</Root 1 0 R>>`;
/** A picture by its first bytes, script by its grammar, a page by what is in it. */
const polyglot = (site: string): string => `GIF89a/*\u0000\u0000*/=__hit(7);/*${page(site)}*/`;

export const FILES: readonly HostileFile[] = [
  { name: 'page.html', type: 'text/html', content: page },
  { name: 'page.htm', type: 'text/html; charset=utf-7', content: page },
  { name: 'drawing.svg', type: 'image/svg+xml', content: svg },
  { name: 'page.xhtml', type: 'application/xhtml+xml', content: xhtml },
  { name: 'styled.xml', type: 'text/xml', content: styled },
  { name: 'page.mht', type: 'multipart/related', content: archive },
  { name: 'page.mhtml', type: 'application/x-mimearchive', content: archive },
  { name: 'letter.eml', type: 'message/rfc822', content: archive },
  { name: 'offer.pdf', type: 'application/pdf', content: pdf },
  { name: 'photo.png', type: 'image/png', content: page },
  { name: 'photo.jpg', type: 'image/jpeg', content: svg },
  { name: 'photo.webp', type: 'image/webp', content: xhtml },
  { name: 'moving.gif', type: 'image/gif', content: polyglot },
  { name: 'notes.txt', type: 'text/plain', content: page },
  { name: 'data.json', type: 'application/json', content: page },
  { name: 'script.js', type: 'text/javascript', content: () => '__hit(8)' },
  { name: 'site.webmanifest', type: 'application/manifest+json', content: page },
  { name: 'nothing', type: '', content: page },
  { name: 'anything.html', type: '*/*', content: page },
  { name: 'html.unknown', type: 'application/x-unknown-content-type', content: page },
  { name: 'gnp.photo\u202elmth.html', type: 'image/png; name=page.html', content: page },
  { name: 'a";filename="page.html', type: 'image/png\r\nX-Evil: 1', content: page },
  { name: '../../assets/page.js', type: 'text/javascript', content: () => '__hit(9)' },
];
