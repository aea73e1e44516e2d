/** Quoting (spec 3.3, items 130–131): whose words they are stays with them, hidden words stay hidden, and nobody gets unseen ones unsaid. */
import { expect, test } from 'vitest';
import { eachHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, comments, employee, says, task } from './firm.ts';

const textIn = (html: string): string =>
  /<textarea[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(html)![1]!.replaceAll('&gt;', '>');
const ticked = (html: string): string[] =>
  [...html.matchAll(/<input type="checkbox" name="notify" value="([^"]+)" checked/g)].map((m) => m[1]!);
const word = (html: string): string => /name="quoted-ok" value="([^"]+)"/.exec(html)![1]!;

eachHouse('a comment that is quoted', (house) => {
  test('stands in the form with its author and its time, whole; whom to tell is as for any other', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, anna.id] });
    const lines = Array.from({ length: 12 }, (_, n) => `line ${n + 1} of the plan`);
    await says(h, vera, where, lines.join('\n'), { notify: [h.owner] });
    await says(h, h.owner, where, 'And now?', { notify: [anna] });
    const ann = await browser(h, h.owner);
    const plain = await ann.get(`/tasks/${where.number}`);
    expect(plain.html).toContain(`href="/tasks/${where.number}?quote=1#answer"`);
    const page = await ann.get(`/tasks/${where.number}?quote=1`);
    const text = textIn(page.html);
    expect(text).toMatch(/^> Vera, \d+ \w+ \d{4} at \d\d:\d\d UTC:\n> line 1 of the plan\n/);
    expect(text).toContain('\n> line 12 of the plan\n');
    expect(ticked(page.html)).toEqual(ticked(plain.html));
    expect(page.html).toContain('<input type="hidden" name="quoted" value="1"/>');
    await ann.send(`/tasks/${where.number}/comments`, { text: `${text}As Vera says`, notify: vera.id, quoted: '1' });
    const said = (await comments(h, where)).at(-1)!;
    expect(said.html).toMatch(/^<blockquote><p>Vera, .*line 12 of the plan<\/p><\/blockquote><p>As Vera says<\/p>$/);
  });

  test('131: hidden words preselect hidden, with those who may read them; 130: others find nothing to quote', async () => {
    const h = house();
    const [vera, max, olga] = [await employee(h, 'Vera'), await employee(h, 'Max'), await employee(h, 'Olga')];
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, max.id, olga.id, anna.id] });
    await says(h, vera, where, 'Between us', { hidden: true, audience: [max], notify: [h.owner] });
    const page = await (await browser(h, max)).get(`/tasks/${where.number}?quote=1`);
    expect(page.html).toMatch(/name="hidden" value="1" checked/);
    expect(ticked(page.html).sort()).toEqual([vera.id, h.owner.id].sort());
    const blind = await (await browser(h, olga)).get(`/tasks/${where.number}?quote=1`);
    expect(blind.html).not.toContain('Between us');
    expect(blind.html).not.toMatch(/name="hidden" value="1" checked/);
  });

  test('goes to nobody unsaid who was not told of it, however it came into the form', async () => {
    const h = house();
    const [vera, anna, peter] = [await employee(h, 'Vera'), await client(h, 'Anna'), await client(h, 'Peter')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, anna.id, peter.id] });
    await says(h, h.owner, where, 'Our price is 900 at most', { notify: [vera] });
    await says(h, h.owner, where, 'Which day suits you best?', { notify: [anna] });
    await says(h, vera, where, 'Yes.', { notify: [h.owner] });
    const ann = await browser(h, h.owner);
    const path = `/tasks/${where.number}/comments`;
    const inner = '> Our price is 900 at most\n\nWhat do you say?';

    // Typed by hand, or by the button: it is known by its words.
    for (const quoted of [{}, { quoted: '1' }]) {
      const asked = await ann.send(path, { text: inner, notify: anna.id, ...quoted });
      expect(asked.status).toBe(422);
      expect(asked.text).toContain('Anna has not seen these words of Ann Lee.');
      expect(textIn(asked.html)).toContain('> Our price is 900 at most');
    }
    expect(await lettersTo(h, anna.email!)).toHaveLength(1);
    const asked = await ann.send(path, { text: inner, notify: anna.id, quoted: '1' });
    // «Send all the same» is about those who were named, and nobody who is picked after it.
    const settled = { text: inner, quoted: '1', 'quoted-ok': word(asked.html) };
    const again = await ann.send(path, { ...settled, notify: [anna.id, peter.id] });
    expect([again.status, again.text.includes('Peter has not seen these words')]).toEqual([422, true]);
    expect((await ann.send(path, { ...settled, notify: anna.id })).status).toBe(303);
    expect((await lettersTo(h, anna.email!)).at(-1)!.text).toContain('Our price is 900');

    // What they were told of needs no word, nor what nobody outside is to read, nor a quote that was taken out again.
    const fine = [
      { text: '> Which day suits you best?\nWell?', notify: anna.id },
      { text: '> Our price is 900 at most\nRight?', notify: vera.id },
      { text: 'Nothing of it', notify: peter.id, quoted: '1' },
    ];
    for (const fields of fine) expect((await ann.send(path, fields)).status, fields.text).toBe(303);
    // A short line says nothing by itself, but when it was quoted by the button.
    expect((await ann.send(path, { text: '> Yes.\nFine', notify: peter.id })).status).toBe(303);
    expect((await ann.send(path, { text: '> Yes.\nFine', notify: peter.id, quoted: '3' })).status).toBe(422);
    // Hidden words: the team is asked about too.
    await says(h, h.owner, where, 'Only for Vera and me', { hidden: true, notify: [vera] });
    const max = await employee(h, 'Max');
    const hidden = { text: '> Only for Vera and me\nHm', notify: max.id };
    expect((await ann.send(path, hidden)).text).toContain('Max has not seen these words of Ann Lee.');
  });

  test('a comment for later is asked about the same', async () => {
    const h = house();
    const [vera, anna] = [await employee(h, 'Vera'), await client(h, 'Anna')];
    const where = await task(h, h.owner, 'Roof', { participants: [vera.id, anna.id] });
    await says(h, h.owner, where, 'Our price is 900 at most', { notify: [vera] });
    const ann = await browser(h, h.owner);
    const at = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
    const text = '> Our price is 900 at most\nSo?';
    const planned = await ann.send(`/tasks/${where.number}/comments`, { text, notify: vera.id, 'send-at': at });
    const id = /planned=([0-9a-f-]+)/.exec(planned.headers.get('location')!)![1]!;
    const here = `/tasks/${where.number}/planned/${id}`;
    const asked = await ann.send(here, { do: 'save', text, notify: anna.id, 'send-at': at });
    expect([asked.status, asked.text.includes('Anna has not seen these words')]).toEqual([422, true]);
    const fields = { text, notify: anna.id, 'send-at': at, 'quoted-ok': word(asked.html) };
    expect((await ann.send(here, fields)).status).toBe(303);
    await ann.send(here, { do: 'back' });
  });
});
