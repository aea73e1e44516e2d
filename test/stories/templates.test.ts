/** An account's own words in its letters: chosen, sent, seen in both languages, and never in the way of a letter (items 57–65). */
import { expect, test } from 'vitest';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import { settingsSchema } from '../../src/people/account.ts';
import type { Employee } from '../../src/people/person.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, employee, look, programJson, says, settings, task, upload } from './firm.ts';

interface Made {
  readonly id: string;
  readonly revision: number;
  readonly live: { readonly number: number } | null;
}

async function desk(h: House, as?: Employee) {
  const ask = await programJson(h, as);
  const published = async (notification: string, html: { ru: string; en: string }, more = {}): Promise<Made> => {
    const words = (one: string, subject: string) => ({ subject, html: one, text: null });
    const content = {
      words: { ru: words(html.ru, '{{Задача.Название}}'), en: words(html.en, '{{task.title}}') },
      ...more,
    };
    const made = await ask('POST', '/templates', { name: 'Ours', notification, content });
    expect(made.status).toBe(201);
    const done = await ask('POST', `/templates/${made.json.id}/publish`, { revision: made.json.revision });
    expect(done.status).toBe(200);
    return done.json as Made;
  };
  const choose = (notification: string, templateId: string | null) =>
    ask('PATCH', `/notifications/${notification}`, { templateId });
  return { ask, published, choose };
}

const OURS = {
  ru: '<p>Здравствуйте, {{Получатель.Имя}}! Это наше письмо.</p>{{Комментарий.Текст}}',
  en: '<p>Dear {{recipient.firstName}}, this is our letter.</p>{{comment.text}}',
};

