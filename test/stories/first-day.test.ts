/** An administrator’s first day: from the link to a first password to the answer that came back; and how mail is doing since. */
import { expect, test } from 'vitest';
import { eachHouse, oneHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { browser, browserWith } from './browsing.ts';
import { client, employee, letterStates, look, says, settings, task } from './firm.ts';

const HOURS = 3_600_000;

oneHouse('the first day', (house) => {
  test('leads from the first password to a letter that was answered', async () => {
    const h = house();
    const password = new URLSearchParams({ password: 'four quiet words' });
    const entered = await look(h.activation, { method: 'POST', body: password });
    const ann = await browserWith(h, entered.headers.get('set-cookie')!.split(';')[0]!);
    const home = await ann.get('/');
    expect(home.text).toContain('let a client write to mail.acme.example');
    expect(home.html).toContain('<a class="button" href="/admin/start">');
    const start = await ann.get('/admin/start');
    expect(start.html).toContain('id="title" name="title" type="text" value="Acme"');

    expect((await ann.send('/admin/firm', { title: ' ', language: 'en' })).status).toBe(422);
    expect((await ann.send('/admin/firm', { title: 'Ромашка', language: 'ru' })).headers.get('location')).toBe(
      '/admin/start?saved',
    );
    const renamed = await ann.get('/admin/start?saved');
    expect(renamed.text).toContain('Saved.');
    expect(renamed.html).toContain('value="Ромашка"');
    const sent = await ann.send('/admin/start', { address: 'anna@client.example' });
    const [letter] = await lettersTo(h, 'anna@client.example');
    expect(letter!.from.name).toBe('Ann Lee (Ромашка)');
    await send(h, reply(letter!, 'Anna Kim <anna@client.example>', 'It works.'));
    await h.app.idle();
    const end = await ann.get(sent.headers.get('location')!);
    expect(end.text).toMatch(/First steps The answer came and is a comment\. Mail works:/);
    // From now on the page of tasks has tasks, and the administration begins with the mail.
    expect((await ann.get('/')).html).not.toContain('href="/admin/start"');
    expect((await ann.get('/admin')).headers.get('location')).toBe('/admin/inbox');
    const log = await h.gw.db.read('audit').where({ what: 'firm-changed' }).first();
    expect(JSON.parse(log.detail)).toEqual({ title: 'Ромашка', language: 'ru' });
  });

  test('DNS is asked when somebody wants to know, and says what is wrong', async () => {
    const h = house();
    const ann = await browser(h, h.owner);
    (h.dns.asked as string[]).length = 0;
    const before = await ann.get('/admin/start');
    expect(before.text).toContain('mail.acme.example. MX 10 mail.acme.example.');
    expect(h.dns.asked).toEqual([]);
    expect((await ann.get('/admin/start?dns')).text).toMatch(/MX 10 mail\.acme\.example\. is not there/);
    h.dns.zone.set('mail.acme.example', {
      MX: [{ priority: 10, exchange: 'mail.acme.example' }],
      TXT: ['v=spf1 include:other.example <b> -all'],
    });
    h.dns.zone.set('_dmarc.mail.acme.example', { TXT: ['v=DMARC1; p=reject'] });
    const after = await ann.get('/admin/start?dns');
    expect(after.text).toMatch(/MX 10 mail\.acme\.example\. is there/);
    expect(after.text).toMatch(/something else is there: “v=spf1 include:other\.example <b> -all”/);
    expect(after.html).toContain('&lt;b&gt;');
    expect(after.text).toMatch(/p=none; rua=\S+ is there/);
  });

  test('is nothing for those who do not look after the account', async () => {
    const h = house();
    const [max, tess] = [await employee(h, 'Max'), await employee(h, 'Tess', { role: 'technical' })];
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    for (const who of [max, tess, anna]) {
      const b = await browser(h, who);
      expect((await b.get('/')).html).not.toContain('/admin/start');
      for (const path of ['/admin/start', '/admin/start?dns', '/admin/status'])
        expect([who.firstName, path, (await b.get(path)).status]).toEqual([who.firstName, path, 404]);
      expect((await b.send('/admin/firm', { title: 'x', language: 'ru' })).status).toBe(404);
    }
    expect((await h.gw.db.read('accounts').first()).title).toBe('Acme');
  });
});

eachHouse('how mail is doing', (house) => {
  test('what waits, what failed in a day, what came and went last: quiet when all is well, told when it is not', async () => {
    const h = house();
    const ann = await browser(h, h.owner);
    expect((await ann.get('/admin/status')).text).toMatch(/Mail is well\. Letters to be sent none/);
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When?', { notify: [anna] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    await send(h, reply(letter!, 'Anna <anna@client.example>', 'On Friday.'));
    await h.app.idle();
    const well = await ann.get('/admin/status');
    expect(well.text).toMatch(/Mail is well\..*Last mail came today, .*Last letter went today, .*Disk .* free/);

    await settings(h, { newTasksFrom: 'known' });
    await send(h, { from: 'Olga <olga@other.example>', to: 'ann@mail.acme.example', subject: 'Roof', text: 'Leaks.' });
    await h.app.idle();
    await h.gw.db.write(async (tx) => {
      const old = Date.now() - 100 * HOURS;
      await tx('inbox').where({ state: 'held' }).update({ received_at: old });
      await tx('letters')
        .where({ id: (await letterStates(h))[0]!.id })
        .update({ state: 'failed', reason: 'refused' });
    });
    h.badRelay = true;
    const amiss = await ann.get('/admin/status');
    expect(amiss.text).toContain('Something here needs a look.');
    expect(amiss.html).toMatch(/<span class="state bad"><a href="\/admin\/held">1<\/a>/);
    expect(amiss.html).toMatch(/<span class="state bad"><a href="\/admin\/letters\?what=failed">1<\/a>/);
    // What failed longer ago is past.
    await h.gw.db.write((tx) => tx('letters').update({ created_at: Date.now() - 30 * HOURS }));
    expect((await ann.get('/admin/status')).text).toContain('Letters that failed in a day none');
  });
});
