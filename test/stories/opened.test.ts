/** The picture of one dot (spec 1.12, 3.3; item 54): off by itself, each letter its own, and it touches the record of its delivery alone. */
import { expect, test } from 'vitest';
import { letterToken } from '../../src/base/token.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { everything } from '../support/tables.ts';
import { browser } from './browsing.ts';
import { client, comments, dashboard, employee, look, programJson, says, settings, task } from './firm.ts';

const PICTURE = /<img[^>]*src="([^"]+\/open\/[a-z2-7]+)"[^>]*>/;
const states = async (h: House) =>
  Object.fromEntries(
    (await h.gw.db.read('letters')).map((l) => [JSON.parse(l.recipients)[0].name, l.read_at !== null]),
  );

eachHouse('a letter that is opened', (house) => {
  test('54: is noted with its time beside the comment; without the option there is no picture', async () => {
    const h = house();
    const [anna, boris, vera] = [await client(h, 'Anna'), await client(h, 'Boris'), await employee(h, 'Vera')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id, vera.id] });
    await says(h, h.owner, where, 'Before', { notify: [anna] });
    expect((await lettersTo(h, anna.email!))[0]!.html).not.toContain('/open/');
    await h.gw.db.write((tx) => tx('letters').delete());
    (h.relay.kept as unknown[]).length = 0;
    await settings(h, { openPixel: true });
    await says(h, h.owner, where, 'Which colour?', { notify: [anna, boris, vera] });
    const letterTo = async (email: string) => (await lettersTo(h, email))[0]!;
    const [toAnna, toBoris, toVera] = [
      await letterTo(anna.email!),
      await letterTo(boris.email!),
      await letterTo(vera.email!),
    ];
    const [picture, other] = [PICTURE.exec(toAnna.html)![1]!, PICTURE.exec(toBoris.html)![1]!];
    expect(picture).not.toBe(other);
    expect(toVera.html).not.toContain('/open/');
    expect(toAnna.text).not.toContain('/open/');
    expect(toAnna.html.trimEnd()).toMatch(/<img [^>]*\/open\/[^>]*alt=""[^>]*>\s*<\/body>\s*<\/html>$/);

    const before = await everything(h.gw, ['leases']);
    const same = async (url: string, method = 'GET') => {
      const answer = await fetch(url, { method });
      return [
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('cache-control'),
        Buffer.from(await answer.arrayBuffer()).toString('hex'),
        answer.headers.getSetCookie(),
      ];
    };
    const dot = await same(`${h.url}/open/nothing`);
    expect(dot.slice(0, 3)).toEqual([200, 'image/gif', 'no-store']);
    const id = (await h.gw.db.read('letters').where({ recipient_id: anna.id }).first('id')).id;
    const wrong = [
      picture.replace(/.{4}$/, 'aaaa'),
      `${h.url}/open/${letterToken(h.gw.keyring, 'mute', id)}`,
      `${h.url}/open/${letterToken(h.gw.keyring, 'open', where.id as never)}`,
    ];
    for (const url of wrong) expect(await same(url)).toEqual(dot);
    expect((await same(picture, 'HEAD')).slice(0, 3)).toEqual(dot.slice(0, 3));
    expect((await fetch(picture, { method: 'POST' })).status).toBe(404);
    expect(await everything(h.gw, ['leases'])).toEqual(before);

    expect(await same(picture)).toEqual(dot);
    expect(await states(h)).toEqual({ Anna: true, Boris: false, Vera: false });
    const { letters: after, ...others } = await everything(h.gw, ['leases']);
    const { letters: was, ...rest } = before;
    expect(others).toEqual(rest);
    expect(after!.map((row) => row.replace(/"read_at":\d+/, '"read_at":null'))).toEqual(was);
    const first = (await h.gw.db.read('letters').where({ id }).first('read_at')).read_at;
    await same(picture);
    expect((await h.gw.db.read('letters').where({ id }).first('read_at')).read_at).toBe(first);

    const page = (await (await browser(h, h.owner)).get(`/tasks/${where.number}`)).text;
    expect(page).toMatch(/Anna \(client\): sent, opened \d+ \w+ \d{4}/);
    expect(page).not.toMatch(/Boris \(client\): sent, opened/);
    const call = await programJson(h);
    const [, told] = (await call('GET', `/tasks/${where.id}/comments`)).json.items;
    const read = Object.fromEntries(
      told.deliveries.map((d: { recipient: string; readAt: string | null }) => [d.recipient, d.readAt]),
    );
    expect(read).toEqual({ [anna.id]: new Date(Number(first)).toISOString(), [boris.id]: null, [vera.id]: null });
    expect((await call('GET', `/letters/${id}`)).json.readAt).toBe(read[anna.id]);
    // Nobody outside learns who reads.
    expect((await look(`${await dashboard(h, boris)}/tasks/${where.number}`)).text).not.toContain('opened');
  });

  test('does not come back in answers and disturbs none; a letter that several share has none', async () => {
    const h = house();
    await settings(h, { openPixel: true });
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await says(h, h.owner, where, 'Which colour?', { notify: [anna] });
    const [letter] = await lettersTo(h, anna.email!);
    const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(letter!.html)![1]!;
    expect(body).toMatch(PICTURE);
    const html = `<div>Red, please</div><br><div class="gmail_quote"><div>On Monday Ann wrote:</div><blockquote>${body}</blockquote></div>`;
    await send(h, { ...reply(letter!, 'Anna <anna@client.example>', 'Red, please'), html });
    await send(h, { ...reply(letter!, 'Anna <anna@client.example>', ''), html: `<div>As it is:</div>${body}` });
    await h.app.idle();
    const said = (await comments(h, where)).filter((c) => c.author === 'Anna');
    expect(said[0]!.text).toBe('Red, please');
    const stored = JSON.stringify(await h.gw.db.read('comments'));
    expect(stored).not.toContain('/open/');
    expect(stored).not.toMatch(PICTURE);
    await settings(h, { openPixel: true, allRecipientsInOneLetter: true });
    await says(h, h.owner, where, 'To both', { notify: [anna, boris] });
    expect((await lettersTo(h, boris.email!))[0]!.html).not.toContain('/open/');
  });

  test('is counted so often and no more from one place', async () => {
    const h = house();
    await settings(h, { openPixel: true });
    const anna = await client(h, 'Anna');
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    await says(h, h.owner, where, 'Hello', { notify: [anna] });
    const picture = PICTURE.exec((await lettersTo(h, anna.email!))[0]!.html)![1]!;
    for (const key of ['127.0.0.1', '::1']) await h.gw.brakes.opened.penalty(key, 600);
    expect((await fetch(picture)).status).toBe(200);
    expect(await states(h)).toEqual({ Anna: false });
    await h.gw.brakes.opened.delete('127.0.0.1');
    await h.gw.brakes.opened.delete('::1');
    expect((await fetch(picture)).status).toBe(200);
    expect(await states(h)).toEqual({ Anna: true });
  });
});
