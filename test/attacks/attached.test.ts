/** A client attaches our own letter: the link and the addresses in it are hers, and nobody else's who gets the file. */
import { expect, test } from 'vitest';
import { client, look, says, signedIn, task } from '../stories/firm.ts';
import { eachHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';

const TOKENS = /[a-z2-7]{53,56}/gi;

eachHouse('letters as attachments', (house) => {
  test.each([
    ['as it is', (raw: Buffer) => raw, 'message/rfc822', 'letter.eml'],
    [
      'with its parts in base64',
      (raw: Buffer) =>
        Buffer.from(
          `Subject: Fw\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${raw.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
        ),
      'message/rfc822',
      'letter.eml',
    ],
    ['as a saved page', (raw: Buffer) => raw, 'text/html', 'letter.html'],
    ['as a text', (raw: Buffer) => raw, 'text/plain', 'letter.txt'],
    ['in an invitation', (raw: Buffer) => raw, 'text/calendar', 'visit.ics'],
    [
      'as what Windows calls Unicode',
      (raw: Buffer) => Buffer.from(`\ufeff${raw.toString().replace(/=\r\n/g, '')}`, 'utf16le'),
      'text/plain',
      'letter.txt',
    ],
  ])('%s', async (_name, made, contentType, filename) => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    const tokens = [...new Set(letter!.raw.toString().replace(/=\r\n/g, '').match(TOKENS))];
    expect(tokens.length).toBeGreaterThan(3);
    await send(h, {
      ...reply(letter!, 'Anna <anna@client.example>', 'Here is what you wrote.'),
      attachments: [{ filename, content: made(letter!.raw), contentType }],
    });
    await h.app.idle();
    const headers = await signedIn(h, h.owner);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers });
    const path = /href="(\/files\/[0-9a-f-]{36})"/.exec(page.html)![1]!;
    const file = (await (await fetch(h.url + path, { headers })).text()).replaceAll('\0', '');
    const plain = [file, ...file.split('\r\n\r\n').map((part) => Buffer.from(part, 'base64').toString())]
      .join('\n')
      .replace(/=\r?\n/g, '');
    for (const token of tokens) expect(plain).not.toContain(token);
    expect(file).toContain('MIME-Version: 1.0');
  });
});
