/** Guessing passwords: a burst of guesses counts as what it is, tells nothing of who is there, and keeps nobody else out. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { activate } from '../../src/flow/activation.ts';
import { forget, guess, makeBrakes } from '../../src/flow/brakes.ts';
import { login } from '../../src/flow/login.ts';
import { browserWith } from '../stories/browsing.ts';
import { client, look } from '../stories/firm.ts';
import { type House, oneHouse } from '../support/app.ts';

const PASSWORD = 'correct horse';

const fromHere = (h: House, name: string, password: string, source = '192.0.2.7') =>
  login(h.gw, h.account, name, password, source);

const tokenIn = (link: string): string => link.split('/').at(-1)!;

oneHouse('guessing passwords', (house) => {
  test('nine guesses at once at one name are six; the right one comes through from elsewhere only', async () => {
    const h = house();
    await activate(h.gw, tokenIn(h.activation), PASSWORD);
    const { email, login: name } = h.owner;
    const spelled = [email!, email!.toUpperCase(), `<${email}>`];
    const kinds = (await Promise.all(Array.from({ length: 9 }, (_, n) => fromHere(h, spelled[n % 3]!, 'wrong')))).map(
      (g) => g.kind,
    );
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'slow-down')).toHaveLength(3);
    expect((await fromHere(h, email!, PASSWORD)).kind).toBe('slow-down');
    expect((await fromHere(h, email!, PASSWORD, '192.0.2.8')).kind).toBe('ok');
    // Six more under her other name, and then nothing is compared any more; what is answered does not tell that it is hers.
    const others = await Promise.all(Array.from({ length: 6 }, () => fromHere(h, name, 'wrong')));
    expect(others.map((g) => g.kind)).toEqual(Array(6).fill('wrong'));
    h.gw.brakes.loginByName.tries.delete(`${h.account.id}/${name}/192.0.2.7`);
    expect((await fromHere(h, name, PASSWORD)).kind).toBe('wrong');
    expect((await fromHere(h, name, PASSWORD, '192.0.2.8')).kind).toBe('ok');
  });

  test('a name that nobody has is answered as a wrong password is, to the byte and after the same work', async () => {
    const h = house();
    await activate(h.gw, tokenIn(h.activation), PASSWORD);
    await client(h, 'Peter');
    const work = vi.spyOn(h.gw.passwords.door, 'through');
    const answers = [];
    for (const name of ['ann@acme.example', 'peter@client.example', 'nobody@acme.example', 'nobody']) {
      const body = new URLSearchParams({ login: name, password: 'wrong', next: '/' });
      const page = await look(`${h.url}/login`, { method: 'POST', body });
      answers.push([page.status, page.html.replaceAll(name, ''), page.headers.get('set-cookie')]);
    }
    expect(work).toHaveBeenCalledTimes(4);
    work.mockRestore();
    expect(answers[0]![0]).toBe(422);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('while too many passwords are being looked at, everybody is asked to wait a moment, and nothing is lost', async () => {
    const h = house();
    const mine = await browserWith(h, '');
    let open = () => {};
    const closed = new Promise<void>((resolve) => {
      open = resolve;
    });
    const full = Array.from({ length: 34 }, () => h.gw.passwords.door.through(() => closed));
    const fields = { login: 'ann@acme.example', password: PASSWORD, next: '/new?project=2' };
    const page = await mine.send('/login', fields);
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '5']);
    expect(page.html).toContain('value="/new?project=2"');
    const first = await look(h.activation, { method: 'POST', body: new URLSearchParams({ password: PASSWORD }) });
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '5']);
    expect(first.text).toContain('Too many people are signing in just now');
    open();
    await Promise.all(full);
    expect(
      (await look(h.activation, { method: 'POST', body: new URLSearchParams({ password: PASSWORD }) })).status,
    ).toBe(303);
  });
});

test('the wait between guesses doubles to a quarter of an hour and no further, and is gone with the right one', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { loginByName: brake } = makeBrakes();
  const waits: number[] = [];
  const next = async () => {
    expect(await guess(brake, 'ann')).toBe(0);
    const wait = await guess(brake, 'ann');
    waits.push(wait);
    vi.advanceTimersByTime(wait * 1000);
  };
  for (let n = 0; n < 5; n++) expect(await guess(brake, 'ann')).toBe(0);
  for (let n = 0; n < 8; n++) await next();
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  // Nobody else waits.
  expect(await guess(brake, 'vera')).toBe(0);
  await forget(brake, 'ann');
  for (let n = 0; n < 6; n++) expect(await guess(brake, 'ann')).toBe(0);
  expect(await guess(brake, 'ann')).toBe(30);
});
