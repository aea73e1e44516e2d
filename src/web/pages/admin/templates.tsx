/** The account's own templates, and which notification is written with which. */
import { NOTIFICATION_TYPES, type NotificationType, type Settings } from '../../../people/account.ts';
import type { StoredTemplate } from '../../ports/templates.ts';
import { Csrf } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export const templatePath = ({ id }: Pick<StoredTemplate, 'id'>): string => `/admin/templates/${id}`;

interface ListProps {
  readonly desk: Desk;
  readonly templates: readonly StoredTemplate[];
  readonly notifications: Settings['notifications'];
  readonly said: string | null;
}

const SAID = ['chosen', 'removed'];

export function TemplatesPage({ desk, templates, notifications, said }: ListProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const title = say('nav.templates');
  return (
    <DeskFrame desk={desk} title={title} place="templates">
      <h1>{title}</h1>
      {said && SAID.includes(said) ? <Done>{say(`templates.said.${said}`)}</Done> : null}
      <p>{say('templates.text')}</p>
      <h2>{say('templates.own')}</h2>
      {templates.length === 0 ? <p class="empty">{say('templates.empty')}</p> : null}
      <ul class="rows">
        {templates.map((one) => (
          <li>
            <a href={templatePath(one)}>{one.name}</a>
            <span class="fine context">
              {[
                say(`setting.${one.event}`),
                one.live ? say('templates.live', { n: one.live.number }) : say('templates.never'),
                one.draft ? say('templates.draft') : '',
                notifications[one.event].templateId === one.id ? say('templates.used') : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Time at={one.changedAt} reader={reader} />
          </li>
        ))}
      </ul>
      <form class="form" method="post" action="/admin/templates">
        <Csrf csrf={csrf} />
        <div class="field">
          <label for="event">{say('templates.for')}</label>
          <select id="event" name="event">
            {NOTIFICATION_TYPES.map((event) => (
              <option value={event} selected={event === 'N2'}>
                {say(`setting.${event}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="name">{say('templates.name')}</label>
          <input id="name" name="name" type="text" maxlength={200} autocomplete="off" />
        </div>
        <p class="send">
          <button type="submit">{say('templates.new')}</button>
        </p>
      </form>
      <h2>{say('templates.chosen')}</h2>
      {NOTIFICATION_TYPES.map((event) => (
        <Chosen {...{ desk, event, templates }} now={notifications[event].templateId} />
      ))}
    </DeskFrame>
  );
}

interface ChosenProps {
  readonly desk: Desk;
  readonly event: NotificationType;
  readonly templates: readonly StoredTemplate[];
  readonly now: string | null;
}

function Chosen({ desk: { reader, csrf }, event, templates, now }: ChosenProps) {
  const { say } = reader;
  const mine = templates.filter((t) => t.event === event && t.live);
  const name = `template-${event}`;
  return (
    <form class="inline field" method="post" action="/admin/templates/choose">
      <Csrf csrf={csrf} />
      <input type="hidden" name="event" value={event} />
      <label for={name}>{say(`setting.${event}`)}</label>
      <select id={name} name="template">
        <option value="">{say('templates.standard')}</option>
        {mine.map((t) => (
          <option value={t.id} selected={t.id === now}>
            {t.name}
          </option>
        ))}
      </select>
      <button class="second" type="submit" aria-describedby={name}>
        {say('templates.choose')}
      </button>
    </form>
  );
}
