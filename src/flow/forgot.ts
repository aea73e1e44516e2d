/**
 * «I forgot my password»: a link to the known address, and the same answer whether there is such a person or not (threat T33).
 */
import { newId } from '../base/id.ts';
import { HOUR } from '../base/time.ts';
import { toError } from '../base/trouble.ts';
import { renderLetter } from '../notify/render.ts';
import type { Account } from '../people/account.ts';
import { maySignIn } from '../people/person.ts';
import { nextOneTime } from '../store/one-time.ts';
import { RESET_LIFE } from './activation.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';
import { personByName } from './login.ts';
import { basis, post } from './post.ts';

export type Forgotten = { readonly kind: 'done' } | { readonly kind: 'slow-down' };

/**
 * Answers before it looks, so its time tells nothing. Too many tries from one source are told so: that depends on the source
 * alone. A person gets at most a few of these letters an hour, however many strangers ask for them.
 */
export async function forgotPassword(gw: Gateway, account: Account, name: string, source: string): Promise<Forgotten> {
  if (!(await within(gw.brakes.forgotBySource, source))) return { kind: 'slow-down' };
  void mailNewPassword(gw, account, name).catch((error) =>
    gw.log.error({ error: toError(error).message }, 'The letter for a new password was not written'),
  );
  return { kind: 'done' };
}

async function mailNewPassword(gw: Gateway, account: Account, name: string): Promise<void> {
  const person = await personByName(gw, account, name);
  if (!person || !maySignIn(person) || !(await within(gw.brakes.forgotByPerson, person.id))) return;
  await gw.db.write(async (tx) => {
    const cause = `password:${newId(gw.clock())}`;
    const letter = renderLetter({ ...basis(gw, account, person, cause), kind: 'password', hours: RESET_LIFE / HOUR });
    await nextOneTime(tx, account.id, person.id, 'password', gw.clock() + RESET_LIFE, letter.id);
    await post(gw, tx, account, letter, person, null);
  });
  gw.wake.outbox();
}
