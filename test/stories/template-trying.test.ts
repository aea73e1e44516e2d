/** A template is tried before anybody outside gets it: on a task that is there, and by a letter to whoever writes it. */
import { expect, test } from 'vitest';
import { standardWords } from '../../src/notify/own-standard.ts';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, reply, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, comments, employee, letterStates, look, programJson, says, settings, task, tasks } from './firm.ts';

const words = (html: string, more = {}) => ({ subject: '{{task.title}}', html, text: null, ...more });
const OURS = {
  event: 'N2',
  words: { en: words('<p>Dear {{recipient.firstName}}!</p>{{comment.text}}<a href="{{task.link}}">x</a>') },
};

async function scene(h: House) {
  const [anna, peter] = [await client(h, 'Anna', { language: 'ru' }), await client(h, 'Peter')];
  const desks = await task(h, h.owner, 'Desks', {
    assignees: [anna.id],
    participants: [peter.id],
    description: 'Six desks',
  });
  await says(h, h.owner, desks, 'Open words', { notify: [anna] });
  await says(h, h.owner, desks, 'For Peter alone', { notify: [peter], hidden: true, audience: [peter] });
  return { anna, peter, desks };
}

/** A form of the template's page, as it is saved. */
const typed = (html: string, more: Record<string, string> = {}) => ({
  revision: '1',
  name: 'Ours',
  subject: '{{task.title}}',
  html,
  text: '',
  addSignature: '1',
  addDashboardLink: '1',
  addFiles: '1',
  ...more,
});

async function made(h: House): Promise<string> {
  const ask = await programJson(h);
  return (await ask('POST', '/templates', { name: 'Ours', notification: 'N2', content: { words: OURS.words } })).json
    .id;
}

const TOKEN = /[a-z2-7]{50,}/;

