/** A picture is what its bytes are. */
import { expect, test } from 'vitest';
import { isPictureType, kindOf } from '../../src/mail/picture.ts';

const HEADS: readonly (readonly [type: string, head: string])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF\0'],
  ['image/gif', 'GIF89a\x01\0\x01\0'],
  ['image/gif', 'GIF87a\x01\0\x01\0'],
  ['image/webp', 'RIFF\x24\0\0\0WEBPVP8 '],
  ['image/avif', '\0\0\0\x20ftypavif\0\0\0\0'],
  ['image/bmp', 'BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0'],
];

test.each(HEADS)('%s', (type, head) => {
  const isPicture = (text: string) => isPictureType(type) && kindOf(Buffer.from(text, 'latin1')) === type;
  expect(isPicture(head)).toBe(true);
  for (const lie of [
    '',
    '<html><script>',
    '<svg xmlns="',
    'RIFF\x24\0\0\0WAVEfmt ',
    '\0\0\0\x20ftypmp42',
    head.slice(1),
  ])
    expect(isPicture(lie), lie).toBe(false);
});

test.each(['image/svg+xml', 'text/html', 'application/pdf', '', 'constructor', 'IMAGE/PNG'])('«%s» is none', (type) => {
  expect(isPictureType(type)).toBe(false);
});
