/** One task is muted for one person, by the link in a letter or by the button of a mail program (RFC 8058); their own words undo it. */
import { expect, test } from 'vitest';
import { eachHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { client, dashboard, form, letterStates, look, says, signedIn, task } from './firm.ts';

eachHouse('a muted task', (house) => {
  test('is muted by a post and not by a look; other tasks and other people are not; staff see it before they send', async () => {
    const h = house();
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    const people = { participants: [anna.id, peter.id] };
    const [desks, lamps] = [await task(h, h.owner, 'Desks', people), await task(h, h.owner, 'Lamps', people)];
    await says(h, h.owner, desks, 'First', { notify: [anna, peter] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    const header = (name: string) =>
      new RegExp(`^${name}:\\s*<?(.*?)>?\\r?$`, 'im').exec(letter!.raw.toString().replace(/\r\n[ \t]+/g, ''))?.[1];
    const url = header('List-Unsubscribe')!;
    expect(header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(letter!.html).toContain(url);

    for (const method of ['GET', 'HEAD']) expect((await look(url, { method })).status).toBe(200);
    expect((await look(url)).text).toContain('“Desks”');
    await says(h, h.owner, desks, 'Second', { notify: [anna] });
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(2);

    // As a mail program's own button sends it: no cookie, no Origin.
    const oneClick = {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    expect((await look(url, oneClick)).status).toBe(200);
    expect((await look(url, oneClick)).status).toBe(200);
    await says(h, h.owner, desks, 'Third', { notify: [anna, peter] });
    await says(h, h.owner, lamps, 'About lamps', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).map((l) => l.subject)).toEqual(['Desks', 'Desks', 'Lamps']);
    expect(await lettersTo(h, 'peter@client.example')).toHaveLength(2);
    expect((await letterStates(h)).filter((l) => l.reason === 'muted')).toHaveLength(1);
    const staff = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(staff.text).toContain('they muted this task');
  });

  test('is heard of again when the page says so, or by one’s own words', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'First', { notify: [anna] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    const url = /https?:\/\/\S+\/mute\/[a-z2-7]+/.exec(letter!.text)![0];
    const mute = (muted: string) => look(url, { method: 'POST', body: form([['muted', muted]]) });
    const letters = async () => (await lettersTo(h, 'anna@client.example')).length;

    expect((await mute('1')).text).toContain('This conversation is muted');
    await says(h, h.owner, desks, 'Unheard', { notify: [anna] });
    expect(await letters()).toBe(1);
    // Whoever looks for the letters on the page of the conversation reads why there are none, and asks for them there.
    const page = `${await dashboard(h, anna)}/tasks/${desks.number}`;
    const said = async () => (await look(page)).text.includes('You asked for no letters about this conversation.');
    expect(await said()).toBe(true);
    expect((await look(`${page}/letters`)).status).toBe(404);
    expect(await said()).toBe(true);
    expect((await look(`${page}/letters`, { method: 'POST', body: form([]) })).status).toBe(303);
    expect(await said()).toBe(false);
    await mute('1');
    expect(await said()).toBe(true);
    expect((await mute('0')).text).toContain('Mute this conversation?');
    await says(h, h.owner, desks, 'Heard', { notify: [anna] });
    expect(await letters()).toBe(2);

    await mute('1');
    await send(h, reply(letter!, 'Anna <anna@client.example>', 'I have a question after all'));
    await h.app.idle();
    await says(h, h.owner, desks, 'The answer', { notify: [anna] });
    expect(await letters()).toBe(3);
    expect((await look(url.replace(/.{5}$/, 'aaaaa'))).status).toBe(404);
  });
});
