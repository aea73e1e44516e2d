/** The administration by its pages: what each kind of person gets of it, and that what is done there is done. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Person } from '../../src/people/person.ts';
import { AUDITED } from '../../src/store/audit.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { speaker } from '../../src/web/words.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';
import { client, desk, employee, look, type Seen, says, settings, signedIn, task } from './firm.ts';

const MANAGE = ['people', 'people/new', 'people/2', 'keys', 'audit', 'suppressions', 'start', 'status', 'letters'];
const SET = ['settings', 'addresses', 'addresses/new', 'webhooks'];
const POSTS = {
  manage: ['people', 'people/2', 'people/2/act', 'keys', 'keys/x/revoke', 'suppressions', 'start', 'firm', 'letters/x'],
  set: [
    'settings',
    'addresses',
    'addresses/x',
    'addresses/x/remove',
    'webhooks',
    'webhooks/x',
    'webhooks/x/calls/y/again',
  ],
};

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A person at a browser: opens pages, and sends the forms on them with what the browser would send. */
async function browser(h: House, who: Person) {
  const headers = await signedIn(h, who);
  const open = (path: string): Promise<Seen> => look(h.url + path, { headers });
  const csrf = async () => /name="csrf" value="([^"]+)"/.exec((await open('/')).html)![1]!;
  const post = (path: string, fields: Fields): Promise<Seen> => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    return look(h.url + path, { method: 'POST', headers, body });
  };
  return {
    open,
    post,
    csrf,
    send: async (path: string, fields: Fields) => post(path, { csrf: await csrf(), ...fields }),
  };
}

/** What stands in the form at this page, as a browser would send it unchanged. */
function formOn(page: Seen): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [tag] of page.html.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = attribute('name');
    if (!name || (attribute('type') === 'checkbox' && !/\bchecked\b/.test(tag))) continue;
    found[name] = unescaped(attribute('value') ?? '');
  }
  for (const [, name, options] of page.html.matchAll(/<select\b[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)"[^>]*\bselected/.exec(options!);
    found[name!] = chosen?.[1] ?? '';
  }
  for (const [, name, text] of page.html.matchAll(/<textarea\b[^>]*name="([^"]+)"[^>]*>\n?(.*?)<\/textarea>/gs))
    found[name!] = unescaped(text!);
  return found;
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

const secretOn = (page: Seen): string | undefined => /<input id="secret"[^>]*value="([^"]+)"/.exec(page.html)?.[1];

