/** Guessing passwords: a burst of guesses counts as what it is, and keeps nobody else out. */
import { expect, test } from 'vitest';
import { activate } from '../../src/flow/activation.ts';
import { login } from '../../src/flow/enter.ts';
import { eachHouse } from '../support/app.ts';

eachHouse('guessing passwords', (house) => {
  test('nine guesses at once, under every name of hers, are not more than six', async () => {
    const h = house();
    await activate(h.gw, h.activation.split('/').at(-1)!, 'correct horse');
    const { email } = h.owner;
    const names = [h.owner.login, h.owner.login.toUpperCase(), email!, `<${email}>`];
    const guesses = Array.from({ length: 9 }, (_, n) => login(h.gw, h.account, names[n % 4]!, 'wrong', '192.0.2.7'));
    const kinds = (await Promise.all(guesses)).map((g) => g.kind);
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'slow-down')).toHaveLength(3);
    // Nor does the right one come through in the same breath; from her own desk it does.
    expect((await login(h.gw, h.account, email!, 'correct horse', '192.0.2.7')).kind).toBe('slow-down');
    expect((await login(h.gw, h.account, email!, 'correct horse', '192.0.2.8')).kind).toBe('ok');
  }, 60_000);
});
