/** HTML of ours → plain text in which links say where they lead. */
import { htmlToText } from '../mail/html-text.ts';

export function linkedText(html: string): string {
  const withAddresses = html.replace(
    /<a\b[^>]*?\bhref\s*=\s*(["'])(.*?)\1[^>]*>([\s\S]*?)<\/a>/gi,
    (whole: string, _: string, href: string, shown: string) => {
      const label = htmlToText(shown).trim();
      return label === '' || label === href || /^(mailto|tel):/i.test(href) ? whole : `${shown}: ${href}`;
    },
  );
  return htmlToText(withAddresses);
}
