/**
 * A letter was opened: its picture was asked for (spec 1.12). The only thing that a GET changes, and it changes the record of this
 * delivery alone; the first time counts.
 */
import { readLetterToken } from '../base/token.ts';
import { isOpened, letterOpened } from '../store/opened.ts';
import { within } from './brakes.ts';
import type { Gateway } from './gateway.ts';

/** Whatever the token: who asks learns nothing. `source`: from where it is asked for. */
export async function noteOpened(gw: Gateway, token: string, source: string): Promise<void> {
  const id = readLetterToken(gw.keyring, 'open', token);
  if (!id || !(await within(gw.brakes.opened, source))) return;
  // Programs ask again and again: only the first time is written.
  if (await isOpened(gw.db.read, id)) return;
  await gw.db.write((tx) => letterOpened(tx, id, gw.clock()));
}