eachHouse('templates of one’s own', (house) => {
  test('57, 59, 60: a new list is empty; what is chosen for N2 is what comments bring, each reader in their language', async () => {
    const h = house();
    const { ask, published, choose } = await desk(h);
    expect((await ask('GET', '/templates')).json.items).toEqual([]);
    const anna = await client(h, 'Anna', { language: 'ru' });
    const peter = await client(h, 'Peter', { language: 'en' });
    const made = await published('N2', OURS);
    expect((await choose('N2', made.id)).status).toBe(200);
    const desks = await task(h, h.owner, 'Desks', {
      assignees: [anna.id],
      participants: [peter.id],
      description: 'Six desks',
    });
    await says(h, h.owner, desks, 'When <b>shall</b> we come?', { notify: [anna, peter] });
    const [asAssignee, toAnna] = await lettersTo(h, 'anna@client.example');
    const [toPeter] = await lettersTo(h, 'peter@client.example');
    expect(asAssignee!.html).not.toContain('наше письмо');
    expect(asAssignee!.html).toContain('Six desks');
    expect(toAnna!.html).toContain('Здравствуйте, Anna! Это наше письмо.');
    expect(toPeter!.html).toContain('Dear Peter, this is our letter.');
    expect(toPeter!.text).toMatch(/^Dear Peter, this is our letter\.\s+When <b>shall<\/b> we come\?/);
    for (const letter of [toAnna!, toPeter!]) {
      expect(letter.html).toContain('When &lt;b&gt;shall&lt;/b&gt; we come?');
      expect(letter.html).toMatch(/Full conversation history|Полная история переписки/);
      expect(letter.subject).toBe('Desks');
    }
    // An answer finds its task by what stands in a letter of one's own, too.
    expect(toPeter!.html).toMatch(/data-postern="[a-z2-7]+"/);
    await choose('N2', null);
    await says(h, h.owner, desks, 'Back to the standard', { notify: [peter] });
    expect((await lettersTo(h, 'peter@client.example')).at(-1)!.html).not.toContain('our letter');
  });

  test('a letter that brings no description opens none on the dashboard (D2)', async () => {
    const h = house();
    const { published, choose } = await desk(h);
    const anna = await client(h, 'Anna');
    const made = await published('N1', { ru: '<p>Вас ждёт задача</p>', en: '<p>A task waits for you</p>' });
    await choose('N1', made.id);
    const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id], description: 'The secret of the oak' });
    const [letter] = await lettersTo(h, 'anna@client.example');
    expect(letter!.raw.toString()).toContain('A task waits for you');
    expect(letter!.raw.toString()).not.toContain('secret of the oak');
    const page = await look(`${await dashboard(h, anna)}/tasks/${desks.number}`);
    expect(page.html).toContain('Desks');
    expect(page.html).not.toContain('secret of the oak');
  });

  test('what would harm is not published; two editors do not overwrite each other; 65: nobody else gets in', async () => {
    const h = house();
    const { ask, choose } = await desk(h);
    const content = { words: { en: { subject: '{{task.title}}', html: '<p>{{comment.txt}}</p>', text: null } } };
    const made = (await ask('POST', '/templates', { name: 'Broken', notification: 'N2', content })).json;
    expect(made.problems[0]).toMatchObject({ code: 'unknown', line: 1, column: 6, suggestion: 'comment.text' });
    const refused = await ask('POST', `/templates/${made.id}/publish`, { revision: made.revision });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.json)).toContain('line 1, column 6');
    expect((await choose('N2', made.id)).status).toBe(422);
    const fixed = { words: { en: { subject: '{{task.title}}', html: '  <p>\r\n{{comment.text}}</p>\t', text: null } } };
    const saved = await ask('PATCH', `/templates/${made.id}`, { revision: made.revision, content: fixed });
    expect(saved.json.draft.words.en.html).toBe(fixed.words.en.html);
    expect((await ask('PATCH', `/templates/${made.id}`, { revision: made.revision, name: 'Mine' })).status).toBe(409);
    const live = await ask('POST', `/templates/${made.id}/publish`, { revision: saved.json.revision });
    expect(live.json.live.number).toBe(1);
    await choose('N2', made.id);
    expect((await ask('DELETE', `/templates/${made.id}`)).status).toBe(409);
    const boris = await employee(h, 'Boris');
    const outsider = await desk(h, boris);
    for (const [method, path, body] of [
      ['GET', '/templates', undefined],
      ['GET', `/templates/${made.id}`, undefined],
      ['POST', '/templates', { name: 'x', notification: 'N2' }],
      ['PATCH', `/templates/${made.id}`, { revision: 3, name: 'x' }],
      ['POST', '/templates/preview', { language: 'en', content: { ...fixed, event: 'N2' } }],
      ['DELETE', `/templates/${made.id}`, undefined],
    ] as const) {
      expect((await outsider.ask(method, path, body)).status, `${method} ${path}`).toBe(403);
    }
  });

  test('words that no letter could be made with in time are told of when they are published, in the language that is at fault', async () => {
    const h = house();
    const { ask } = await desk(h);
    const words = (html: string) => ({ subject: '{{task.title}}', html: `{{comment.text}}${html}`, text: null });
    const round = `{{#with comment}}${'{{#each files}}{{#with ..}}'.repeat(8)}{{#if (eq at 1)}}x{{/if}}${'{{/with}}{{/each}}'.repeat(8)}{{/with}}`;
    const content = { words: { ru: words(''), en: words(round) } };
    const made = (await ask('POST', '/templates', { name: 'Slow', notification: 'N2', content })).json;
    const refused = await ask('POST', `/templates/${made.id}/publish`, { revision: made.revision });
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toEqual([{ path: 'words.en', message: expect.stringContaining('longer to make') }]);
    expect((await ask('GET', `/templates/${made.id}`)).json.live).toBeNull();
    const b = await browser(h, h.owner);
    const page = await b.send(`/admin/templates/${made.id}?language=ru`, {
      do: 'publish',
      revision: String(made.revision),
      subject: content.words.ru.subject,
      html: content.words.ru.html,
      addFiles: '1',
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('English: A letter with these words takes longer');
  });

  test('what was published stands in the history and can be taken up again', async () => {
    const h = house();
    const { ask, published } = await desk(h);
    const first = await published('N2', OURS);
    const changed = await ask('PATCH', `/templates/${first.id}`, {
      revision: first.revision,
      content: { words: { en: { subject: '{{task.title}}', html: '<p>Second</p>{{comment.text}}', text: null } } },
    });
    const second = await ask('POST', `/templates/${first.id}/publish`, { revision: changed.json.revision });
    const { items } = (await ask('GET', `/templates/${first.id}/versions`)).json;
    expect(items.map((v: { number: number }) => v.number)).toEqual([2, 1]);
    const back = await ask('POST', `/templates/${first.id}/restore`, {
      revision: second.json.revision,
      version: items[1].id,
    });
    expect(back.json.draft.words.en.html).toBe(OURS.en);
    expect(back.json.live.number).toBe(2);
    const other = await published('N2', { ru: '<p>Иное</p>{{comment.text}}', en: '<p>Other</p>{{comment.text}}' });
    const [foreign] = (await ask('GET', `/templates/${other.id}/versions`)).json.items;
    const taken = await ask('POST', `/templates/${first.id}/restore`, {
      revision: back.json.revision,
      version: foreign.id,
    });
    expect(taken.status).toBe(404);
  });

  test('of two who publish at once one does, and the history and the audit know of one', async () => {
    const h = house();
    const { ask } = await desk(h);
    const words = { subject: '{{task.title}}', html: '<p>{{comment.text}}</p>', text: null };
    const content = { words: { en: words } };
    const { id, revision } = (await ask('POST', '/templates', { name: 'Ours', notification: 'N2', content })).json;
    const both = await Promise.all([1, 2].map(() => ask('POST', `/templates/${id}/publish`, { revision })));
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect((await ask('GET', `/templates/${id}/versions`)).json.items).toHaveLength(1);
    const { items } = (await ask('GET', '/audit')).json;
    expect(items.filter((line: { what: string }) => line.what === 'template-published')).toHaveLength(1);
  });

  test('a preview is made by the renderer that makes letters, with nothing secret in it', async () => {
    const h = house();
    const { ask } = await desk(h);
    const content = {
      event: 'N2',
      words: { en: { subject: '{{task.title}}', html: `${OURS.en}<a href="{{task.link}}">x</a>`, text: null } },
    };
    const { status, json } = await ask('POST', '/templates/preview', { language: 'en', content });
    expect(status).toBe(200);
    expect(json.html).toContain('Dear Anna, this is our letter.');
    expect(json.html).toContain('•••');
    expect(json.html).not.toMatch(/[a-z2-7]{50,}/);
  });

  test('64: a name that no variable has any more is empty in the letter, and is written down', async () => {
    const h = house();
    const { published, choose } = await desk(h);
    const anna = await client(h, 'Anna');
    const made = await published('N2', OURS);
    await choose('N2', made.id);
    // As if it had been published when there was such a name.
    const html = '<p>[{{task.mood}}] {{Задача.Настроение}}</p>{{comment.text}}';
    const older = JSON.stringify({
      ...standardTemplate('N2'),
      words: { en: { subject: '{{task.mood}}', html, text: null } },
    });
    await h.gw.db.write((tx) => tx('template_versions').where({ template_id: made.id }).update({ content: older }));
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'It goes all the same', { notify: [anna] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    expect(letter!.text).toMatch(/^\[\]\s+It goes all the same/);
    expect(letter!.subject).toBe('Desks');
    expect(h.log.map((line) => JSON.parse(line)).find((line) => line.msg === 'A template names nothing')).toMatchObject(
      {
        unknown: ['task.mood', 'task.mood', 'Задача.Настроение'],
      },
    );
  });

  test('61, 62: the variables of each object are filled in subject and body; what was pasted stays as it is', async () => {
    const h = house();
    const { published, choose } = await desk(h);
    const anna = await client(h, 'Anna', { lastName: 'Kim <b>', phone: '+7 495' } as never);
    const pasted =
      '<!DOCTYPE html>\n<html>\n  <body  bgcolor=#eeeeee>\n\t<TABLE cellpadding=8><tr><td>{{Задача.Название}} / {{author.name}} / {{recipient.name}} / {{Контакт.Телефон}} / {{system.account}}</td></tr></TABLE>&copy;<br/>{{Действие.Текст}}\n</body></html>';
    const made = await published('N2', { ru: pasted, en: pasted });
    await choose('N2', made.id);
    const desks = await task(h, h.owner, 'Desks & <i>chairs</i>', { participants: [anna.id] });
    await says(h, h.owner, desks, 'Words', { notify: [anna] });
    const [letter] = await lettersTo(h, 'anna@client.example');
    const { account } = h;
    expect(letter!.subject).toBe('Desks & <i>chairs</i>');
    expect(letter!.html.replace(/\r\n/g, '\n')).toContain(
      `<!DOCTYPE html>\n<html>\n  <body  bgcolor=#eeeeee>\n\t<TABLE cellpadding=8><tr><td>Desks &amp; &lt;i&gt;chairs&lt;/i&gt; / Ann Lee / Anna Kim &lt;b&gt; / +7 495 / ${account.title}</td></tr></TABLE>&copy;<br/><p style=`,
    );
  });

  test('who does it, whom it is for and its project are said in the letter, of other clients nothing, and on the pages none of it', async () => {
    const h = house();
    const { ask, published, choose } = await desk(h, h.owner);
    const [grove, rival] = [
      await client(h, 'Grove', { isCompany: true, phone: '555' }),
      await client(h, 'Rival', { isCompany: true }),
    ];
    const anna = await client(h, 'Anna', { companies: [grove.id] });
    const clara = await client(h, 'Clara', { companies: [rival.id] });
    const ivan = await employee(h, 'Ivan', { lastName: 'Petrov', position: 'Joiner' });
    const project = (await ask('POST', '/projects', { title: 'Oakwood' })).json;
    const html =
      '{{comment.text}}<p>[{{join task.assignees ", "}}; {{task.assignee.position}}; {{task.counterparty.name}} {{task.counterparty.phone}}; {{Задача.Проект.Название}}; {{recipient.company}}]</p>';
    const made = await published('N2', { ru: html, en: html });
    await choose('N2', made.id);
    const desks = await task(h, h.owner, 'Desks', {
      assignees: [clara.id, ivan.id],
      participants: [anna.id],
      counterparty: grove.id,
      project: project.id,
    });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, clara] });
    const last = async (who: string) => (await lettersTo(h, `${who}@client.example`)).at(-1)!;
    expect((await last('anna')).html).toContain('[Ivan Petrov; Joiner; Grove 555; Oakwood; Grove]');
    expect((await last('clara')).html).toContain('[Clara, Ivan Petrov; ;  ; Oakwood; Rival]');

    // What the administrator looks at and mails to themself is the same letter.
    const content = { event: 'N2', words: { en: { subject: '{{task.title}}', html, text: null } } };
    const asked = { language: 'en', content, task: desks.number };
    const shown = (await ask('POST', '/templates/preview', asked)).json;
    expect(shown.html).toMatch(
      /\[(Ivan Petrov; Joiner; Grove 555; Oakwood; Grove|Clara, Ivan Petrov; ; {2}; Oakwood; Rival)\]/,
    );
    expect((await ask('POST', '/templates/test', asked)).status).toBe(202);
    await h.app.idle();
    expect((await lettersTo(h, h.owner.email!)).at(-1)!.html).toMatch(/; Oakwood; (Grove|Rival)\]/);
    const told = (await ask('POST', '/templates/check', content)).json;
    expect(told.problems.map((p: { code: string }) => p.code)).toEqual(['project-told']);

    const page = await dashboard(h, anna);
    for (const path of ['', `/tasks/${desks.number}`, `/tasks/${desks.number}/files`]) {
      const seen = await look(page + path);
      expect(seen.status, path).toBe(200);
      expect(seen.html).not.toMatch(/Petrov|Joiner|Oakwood|Clara|Rival|Grove/);
    }
  });

  test('a mail to the address that a template names is a comment in the task', async () => {
    const h = house();
    const { published, choose } = await desk(h);
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const words = '{{comment.text}}<p>[{{Задача.E-mail задачи}}] [{{task.email}}]</p>';
    await choose('N2', (await published('N2', { en: words, ru: words })).id);
    await says(h, h.owner, desks, 'When?', { notify: [anna] });
    const [letter] = await lettersTo(h, anna.email!);
    const [, one, other] = /\[(\S+)\] \[(\S+)\]/.exec(letter!.text)!;
    expect(one).toBe(other);
    await send(h, { from: 'Anna <anna@client.example>', to: one!, subject: 'By the way', text: 'On Friday.' });
    await h.app.idle();
    const page = await (await browser(h, h.owner)).get(`/tasks/${desks.number}`);
    expect(page.text).toContain('On Friday.');
  });

  test('a letter that several share says nothing of its readers', async () => {
    const h = house();
    const { published, choose } = await desk(h, h.owner);
    await settings(h, { allRecipientsInOneLetter: true });
    const grove = await client(h, 'Grove', { isCompany: true });
    const anna = await client(h, 'Anna', { companies: [grove.id] });
    const clara = await client(h, 'Clara');
    const ivan = await employee(h, 'Ivan', { lastName: 'Petrov' });
    const html =
      '{{comment.text}}<p>[{{join task.assignees}};{{task.assigner.name}};{{task.counterparty.name}};{{recipient.company}}]</p>';
    const made = await published('N2', { ru: html, en: html });
    await choose('N2', made.id);
    const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id, ivan.id, clara.id], counterparty: grove.id });
    await says(h, h.owner, desks, 'To both of you', { notify: [anna, clara] });
    const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    expect(letter.html).toContain('[Ivan Petrov;Ann Lee;;]');
    expect(letter.raw.toString()).toMatch(/^To: .*anna@client\.example.*clara@client\.example/ms);
  });

  test('a condition that leaves out the comment sends no letter without it: the standard one goes, and says why', async () => {
    const h = house();
    const { ask, published, choose } = await desk(h);
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const html = '<p>Ours</p>{{#if (eq task.title "Desks")}}<p>none</p>{{else}}{{comment.text}}{{/if}}';
    const made = await published('N2', { ru: html, en: html });
    await choose('N2', made.id);
    await says(h, h.owner, desks, 'We come on Friday instead', { notify: [anna] });
    const [letter] = await lettersTo(h, anna.email!);
    expect([letter!.text.includes('We come on Friday instead'), letter!.html.includes('Ours')]).toEqual([true, false]);
    const { id } = await h.gw.db.read('letters').where({ kind: 'N2' }).first('id');
    expect((await ask('GET', `/letters/${id}`)).json.templateFault).toBe('no-words');
    const page = await (await browser(h, h.owner)).get(`/admin/letters/${id}`);
    expect(page.text).toContain('left out the words of the comment');
    // Who tries it on this task reads what to do.
    const content = { event: 'N2', words: { en: { subject: '{{task.title}}', html, text: null } } };
    const tried = await ask('POST', '/templates/preview', { language: 'en', content, task: desks.number });
    expect([tried.status, tried.json.errors[0].message]).toEqual([422, expect.stringContaining('{{comment.text}}')]);
  });

  test('a template that takes too long is ended; the standard letter goes, and says why; others go on meanwhile', async () => {
    const h = house();
    const { ask, published, choose } = await desk(h);
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    // Nested loops over a long list: allowed by the check, too much for the clock; and not for the sample, which has another title.
    const deeper = 7;
    const inside = `${'{{#each files}}{{#with ..}}'.repeat(deeper)}{{#if (eq at 1)}}x{{/if}}${'{{/with}}{{/each}}'.repeat(deeper)}`;
    const bomb = `{{comment.text}}{{#if (eq task.title "Desks")}}{{#with comment}}${inside}{{/with}}{{/if}}`;
    const made = await published('N2', { ru: bomb, en: bomb });
    await choose('N2', made.id);
    const files = [];
    for (let i = 0; i < 20; i++) files.push(await upload(h, h.owner, `file ${i}`, 'x'));
    await says(h, h.owner, desks, 'With twenty files', { notify: [anna], files });
    const [letter] = await lettersTo(h, 'anna@client.example');
    expect(letter!.text).toContain('With twenty files');
    const row = await h.gw.db
      .read('letters')
      .where({ account_id: h.account.id, kind: 'N2' })
      .first('id', 'content', 'state');
    expect(row.state).toBe('sent');
    expect(JSON.parse(row.content)).toMatchObject({ templateFault: 'too-slow' });
    expect(JSON.parse(row.content).own).toBeUndefined();
    // Whoever looks after the letters is told, and not the log alone.
    expect((await ask('GET', `/letters/${row.id}`)).json.templateFault).toBe('too-slow');
    const page = await (await browser(h, h.owner)).get(`/admin/letters/${row.id}`);
    expect(page.text).toContain('took too long to render: the standard letter went instead');
  });
});

test('a notification has no template of one’s own from the start', () => {
  expect(settingsSchema.parse({}).notifications.N2).toEqual({ enabled: true, templateId: null });
});
