/** Everything that an account may choose, on one page: groups of fields, each with what it means and what it is by itself. */
import { DEFAULT_SETTINGS, type Settings, SIGNATURE_MAX } from '../../../people/account.ts';
import { isAdmin } from '../../../people/person.ts';
import type { Faults } from '../../posted.tsx';
import { SETTING_GROUPS, type SettingField, saySetting, settingOf } from '../../settings-fields.ts';
import { Choice, Csrf, type Filled, Line, Mend, Prose, Tick } from '../fields.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export interface SettingsProps {
  readonly desk: Desk;
  /** As they are now: the form is about these. */
  readonly settings: Settings;
  readonly filled: Filled;
  readonly faults: Faults;
  readonly saved: boolean;
  /** What somebody else changed while this form was open, and what it was before. */
  readonly meanwhile: readonly { readonly field: SettingField; readonly was: Settings }[];
}

export function SettingsPage({ desk, settings, filled, faults, saved, meanwhile }: SettingsProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const title = say('nav.settings');
  const mayManage = isAdmin(desk.person);
  return (
    <DeskFrame desk={desk} title={title} place="settings">
      <h1>{title}</h1>
      {mayManage ? (
        <p class="fine">
          <a href="/admin/start#firm">{say('settings.firm')}</a>
        </p>
      ) : null}
      {saved ? <Done>{say('settings.saved')}</Done> : null}
      <Mend reader={reader} faults={faults} />
      {meanwhile.length > 0 ? <Meanwhile {...{ desk, settings, meanwhile }} /> : null}
      <form class="form settings" method="post" action="/admin/settings">
        <Csrf csrf={csrf} />
        <input type="hidden" name="seen" value={JSON.stringify(settings)} />
        {SETTING_GROUPS.map(({ group, fields }) => (
          <section>
            <h2>{say(`settings.group.${group}`)}</h2>
            {group === 'outgoing' ? <p class="fine">{say('settings.reply-address')}</p> : null}
            {group === 'visibility' ? <p class="warn">{say('settings.visibility.warning')}</p> : null}
            {fields.map((field) => (
              <Field {...{ desk, field, filled, faults }} />
            ))}
          </section>
        ))}
        <p class="send">
          <button type="submit">{say('form.save')}</button>
          <a href="/admin/settings">{say('form.cancel')}</a>
        </p>
      </form>
    </DeskFrame>
  );
}

/** Two people at the same settings: nothing is overwritten unseen. */
function Meanwhile({ desk, settings, meanwhile }: Pick<SettingsProps, 'desk' | 'settings' | 'meanwhile'>) {
  const { say } = desk.reader;
  return (
    <div class="problem" role="alert">
      <p>{say('settings.meanwhile')}</p>
      <ul>
        {meanwhile.map(({ field, was }) => (
          <li>
            {say('settings.meanwhile.one', {
              what: say(`setting.${field.name}`),
              before: saySetting(field, settingOf(was, field.name), say),
              after: saySetting(field, settingOf(settings, field.name), say),
            })}
          </li>
        ))}
      </ul>
      <p>{say('settings.meanwhile.kept')}</p>
    </div>
  );
}

interface FieldProps {
  readonly desk: Desk;
  readonly field: SettingField;
  readonly filled: Filled;
  readonly faults: Faults;
}

function Field({ desk, field, filled, faults }: FieldProps) {
  const { say } = desk.reader;
  const { name } = field;
  const standard = saySetting(field, settingOf(DEFAULT_SETTINGS, name), say);
  const hint = `${say(`setting.${name}.hint`)} ${say('settings.default', { value: standard })}`;
  const common = { name, label: say(`setting.${name}`), filled, faults, hint };
  switch (field.kind) {
    case 'tick':
      return <Tick {...common} />;
    case 'choice':
      return <Choice {...common} options={field.options.map((one) => [one, say(`setting.${name}.${one}`)] as const)} />;
    case 'addresses':
      return <Prose {...common} rows={3} />;
    case 'signature':
      return <Prose {...common} max={SIGNATURE_MAX} />;
    case 'number':
    case 'hours':
    case 'zone':
      return <Line {...common} max={60} />;
  }
}
