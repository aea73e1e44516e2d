/** Which passwords will do, and how they are kept (threats T29–T31). */
import { describe, expect, test, vi } from 'vitest';
import { turnstile } from '../../src/base/turnstile.ts';
import { login } from '../../src/flow/login.ts';
import { makePasswords } from '../../src/flow/password.ts';
import { COMMON_PASSWORDS } from '../../src/people/common-passwords.ts';
import { passwordFault } from '../../src/people/password-rules.ts';
import { passwordHash, setPasswordHash } from '../../src/store/people.ts';
import { eachHouse } from '../support/app.ts';
import { quickPasswords } from '../support/passwords.ts';

/** Made by another program (Python’s hashlib) for the words below. */
const WORDS = 'a long quiet river';
const KEPT = '$scrypt$ln=17,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$L51H4LgaTKgjfkpB3KSthylGrTMhr4L39rTNyw1Zp1A';
const OF_OLD = '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$RtWGFVa-yhk4HGjtqpG0OzXr9q75-a5EQrujYnNJfkM';

describe('rules', () => {
  const anna = {
    firstName: 'Anna',
    lastName: 'Kimová',
    email: 'a.kimova@client.example' as never,
    additionalEmails: [],
  };
  test.each([
    ['1234567', 'too-short'],
    ['ключ🔑🔑🔑', 'too-short'],
    ['я'.repeat(513), 'too-long'],
    ['password', 'common'],
    ['PassWord2024!', 'common'],
    ['йцукенгш', 'common'],
    ['sunshine1', 'common'],
    ['aaaaaaaaaaaaaaaaaa', 'common'],
    ['abababababab', 'common'],
    ['Anna Kimová', 'personal'],
    ['KIMOVÁ1985!', 'personal'],
    ['a.kimova@client.example', 'personal'],
    ['a.kimova-2024', 'personal'],
    ['a long quiet river', null],
    ['тихая длинная река', null],
    ['x7#kq!p2', null],
    ['anna pays on mondays', null],
  ] as const)('%s: %s', (password, fault) => {
    expect(passwordFault(password, anna)).toBe(fault);
  });

  test('three thousand of the most guessed are known, and a login is no password', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThanOrEqual(3000);
    for (const one of COMMON_PASSWORDS)
      expect([one, [...one].length >= 8, one === one.toLowerCase()]).toEqual([one, true, true]);
    expect(passwordFault('vera.stone', { ...anna, login: 'vera.stone' })).toBe('personal');
  });
});

describe('hashes', () => {
  const { hash, check, isOutdated } = makePasswords();

  test('are what another program makes of the same words, and are checked with the work that they were made with', async () => {
    expect(await check(WORDS, KEPT)).toBe(true);
    expect(await check(WORDS, OF_OLD)).toBe(true);
    expect(await check(`${WORDS}s`, OF_OLD)).toBe(false);
    expect([isOutdated(KEPT), isOutdated(OF_OLD)]).toEqual([false, true]);
    expect(await hash(WORDS)).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  }, 60_000);

  test('have a salt of their own; what nobody wrote opens nothing, and a novel is not hashed', async () => {
    const quick = quickPasswords();
    const [one, other] = [await quick.hash(WORDS), await quick.hash(WORDS)];
    expect(one).not.toBe(other);
    for (const kept of [one, other]) expect(await quick.check(WORDS, kept)).toBe(true);
    const work = vi.spyOn(quick.door, 'through');
    for (const kept of [one, null]) expect(await quick.check('x'.repeat(1025), kept)).toBe(false);
    expect(work).not.toHaveBeenCalled();
    for (const kept of ['', '$', 'plain', '$scrypt$ln=17$x$y', null]) expect(await quick.check('', kept)).toBe(false);
  });
});

eachHouse('a hash that was made with other work', (house) => {
  test('is made anew when its owner signs in', async () => {
    const h = house();
    await h.gw.db.write((tx) => setPasswordHash(tx, h.account.id, h.owner, OF_OLD));
    const kept = () => passwordHash(h.gw.db.read, h.account.id, h.owner);
    const signsIn = async (password: string) => (await login(h.gw, h.account, 'ann', password, '192.0.2.7')).kind;
    expect(await signsIn('not it at all')).toBe('wrong');
    expect(await kept()).toBe(OF_OLD);
    expect(await signsIn(WORDS)).toBe('ok');
    const fresh = await kept();
    expect([h.gw.passwords.isOutdated(fresh!), await signsIn(WORDS)]).toEqual([false, 'ok']);
  });
});

test('so many at once, so many in the queue, and the next is turned away; a place is handed over, never doubled', async () => {
  const door = turnstile(2, 3);
  const inside: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const work = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((done) => inside.push(done));
    now -= 1;
  };
  const five = Array.from({ length: 5 }, () => door.through(work));
  await expect(door.through(work)).rejects.toMatchObject({ code: 'turned-away' });
  const failing = async () => {
    throw new Error('in vain');
  };
  while (inside.length < 5) {
    await Promise.resolve();
    for (const done of inside) done();
  }
  await Promise.all(five);
  expect(most).toBe(2);
  await expect(door.through(failing)).rejects.toThrow('in vain');
  await expect(door.through(async () => 'again')).resolves.toBe('again');
});
