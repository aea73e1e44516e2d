/** Addresses outside that letters come from, and the signatures below them (spec 3.3; items 43–45, 50). */
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/base/address.ts';
import { saveAddress } from '../../src/flow/manage-addresses.ts';
import { addSender, changeSender, type NewSender } from '../../src/flow/manage-senders.ts';
import { changeSelf } from '../../src/flow/me.ts';
import type { Employee, Person } from '../../src/people/person.ts';
import type { Sender } from '../../src/people/sender.ts';
import { loadPerson } from '../../src/store/people.ts';
import { insertProject } from '../../src/store/rules.ts';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, quoted, reply, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import {
  client,
  comments,
  dashboard,
  desk,
  employee,
  form,
  look,
  programJson,
  says,
  settings,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const INFO = 'info@bureau.example' as Address;

async function asked(h: House, by: Person, address: string, more: Partial<NewSender> = {}): Promise<Sender> {
  const done = await addSender(h.gw, await desk(h, by), { address: address as Address, owner: null, ...more });
  if (!done.ok) throw new Error(JSON.stringify(done));
  await h.app.idle();
  return done.value;
}

const linkTo = async (h: House, address: string): Promise<string> =>
  /https?:\S+\/sender\/\S+/.exec((await lettersTo(h, address)).at(-1)!.text)![0];

/** Added, and its mailbox said yes. */
async function confirmed(h: House, by: Person, address: string, more: Partial<NewSender> = {}): Promise<Sender> {
  const sender = await asked(h, by, address, more);
  const page = await look(await linkTo(h, address), { method: 'POST', body: form([['word', 'confirm']]) });
  expect(page.status).toBe(200);
  return sender;
}

const project = (h: House, title: string) =>
  h.gw.db.write((tx) => insertProject(tx, h.account.id, { title, author: h.owner.id }, Date.now()));

const lastTo = async (h: House, address: string) => (await lettersTo(h, address)).at(-1)!;
const addressOfLast = async (h: House) => (await lastTo(h, 'anna@client.example')).from.address;

eachHouse('addresses to send from', (house) => {
  test('the mailbox is asked; a look at the page is no answer, and until there is one letters come from the writer’s own address', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await asked(h, h.owner, INFO);
    const letter = await lastTo(h, INFO);
    expect(letter.subject).toContain(INFO);
    expect(String(letter.headers.get('auto-submitted'))).toBe('auto-generated');
    const link = await linkTo(h, INFO);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
    await says(h, h.owner, desks, 'One', { notify: [anna] });
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
    const page = await look(link, { method: 'POST', body: form([['word', 'confirm']]) });
    expect(page.text).toContain(INFO);
    await says(h, h.owner, desks, 'Two', { notify: [anna] });
    const from = await lastTo(h, 'anna@client.example');
    // Without a name of its own it has the writer's, with the firm's.
    expect(from.from).toEqual({ address: INFO, name: 'Ann Lee (Acme)' });
    // Bounces and answers are ours still.
    expect(from.envelopeFrom).toMatch(/^bounce\+\w{53}@mail\.acme\.example$/);
    expect(from.replyTo).toMatch(/^reply\+\w{53}@mail\.acme\.example$/);
    // Whoever reads the mailbox may take it back.
    await look(link, { method: 'POST', body: form([['word', 'refuse']]) });
    await says(h, h.owner, desks, 'Three', { notify: [anna] });
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
    expect((await look(link)).status).toBe(404);
  });

  test('44: of an address of the employee’s and one of the company’s the employee’s is used; colleagues get letters from inside', async () => {
    const h = house();
    const boris = await employee(h, 'Boris');
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, boris.id] });
    await confirmed(h, h.owner, INFO, { name: 'Acme Desk' });
    await says(h, boris, desks, 'From Boris', { notify: [anna, h.owner] });
    expect((await lastTo(h, 'anna@client.example')).from).toEqual({ address: INFO, name: 'Acme Desk' });
    expect((await lastTo(h, 'ann@acme.example')).from.address).toBe('boris@mail.acme.example');
    await confirmed(h, boris, 'boris@home.example', { owner: boris.id });
    await says(h, boris, desks, 'From Boris again', { notify: [anna] });
    expect((await lastTo(h, 'anna@client.example')).from.address).toBe('boris@home.example');
    await says(h, h.owner, desks, 'From Ann', { notify: [anna] });
    expect(await addressOfLast(h)).toBe(INFO);
  });

  test('45: an address of project P is neither offered nor taken in a task of project Q; one for some is not for others', async () => {
    const h = house();
    const [p, q] = [await project(h, 'P'), await project(h, 'Q')];
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    await confirmed(h, h.owner, INFO, { projects: [p] });
    await confirmed(h, h.owner, 'sales@bureau.example', { staff: [boris.id] });
    const people = { participants: [anna.id, boris.id] };
    const [inP, inQ] = [
      await task(h, h.owner, 'In P', { project: p, ...people }),
      await task(h, h.owner, 'In Q', { project: q, ...people }),
    ];
    const ann = await browser(h, h.owner);
    const page = async (at: { number: number }) => (await ann.get(`/tasks/${at.number}`)).html;
    expect(await page(inP)).toContain(`<option value="${INFO}" selected`);
    expect(await page(inQ)).not.toContain('name="from"');
    await says(h, h.owner, inP, 'P', { notify: [anna] });
    expect(await addressOfLast(h)).toBe(INFO);
    await says(h, h.owner, inQ, 'Q', { notify: [anna] });
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
    await says(h, boris, inQ, 'Q', { notify: [anna] });
    expect(await addressOfLast(h)).toBe('sales@bureau.example');

    const call = await programJson(h, h.owner);
    const write = (at: { id: string }, from: string | null) =>
      call('POST', `/tasks/${at.id}/comments`, { text: 'By a program', notify: [anna.id], from });
    const before = (await letters(h)).length;
    for (const [at, from] of [
      [inQ, INFO],
      [inP, 'sales@bureau.example'],
      [inP, 'other@bureau.example'],
    ] as const) {
      const refused = await write(at, from);
      expect([refused.status, refused.json.errors[0].path]).toEqual([422, 'from']);
    }
    expect(await letters(h)).toHaveLength(before);
    expect((await write(inP, INFO)).json.from).toBe(INFO);
    expect((await write(inP, null)).json.from).toBe(null);
    await h.app.idle();
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
    expect((await write(inP, 'ann@mail.acme.example')).json.from).toBe(null);
  });

  test('on the page the author chooses; what was chosen stands beside the comment, for the team alone', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await confirmed(h, h.owner, INFO, { name: 'Acme Desk' });
    const ann = await browser(h, h.owner);
    const write = (text: string, from: string) =>
      ann.send(`/tasks/${desks.number}/comments`, { text, notify: anna.id, from });
    expect((await write('From my own', '')).status).toBe(303);
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
    expect((await write('From outside', INFO)).status).toBe(303);
    expect(await addressOfLast(h)).toBe(INFO);
    const forged = await write('From elsewhere', 'ceo@bank.example');
    expect([forged.status, forged.text.includes('cannot come from that address')]).toEqual([422, true]);
    expect(await comments(h, desks)).toHaveLength(2);
    expect((await ann.get(`/tasks/${desks.number}`)).text).toContain(`from ${INFO}`);
    expect((await look(`${await dashboard(h, anna)}/tasks/${desks.number}`)).html).not.toContain(INFO);
  });

  test('a conversation goes on from the address that its writer chose last, as long as they may use it; no other conversation does', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const [desks, roof] = [
      await task(h, h.owner, 'Desks', { participants: [anna.id] }),
      await task(h, h.owner, 'Roof', { participants: [anna.id] }),
    ];
    const info = await confirmed(h, h.owner, INFO);
    await confirmed(h, h.owner, 'ann@home.example', { owner: h.owner.id });
    const ann = await browser(h, h.owner);
    const offered = async (where: { number: number }) =>
      /<option value="([^"]*)" selected/.exec((await ann.get(`/tasks/${where.number}`)).html)?.[1];
    expect(await offered(desks)).toBe('ann@home.example');
    await ann.send(`/tasks/${desks.number}/comments`, { text: 'From the firm', notify: anna.id, from: INFO });
    expect([await offered(desks), await offered(roof)]).toEqual([INFO, 'ann@home.example']);
    await h.gw.db.write((tx) => tx('senders').where({ id: info.id }).delete());
    expect(await offered(desks)).toBe('ann@home.example');
  });

  test('a new task for a contact is a letter from there too, and the author may choose', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await confirmed(h, h.owner, INFO);
    await task(h, h.owner, 'Paint', { assignees: [anna.id], description: 'Green?' });
    expect(await addressOfLast(h)).toBe(INFO);
    const ann = await browser(h, h.owner);
    const page = await ann.get(`/tasks/new?contact=${anna.number}`);
    expect(page.html).toContain(`name="assignee" value="${anna.id}"`);
    expect(page.html).toContain(`<option value="${INFO}"`);
    const made = await ann.send('/tasks/new', { title: 'Varnish', text: 'Matt?', assignee: anna.id, from: '' });
    expect(made.status).toBe(303);
    expect(await addressOfLast(h)).toBe('ann@mail.acme.example');
  });

  test('47: with «all recipients in one letter» it comes from there, and answers still find the task', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, boris.id] });
    await confirmed(h, h.owner, INFO);
    await says(h, h.owner, desks, 'To both', { notify: [anna, boris] });
    const letter = await lastTo(h, 'anna@client.example');
    expect([letter.to.length, letter.from.address]).toEqual([2, INFO]);
    await send(h, reply(letter, ANNA, 'On Friday.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'On Friday.' });
  });

  test('«receive replies at this same address»: the answer goes there, and comes back by forwarding without our reply address', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await confirmed(h, h.owner, INFO, { repliesHere: true });
    await says(h, h.owner, desks, 'When?', { notify: [anna] });
    const letter = await lastTo(h, 'anna@client.example');
    expect([letter.from.address, letter.replyTo]).toEqual([INFO, INFO]);
    // What INFO's provider passes on: the client's own mail, to the address that it was told.
    await send(h, { ...reply(letter, ANNA, 'On Friday.'), envelopeTo: ['ann@mail.acme.example'] });
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({
      author: 'Anna',
      text: 'On Friday.',
      proof: 'mail-proven',
    });
    expect(await tasks(h)).toHaveLength(1);
  });

  test('33: the answer to a mail to a virtual address comes from that address in its name', async () => {
    const h = house();
    await settings(h, { notifications: { N3: { enabled: true } } });
    await saveAddress(
      h.gw,
      await desk(h, h.owner),
      'sales',
      { description: 'Acme Sales', assignees: [h.owner.id] },
      true,
    );
    await client(h, 'Anna');
    await send(h, { from: ANNA, to: 'sales@mail.acme.example', subject: 'A desk', text: 'How much?' });
    await h.app.idle();
    const answer = await lastTo(h, 'anna@client.example');
    expect(answer.from).toEqual({ address: 'sales@mail.acme.example', name: 'Acme Sales' });
    expect(answer.replyTo).toMatch(/^reply\+/);
  });

  test('an address that we write from never becomes a contact when it stands in To beside ours', async () => {
    const h = house();
    await settings(h, { includeAllRecipients: true });
    await confirmed(h, h.owner, INFO);
    await client(h, 'Anna');
    await send(h, {
      from: ANNA,
      to: 'ann@mail.acme.example',
      cc: `${INFO}, pia@client.example`,
      subject: 'A desk',
      text: 'How much?',
    });
    await h.app.idle();
    const known = (await h.gw.db.read('addresses')).map((a) => a.address);
    expect(known).toContain('pia@client.example');
    expect(known).not.toContain(INFO);
  });

  test('nor when it writes: its mail waits for somebody to decide, into a task and as a new one', async () => {
    const h = house();
    const desks = await task(h, h.owner, 'Desks', {});
    const own = 'desk@client.example';
    await confirmed(h, h.owner, own);
    for (const to of [`task+${desks.number}@mail.acme.example`, 'ann@mail.acme.example']) {
      await send(h, { from: own, to, subject: 'Hello', text: 'From our own mailbox' });
      await h.app.idle();
    }
    const mails = await h.gw.db.read('inbox').select('state', 'outcome');
    expect(mails).toEqual([
      { state: 'held', outcome: 'stranger' },
      { state: 'held', outcome: 'stranger' },
    ]);
    expect((await h.gw.db.read('addresses')).map((a) => a.address)).not.toContain(own);
  });

  test('who may: the company’s are the administrators’, one’s own are one’s own, a contact’s address is nobody else’s', async () => {
    const h = house();
    const boris = await employee(h, 'Boris');
    await client(h, 'Anna');
    const add = async (by: Employee, address: string, owner: Employee['id'] | null) => {
      const done = await addSender(h.gw, await desk(h, by), { address: address as Address, owner });
      return done.ok ? 'ok' : (done.faults?.[0]?.path ?? done.refusal);
    };
    expect(await add(boris, INFO, null)).toBe('admins-only');
    expect(await add(boris, 'ann@home.example', h.owner.id)).toBe('admins-only');
    expect(await add(h.owner, 'anna@client.example', null)).toBe('address');
    expect(await add(h.owner, 'boris@acme.example', h.owner.id)).toBe('address');
    for (const ours of ['x@mail.acme.example', 'x@other.mail.acme.example'])
      expect(await add(h.owner, ours, null)).toBe('address');
    expect(await add(boris, 'boris@acme.example', boris.id)).toBe('ok');
    expect(await add(h.owner, 'boris@acme.example', boris.id)).toBe('address');
    const [own] = await h.gw.db.read('senders');
    const ivan = await employee(h, 'Ivan');
    const changed = await changeSender(h.gw, await desk(h, ivan), own.id, { name: 'Mine' });
    expect(changed).toEqual({ ok: false, refusal: 'nowhere' });
  });

  test('one mailbox is not written to without end', async () => {
    const h = house();
    const call = await programJson(h);
    const add = async () => (await call('POST', '/senders', { address: INFO })).status;
    expect(await add()).toBe(201);
    const [{ id }] = await h.gw.db.read('senders');
    expect((await call('POST', `/senders/${id}/ask`)).status).toBe(200);
    expect((await call('DELETE', `/senders/${id}`)).status).toBe(204);
    expect(await add()).toBe(201);
    expect((await call('DELETE', `/senders/${(await h.gw.db.read('senders').first('id')).id}`)).status).toBe(204);
    expect(await add()).toBe(409);
    await h.app.idle();
    expect(await lettersTo(h, INFO)).toHaveLength(3);
  });

  describe('signatures', () => {
    const signs = async (h: House, who: Employee, signature: string, signatureOn = true) => {
      const { firstName, lastName, login, language, timezone, emailOff } = who;
      const fields = { firstName, lastName, login, language, timezone, emailOff, signature, signatureOn };
      const done = await changeSelf(h.gw, await desk(h, who), fields);
      if (!done.ok) throw new Error(JSON.stringify(done));
      return (await loadPerson(h.gw.db.read, h.account.id, who.id)) as Employee;
    };

    test('50: the address’s own before the writer’s, that before the company’s; with theirs switched off the company’s', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
      const signed = async (who: Employee) => {
        await says(h, who, desks, 'Hello', { notify: [anna] });
        const { text } = await lastTo(h, 'anna@client.example');
        return ['Desk of Acme', 'Ann at Acme', 'Acme, Oak St 1'].filter((one) => text.includes(one));
      };
      let ann = h.owner;
      expect(await signed(ann)).toEqual([]);
      await settings(h, { signature: 'Acme, Oak St 1' });
      expect(await signed(ann)).toEqual(['Acme, Oak St 1']);
      ann = await signs(h, ann, 'Ann at Acme');
      expect(await signed(ann)).toEqual(['Ann at Acme']);
      await confirmed(h, ann, INFO, { signature: '<b>Desk</b> of <a href="https://acme.example/desk">Acme</a>' });
      await says(h, ann, desks, 'Hello', { notify: [anna] });
      const letter = await lastTo(h, 'anna@client.example');
      expect(letter.text).toContain('Desk of Acme: https://acme.example/desk');
      expect(letter.html).toContain('<b>Desk</b> of <a href="https://acme.example/desk"');
      expect(letter.text).not.toContain('Ann at Acme');
      ann = await signs(h, ann, 'Ann at Acme', false);
      await h.gw.db.write((tx) => tx('senders').delete());
      expect(await signed(ann)).toEqual(['Acme, Oak St 1']);
    });

    test('50: a template without «add signature» has none', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      await settings(h, { signature: 'Acme, Oak St 1' });
      const call = await programJson(h);
      const words = { en: { subject: 'Desks', html: '<p>{{comment.text}}</p>', text: null } };
      const made = await call('POST', '/templates', {
        name: 'Ours',
        notification: 'N2',
        content: { words, addSignature: false },
      });
      await call('POST', `/templates/${made.json.id}/publish`, { revision: made.json.revision });
      await call('PATCH', '/notifications/N2', { templateId: made.json.id });
      const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
      await says(h, h.owner, desks, 'Hello', { notify: [anna] });
      const letter = await lastTo(h, 'anna@client.example');
      expect(letter.text).toContain('Hello');
      expect(letter.text + letter.html).not.toContain('Oak St');
    });

    test('what is in it can do nothing, at most 64 KB', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      const ann = await signs(
        h,
        h.owner,
        '<p onclick="x()">Ann<script>alert(1)</script> <a href="javascript:x()">here</a></p><img src="https://spy.example/p.gif"><style>p{color:red}</style>',
      );
      expect(ann.signature).toBe('<p>Ann <a>here</a></p>');
      const desks = await task(h, ann, 'Desks', { participants: [anna.id] });
      await says(h, ann, desks, 'Hello', { notify: [anna] });
      expect((await lastTo(h, 'anna@client.example')).raw.toString()).not.toMatch(
        /alert|javascript:|onclick|spy\.example|color:red/,
      );
      await expect(signs(h, h.owner, 'ж'.repeat(33 * 1024))).rejects.toThrow('64 KB');
    });

    test('our signature does not come back as somebody’s words, in whichever way their program quotes', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      const ann = await signs(h, h.owner, '<p><b>Ann Lee</b><br>Acme, Oak St 1<br>+1 555 0100</p>');
      const desks = await task(h, ann, 'Desks', { participants: [anna.id] });
      await says(h, ann, desks, 'When shall we come?', { notify: [anna] });
      const letter = await lastTo(h, 'anna@client.example');
      const answers = [
        // Without marks or a line that announces it.
        `On Friday.\n\n${letter.text}`,
        `On Friday.\n\n${quoted(letter.text)}`,
        // They answer below.
        `${quoted(letter.text)}\n\nOn Friday.`,
      ];
      for (const [n, text] of answers.entries()) {
        await send(h, { ...reply(letter, ANNA, ''), text, messageId: `<${n}@client.example>` });
        await h.app.idle();
        expect((await comments(h, desks)).at(-1)!.text).toBe('On Friday.');
      }
      await send(h, {
        ...reply(letter, ANNA, ''),
        html: `<p>On Monday.</p><div>${letter.html}</div>`,
        text: `On Monday.\n\n${letter.text}`,
        messageId: '<html@client.example>',
      });
      await h.app.idle();
      expect((await comments(h, desks)).at(-1)!.text).toBe('On Monday.');
    });
  });
});
