/** When letters come: what holds now, and a contact's own choice of it, behind their link and on the page about themselves. */

import type { Child } from 'hono/jsx';
import { writtenZone, zoneNames } from '../../base/zone.ts';
import type { Account } from '../../people/account.ts';
import { hasChosen, paceOf } from '../../people/pace.ts';
import type { Contact } from '../../people/person.ts';
import { offeredTo, shownHours } from '../pace-form.ts';
import { sayBundle, sayEvery, sayPace, sayQuiet } from '../pace-words.ts';
import type { Faults } from '../posted.tsx';
import { sayTime } from '../when.ts';
import { ClientFrame, Unreached, type Visit } from './client.tsx';
import { AskForCode } from './confirm.tsx';
import { Csrf, type Filled, Line, Mend, Said, Told, toldBy, valueIn } from './fields.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';

interface Shown {
  readonly filled: Filled;
  readonly faults: Faults;
  /** What was just done. */
  readonly said: string | null;
}

export function ClientPace({ visit, ...shown }: Shown & { readonly visit: Visit }) {
  const { reader, account, contact, base, trust } = visit;
  const { say } = reader;
  const here = `${base}/letters`;
  return (
    <ClientFrame visit={visit} title={say('pace.title')}>
      <h1>{say('pace.title')}</h1>
      <Unreached visit={visit} />
      <Now {...{ reader, account, contact }} {...shown} />
      {trust === 'all' ? (
        <PaceForm {...{ reader, account, contact }} {...shown} action={here} csrf={null} />
      ) : (
        <AskForCode visit={visit} next={here} />
      )}
    </ClientFrame>
  );
}

export function PortalPace({ desk, contact, ...shown }: Shown & { readonly desk: Desk; readonly contact: Contact }) {
  const { reader, account, csrf } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('pace.title')} place="me">
      <h1>{say('pace.title')}</h1>
      <Now {...{ reader, account, contact }} {...shown} />
      {contact.emailOff ? <p class="notice">{say('pace.off')}</p> : null}
      <PaceForm {...{ reader, account, contact, csrf }} {...shown} action="/me/letters" />
    </DeskFrame>
  );
}

/** On the page about oneself: what holds now, and the way to another choice. */
export function PaceLine({ reader, account, contact }: Whose) {
  return (
    <>
      <p>{sayPace(paceOf(account.settings, contact), reader.say)}</p>
      <p class="fine actions">
        <a href="/me/letters">{reader.say('pace.change')}</a>
      </p>
    </>
  );
}

interface Whose {
  readonly reader: Reader;
  readonly account: Account;
  readonly contact: Contact;
}

function Now({ reader, account, contact, faults, said }: Whose & Shown) {
  const { say } = reader;
  const by = hasChosen(contact) ? 'own' : 'firm';
  return (
    <>
      <Said said={said} />
      <Mend reader={reader} faults={faults} />
      <p>{sayPace(paceOf(account.settings, contact), say)}</p>
      <p class="fine">{say(`pace.now.${by}`, { firm: account.title })}</p>
    </>
  );
}

interface FormProps extends Whose, Shown {
  readonly action: string;
  readonly csrf: string | null;
}

function PaceForm({ action, csrf, ...whose }: FormProps) {
  const { reader, account, contact, filled, faults } = whose;
  const { say } = reader;
  const { settings, title } = account;
  const hours = sayQuiet(settings.quietHours, say);
  return (
    <form class="pace" method="post" action={action}>
      {csrf === null ? null : <Csrf csrf={csrf} />}
      <input type="hidden" name="shown" value={shownHours(filled)} />
      <fieldset {...toldBy('letters', faults, say('pace.letters.hint'))}>
        <legend>{say('pace.letters')}</legend>
        <Pick name="letters" value="firm" filled={filled}>
          {say('pace.firm', { firm: title, how: sayBundle(settings.bundleMinutes, say) })}
        </Pick>
        {offeredTo(contact).map((minutes) => (
          <Pick name="letters" value={String(minutes)} filled={filled}>
            {minutes === 0 ? say('pace.each') : say('pace.together', { every: sayEvery(minutes, say) })}
          </Pick>
        ))}
        <Told name="letters" faults={faults} hint={say('pace.letters.hint')} />
      </fieldset>
      <fieldset {...toldBy('hours', faults, say('pace.hours.hint'))}>
        <legend>{say('pace.hours')}</legend>
        <Pick name="hours" value="firm" filled={filled}>
          {say('pace.hours.firm', { firm: title, how: hours })}
        </Pick>
        <Pick name="hours" value="none" filled={filled}>
          {say('pace.hours.none')}
        </Pick>
        <Pick name="hours" value="own" filled={filled}>
          {say('pace.hours.own')}
        </Pick>
        <div class="times">
          <TimeOfDay name="from" label={say('pace.from')} filled={filled} />
          <TimeOfDay name="to" label={say('pace.to')} filled={filled} />
        </div>
        <p class="fine">
          {say('pace.clock', { zone: writtenZone(reader.zone), time: sayTime(reader.now, reader.zone) })}
        </p>
        <Told name="hours" faults={faults} hint={say('pace.hours.hint')} />
      </fieldset>
      <ZoneField {...whose} />
      <p class="send">
        <button type="submit">{say('form.save')}</button>
      </p>
    </form>
  );
}

/** A browser that stands in another zone than the one that counts offers its own, once nobody has chosen any (browser/pace.ts). */
function ZoneField({ reader, account, contact, filled, faults, said }: Whose & Shown) {
  const { say } = reader;
  const hint = say('pace.timezone.hint', { firm: account.title, zone: writtenZone(account.settings.timezone) });
  const fresh = contact.timezone === null && said === null && Object.keys(faults).length === 0;
  return (
    <div>
      <Line name="timezone" label={say('pace.timezone')} {...{ filled, faults, hint }} max={64} list="zones" />
      {fresh ? (
        <p class="fine" id="timezone-device" data-counts={reader.zone} hidden>
          {say('pace.timezone.device')}
        </p>
      ) : null}
      <datalist id="zones">
        {zoneNames().map((zone) => (
          <option value={zone} />
        ))}
      </datalist>
    </div>
  );
}

const Pick = ({ name, value, filled, children }: { name: string; value: string; filled: Filled; children?: Child }) => (
  <label class="pick">
    <input type="radio" name={name} value={value} checked={valueIn(filled, name) === value} />
    <span>{children}</span>
  </label>
);

const TimeOfDay = ({ name, label, filled }: { name: string; label: string; filled: Filled }) => (
  <>
    <label for={name}>{label}</label>
    <input id={name} name={name} type="time" value={valueIn(filled, name)} />
  </>
);