eachHouse('a template that is tried', (house) => {
  test('shows a task that is there as its reader outside would get it, and nothing that one may not see oneself', async () => {
    const h = house();
    await settings(h, { lastMessages: 3 });
    const { anna, desks } = await scene(h);
    const asOwner = await programJson(h, h.owner);
    const shown = (content: object, number: number, ask = asOwner) =>
      ask('POST', '/templates/preview', { language: 'en', content, task: number });
    const secret = (await shown(OURS, desks.number)).json;
    // The last that somebody outside was told of: theirs, as the owner wrote it.
    expect(secret.html).toContain('Dear Peter!');
    expect(secret.text).toContain('For Peter alone');
    // Of what was said before there is what this reader has, and not what another was told.
    await says(h, h.owner, desks, 'Later words', { notify: [anna] });
    const open = (await shown(OURS, desks.number)).json;
    expect(open.html).toContain('Dear Anna!');
    expect(open.text).toMatch(/Later words[\s\S]*Open words/);
    expect(JSON.stringify(open)).not.toContain('For Peter alone');
    expect(open.subject).toBe('Desks');
    for (const one of [secret, open]) {
      expect(JSON.stringify(one)).not.toMatch(TOKEN);
      const heads = new Map(one.headers.map(({ name, value }: { name: string; value: string }) => [name, value]));
      expect(heads.get('List-Unsubscribe')).toMatch(/\/mute\/•••>$/);
      expect(heads.get('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(heads.get('Message-ID')).toMatch(/^<m\.•••@/);
      expect(heads.get('Reply-To')).toMatch(/<reply\+•••@/);
    }
    const first = { event: 'N1', words: { en: words('<p>{{author.name}}</p>{{task.description}}') } };
    expect((await shown(first, desks.number)).json.text).toContain('Six desks');
    const status = { event: 'N5', words: { en: words('<p>{{change.to}}</p>') } };
    for (const [content, number] of [
      [status, desks.number], // Nobody outside set it.
      [OURS, 99],
    ] as const) {
      const { status: code, json } = await shown(content, number);
      expect([code, json.errors[0].path]).toEqual([422, 'about']);
    }
    const tech = await employee(h, 'Tess', { role: 'technical' });
    const techs = await shown(OURS, desks.number, await programJson(h, tech));
    expect(techs.status).toBe(422);
    expect(JSON.stringify(techs.json)).not.toMatch(/Desks|Open words/);
    // One to each when it was told, and none by looking.
    expect(await letters(h)).toHaveLength(4);
  });

  test('is mailed to whoever writes it: marked, theirs alone, and with nothing in it that opens anything', async () => {
    const h = house();
    const { desks } = await scene(h);
    const owner = await programJson(h, h.owner);
    const before = (await letters(h)).length;
    const spoken = (await comments(h, desks)).length;
    for (const about of [null, desks.number]) {
      const sent = await owner('POST', '/templates/test', { language: 'en', content: OURS, task: about });
      expect(sent).toMatchObject({ status: 202, json: { to: h.owner.email, sent: true } });
      await h.app.idle();
      const letter = (await lettersTo(h, h.owner.email!)).at(-1)!;
      expect(letter.subject).toMatch(/^Test: /);
      expect(letter.text).toMatch(/^This is a test of a template/);
      expect(letter.html).toContain('This is a test of a template');
      expect(letter.html).toContain(about === null ? 'Dear Anna!' : 'Dear Peter!');
      expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
      for (const part of [letter.subject, letter.text, letter.html]) expect(part).not.toMatch(TOKEN);
      const links = [...letter.html.matchAll(/href="(https?:[^"]+)"/g)].map(([, url]) =>
        url!.replaceAll('&#x3D;', '='),
      );
      expect(links.length).toBeGreaterThan(1);
      for (const url of links) {
        const page = await look(url);
        expect(page.status, url).toBeGreaterThanOrEqual(400);
        expect(page.html).not.toMatch(/Desks|Open words|For Peter/);
      }
      const line = (await letterStates(h)).find((one) => one.kind === 'test');
      expect(line).toMatchObject({ state: 'sent' });
      // An answer to it is an answer to nothing: no task hears of it.
      await send(h, reply(letter, `Owner <${h.owner.email}>`, 'Looks well'));
      expect(await comments(h, desks)).toHaveLength(spoken);
    }
    expect((await letters(h)).length).toBe(before + 2);
    expect((await tasks(h)).map((one) => one.title).filter((title) => title === 'Desks')).toHaveLength(1);
  });

  test('is mailed twenty times an hour and no more, to nobody without an address, by nobody else', async () => {
    const h = house();
    const owner = await programJson(h, h.owner);
    const once = (ask: Awaited<ReturnType<typeof programJson>>, content: object = OURS) =>
      ask('POST', '/templates/test', { language: 'en', content });
    expect((await once(await programJson(h))).status).toBe(409);
    expect((await once(await programJson(h, await employee(h, 'Max')))).status).toBe(403);
    expect((await once(owner, { ...OURS, words: { en: words('<p>{{comment.txt}}</p>') } })).status).toBe(422);
    for (let i = 0; i < 20; i += 1) expect((await once(owner)).status).toBe(202);
    expect((await once(owner)).status).toBe(429);
    await h.app.idle();
    expect((await letterStates(h)).filter((one) => one.kind === 'test')).toHaveLength(20);
  });

  test('on its page: sent, given its link back, carried over, and never overwritten by who comes later', async () => {
    const h = house();
    await scene(h);
    const id = await made(h);
    const ann = await browser(h, h.owner);
    const path = `/admin/templates/${id}`;
    /** What is shown in the end. */
    const sent = async (fields: Record<string, string>) => {
      const page = await ann.send(`${path}?language=en`, fields);
      return page.status === 303 ? ann.get(page.headers.get('location')!) : page;
    };
    const html = '<p>Ours</p>{{comment.text}}';

    const editor = await ann.get(`${path}?language=en`);
    expect(editor.html).toContain(
      '{{task.assignee.position}}</code> <code class="fine">{{Задача.Исполнитель.Должность}}',
    );
    for (const sample of ['Architect', 'Oliver Grey, Anna Kim', 'Garden Street 5 Ltd', '+44 20 7946 0041'])
      expect(editor.text).toContain(`· e.g. ${sample}`);

    const tested = await sent(typed(html, { do: 'test', about: '1' }));
    expect(tested.text).toContain(`a test is on its way to ${h.owner.email}`);
    expect((await lettersTo(h, h.owner.email!)).at(-1)!.html).toContain('<p>Ours</p>');

    const { addDashboardLink: _, ...without } = typed(html, { do: 'save', revision: '2' });
    const warned = await sent(without);
    expect(warned.text).toContain('clients will not see the history');
    expect(warned.html).toMatch(/<button[^>]+name="do" value="link"/);
    const linked = await sent({ ...without, do: 'link', revision: '3' });
    expect(linked.text).not.toContain('clients will not see the history');
    expect(linked.html).toMatch(/name="addDashboardLink" value="1" checked/);

    const original = '%%$ЕСЛИ({{Задача.Номер}} > 5)$%%{{Комментарий.Текст}}%%$КОНЕЦБЛОКА$%%{{Задача.Надзадача}}';
    const told = await sent(typed(original, { do: 'publish', revision: '4' }));
    expect(told.status).toBe(422);
    expect(told.html).toMatch(/<button[^>]+name="do" value="convert"/);
    const over = await sent(typed(original, { do: 'convert', revision: '5' }));
    expect(over.text).toContain('Not carried over:');
    expect(over.text).toContain('{{Задача.Надзадача}} there is no such variable here');
    expect(over.html).toContain('{{#if (gt Задача.Номер 5)}}');
    expect(over.html).toContain('data-unsaved');

    // Somebody else saved meanwhile: both are seen, and nothing is lost by a click.
    const late = await ann.send(
      `${path}?language=en`,
      typed('<p>Mine</p>{{comment.text}}', { do: 'save', revision: '4' }),
    );
    expect(late.status).toBe(409);
    expect(late.html).toContain('+ &lt;p&gt;Mine&lt;/p&gt;{{comment.text}}');
    expect(late.html).toContain('data-unsaved');
    expect(late.html).toContain('name="revision" value="5"');
    const kept = await programJson(h);
    expect((await kept('GET', `/templates/${id}`)).json.draft.words.en.html).toBe(original);
    const long = await sent(typed('x'.repeat(600 * 1024), { do: 'save', revision: '5' }));
    expect(long.status).toBe(422);
    expect((await kept('GET', `/templates/${id}`)).json.draft.words.en.html).toBe(original);
  });

  test('reset brings back the words that there are by default in this language, and a draft that is given up leaves what is published', async () => {
    const h = house();
    const ask = await programJson(h);
    const content = { words: { en: words('<p>Ours</p>{{comment.text}}'), ru: words('<p>Наше</p>{{comment.text}}') } };
    const { id } = (await ask('POST', '/templates', { name: 'Ours', notification: 'N2', content })).json;
    await ask('POST', `/templates/${id}/publish`, { revision: 1 });
    const ann = await browser(h, h.owner);
    const press = async (act: string, revision: string) => {
      const page = await ann.send(`/admin/templates/${id}?language=en`, typed('<p>New</p>', { do: act, revision }));
      expect(page.status).toBe(303);
      return (await ask('GET', `/templates/${id}`)).json;
    };
    const page = (await ann.get(`/admin/templates/${id}?language=en`)).text;
    expect(page).toContain('The words in this language are replaced by the standard ones.');
    const reset = await press('reset', '2');
    expect(reset.draft.words).toEqual({ en: standardWords('N2', 'en'), ru: content.words.ru });
    expect(reset.live.content.words).toEqual(content.words);
    const given = await press('discard', '3');
    expect([given.draft, given.live.content.words]).toEqual([null, content.words]);
  });

  test('a version that would replace a draft is asked about, and a mistake in the other language is seen from this one', async () => {
    const h = house();
    const ask = await programJson(h);
    const content = { words: { en: words('{{comment.text}}'), ru: words('{{comment.text}}') } };
    const { id } = (await ask('POST', '/templates', { name: 'Ours', notification: 'N2', content })).json;
    await ask('POST', `/templates/${id}/publish`, { revision: 1 });
    await ask('PATCH', `/templates/${id}`, { revision: 2, content });
    await ask('POST', `/templates/${id}/publish`, { revision: 3 });
    const ann = await browser(h, h.owner);
    const replaced = 'What is being written now is replaced by this version';
    const old = async () => (await ann.get(`/admin/templates/${id}/history?language=en`)).text;
    expect(await old()).not.toContain(replaced);
    const broken = { words: { ...content.words, ru: words('{{comment.txt}}') } };
    await ask('PATCH', `/templates/${id}`, { revision: 4, content: broken });
    expect(await old()).toContain(replaced);
    const page = await ann.get(`/admin/templates/${id}?language=en`);
    expect(page.text).toContain('Russian (mistakes: 1)');
    expect((await ann.get(`/admin/templates/${id}?language=ru`)).text).not.toContain('(mistakes:');
  });
});
