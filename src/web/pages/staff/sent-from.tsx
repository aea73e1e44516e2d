/** Spec 3.3: the author chooses among the addresses that they may use; where there is only their own, nothing is asked. */
import type { FromChoice } from '../../../flow/senders.ts';
import type { Reader } from '../reader.ts';

interface SentFromProps {
  readonly reader: Reader;
  readonly from: readonly FromChoice[];
  /** An address; '' is the writer's own. */
  readonly chosen: string;
  /** The value that leaves the choice open; left out: there is none. */
  readonly byItself?: string;
}

export function SentFrom({ reader: { say }, from, chosen, byItself }: SentFromProps) {
  if (from.length < 2) return null;
  const usual = byItself === undefined ? [] : [{ value: byItself, shown: say('pick.from.usual') }];
  const options = [...usual, ...from.map(({ address, shown }) => ({ value: address ?? '', shown }))];
  return (
    <div class="field from">
      <label for="from">{say('pick.from')}</label>
      <select id="from" name="from" aria-describedby="from-hint">
        {options.map(({ value, shown }) => (
          <option value={value} selected={value === chosen}>
            {shown}
          </option>
        ))}
      </select>
      <p class="fine" id="from-hint">
        {say('pick.from.hint')}
      </p>
    </div>
  );
}
