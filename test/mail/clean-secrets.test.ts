/** Our secrets and the markup that they stand in: what is left of it is clean. */
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { letterToken } from '../../src/base/token.ts';
import { cleanWithoutSecrets, withoutSecretsClean } from '../../src/mail/clean-secrets.ts';
import { cleanHtml } from '../../src/mail/sanitize.ts';
import { removeSecrets } from '../../src/mail/secrets.ts';
import type { MailShape } from '../../src/mail/thread.ts';

const TOKEN = letterToken({ current: 1, keys: new Map([[1, Buffer.alloc(32, 7)]]) }, 'mark', newId());
const SHAPE: MailShape = { mailDomain: 'mail.acme.example', replyPrefix: 'reply', bouncePrefix: 'bounce' };

/** A mark goes with the quotation marks around it; here the one behind it ends an attribute. */
const BREAKING = [
  `<p>a <img src="cid:x" alt="z data-postern=${TOKEN}"> b <a href="https://x.example/ onmouseover=alert(1) ">c</a></p>`,
  `<p><a href="https://x.example/ data-postern=${TOKEN}">a</a> <a href="https://x.example/ onclick=alert(1) ">c</a></p>`,
];

test.each(BREAKING)('%s', (html) => {
  for (const made of [cleanWithoutSecrets(html, SHAPE), withoutSecretsClean(cleanHtml(html).html, SHAPE)]) {
    expect(made).not.toContain(TOKEN);
    // Every attribute in its own quotation marks, and none but those that are known.
    const tags = [...made.matchAll(/<[a-z]+([^>]*)>/g)].map(([, attributes = '']) => attributes);
    for (const attributes of tags)
      expect(attributes).toMatch(/^(?: (?:href|rel|target|data-cid|alt)="[^"<>]*")*(?: \/)?$/);
  }
});

test('a mark goes with its own quotation marks, and leaves those of others', () => {
  for (const [text, left] of [
    [`<p data-postern="${TOKEN}" id="a">`, '<p id="a">'],
    [`<p data-postern='${TOKEN}' id="a">`, '<p id="a">'],
    [`<p data-postern=${TOKEN} id="a">`, '<p id="a">'],
    [`<p title="x data-postern=${TOKEN}" id="a">`, '<p title="x" id="a">'],
    [`<p title="x data-postern='${TOKEN}" id="a">`, '<p title="x" id="a">'],
  ])
    expect(removeSecrets(text!, SHAPE)).toBe(left);
});

test('a secret that tags cut into pieces is found', () => {
  const html = `<p>${TOKEN.slice(0, 20)}<span>${TOKEN.slice(20)}</span></p>`;
  expect(cleanWithoutSecrets(html, SHAPE)).toBe('<p>•••</p>');
});
