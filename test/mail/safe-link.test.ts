/** Where a link of a mail may lead. */
import { expect, test } from 'vitest';
import { safeLink } from '../../src/mail/safe-link.ts';

test.each([
  'https://adler.example/a?b=1&c=2#d',
  'HTTP://adler.example',
  'http://[::1]:8025/',
  'https://пример.example/двор',
  'mailto:anna@client.example?subject=Roof',
  'tel:+74951234567',
])('%s leads there', (href) => {
  expect(safeLink(` ${href}\n`)).toBe(href);
});

test.each([
  '',
  '/tasks/1',
  '?before=1',
  '#c1',
  '//adler.example/',
  '\\\\adler.example\\share',
  '/\\adler.example',
  'http:adler.example',
  'https:/adler.example',
  'http://',
  'http://a b.example/',
  'ht\ntp://adler.example/',
  'javascript:alert(1)',
  'JavaScript://adler.example/%0aalert(1)',
  'data:text/html,x',
  'blob:https://adler.example/1',
  'file:///etc/passwd',
  'ftp://adler.example/',
  'intent://adler.example#Intent;end',
  'www.adler.example',
])('«%s» leads nowhere', (href) => {
  expect(safeLink(href)).toBeNull();
});
