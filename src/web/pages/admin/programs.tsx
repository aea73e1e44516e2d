/** Programs: keys by which they ask, webhooks by which they are told. A secret is shown once, when it is made. */
import type { ApiKeyLine } from '../../../store/doors.ts';
import { HOOK_KINDS, NO_ANSWER, type Webhook } from '../../../store/hooks.ts';
import type { HookCallLine } from '../../ports/admin.ts';
import type { Page } from '../../ports.ts';
import type { Faults } from '../../posted.tsx';
import type { Say } from '../../words.ts';
import { Fact, Facts, stateClass } from '../facts.tsx';
import { Act, Csrf, type Filled, Line, Mend, Sure } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { More } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done, ShownOnce } from './said.tsx';

interface KeysProps {
  readonly desk: Desk;
  readonly keys: readonly ApiKeyLine[];
  readonly filled: Filled;
  readonly faults: Faults;
  readonly secret?: string;
}

export function KeysPage({ desk, keys, filled, faults, secret }: KeysProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const title = say('nav.keys');
  return (
    <DeskFrame desk={desk} title={title} place="keys">
      <h1>{title}</h1>
      {secret ? <ShownOnce label={say('keys.this')} value={secret} hint={say('keys.once')} /> : null}
      <p>{say('keys.text')}</p>
      <Mend reader={reader} faults={faults} />
      {keys.length === 0 ? <p class="empty">{say('keys.empty')}</p> : null}
      <ul class="rows">
        {keys.map((key) => (
          <li>
            <span class="across">
              <b>{key.name}</b> <code>{`${key.hint}…`}</code>
            </span>
            <span class="fine context">
              {say('keys.made')} <Time at={key.createdAt} reader={reader} />
              {' · '}
              {key.usedAt === null ? say('keys.unused') : say('keys.used')}{' '}
              {key.usedAt === null ? null : <Time at={key.usedAt} reader={reader} />}
              {key.revokedAt === null ? null : (
                <>
                  {` · ${say('keys.revoked')} `}
                  <Time at={key.revokedAt} reader={reader} />
                </>
              )}
            </span>
            {key.revokedAt === null ? (
              <Sure
                action={`/admin/keys/${key.id}/revoke`}
                csrf={csrf}
                act="revoke"
                label={say('keys.revoke')}
                text={say('keys.revoke.text')}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <section class="block">
        <h2>{say('keys.new')}</h2>
        <form class="form" method="post" action="/admin/keys">
          <Csrf csrf={csrf} />
          <Line
            name="name"
            label={say('keys.name')}
            filled={filled}
            faults={faults}
            required
            hint={say('keys.name.hint')}
          />
          <p class="send">
            <button type="submit">{say('keys.make')}</button>
          </p>
        </form>
      </section>
    </DeskFrame>
  );
}

interface HooksProps {
  readonly desk: Desk;
  readonly hooks: readonly Webhook[];
  readonly filled: Filled;
  readonly faults: Faults;
  readonly secret?: string;
  readonly said?: string | null;
}

export function HooksPage({ desk, hooks, filled, faults, secret, said }: HooksProps) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('nav.webhooks');
  return (
    <DeskFrame desk={desk} title={title} place="webhooks">
      <h1>{title}</h1>
      {said ? <Done>{said}</Done> : null}
      {secret ? <ShownOnce label={say('hooks.this')} value={secret} hint={say('hooks.once')} /> : null}
      <p>{say('hooks.text')}</p>
      <Mend reader={reader} faults={faults} />
      {hooks.length === 0 ? <p class="empty">{say('hooks.empty')}</p> : null}
      <ul class="rows">
        {hooks.map((hook) => (
          <li>
            <a href={`/admin/webhooks/${hook.id}`}>{hook.url}</a>
            <span class="fine context">{sayKinds(hook, desk)}</span>
            <span class="fine end">{hook.active ? say('hooks.on') : say('hooks.off')}</span>
          </li>
        ))}
      </ul>
      <section class="block">
        <h2>{say('hooks.new')}</h2>
        <HookForm {...{ desk, filled, faults }} action="/admin/webhooks" button={say('hooks.make')} />
      </section>
    </DeskFrame>
  );
}

const sayKinds = ({ kinds }: Webhook, { reader: { say } }: Desk): string =>
  kinds.length === 0 ? say('hooks.everything') : kinds.map((kind) => say(`hooks.kind.${kind}`)).join(', ');

interface HookFormProps extends Pick<HooksProps, 'desk' | 'filled' | 'faults'> {
  readonly action: string;
  readonly button: string;
}

function HookForm({ desk, filled, faults, action, button }: HookFormProps) {
  const { say } = desk.reader;
  const chosen = new Set(filled.kinds ?? []);
  return (
    <form class="form" method="post" action={action}>
      <Csrf csrf={desk.csrf} />
      <Line
        name="url"
        label={say('hooks.url')}
        {...{ filled, faults }}
        max={2000}
        required
        hint={say('hooks.url.hint')}
      />
      <fieldset class="field">
        <legend>{say('hooks.kinds')}</legend>
        {HOOK_KINDS.map((kind) => (
          <label class="pick">
            <input type="checkbox" name="kinds" value={kind} checked={chosen.has(kind)} />
            <span>{say(`hooks.kind.${kind}`)}</span>
          </label>
        ))}
        <p class="fine">{say('hooks.kinds.hint')}</p>
      </fieldset>
      <p class="send">
        <button type="submit" name="do" value="save">
          {button}
        </button>
      </p>
    </form>
  );
}

interface HookProps extends Pick<HooksProps, 'desk' | 'filled' | 'faults' | 'said'> {
  readonly hook: Webhook;
  readonly calls: Page<HookCallLine>;
  readonly later: boolean;
  /** Whether the tasks of the calls are theirs to open. */
  readonly opens: boolean;
}

export function HookPage({ desk, hook, calls, later, opens, filled, faults, said }: HookProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const here = `/admin/webhooks/${hook.id}`;
  return (
    <DeskFrame desk={desk} title={say('nav.webhooks')} place="webhooks">
      <h1>{hook.url}</h1>
      {said ? <Done>{said}</Done> : null}
      <Mend reader={reader} faults={faults} />
      <Facts>
        <Fact name={say('fact.state')}>{hook.active ? say('hooks.on') : say('hooks.off')}</Fact>
        <Fact name={say('hooks.kinds')}>{sayKinds(hook, desk)}</Fact>
        <Fact name={say('hooks.added')}>
          <Time at={hook.createdAt} reader={reader} />
        </Fact>
      </Facts>
      <div class="acts">
        <Act action={here} csrf={csrf} act={hook.active ? 'off' : 'on'}>
          {hook.active ? say('hooks.switch-off') : say('hooks.switch-on')}
        </Act>
      </div>
      <Sure action={here} csrf={csrf} act="remove" label={say('hooks.remove')} text={say('hooks.remove.text')} />
      <section class="block">
        <h2>{say('hooks.calls')}</h2>
        {calls.items.length === 0 ? <p class="empty">{say('hooks.calls.empty')}</p> : null}
        <ul class="rows">
          {calls.items.map((call) => (
            <Call {...{ desk, here, call, opens }} />
          ))}
        </ul>
        <More reader={reader} here={here} next={calls.next} later={later} />
      </section>
      <section class="block">
        <h2>{say('hooks.change')}</h2>
        <HookForm {...{ desk, filled, faults }} action={here} button={say('form.save')} />
      </section>
    </DeskFrame>
  );
}

/** Our own words for what went wrong are said in the reader's language; a program's stay as they are. */
function sayNoAnswer(answer: string | null, say: Say): string | null {
  const known = Object.entries(NO_ANSWER).find(([, words]) => words === answer)?.[0];
  return known ? say(`hooks.no-answer.${known}`) : answer;
}

function Call({ desk, here, call, opens }: Pick<HookProps, 'desk' | 'opens'> & { here: string; call: HookCallLine }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const number = call.taskNumber === null ? '' : `№\u00a0${call.taskNumber}`;
  const answered = call.status === null ? sayNoAnswer(call.answer, say) : `${call.status} ${call.answer ?? ''}`.trim();
  return (
    <li>
      <span>
        {`${say(`hooks.kind.${call.kind}`)} `}
        {opens && number ? <a href={`/tasks/${call.taskNumber}`}>{number}</a> : number}
      </span>
      <span class="fine end">
        <Time at={call.at} reader={reader} />
      </span>
      <span class="fine context">
        <span class={stateClass(call.state)}>{say(`hooks.call.${call.state}`)}</span>
        {call.attempts > 1 ? ` · ${say('hooks.call.attempts', { n: call.attempts })}` : null}
        {answered ? ` · ${answered.slice(0, 200)}` : null}
      </span>
      {call.state === 'failed' ? (
        <Act action={`${here}/calls/${call.id}/again`} csrf={csrf} act="again">
          {say('hooks.again')}
        </Act>
      ) : null}
    </li>
  );
}
