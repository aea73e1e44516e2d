/** May letters come from this mailbox? What is asked, by whom, and two buttons. */
import type { SenderWord } from '../../flow/sender-check.ts';
import type { Account } from '../../people/account.ts';
import { fullName, type Person } from '../../people/person.ts';
import type { Sender } from '../../people/sender.ts';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

export interface SenderAskedProps {
  readonly reader: Reader;
  readonly asked: { readonly account: Account; readonly sender: Sender; readonly person: Person };
  /** What was just answered. */
  readonly said: SenderWord | null;
  readonly action: string;
}

export function SenderAsked({ reader, asked, said, action }: SenderAskedProps) {
  const { say } = reader;
  const { account, sender, person } = asked;
  const robot = person.kind === 'employee' && person.role === 'robot';
  const values = { firm: account.title, address: sender.address, name: robot ? account.title : fullName(person) };
  const state = said ?? (sender.verifiedAt === null ? 'open' : 'confirm');
  return (
    <Frame reader={reader} firm={account.title} title={say(`sender.title.${state}`)}>
      <h1>{say(`sender.title.${state}`)}</h1>
      <p role={said ? 'status' : undefined}>{say(`sender.text.${state}`, values)}</p>
      {said === 'refuse' ? null : (
        <form class="decisions" method="post" action={action}>
          {state === 'open' ? (
            <>
              <button type="submit" name="word" value="confirm">
                {say('sender.confirm')}
              </button>
              <button class="second" type="submit" name="word" value="refuse">
                {say('sender.refuse')}
              </button>
            </>
          ) : (
            <button class="second" type="submit" name="word" value="refuse">
              {say('sender.withdraw')}
            </button>
          )}
        </form>
      )}
      {state === 'open' ? <p class="fine">{say('sender.otherwise', values)}</p> : null}
    </Frame>
  );
}
