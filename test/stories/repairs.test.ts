/** Mails that arrive damaged: people read them, and those who may know see what was put right. */
import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { deliver, lettersTo, type Received, sign } from '../support/program.ts';
import { client, comments, dashboard, does, employee, look, program, says, signedIn, task, tasks } from './firm.ts';

const WORDS = 'Здравствуйте! Калитка не закрывается, пришлите, пожалуйста, мастера.';

/** What a program writes that knows nothing of charsets. */
const bare = (to: string, more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `From: Anna Kim <anna@client.example>\r\nTo: ${to}\r\nSubject: Gate\r\nMessage-ID: <gate@client.example>\r\n${more}\r\n`,
    ),
    iconv.encode(`${WORDS}\r\n`, 'windows-1251'),
  ]);

/** One of the mails in test/mails, written by Anna to this address. */
function kept(name: string, to: string): Buffer {
  const raw = readFileSync(`test/mails/${name}.eml`).toString('latin1');
  const from = raw.replace(/^From: .*\r\n/m, 'From: Anna Kim <anna@client.example>\r\n');
  return Buffer.from(from.replace(/^To: .*\r\n/m, `To: ${to}\r\n`), 'latin1');
}

const arrive = async (h: House, to: string, raw: Buffer): Promise<void> => {
  expect(await deliver(h, 'anna@client.example', [to], await sign(raw, 'client.example'))).toMatch(/^250 /);
  await h.app.idle();
};

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const vera = await client(h, 'Vera');
  const gate = await task(h, h.owner, 'Gate', { participants: [anna.id, vera.id] });
  await says(h, h.owner, gate, 'What is wrong with it?', { notify: [anna, vera] });
  const letter: Received = (await lettersTo(h, 'anna@client.example'))[0]!;
  return { anna, vera, gate, letter };
}

oneHouse('what was put right while a mail was read', (house) => {
  test('an answer in an unnamed charset is readable, and says so to the team and to its author', async () => {
    const h = house();
    const { anna, gate, letter } = await asked(h);
    await arrive(h, letter.replyTo, bare(letter.replyTo, `In-Reply-To: ${letter.messageId}\r\n`));
    expect((await comments(h, gate)).at(-1)).toMatchObject({ author: 'Anna', text: WORDS });
    const staff = await look(`${h.url}/tasks/${gate.number}`, { headers: await signedIn(h, h.owner) });
    const hers = await look(`${await dashboard(h, anna)}/tasks/${gate.number}`);
    for (const page of [staff, hers]) {
      expect(page.text).toContain('Put right while reading');
      expect(page.text).toContain('The character set was not named; taken for windows-1251');
    }
    const api = await (await program(h))('GET', `/tasks/${gate.id}/comments`);
    expect(api.json.items.at(-1).repairs).toEqual(['charset guessed: windows-1251']);
  });

  test('a colleague who was told of the answer reads it without its story', async () => {
    const h = house();
    const { vera, gate, letter } = await asked(h);
    await arrive(h, letter.replyTo, bare(letter.replyTo));
    expect((await comments(h, gate)).at(-1)!.notified).toContain('Vera');
    const page = await look(`${await dashboard(h, vera)}/tasks/${gate.number}`);
    expect(page.text).toContain(WORDS);
    expect(page.text).not.toContain('Put right while reading');
  });

  test('a task made from a mail tells it too, with what was folded away', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    await arrive(h, 'ann@mail.acme.example', bare('ann@mail.acme.example'));
    const [made] = await tasks(h);
    expect(made).toMatchObject({ title: 'Gate', description: WORDS });
    const staff = await look(`${h.url}/tasks/${made!.number}`, { headers: await signedIn(h, h.owner) });
    const hers = await look(`${await dashboard(h, anna)}/tasks/${made!.number}`);
    for (const page of [staff, hers]) expect(page.text).toContain('taken for windows-1251');
    const api = await (await program(h))('GET', `/tasks/${made!.id}`);
    expect(api.json.repairs).toEqual(['charset guessed: windows-1251']);
    const vera = await client(h, 'Vera', { access: 'ACTIVE' });
    await does(h, h.owner, { kind: 'set-people', task: made!.id, role: 'participant', people: [vera.id] });
    const others = await look(`${h.url}/tasks/${made!.number}`, { headers: await signedIn(h, vera) });
    expect(others.text).toContain(WORDS);
    expect(others.text).not.toContain('Put right while reading');
  });

  test('in Russian it is said in Russian', async () => {
    const h = house();
    const boris = await employee(h, 'Boris', { language: 'ru', role: 'admin' });
    const { gate, letter } = await asked(h);
    await arrive(h, letter.replyTo, bare(letter.replyTo));
    const page = await look(`${h.url}/tasks/${gate.number}`, { headers: await signedIn(h, boris) });
    expect(page.text).toContain('Исправлено при чтении');
    expect(page.text).toContain('Кодировка не указана, определена как windows-1251');
  });

  test('winmail.dat is opened: its files stand beside the words, and it stays itself', async () => {
    const h = house();
    const { gate, letter } = await asked(h);
    await arrive(h, letter.replyTo, kept('winmail', letter.replyTo));
    const answer = (await comments(h, gate)).at(-1)!;
    expect(answer.text).toBe('The plan is attached.');
    expect(answer.files.map(({ name }) => name)).toEqual(['winmail.dat', 'Акт.txt', 'План забора.pdf']);
    const page = await look(`${h.url}/tasks/${gate.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('winmail.dat was opened; files in it: 2');
  });

  test('a receipt that a letter was read makes no comment of its reader and no task', async () => {
    const h = house();
    const { gate, letter } = await asked(h);
    const before = (await comments(h, gate)).length;
    await arrive(h, letter.replyTo, kept('read-receipt', letter.replyTo));
    const noted = (await comments(h, gate)).slice(before);
    expect(noted.map(({ origin }) => (origin as { automatic?: boolean } | null)?.automatic)).toEqual([true]);
    await arrive(h, 'ann@mail.acme.example', kept('read-receipt', 'ann@mail.acme.example'));
    expect(await tasks(h)).toHaveLength(1);
  });
});
