/** Mail that waits or could not be read: a person finds it, sees why, and puts it right. */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { compose, deliver, letters, lettersTo, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  employee,
  inbox,
  letterStates,
  look,
  people,
  program,
  says,
  settings,
  signedIn,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const STRANGER = 'Olga Reed <olga@other.example>';

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { anna, desks, letter: (await letters(h))[0]! };
}

/** Mails that no program should write, and why each is set aside. */
const BROKEN: readonly (readonly [what: string, raw: Buffer])[] = [
  ['no header at all', Buffer.from('\r\nhello\r\n')],
  ['bytes that are no mail', Buffer.from([0xff, 0xfe, 0x01, 0x02, 0x0d, 0x0a])],
  ['parts within parts, ten thousand deep', nested(10_000)],
];

function nested(depth: number): Buffer {
  const lines = [`From: ${ANNA}`, 'To: ann@mail.acme.example', 'Subject: deep', 'Message-ID: <deep@client.example>'];
  for (let i = 0; i < depth; i++) lines.push(`Content-Type: multipart/mixed; boundary="b${i}"`, '', `--b${i}`);
  return Buffer.from(`${lines.join('\r\n')}\r\nContent-Type: text/plain\r\n\r\nat the bottom\r\n`);
}

eachHouse('mail that waits', (house) => {
  test('held mail is found with its cause; accepted, it becomes the comment it was meant to be', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'In the morning, please.', { signedBy: null }));
    await h.app.idle();
    const [held] = await inbox(h);
    expect(held).toMatchObject({ state: 'held', outcome: 'sender-failed-authentication' });
    const page = await look(`${h.url}/admin/inbox`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain("the sender's domain says that this mail is not from it");
    const queue = await look(`${h.url}/admin/held`, { headers: await signedIn(h, h.owner) });
    expect(queue.text).toContain('In the morning, please.');
    expect(queue.text).toContain('waits 1 minute');
    const call = await program(h);
    expect((await call('GET', '/held')).json.items.map((m: { id: string }) => m.id)).toEqual([held!.id]);
    const shown = await call('GET', `/held/${held!.id}`);
    expect(JSON.stringify(shown.json.preview)).toContain('In the morning, please.');
    expect((await call('POST', `/held/${held!.id}/accept`)).status).toBe(202);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'In the morning, please.' });
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered']);
    expect((await call('POST', `/held/${held!.id}/accept`)).status).toBe(409);
    expect((await call('GET', '/held')).json.items).toEqual([]);
    const { received, ...sums } = (await call('GET', '/ledger')).json;
    expect(received).toBe(Object.values(sums as Record<string, number>).reduce((a, b) => a + b, 0));
  });

  test('discarded, it stays in the log and does nothing', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'Buy cheap pills.', { signedBy: null }));
    await h.app.idle();
    const call = await program(h);
    const [held] = await inbox(h);
    expect((await call('POST', `/held/${held!.id}/discard`)).status).toBe(202);
    await h.app.idle();
    expect(await inbox(h)).toMatchObject([{ state: 'ignored', outcome: 'discarded' }]);
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('a stranger’s held mail, accepted, is a comment of theirs though the setting holds strangers, and they are known from then on', async () => {
    const h = house();
    await settings(h, { strangers: 'hold', newTasksFrom: 'known' });
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, STRANGER, 'I answer for Anna.'));
    await send(h, {
      from: 'Igor <igor@other.example>',
      to: 'ann@mail.acme.example',
      subject: 'A fence',
      text: 'Paint it.',
    });
    await h.app.idle();
    const call = await program(h);
    const [first, second] = await inbox(h);
    expect([first!.outcome, second!.outcome]).toEqual(['stranger', 'stranger']);
    await call('POST', `/held/${first!.id}/accept`);
    await call('POST', `/held/${second!.id}/accept`);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Olga', text: 'I answer for Anna.' });
    expect((await people(h, desks)).participant).toEqual(['Anna', 'Olga']);
    expect((await tasks(h)).map((t) => t.title)).toEqual(['Desks', 'A fence']);
    await send(h, reply(letter, STRANGER, 'And once more.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.text).toBe('And once more.');
  });

  test('trusted, the address from which Anna wrote is hers: the mail is her comment, and the next one is not held', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const home = 'Anna at home <anna@silent.example>';
    await send(h, reply(letter, home, 'In the morning.'));
    await h.app.idle();
    const [held] = await inbox(h);
    expect(held).toMatchObject({ state: 'held', outcome: 'sender-not-proven' });
    expect((await (await program(h))('POST', `/held/${held!.id}/trust`)).status).toBe(202);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'In the morning.' });
    await send(h, reply(letter, home, 'At nine.'));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', text: 'At nine.', proof: 'token-only' });
    expect(await h.gw.db.read('contacts')).toHaveLength(1);
  });

  test('an ordinary employee finds neither the log nor the held mail, a client with a link still less', async () => {
    const h = house();
    const { letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'In the morning.', { signedBy: null }));
    await h.app.idle();
    const [held] = await inbox(h);
    const boris = await employee(h, 'Boris');
    const page = await look(`${h.url}/admin/inbox/${held!.id}`, { headers: await signedIn(h, boris) });
    expect(page.status).toBe(404);
    expect((await look(`${h.url}/api/v1/held`)).status).toBe(401);
  });

  test.each(BROKEN)('%s: kept, parked or placed, never lost, and shown with its reason', async (_what, raw) => {
    const h = house();
    expect(await deliver(h, 'anna@client.example', ['ann@mail.acme.example'], raw)).toMatch(/^250 /);
    await h.app.idle();
    const [mail] = await inbox(h);
    expect(['parked', 'held']).toContain(mail!.state);
    expect(mail!.reason).not.toBe('');
    const page = await look(`${h.url}/admin/inbox/${mail!.id}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain(mail!.reason);
    const call = await program(h);
    const shown = await call('GET', `/inbound/${mail!.id}`);
    expect(shown.json).toMatchObject({ state: mail!.state, reason: mail!.reason });
    expect(await tasks(h)).toEqual([]);
    const again = await call('POST', `/inbound/${mail!.id}/process-again`);
    expect(again.status).toBe(202);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual([mail!.state]);
  });

  test('after a broken mail the next ones go on as if nothing had been', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const good = await compose(h, reply(letter, ANNA, 'In the morning.'));
    await Promise.all([
      ...BROKEN.map(([, raw]) => deliver(h, 'x@client.example', ['ann@mail.acme.example'], raw)),
      deliver(h, 'anna@client.example', [letter.replyTo], good),
    ]);
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)!.text).toBe('In the morning.');
  });

  test('55: a letter that failed is sent again by a person, once the relay takes it', async () => {
    const h = house();
    const { anna, desks } = await asked(h);
    h.relay.answer({ at: 'rcpt', code: 550 });
    await says(h, h.owner, desks, 'Are you there?', { notify: [anna] });
    const failed = (await letterStates(h)).find((l) => l.state === 'failed')!;
    h.relay.answer('accept');
    const call = await program(h);
    expect((await call('POST', `/letters/${failed.id}/retry`)).status).toBe(204);
    await h.app.idle();
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.text).toContain('Are you there?');
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['sent', 'sent']);
  });
});
