import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ContactId, type LetterId, newId } from '../../src/base/id.ts';
import { type Keyring, letterToken, personToken } from '../../src/base/token.ts';
import { parseMail } from '../../src/mail/parse.ts';
import { plusKeys, readCarriers, verifyCarriers } from '../../src/mail/thread.ts';
import { html, mail, text } from '../support/mime.ts';

const keyring: Keyring = { current: 7, keys: new Map([[7, randomBytes(32)]]) };
const shape = { mailDomain: 'postern.example', replyPrefix: 'reply', bouncePrefix: 'bounce' };
const letter = newId<'letter'>() as LetterId;
const contact = newId<'contact'>() as ContactId;
const reply = letterToken(keyring, 'reply', letter);
const bounce = letterToken(keyring, 'bounce', letter);
const message = letterToken(keyring, 'message', letter);
const mark = letterToken(keyring, 'mark', letter);
const dashboard = personToken(keyring, 'dashboard', contact, 3);
const wrapped = (token: string, at: number, by = '\r\n') => `${token.slice(0, at)}${by}${token.slice(at)}`;

type Headers = Record<string, string | string[]>;
const carriers = async (headers: Headers, body = text('words'), rcpts: string[] = []) =>
  readCarriers(await parseMail(mail(headers, body)), rcpts, shape);

describe('a carrier is found', () => {
  test.each<[string, Headers, Parameters<typeof mail>[1], string[], object]>([
    ['in the envelope', {}, text('.'), [`reply+${reply}@postern.example`], { purpose: 'reply', where: 'envelope' }],
    [
      'in upper case',
      {},
      text('.'),
      [`REPLY+${reply.toUpperCase()}@POSTERN.EXAMPLE`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'behind SRS',
      {},
      text('.'),
      [`SRS0=ab=cd=postern.example=reply+${reply}@relay.example`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'with the plus turned into a minus',
      {},
      text('.'),
      [`reply-${reply}@postern.example`],
      { purpose: 'reply', where: 'envelope' },
    ],
    [
      'as bounce address',
      {},
      text('.'),
      [`bounce+${bounce}@postern.example`],
      { purpose: 'bounce', where: 'envelope' },
    ],
    ['in To', { To: `"Desk" <reply+${reply}@postern.example>` }, text('.'), [], { purpose: 'reply', where: 'header' }],
    [
      'in Delivered-To',
      { 'Delivered-To': `reply+${reply}@postern.example` },
      text('.'),
      [],
      { purpose: 'reply', where: 'header' },
    ],
    [
      'in the last Received',
      { Received: `by mx for <reply+${reply}@postern.example>; x` },
      text('.'),
      [],
      { purpose: 'reply', where: 'header' },
    ],
    [
      'in In-Reply-To',
      { 'In-Reply-To': `<m.${message}@postern.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    [
      'between others in References',
      { References: `<a@x.example>\r\n <m.${message}@postern.example> <b@y.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    [
      'in an id that a relay rewrote',
      { References: `<x.m.${message}@relay.outlook.example>` },
      text('.'),
      [],
      { purpose: 'message', where: 'references' },
    ],
    ['as a mark in the HTML', {}, html(`<div data-postern="${mark}">x</div>`), [], { purpose: 'mark', where: 'body' }],
    [
      'as a mark that Outlook renamed',
      {},
      html(`<div id="x_postern-${mark}">x</div>`),
      [],
      { purpose: 'mark', where: 'body' },
    ],
    ['as a line of text', {}, text(`> Ref: ${mark}\r\n`), [], { purpose: 'mark', where: 'body' }],
    [
      'as a line that was wrapped in a quote',
      {},
      text(`> Ref: ${wrapped(mark, 20, '\r\n> ')}\r\n`),
      [],
      { purpose: 'mark', where: 'body' },
    ],
    [
      'as a dashboard link',
      {},
      text(`https://desk.example/d/${dashboard}/tasks/12`),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'as a link that a scanner wrapped',
      {},
      html(
        `<a href="https://safe.example/?url=https%3A%2F%2Fdesk.example%2Fd%2F${dashboard}%2Ftasks%2F12&amp;data=x">x</a>`,
      ),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'as a soft-wrapped link',
      {},
      text(`https://desk.example/d/${wrapped(dashboard, 30, '=\r\n')}/tasks/12`),
      [],
      { purpose: 'dashboard', where: 'body' },
    ],
    [
      'in the text of a quoted mailto',
      {},
      html(`<a href="mailto:reply%2B${reply}@postern.example">x</a>`),
      [],
      { purpose: 'reply', where: 'body' },
    ],
  ])('%s', async (_name, headers, body, rcpts, wanted) => {
    const found = await carriers(headers, body as ReturnType<typeof text>, rcpts);
    expect(found.tokens[0]).toMatchObject(wanted);
    const { letters, people, refused } = verifyCarriers(keyring, found);
    expect([...letters.map((one) => one.letter), ...people.map((one) => one.contact)]).toEqual([
      (wanted as { purpose: string }).purpose === 'dashboard' ? contact : letter,
    ]);
    expect(refused).toEqual([]);
  });
});

describe('what is not ours', () => {
  test('a token of another key, or used for another purpose, is refused', async () => {
    const other: Keyring = { current: 7, keys: new Map([[7, randomBytes(32)]]) };
    const forged = await carriers({}, text('.'), [
      `reply+${letterToken(other, 'reply', letter)}@postern.example`,
      `reply+${bounce}@postern.example`,
    ]);
    expect(verifyCarriers(keyring, forged)).toMatchObject({ letters: [], people: [] });
    expect(verifyCarriers(keyring, forged).refused).toHaveLength(2);
  });

  test('half a token, a longer run, another prefix: nothing', async () => {
    const rcpts = [
      `reply+${reply.slice(1)}@postern.example`,
      `reply+${reply}a@postern.example`,
      `noreply+${reply}@postern.example`,
    ];
    expect((await carriers({}, text('.'), rcpts)).tokens).toEqual([]);
  });

  test('the envelope comes before the body', async () => {
    const second = newId<'letter'>() as LetterId;
    const found = await carriers({}, text(`Ref: ${mark}`), [
      `reply+${letterToken(keyring, 'reply', second)}@postern.example`,
    ]);
    expect(verifyCarriers(keyring, found).letters.map((one) => [one.letter, one.where])).toEqual([
      [second, 'envelope'],
      [letter, 'body'],
    ]);
  });

  test('references: the nearest first, each once', async () => {
    const found = await carriers({
      'In-Reply-To': '<c@x.example>',
      References: '<a@x.example> <b@x.example> <c@x.example>',
    });
    expect(found.references).toEqual(['c@x.example', 'b@x.example', 'a@x.example']);
  });

  test('keys of other systems are shown whole or not at all', async () => {
    const keys = async (to: string) => plusKeys(await parseMail(mail({ To: to }, text('.'))));
    const uuid = '0193a1b2-c3d4-4e5f-8a6b-0123456789ab';
    expect(await keys(`help+${uuid}@other.example`)).toEqual([uuid]);
    expect(await keys(`help+${uuid.slice(2)}@other.example`)).toEqual([]);
    expect(await keys('help+invoices@other.example')).toEqual([]);
  });
});
