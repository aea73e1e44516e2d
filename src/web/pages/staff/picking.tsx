/** Who is told of a comment: two blocks, so that nobody writes to a client by accident (spec 3.1.1). */
import type { PersonId } from '../../../base/id.ts';
import type { Recipient, Recipients } from '../../../flow/recipients.ts';
import { type Draft, Tick } from '../composer.tsx';
import type { Reader } from '../reader.ts';
import { SentFrom } from './sent-from.tsx';

interface PickingProps {
  readonly reader: Reader;
  readonly recipients: Recipients;
  readonly draft: Draft;
  /** A comment for nobody is kept without a question. */
  readonly quiet: boolean;
}

/** Whoever has to do with the task stands open, the rest of the team is a click away. A picked contact lights up their block. */
export function Picking({ reader, recipients, draft, quiet }: PickingProps) {
  const { say } = reader;
  const picked = new Set<PersonId>(draft.notify ?? recipients.preselected);
  const boxes = (people: readonly Recipient[]) => people.map((p) => <Box {...{ reader, picked }} person={p} />);
  // Who was picked before something went wrong is not to be looked for.
  const others = recipients.others.filter((p) => !picked.has(p.id));
  const near = [...recipients.near, ...recipients.others.filter((p) => picked.has(p.id))];
  const { contacts } = recipients;
  return (
    <>
      <div class="blocks">
        <fieldset class="people employees">
          <legend>{say('pick.employees')}</legend>
          {near.length + others.length === 0 ? <p class="fine">{say('pick.no-employees')}</p> : null}
          {boxes(near)}
          {others.length > 0 ? (
            <details class="rest" open={near.length === 0 && others.length < FEW}>
              <summary class="fine">{say('pick.others', { n: others.length })}</summary>
              {boxes(others)}
            </details>
          ) : null}
        </fieldset>
        <fieldset class="people contacts">
          <legend>{say('pick.contacts')}</legend>
          {contacts.length === 0 ? <p class="fine">{say('pick.no-contacts')}</p> : null}
          {boxes(contacts)}
          {contacts.length > 0 ? (
            <p class="fine outside">
              {say('pick.outside')} <span class="mailed">{say('pick.outside.mailed')}</span>
            </p>
          ) : null}
        </fieldset>
      </div>
      <SentFrom reader={reader} from={recipients.from} chosen={draft.from ?? recipients.from[0]?.address ?? ''} />
      <label class="pick switch">
        <input type="checkbox" name="hidden" value="1" checked={draft.hidden} />
        <span>
          {say('pick.hidden')} <span class="fine">{say('pick.hidden.means')}</span>
        </span>
      </label>
      {quiet ? <Tick name="ask-again" words={say('composer.ask-again')} /> : null}
    </>
  );
}

const FEW = 8;

interface BoxProps {
  readonly reader: Reader;
  readonly person: Recipient;
  readonly picked: ReadonlySet<PersonId>;
}

/** Whom no letter reaches may be picked all the same: they read it on their pages. */
function Box({ reader, person, picked }: BoxProps) {
  const { say } = reader;
  const { id, name, unreached } = person;
  return (
    <label class="pick">
      <input
        type="checkbox"
        name="notify"
        value={id}
        checked={picked.has(id)}
        data-unreached={unreached ? '' : undefined}
      />
      <span>
        {unreached === 'mail-blocked' || unreached === 'suppressed' ? <s>{name}</s> : name}
        {unreached ? (
          <span class="fine why-not">{say('pick.unreached', { why: say(`skipped.${unreached}`) })}</span>
        ) : null}
      </span>
    </label>
  );
}
