/** Files that come by mail: what is new is listed, and the logo that every mail brings is folded. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, type Received, reply, send } from '../support/program.ts';
import { client, comments, dashboard, employee, look, program, says, signedIn, task } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const LOGO = Buffer.from('\x89PNG\r\n\x1a\n-logo', 'latin1');
const PHOTO = Buffer.from('\x89PNG\r\n\x1a\n-photo', 'latin1');

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const boris = await employee(h, 'Boris');
  const gate = await task(h, h.owner, 'Gate', { participants: [anna.id] });
  await says(h, h.owner, gate, 'What is wrong with it?', { notify: [anna, boris] });
  return { anna, boris, gate, letter: (await lettersTo(h, 'anna@client.example'))[0]! };
}

const png = (filename: string, content: Buffer, cid?: string) => ({
  filename,
  content,
  contentType: 'image/png',
  ...(cid ? { cid } : {}),
});

/** Anna's program signs each mail with a logo. */
const write = (h: House, letter: Received, text: string, pictures: readonly ReturnType<typeof png>[]) =>
  send(
    h,
    reply(letter, ANNA, `${text}\n\n-- \nAnna Kim`, {
      messageId: `<${text.length}-${pictures.length}@client.example>`,
      html:
        `<div>${text}</div><br><div class="gmail_signature">Anna Kim<br><img src="cid:logo@client.example"></div>` +
        `<div class="gmail_quote"><div class="gmail_attr">On Mon, 23 Nov 2026 at 10:00, ${letter.from.name} &lt;${letter.from.address}&gt; wrote:</div>` +
        `<blockquote class="gmail_quote">${letter.html}</blockquote></div>`,
      attachments: [png('logo.png', LOGO, 'logo@client.example'), ...pictures],
    }),
  );

const repeatedOf = async (h: House) =>
  (await h.gw.db.read('files').orderBy('id')).map((f) => [f.name as string, Boolean(f.repeated)]);

eachHouse('files of mails', (house) => {
  test('a signature’s logo is listed once; afterwards it is folded, and its bytes are kept once', async () => {
    const h = house();
    const { anna, gate, letter } = await asked(h);
    await write(h, letter, 'It does not close.', []);
    await h.app.idle();
    await write(h, letter, 'Here is a photo of it.', [png('photo.png', PHOTO)]);
    await h.app.idle();
    expect(await comments(h, gate)).toHaveLength(3);
    expect(await repeatedOf(h)).toEqual([
      ['logo.png', false],
      ['logo.png', true],
      ['photo.png', false],
    ]);
    const staff = await look(`${h.url}/tasks/${gate.number}`, { headers: await signedIn(h, h.owner) });
    expect(staff.text).toContain('1 picture as before');
    const hers = await look(`${await dashboard(h, anna)}/tasks/${gate.number}`);
    expect(hers.text).toContain('1 picture as before');
    const api = await (await program(h))('GET', `/tasks/${gate.id}/comments`);
    expect(api.json.items.at(-1).files.map((f: { repeated: boolean }) => f.repeated)).toEqual([true, false]);
    const hashes = await h.gw.db.read('files').where({ name: 'logo.png' }).distinct('sha256');
    expect(hashes).toHaveLength(1);
  });

  test('a picture that stands in the words is shown in its place, and not listed below them', async () => {
    const h = house();
    const { anna, gate, letter } = await asked(h);
    await send(
      h,
      reply(letter, ANNA, 'See.', {
        text: 'See.',
        html: '<p>This is <img src="cid:hinge@client.example" alt="the hinge"> the hinge.</p>',
        attachments: [png('hinge.png', PHOTO, 'hinge@client.example')],
      }),
    );
    await h.app.idle();
    const page = await look(`${await dashboard(h, anna)}/tasks/${gate.number}`);
    const [file] = await h.gw.db.read('files');
    expect(page.html).toMatch(new RegExp(`This is <a href="[^"]*"><img src="[^"]*${file!.id}\\?view" alt="the hinge"`));
    expect(page.text).not.toContain('hinge.png');
  });

  test('a folded picture does not travel on with the letters to the others', async () => {
    const h = house();
    const { letter } = await asked(h);
    await write(h, letter, 'It does not close.', []);
    await h.app.idle();
    await write(h, letter, 'Here is a photo of it.', [png('photo.png', PHOTO)]);
    const toBoris = (await lettersTo(h, 'boris@acme.example')).at(-1)!;
    expect(toBoris.text).toContain('photo.png');
    expect(toBoris.text).not.toContain('logo.png');
  });

  test('the same picture in another task, or from somebody else’s hidden comment, is new there', async () => {
    const h = house();
    const { anna, boris, gate, letter } = await asked(h);
    const secret = await says(h, h.owner, gate, 'Between us', { hidden: true, audience: [boris] });
    await h.gw.db.write((tx) =>
      tx('files').insert({
        account_id: h.account.id,
        id: '01900000-0000-7000-8000-000000000001',
        task_id: gate.id,
        comment_id: secret,
        owner_id: h.owner.id,
        name: 'ours.png',
        type: 'image/png',
        size: PHOTO.length,
        sha256: createHash('sha256').update(PHOTO).digest('hex'),
        created_at: Date.now(),
      }),
    );
    await write(h, letter, 'Here is a photo of it.', [png('photo.png', PHOTO)]);
    await h.app.idle();
    const other = await task(h, h.owner, 'Fence', { participants: [anna.id] });
    await says(h, h.owner, other, 'And the fence?', { notify: [anna] });
    const second = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    await write(h, second, 'It stands.', [png('photo.png', PHOTO)]);
    await h.app.idle();
    expect((await repeatedOf(h)).filter(([, again]) => again)).toEqual([]);
  });
});
