/** «Исходный текст письма»: who sees it, what is taken out of it, what it may load. */
import { expect, test } from 'vitest';
import { oneHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, employee, look, says, task } from './firm.ts';

oneHouse('the original of a mailed comment', (house) => {
  test('stands behind a link for the team that sees the comment, without our secrets, with nothing loaded unasked', async () => {
    const h = house();
    const [vera, max] = [await employee(h, 'Vera'), await employee(h, 'Max')];
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const where = await task(h, h.owner, 'Roof', { assignees: [anna.id], participants: [vera.id] });
    await says(h, h.owner, where, 'When may we come?', { notify: [anna] });
    const letter = (await lettersTo(h, anna.email!)).at(-1)!;
    const html = `<p onclick="alert(1)">On <b>Friday</b></p><img src="https://tracker.example/open.gif"><script>alert(2)</script><a href="${await dashboard(h, anna)}">x</a>`;
    await send(h, { ...reply(letter, 'Anna <anna@client.example>', 'On Friday'), html });
    await h.app.idle();

    const desk = await browser(h, vera);
    const talk = await desk.get(`/tasks/${where.number}`);
    expect(talk.text).toContain('by mail, sender verified');
    const path = /href="(\/tasks\/\d+\/comments\/2\/original)"/.exec(talk.html)![1]!;
    const page = await desk.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/From: .?Anna/);
    expect(page.html).toContain(`src="${path}/words" sandbox=""`);
    expect(page.headers.get('content-security-policy')).toContain("img-src 'self' data:;");

    const words = await desk.get(`${path}/words`);
    expect(words.html).toContain('Friday');
    const policy = words.headers.get('content-security-policy')!;
    expect(policy).toMatch(
      /^sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:$/,
    );
    expect((await desk.get(`${path}/words?pictures`)).headers.get('content-security-policy')).toBe(
      `${policy} https: http:`,
    );
    const saved = await desk.get(`${path}/source`);
    expect(saved.headers.get('content-disposition')).toContain('attachment');
    const secrets = [letter.replyTo, (await dashboard(h, anna)).split('/d/')[1]!.split('/')[0]!];
    for (const shown of [page.html, words.html, saved.html])
      for (const secret of secrets) expect(shown).not.toContain(secret.split('@')[0]);

    for (const who of [max, anna])
      for (const end of ['', '/words', '/source'])
        expect((await (await browser(h, who)).get(path + end)).status).toBe(404);
    expect((await look(h.url + path)).status).toBe(303);
    expect((await desk.get(path.replace('/2/', '/1/'))).status).toBe(404);
  });

  test('of a very long one the beginning is laid out, and the page says so', async () => {
    const h = house();
    await client(h, 'Anna');
    const html = `<p>It is dark here.</p>${'<p>And cold, and wet, and far from home.</p>'.repeat(7000)}<p>The end.</p>`;
    const to = 'ann@mail.acme.example';
    await send(h, { from: 'Anna <anna@client.example>', to, subject: 'A lamp', text: 'It is dark here.', html });
    await h.app.idle();
    const desk = await browser(h, h.owner);
    expect((await desk.get('/tasks/1/original')).text).toContain('Only the beginning is laid out here');
    const { html: words } = await desk.get('/tasks/1/original/words');
    expect(words).toContain('It is dark here.');
    expect(words).not.toContain('The end.');
    expect((await desk.get('/tasks/1/original/source')).html).toContain('The end.');
  });

  test('a task that a mail made has its own; when the bytes are gone the page says so', async () => {
    const h = house();
    await client(h, 'Anna');
    await send(h, {
      from: 'Anna <anna@client.example>',
      to: 'ann@mail.acme.example',
      subject: 'A lamp',
      text: 'It is dark here.',
    });
    await h.app.idle();
    const desk = await browser(h, h.owner);
    expect((await desk.get('/tasks/1')).html).toContain('href="/tasks/1/original"');
    expect((await desk.get('/tasks/1/original')).text).toContain('It is dark here.');
    await h.gw.db.write((tx) => tx('inbox_raw').update({ raw: null }));
    expect((await desk.get('/tasks/1/original')).text).toContain('The mail is not kept any more.');
    expect((await desk.get('/tasks/1/original/source')).status).toBe(404);
  });
});
