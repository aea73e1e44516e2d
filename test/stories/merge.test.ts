/** Two contacts that were one person all along (spec 1.3). */
import { expect, test } from 'vitest';
import { loadContact } from '../../src/store/people.ts';
import { eachHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { client, comments, dashboard, look, people, programJson, says, task } from './firm.ts';

eachHouse('merging contacts', (house) => {
  test('words, tasks, addresses and phones come together; the other’s letters and links go on working', async () => {
    const h = house();
    const call = await programJson(h);
    const anna = await client(h, 'Anna', { phone: '+1', description: 'Calls on Mondays' });
    const again = await client(h, 'Anya', { email: 'anya@home.example' as never, phone: '+2' });
    const [desks, lamps] = [
      await task(h, h.owner, 'Desks', { participants: [anna.id, again.id] }),
      await task(h, h.owner, 'Lamps', { participants: [again.id] }),
    ];
    await says(h, h.owner, desks, 'For Anna', { notify: [anna] });
    await says(h, h.owner, lamps, 'For Anya', { notify: [again] });
    const [letter] = await lettersTo(h, 'anya@home.example');
    const oldLink = await dashboard(h, again);
    const merged = await call('POST', `/contacts/${anna.id}/merge`, { contact: again.id });
    expect(merged).toMatchObject({
      status: 200,
      json: { email: 'anna@client.example', additionalEmails: ['anya@home.example'], phone: '+1, +2' },
    });
    expect(await loadContact(h.gw.db.read, h.account.id, again.id)).toBeNull();
    expect((await people(h, desks)).participant).toEqual(['Anna']);
    expect((await people(h, lamps)).participant).toEqual(['Anna']);
    // Her dashboard has both, behind her own link and behind that of the contact who is gone.
    for (const link of [await dashboard(h, anna), oldLink]) {
      const list = await look(link);
      expect(list.text).toContain('Desks');
      expect(list.text).toContain('Lamps');
    }
    // An answer to a letter of the other contact's, from an address that proves nothing, is hers by its token.
    await send(h, { ...reply(letter!, 'Anya <anya@home.example>', 'Thank you.'), signedBy: null });
    await h.app.idle();
    expect((await comments(h, lamps)).at(-1)).toMatchObject({ author: 'Anna', text: 'Thank you.' });
    expect((await call('GET', '/audit')).json.items[0]).toMatchObject({ what: 'contacts-merged', subject: anna.id });
  });

  test('a link that was ended before stays ended; nobody is merged with themselves, a company or a stranger', async () => {
    const h = house();
    const call = await programJson(h);
    const [anna, again, firm] = [
      await client(h, 'Anna'),
      await client(h, 'Anya'),
      await client(h, 'Client Ltd', { isCompany: true, email: null }),
    ];
    const first = await dashboard(h, again);
    await call('POST', `/contacts/${again.id}/dashboard-link/renew`);
    const second = await dashboard(h, again);
    for (const contact of [anna.id, firm.id, h.owner.id])
      expect((await call('POST', `/contacts/${anna.id}/merge`, { contact })).status).toBe(422);
    expect((await call('POST', `/contacts/${anna.id}/merge`, { contact: again.id })).status).toBe(200);
    expect((await look(first)).status).toBe(410);
    expect((await look(second)).status).toBe(200);
    await h.app.idle();
  });

  test('whoever ends the links of the one who stays ends those of the one who went', async () => {
    const h = house();
    const call = await programJson(h);
    const [anna, again] = [await client(h, 'Anna'), await client(h, 'Anya')];
    const old = await dashboard(h, again);
    await call('POST', `/contacts/${anna.id}/merge`, { contact: again.id });
    expect((await look(old)).status).toBe(200);
    await call('POST', `/contacts/${anna.id}/dashboard-link/renew`);
    await h.app.idle();
    // It has ended as any link does: nothing is said of anybody, and a fresh one goes to the address that is known.
    const ended = await look(old);
    expect(ended.status).toBe(410);
    expect(ended.text).not.toMatch(/Ann|Any|client\.example/);
    const before = (await lettersTo(h, 'anna@client.example')).length;
    expect((await fetch(`${old}/fresh`, { method: 'POST' })).status).toBe(200);
    await h.app.idle();
    const letters = await lettersTo(h, 'anna@client.example');
    expect(letters).toHaveLength(before + 1);
    const fresh = /https?:\S+\/d\/[a-z2-7]+/.exec(letters.at(-1)!.text)![0];
    expect((await look(h.url + new URL(fresh).pathname)).status).toBe(200);
    expect((await look(old)).status).toBe(410);
  });

  test('the login of the one who goes becomes the other’s', async () => {
    const h = house();
    const call = await programJson(h);
    const [anna, again] = [await client(h, 'Anna'), await client(h, 'Anya', { access: 'ACTIVE' })];
    expect((await call('POST', `/contacts/${anna.id}/merge`, { contact: again.id })).json.access).toBe('ACTIVE');
  });
});
