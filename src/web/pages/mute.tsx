/** Letters about one task are ended, or begin again: one button. */
import type { Muting } from '../ports/mute.ts';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

export function Mute({ reader, muting, action }: { reader: Reader; muting: Muting; action: string }) {
  const { say } = reader;
  const { account, title, muted } = muting;
  const state = muted ? 'on' : 'off';
  return (
    <Frame reader={reader} firm={account.title} title={say(`mute.title.${state}`)}>
      <h1>{say(`mute.title.${state}`)}</h1>
      <p>{say(`mute.text.${state}`, { title, firm: account.title })}</p>
      <form method="post" action={action}>
        <button type="submit" name="muted" value={muted ? '0' : '1'}>
          {say(`mute.button.${state}`)}
        </button>
      </form>
      <p class="fine">{say('mute.otherwise')}</p>
    </Frame>
  );
}
