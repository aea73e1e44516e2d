/** All files of a conversation in one list and one archive, and the client's own mails as they came. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { letters, lettersTo, reply, send } from '../support/program.ts';
import { client, dashboard, does, look, says, task, upload } from './firm.ts';
import { tokensIn } from './taint.ts';

const ANNA = 'Anna <anna@client.example>';
const PETER = 'Peter <peter@client.example>';

async function firm(h: House) {
  const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
  const desks = await task(h, h.owner, 'Desks/chairs', { participants: [anna.id, peter.id] });
  const base = `${await dashboard(h, anna)}/tasks/${desks.number}`;
  return { anna, peter, desks, base };
}

/** Name → bytes, read by the central directory as unpacking programs do. */
function unzip(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = archive.lastIndexOf('PK\u0005\u0006');
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [crc, size] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)];
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + size);
    expect([archive.readUInt32LE(local), crc32(bytes)]).toEqual([0x04034b50, crc]);
    files.set(archive.toString('utf8', at + 46, at + 46 + name), bytes.toString());
    at += 46 + name + extra + comment;
  }
  expect(at).toBe(end);
  return files;
}

const archiveOf = async (url: string) => {
  const answer = await fetch(url);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(Number(answer.headers.get('content-length'))).toBe(bytes.length);
  return { answer, files: unzip(bytes) };
};

oneHouse('files of a conversation', (house) => {
  test('she has in one list and one archive what she sees, and nothing of what she does not', async () => {
    const h = house();
    const { anna, peter, desks, base } = await firm(h);
    const file = (name: string, content: string) => upload(h, h.owner, name, content);
    await says(h, h.owner, desks, 'The offer', { notify: [anna], files: [await file('offer.txt', 'for Anna')] });
    await says(h, h.owner, desks, 'Again', { notify: [anna], files: [await file('Offer.txt', 'for Anna, later')] });
    await says(h, h.owner, desks, 'For him', { notify: [peter], files: [await file('his.txt', 'for Peter')] });
    await says(h, h.owner, desks, 'Costs', { files: [await file('costs.txt', 'for us')] });
    const page = await look(`${base}/files`);
    expect([page.status, page.html.includes('his.txt'), page.html.includes('costs.txt')]).toEqual([200, false, false]);
    expect([...page.html.matchAll(/download="([^"]+)"/g)].map((m) => m[1])).toEqual(['Offer.txt', 'offer.txt']);
    expect(page.text).toContain('Ann Lee');
    expect(page.html).toContain(`href="${new URL(base).pathname}#c1"`);
    const { answer, files } = await archiveOf(`${base}/files.zip`);
    expect([...files]).toEqual([
      ['Offer.txt', 'for Anna, later'],
      ['offer (2).txt', 'for Anna'],
    ]);
    expect(answer.headers.get('content-disposition')).toContain('Desks');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });

  test('a comment that is taken back takes its file along, from list, archive and address at once', async () => {
    const h = house();
    const { anna, desks, base } = await firm(h);
    const kept = await upload(h, h.owner, 'kept.txt', 'stays');
    const slip = await upload(h, h.owner, 'slip.txt', 'a slip');
    await says(h, h.owner, desks, 'One', { notify: [anna], files: [kept] });
    const comment = await says(h, h.owner, desks, 'Two', { notify: [anna], files: [slip] });
    expect((await archiveOf(`${base}/files.zip`)).files.size).toBe(2);
    await does(h, h.owner, { kind: 'delete-comment', task: desks.id, comment });
    expect((await look(`${base}/files`)).html).not.toContain('slip.txt');
    expect([...(await archiveOf(`${base}/files.zip`)).files.keys()]).toEqual(['kept.txt']);
    expect((await look(`${base.replace(/\/tasks.*/, '')}/files/${slip}`)).status).toBe(404);
  });

  test('without files there is nothing to unpack, and for a stranger to the task there is no list', async () => {
    const h = house();
    const { anna, peter, desks, base } = await firm(h);
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    expect((await look(`${base}/files`)).text).toContain('There are no files yet');
    expect((await look(`${base}/files.zip`)).status).toBe(404);
    const his = `${await dashboard(h, peter)}/tasks/${desks.number}`;
    for (const path of ['files', 'files.zip', 'original', 'comments/1/original'])
      expect((await look(`${his}/${path}`)).status).toBe(404);
  });
});

oneHouse('one’s own mail as it came', (house) => {
  test('Anna sees her mail whole, in a frame that can do nothing and without our secrets; Peter and the team’s words have none', async () => {
    const h = house();
    const { anna, peter, desks, base } = await firm(h);
    await says(h, h.owner, desks, 'When?', { notify: [anna, peter] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    const html = '<p style="color:teal">On Monday</p><script>alert(1)</script><img src="https://pixel.example/x.gif">';
    await send(h, reply(letter!, ANNA, 'On Monday', { html: `${html}<blockquote>${letter!.html}</blockquote>` }));
    await h.app.idle();
    expect((await look(base)).html).toContain(`${new URL(base).pathname}/comments/2/original"`);
    const page = await look(`${base}/comments/2/original`);
    expect([page.status, page.text.includes('Subject: Re: Desks')]).toEqual([200, true]);
    expect(page.html).toMatch(/<iframe[^>]* sandbox=""/);
    const words = await look(`${base}/comments/2/original/words`);
    expect(words.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(words.headers.get('content-security-policy')).not.toContain('https:');
    expect(words.html).toContain('color:teal');
    const asked = await look(`${base}/comments/2/original/words?pictures`);
    expect(asked.headers.get('content-security-policy')).toContain('img-src data: https: http:');
    const source = await look(`${base}/comments/2/original/source`);
    expect(source.headers.get('content-type')).toBe('message/rfc822');
    const secrets = [...(await letters(h))].flatMap((l) => [...tokensIn(l.raw.toString('latin1') + l.text)]);
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect((words.html + source.html).toLowerCase()).not.toContain(secret);
    for (const other of ['comments/1/original', 'original', 'comments/77/original'])
      expect((await look(`${base}/${other}`)).status).toBe(404);
    // Her words are told to Peter; the mail that they came in is not his.
    await says(h, anna, desks, 'For Peter too', { notify: [peter] });
    const his = `${await dashboard(h, peter)}/tasks/${desks.number}`;
    expect((await look(his)).html).not.toContain('/original');
    for (const path of ['comments/2/original', 'comments/2/original/words', 'comments/2/original/source'])
      expect((await look(`${his}/${path}`)).status).toBe(404);
  });

  test('what became a task is there for its writer too, and for nobody who joined later', async () => {
    const h = house();
    await client(h, 'Anna');
    const peter = await client(h, 'Peter');
    await send(h, { from: PETER, to: 'ann@mail.acme.example', subject: 'Chairs', text: 'Six chairs, please.' });
    await h.app.idle();
    const [chairs] = await h.gw.db.read('tasks').select('number');
    const base = `${await dashboard(h, peter)}/tasks/${chairs.number}`;
    expect((await look(base)).html).toContain(`${new URL(base).pathname}/original"`);
    expect((await look(`${base}/original`)).text).toContain('Six chairs, please.');
  });
});
