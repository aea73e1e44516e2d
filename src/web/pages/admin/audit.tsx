/** What was done to the account, in words, with who and when; and the addresses that nothing is sent to. */
import type { SuppressionLine } from '../../../store/suppressions.ts';
import type { AuditShown } from '../../ports/admin.ts';
import type { Page } from '../../ports.ts';
import { SETTING_FIELDS } from '../../settings-fields.ts';
import type { Say } from '../../words.ts';
import { Time } from '../layout.tsx';
import { More } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export function AuditPage({ desk, page, later }: { desk: Desk; page: Page<AuditShown>; later: boolean }) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('nav.audit');
  return (
    <DeskFrame desk={desk} title={title} place="audit">
      <h1>{title}</h1>
      <p>{say('audit.text')}</p>
      {page.items.length === 0 ? <p class="empty">{say('audit.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((line) => (
          <li>
            <span>
              {say(`audit.${line.what}`)}
              {line.about && line.what !== 'settings-changed' ? ': ' : null}
              {line.what === 'settings-changed' ? null : <About line={line} say={say} />}
            </span>
            <span class="fine end">
              <Time at={line.at} reader={reader} />
            </span>
            <span class="fine context">{[line.who, sayDetail(line, say)].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/audit" next={page.next} later={later} />
    </DeskFrame>
  );
}

function About({ line, say }: { line: AuditShown; say: Say }) {
  if (!line.path) return <>{line.about ?? ''}</>;
  return line.about ? (
    <a class="inline" href={line.path}>
      {line.about}
    </a>
  ) : (
    <>
      {' '}
      <a class="inline" href={line.path}>
        {say('audit.open')}
      </a>
    </>
  );
}

/** Which settings or fields were changed; what they became is not written down. */
function sayDetail({ what, detail }: AuditShown, say: Say): string {
  if (!Array.isArray(detail)) return '';
  const names = detail.filter((name): name is string => typeof name === 'string');
  if (what === 'settings-changed') return names.map((name) => saySettingName(name, say)).join(', ');
  return what === 'employee-changed' ? names.map((name) => sayFieldName(name, say)).join(', ') : '';
}

const saySettingName = (name: string, say: Say): string => {
  if (name === 'notifications') return say('settings.group.notifications');
  return SETTING_FIELDS.some((field) => field.name === name) ? say(`setting.${name}`) : name;
};

const EMPLOYEE_FIELDS = new Set([
  ...['firstName', 'lastName', 'position', 'login', 'email', 'additionalEmails', 'role', 'manager'],
  ...['language', 'timezone', 'active', 'mayGrantAccess', 'signature', 'signatureOn', 'emailOff'],
]);

const sayFieldName = (name: string, say: Say): string => (EMPLOYEE_FIELDS.has(name) ? say(`people.${name}`) : name);

interface SuppressionsProps {
  readonly desk: Desk;
  readonly page: Page<SuppressionLine>;
  readonly later: boolean;
  readonly said: string | null;
}

export function SuppressionsPage({ desk, page, later, said }: SuppressionsProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const title = say('nav.suppressions');
  return (
    <DeskFrame desk={desk} title={title} place="suppressions">
      <h1>{title}</h1>
      {said ? <Done>{said}</Done> : null}
      <p>{say('suppressions.text')}</p>
      {page.items.length === 0 ? <p class="empty">{say('suppressions.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((one) => (
          <li>
            <b>{one.address}</b>
            <span class="fine end">
              <Time at={one.since} reader={reader} />
            </span>
            <span class="fine context">
              {say(`suppressions.why.${one.reason}`)}
              {one.evidence ? ` · ${one.evidence}` : null}
            </span>
            <form method="post" action="/admin/suppressions">
              <input type="hidden" name="csrf" value={csrf} />
              <button class="second" type="submit" name="address" value={one.address}>
                {say('suppressions.lift')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/suppressions" next={page.next} later={later} />
    </DeskFrame>
  );
}
