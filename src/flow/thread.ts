/** Whose mail our next letter answers. */
import type { TaskId } from '../base/id.ts';
import { removeSecrets } from '../mail/secrets.ts';
import type { Person } from '../people/person.ts';
import { rememberThread } from '../store/threads.ts';
import type { Station } from './receive.ts';

/** What our next letter to them answers. A line in a header: nothing that is no Message-ID gets there. */
export async function keepThread({ gw, tx, place, reading }: Station, task: TaskId, person: Person): Promise<void> {
  const id = removeSecrets((reading.message.messageId ?? '').replace(/^<|>$/g, ''), gw.names);
  if (MESSAGE_ID.test(id)) await rememberThread(tx, place.account.id, task, person.id, `<${id}>`);
}

/** RFC 5322 §3.6.4, as far as programs write it; long ones would fill the header of every letter. */
const MESSAGE_ID = /^[!-;=?-~]{3,250}$/;