oneHouse(
  'the administration',
  (house) => {
    test('is there for administrators, its settings for technical administrators, and for nobody else', async () => {
      const h = house();
      const max = await employee(h, 'Max');
      const tess = await employee(h, 'Tess', { role: 'technical' });
      const anna = await client(h, 'Anna', { access: 'ACTIVE' });
      const rows: [Person, manage: number, set: number][] = [
        [h.owner, 200, 200],
        [tess, 404, 200],
        [max, 404, 404],
        [anna, 404, 404],
      ];
      for (const [who, manage, set] of rows) {
        const b = await browser(h, who);
        const csrf = await b.csrf();
        const status = async (path: string) => [who.firstName, path, (await b.open(`/admin/${path}`)).status];
        for (const path of MANAGE) expect(await status(path)).toEqual([who.firstName, path, manage]);
        for (const path of SET) expect(await status(path)).toEqual([who.firstName, path, set]);
        // A post from no form of ours is refused; for whoever has no right there is nothing at all.
        for (const [path, status] of [...POSTS.manage.map((p) => [p, manage]), ...POSTS.set.map((p) => [p, set])]) {
          const bare = await b.post(`/admin/${path}`, { name: 'x' });
          expect([who.firstName, path, bare.status]).toEqual([who.firstName, path, status === 404 ? 404 : 403]);
        }
        const denied = [...(manage === 404 ? POSTS.manage : []), ...(set === 404 ? POSTS.set : [])];
        for (const path of denied) {
          const sent = await b.post(`/admin/${path}`, { csrf, name: 'x', address: 'x@client.example' });
          expect([who.firstName, path, sent.status]).toEqual([who.firstName, path, 404]);
        }
        const home = (await b.open('/')).html;
        expect([who.firstName, home.includes('href="/admin"')]).toEqual([who.firstName, set === 200]);
      }
      expect(await h.gw.db.read('api_keys')).toEqual([]);
      const sections = (page: Seen) => [...page.html.matchAll(/<a href="\/admin\/(\w+)"/g)].map((m) => m[1]);
      expect(sections(await (await browser(h, tess)).open('/admin/settings'))).toEqual([
        ...['settings', 'templates', 'addresses', 'webhooks'],
        // The form's own «cancel».
        'settings',
      ]);
      expect((await look(`${h.url}/admin/settings`)).headers.get('location')).toBe('/login?next=%2Fadmin%2Fsettings');
    });

    test('settings: what is changed is saved, what cannot be is said at its field with what was typed', async () => {
      const h = house();
      const ann = await browser(h, h.owner);
      const form = formOn(await ann.open('/admin/settings'));
      const wrong = await ann.post('/admin/settings', {
        ...form,
        lastMessages: '21',
        timezone: 'Mars',
        noAutomaticMail: 'x y@',
      });
      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain('A whole number from 0 to 20');
      expect(wrong.text).toContain('There is no such time zone');
      expect(wrong.text).toContain('“x” is not an address');
      expect(formOn(wrong)).toMatchObject({ lastMessages: '21', timezone: 'Mars' });
      expect((await desk(h, h.owner)).account.settings.lastMessages).toBe(0);

      const { matchBySubjectAndSender: _, ...unticked } = form;
      const change = {
        N3: '1',
        lastMessages: '3',
        linkDays: '90',
        noAutomaticMail: '@shop.example\nbob@client.example',
      };
      const saved = await ann.post('/admin/settings', { ...unticked, ...change, timezone: 'Europe/Moscow' });
      expect([saved.status, saved.headers.get('location')]).toEqual([303, '/admin/settings?saved']);
      const now = (await desk(h, h.owner)).account.settings;
      expect(now).toMatchObject({
        lastMessages: 3,
        linkDays: 90,
        timezone: 'Europe/Moscow',
        matchBySubjectAndSender: false,
      });
      expect(now.notifications).toMatchObject({ N2: { enabled: true }, N3: { enabled: true } });
      expect(now.noAutomaticMail).toEqual(['@shop.example', 'bob@client.example']);
      const log = await ann.open('/admin/audit');
      expect(log.text).toMatch(/Settings were changed .* Ann Lee · .*time zone/);
    });

    test('settings: a change of somebody else is said and kept, and so is what was typed', async () => {
      const h = house();
      const ann = await browser(h, h.owner);
      const form = formOn(await ann.open('/admin/settings'));
      await settings(h, { lastMessages: 5, showToSpam: true });
      const page = await ann.post('/admin/settings', { ...form, timezone: 'Europe/Moscow' });
      expect(page.status).toBe(409);
      expect(page.text).toContain('How many earlier messages a letter repeats: was “0”, is now “5”');
      expect(page.text).toContain('was “off”, is now “on”');
      const merged = formOn(page);
      expect(merged).toMatchObject({ lastMessages: '5', showToSpam: '1', timezone: 'Europe/Moscow' });
      expect((await desk(h, h.owner)).account.settings).toMatchObject({ lastMessages: 5, timezone: 'UTC' });
      expect((await ann.post('/admin/settings', merged)).status).toBe(303);
      const now = (await desk(h, h.owner)).account.settings;
      expect(now).toMatchObject({ lastMessages: 5, showToSpam: true, timezone: 'Europe/Moscow' });
    });

    test('people: added, refused twice, activated by a link that is shown once, let go and brought back', async () => {
      const h = house();
      const ann = await browser(h, h.owner);
      const max = {
        firstName: 'Max',
        lastName: 'Orlov',
        login: 'max',
        email: 'max@acme.example',
        role: 'admin',
        language: 'ru',
      };
      const added = await ann.send('/admin/people', { ...max, mayGrantAccess: '1' });
      expect(added.status).toBe(303);
      const path = added.headers.get('location')!.replace('?saved', '');
      const twice = await ann.send('/admin/people', max);
      expect(twice.status).toBe(422);
      expect(twice.text).toContain('This login is taken');
      expect(formOn(twice)).toMatchObject({ firstName: 'Max', login: 'max' });
      const mail = await ann.send('/admin/people', { ...max, login: 'max2' });
      expect([mail.status, mail.text.includes('This address')]).toEqual([422, true]);
      expect((await ann.send('/admin/people', { ...max, login: 'Макс' })).text).toContain('A login has Latin letters');
      expect((await ann.send('/admin/people', { ...max, login: 'postmaster', email: '' })).text).toContain(
        'This login is taken',
      );

      const made = await ann.send(`${path}/act`, { do: 'link' });
      const link = secretOn(made)!;
      expect(link).toContain('/activate/');
      expect((await ann.open(path)).html).not.toContain('/activate/');
      expect((await look(link)).status).toBe(200);

      const row = await h.gw.db.read('employees').where({ login: 'max' }).first();
      expect([row.role, Boolean(row.may_grant_access), row.language]).toEqual(['admin', true, 'ru']);
      const { mayGrantAccess: _, ...form } = formOn(await ann.open(path));
      expect((await ann.post(path, { ...form, position: 'Joiner' })).status).toBe(303);
      expect((await ann.open(path)).html).toContain('value="Joiner"');
      expect(Boolean((await h.gw.db.read('employees').where({ login: 'max' }).first()).may_grant_access)).toBe(false);

      expect((await ann.send(`${path}/act`, { do: 'let-go' })).status).toBe(303);
      expect((await ann.open(path)).text).toContain('This person is not here any more');
      expect((await look(link)).status).not.toBe(200);
      expect((await ann.send(`${path}/act`, { do: 'bring-back' })).status).toBe(303);
      expect((await ann.open('/admin/people')).text).not.toContain('let go');
    });

    test('people: the owner’s things are the owner’s, and nobody lets themselves go', async () => {
      const h = house();
      const max = await employee(h, 'Max', { role: 'admin' });
      const b = await browser(h, max);
      const owner = await b.open(`/admin/people/${h.owner.number}`);
      expect(owner.text).toContain('Only the owner changes these.');
      expect(owner.html).not.toContain(`action="/admin/people/${h.owner.number}`);
      const sent = await b.send(`/admin/people/${h.owner.number}`, { firstName: 'Eve', login: 'eve', role: 'user' });
      expect(sent.status).toBe(403);
      for (const act of ['let-go', 'link'])
        expect((await b.send(`/admin/people/${h.owner.number}/act`, { do: act })).status).toBe(403);
      const own = await b.open(`/admin/people/${max.number}`);
      expect(own.html).not.toContain('value="let-go"');
      expect((await b.send(`/admin/people/${max.number}/act`, { do: 'let-go' })).status).toBe(422);
      expect(await h.gw.db.read('employees').where({ active: false })).toEqual([]);
      const ann = await browser(h, h.owner);
      const form = formOn(await ann.open(`/admin/people/${h.owner.number}`));
      expect((await ann.post(`/admin/people/${h.owner.number}`, { ...form, position: 'Head' })).status).toBe(303);
    });

    test('addresses: made with whose list, changed, taken away; a taken name is refused', async () => {
      const h = house();
      const tess = await browser(h, await employee(h, 'Tess', { role: 'technical' }));
      const max = await employee(h, 'Max');
      const made = await tess.send('/admin/addresses', {
        local: 'Sales',
        description: 'Orders',
        assignees: max.id,
        project: '',
      });
      expect(made.status).toBe(303);
      expect((await tess.open('/admin/addresses')).text).toContain('sales@mail.acme.example Orders · Max');
      const taken = await tess.send('/admin/addresses', { local: 'max', assignees: [] });
      expect([taken.status, taken.text.includes('This address is taken')]).toEqual([422, true]);
      expect((await tess.send('/admin/addresses', { local: 'a b', assignees: [] })).status).toBe(422);
      const page = await tess.open('/admin/addresses/sales');
      expect(formOn(page)).toMatchObject({ description: 'Orders', assignees: max.id });
      expect((await tess.send('/admin/addresses/sales', { description: 'New orders', project: '' })).status).toBe(303);
      expect((await tess.open('/admin/addresses')).text).toContain('New orders · to an administrator');
      expect((await tess.send('/admin/addresses/sales/remove', {})).status).toBe(303);
      expect((await tess.open('/admin/addresses/sales')).status).toBe(404);
    });

    test('keys: the secret is shown once and works until it is revoked', async () => {
      const h = house();
      const ann = await browser(h, h.owner);
      expect((await ann.send('/admin/keys', { name: ' ' })).status).toBe(422);
      const secret = secretOn(await ann.send('/admin/keys', { name: 'Books' }))!;
      const asks = async () =>
        (await fetch(`${h.url}/api/v1/keys`, { headers: { authorization: `Bearer ${secret}` } })).status;
      expect(await asks()).toBe(200);
      const page = await ann.open('/admin/keys');
      expect(page.text).toContain('Books');
      expect(page.html).not.toContain(secret);
      const [, id] = /\/admin\/keys\/([0-9a-f-]+)\/revoke/.exec(page.html)!;
      expect((await ann.send(`/admin/keys/${id}/revoke`, {})).status).toBe(303);
      expect(await asks()).toBe(401);
      expect((await ann.open('/admin/keys')).html).not.toContain('/revoke');
      expect((await ann.open('/admin/audit')).text).toMatch(/An API key was revoked: Books/);
    });

    test('webhooks: the secret is shown once; calls are listed, made again, and end with the switch', async () => {
      const h = house();
      let answer = 500;
      const heard: string[] = [];
      const server = createServer((request, response) => {
        heard.push(String(request.headers['webhook-id']));
        response.writeHead(answer).end('so be it');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        const ann = await browser(h, h.owner);
        expect((await ann.send('/admin/webhooks', { url: 'ftp://x.example' })).status).toBe(422);
        const secret = secretOn(await ann.send('/admin/webhooks', { url, kinds: 'comment-added' }))!;
        expect(secret).toMatch(/^whsec_/);
        const list = await ann.open('/admin/webhooks');
        expect(list.html).not.toContain('whsec_');
        const path = /href="(\/admin\/webhooks\/[0-9a-f-]+)"/.exec(list.html)![1]!;

        const where = await task(h, h.owner, 'Desks');
        await says(h, h.owner, where, 'Oak');
        await h.gw.db.write((tx) => tx('webhook_calls').update({ state: 'failed', due_at: null }));
        const failed = await ann.open(path);
        expect(failed.text).toMatch(/a new comment №\s1 .* failed · 500 so be it/);
        answer = 204;
        const again = /action="([^"]+\/again)"/.exec(failed.html)![1]!;
        expect((await ann.send(again, {})).status).toBe(303);
        await h.app.idle();
        expect((await ann.open(path)).text).toMatch(/a new comment №\s1 .* taken/);
        expect((await ann.send(again, {})).status).toBe(409);

        expect((await ann.send(path, { do: 'off' })).status).toBe(303);
        await says(h, h.owner, where, 'Ash');
        expect(new Set(heard).size).toBe(1);
        expect((await ann.send(path, { do: 'save', url: 'http://user:pass@x.example/' })).status).toBe(422);
        expect((await ann.send(path, { do: 'remove' })).status).toBe(303);
        expect((await ann.open(path)).status).toBe(404);
      } finally {
        server.close();
      }
    });

    test('the audit log has words for all that is written there, page by page', async () => {
      const h = house();
      for (const language of ['ru', 'en'] as const)
        for (const what of AUDITED) expect(speaker(language)(`audit.${what}`)).not.toBe('');
      const ann = await browser(h, h.owner);
      for (let n = 0; n < 16; n += 1) {
        await ann.send('/admin/addresses', { local: `a${n}`, assignees: [] });
        await ann.send(`/admin/addresses/a${n}/remove`, {});
      }
      const first = await ann.open('/admin/audit');
      expect(first.text).toContain('An address was removed: a15');
      expect(first.text).not.toContain(': a0');
      const next = /href="(\/admin\/audit\?after=[^"]+)"/.exec(first.html)![1]!;
      expect((await ann.open(next)).text).toContain('An address was saved: a0');
    });

    test('addresses that get nothing are listed with their cause and let out again', async () => {
      const h = house();
      await client(h, 'Anna', { mailBlocked: true });
      await h.gw.db.write((tx) =>
        suppress(tx, h.account.id, 'anna@client.example', 'bounce', '550 no such user', Date.now()),
      );
      const ann = await browser(h, h.owner);
      const page = await ann.open('/admin/suppressions');
      expect(page.text).toMatch(/anna@client\.example today, .* there is no such address · 550 no such user/);
      expect((await ann.send('/admin/suppressions', { address: 'anna@client.example' })).status).toBe(303);
      expect(await h.gw.db.read('suppressions')).toEqual([]);
      expect(Boolean((await h.gw.db.read('contacts').first()).mail_blocked)).toBe(false);
      expect((await ann.send('/admin/suppressions', { address: 'anna@client.example' })).status).toBe(404);
    });

    test('first steps: a letter goes out, and the page says when its answer is a comment', async () => {
      const h = house();
      const ann = await browser(h, h.owner);
      expect((await ann.open('/admin')).headers.get('location')).toBe('/admin/start');
      const page = await ann.open('/admin/start');
      expect(page.text).toContain('mail.acme.example. MX 10 mail.acme.example.');
      expect(page.text).toContain('_dmarc.mail.acme.example. TXT "v=DMARC1; p=none');
      expect((await ann.send('/admin/start', { address: 'nobody' })).status).toBe(422);
      const own = await ann.send('/admin/start', { address: 'ann@acme.example' });
      expect([own.status, own.text.includes('an employee’s address')]).toEqual([422, true]);
      expect(await h.gw.db.read('tasks')).toEqual([]);

      const sent = await ann.send('/admin/start', { address: 'anna@client.example' });
      const here = sent.headers.get('location')!;
      expect(here).toBe('/admin/start?task=1#try');
      await h.app.idle();
      const waiting = await ann.open(here);
      expect(waiting.text).toMatch(/anna@client\.example State sent/);
      expect(waiting.text).not.toContain('The answer came');
      const [letter] = await lettersTo(h, 'anna@client.example');
      await send(h, reply(letter!, 'Anna Kim <anna@client.example>', 'It works.'));
      await h.app.idle();
      expect((await ann.open(here)).text).toContain('The answer came and is a comment.');
      expect((await ann.open('/admin')).headers.get('location')).toBe('/admin/inbox');
      expect((await ann.open('/admin/start?task=99')).status).toBe(404);
    });
  },
  { POSTERN_WEBHOOKS_ALLOW_PRIVATE: 'true' },
);
