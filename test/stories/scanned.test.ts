/** Files are shown to a scanner before anybody gets them (threat T16): what it objects to is in no task, and nothing else is lost. */
import { createServer, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clamdScanner } from '../../src/flow/scan.ts';
import { type House, oneHouse } from '../support/app.ts';
import { freePort } from '../support/process.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, comments, dashboard, form, look, program, says, task } from './firm.ts';

/** Harmless, and known to every scanner (eicar.org); cut in two, so that this file is not taken for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A clamd as far as INSTREAM goes. */
let clamd: Server;
let how: 'well' | 'silent' | 'broken' = 'well';
let seen = 0;
const port = await freePort();

const listen = (): Promise<void> =>
  new Promise((resolve) => {
    clamd = createServer((socket) => {
      const parts: Buffer[] = [];
      socket.on('error', () => {});
      socket.on('data', (part: Buffer) => {
        parts.push(part);
        const all = Buffer.concat(parts);
        const content = contentOf(all);
        if (content === null) return;
        seen += 1;
        if (how === 'silent') return void socket.end();
        if (how === 'broken') return void socket.end('INSTREAM size limit exceeded. ERROR\0');
        socket.end(content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
      });
    }).listen(port, '127.0.0.1', resolve);
  });

/** What was streamed, once its end has come. */
function contentOf(all: Buffer): string | null {
  expect(all.toString('latin1', 0, 10)).toBe('zINSTREAM\0');
  let content = '';
  for (let at = 10; at + 4 <= all.length; ) {
    const length = all.readUInt32BE(at);
    if (length === 0) return content;
    content += all.toString('latin1', at + 4, at + 4 + length);
    at += 4 + length;
  }
  return null;
}

beforeAll(listen);
beforeEach(() => {
  how = 'well';
});
afterAll(() => new Promise((resolve) => clamd.close(resolve)));

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'Send us the plan.', { notify: [anna] });
  const [letter] = await lettersTo(h, 'anna@client.example');
  return { anna, desks, letter: letter! };
}

oneHouse(
  'a scanner of files',
  (house) => {
    test('takes a virus out of a mail and says so in its place; the words and the other files come through', async () => {
      const h = house();
      const { desks, letter } = await asked(h);
      const attachments = [
        { filename: 'plan.txt', content: 'oak' },
        { filename: 'invoice.exe', content: EICAR },
      ];
      await send(h, reply(letter, 'Anna <anna@client.example>', 'Here it is.', { attachments }));
      await h.app.idle();
      const said = (await comments(h, desks)).at(-1)!;
      expect(said.text).toBe('Here it is.');
      expect(said.files.map((f) => f.name)).toEqual(['invoice.exe.txt', 'plan.txt']);
      const ann = await browser(h, h.owner);
      const page = await ann.get(`/tasks/${desks.number}`);
      const files = await Promise.all(
        [...page.html.matchAll(/href="(\/files\/[^"?]+)"/g)].map(async ([, path]) => (await ann.get(path!)).html),
      );
      expect(files.join('\n')).toContain('this file was taken out, it carries Eicar-Test-Signature.');
      expect(files.join('\n')).not.toContain('EICAR');
    });

    test('turns a virus away at a form and at the API, with the text kept', async () => {
      const h = house();
      const { anna, desks } = await asked(h);
      const url = `${await dashboard(h, anna)}/tasks/${desks.number}`;
      const write = (name: string, content: string) =>
        look(`${url}/comments`, {
          method: 'POST',
          body: form([
            ['text', 'A careful text'],
            ['files', new File([content], name)],
          ]),
        });
      const refused = await write('invoice.pdf', EICAR);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('“invoice.pdf” looks like a virus and was not taken.');
      expect(refused.html).toContain('A careful text</textarea>');
      expect((await write('plan.txt', 'oak')).status).toBe(303);
      const call = await program(h);
      const octets = { 'content-type': 'application/octet-stream' };
      const answer = await call('POST', '/files?name=invoice.exe', octets, Buffer.from(EICAR));
      expect([answer.status, answer.json.type]).toEqual([422, '/problems/infected']);
      const names = (await h.gw.db.read('files')).map((row) => row.name);
      expect(names).toEqual(['plan.txt']);
    });

    test.each(['silent', 'broken'] as const)(
      'that is %s lets no file through, and a mail waits until it is well',
      async (state) => {
        const h = house();
        const { anna, desks, letter } = await asked(h);
        how = state;
        const attachments = [{ filename: 'plan.txt', content: 'oak' }];
        const before = seen;
        await send(h, reply(letter, 'Anna <anna@client.example>', 'Here it is.', { attachments }));
        await expect.poll(() => seen).toBeGreaterThan(before);
        const body = form([
          ['text', 'And this'],
          ['files', new File(['ash'], 'ash.txt')],
        ]);
        const away = await look(`${await dashboard(h, anna)}/tasks/${desks.number}/comments`, { method: 'POST', body });
        expect([away.status, away.text.includes('could not be stored just now')]).toEqual([503, true]);
        expect((await comments(h, desks)).map((c) => c.text)).toEqual(['Send us the plan.']);
        how = 'well';
        await expect
          .poll(async () => (await comments(h, desks)).map((c) => c.text), { timeout: 15_000 })
          .toEqual(['Send us the plan.', 'Here it is.']);
      },
    );
  },
  { POSTERN_SCAN_CLAMD: `127.0.0.1:${port}` },
);

test('nobody there is trouble that may pass', async () => {
  const gone = clamdScanner(`127.0.0.1:${await freePort()}`);
  await expect(gone(Readable.from([Buffer.from('x')]))).rejects.toMatchObject({
    code: 'scanner-away',
    permanent: false,
  });
  await expect(clamdScanner('/nowhere/clamd.ctl')(Readable.from(['x']))).rejects.toMatchObject({
    code: 'scanner-away',
  });
});
