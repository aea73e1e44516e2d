/** Names on the account's domain that make tasks: `sales@`, in whose list and in which project. */
import { fullName } from '../../../people/person.ts';
import type { VirtualAddress } from '../../../store/addresses.ts';
import type { AddressChoices } from '../../ports/admin.ts';
import type { Page } from '../../ports.ts';
import type { Faults } from '../../posted.tsx';
import { Act, Choice, Csrf, type Filled, Line, Mend } from '../fields.tsx';
import { More } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';

export const addressPath = (one: Pick<VirtualAddress, 'local'>): string => `/admin/addresses/${one.local}`;

interface ListProps {
  readonly desk: Desk;
  readonly page: Page<VirtualAddress>;
  readonly choices: AddressChoices;
  readonly later: boolean;
  readonly said: string | null;
}

export function AddressesPage({ desk, page, choices, later, said }: ListProps) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('nav.addresses');
  return (
    <DeskFrame desk={desk} title={title} place="addresses">
      <div class="headed">
        <h1>{title}</h1>
        <a class="button" href="/admin/addresses/new">
          {say('addresses.new')}
        </a>
      </div>
      {said ? <Done>{said}</Done> : null}
      <p class="before">{say('addresses.text')}</p>
      {page.items.length === 0 ? <p class="empty">{say('addresses.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((one) => (
          <li>
            <a href={addressPath(one)}>{`${one.local}@${desk.account.mailDomain}`}</a>
            <span class="fine context">
              {[one.description, whoseOf(one, choices, desk)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/addresses" next={page.next} later={later} />
    </DeskFrame>
  );
}

function whoseOf(one: VirtualAddress, choices: AddressChoices, { reader: { say } }: Desk): string {
  const names = choices.team.filter((e) => one.assignees.includes(e.id)).map(fullName);
  const project = choices.projects.find((p) => p.id === one.project);
  return [names.join(', ') || say('addresses.nobody'), project ? projectName(project) : ''].filter(Boolean).join(' · ');
}

/** Its number alone for those who see no data. */
const projectName = (p: AddressChoices['projects'][number]): string =>
  p.title === null ? `№\u00a0${p.number}` : `№\u00a0${p.number} ${p.title}`;

interface FormProps {
  readonly desk: Desk;
  /** Null: a new one. */
  readonly address: VirtualAddress | null;
  readonly choices: AddressChoices;
  readonly filled: Filled;
  readonly faults: Faults;
}

export function AddressPage({ desk, address, choices, filled, faults }: FormProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const domain = desk.account.mailDomain;
  const title = address ? `${address.local}@${domain}` : say('addresses.new');
  const field = (name: string) => ({ name, label: say(`addresses.${name}`), filled, faults });
  const chosen = new Set(filled.assignees ?? []);
  return (
    <DeskFrame desk={desk} title={title} place="addresses">
      <h1>{title}</h1>
      <Mend reader={reader} faults={faults} />
      <form class="form" method="post" action={address ? addressPath(address) : '/admin/addresses'}>
        <Csrf csrf={csrf} />
        {address ? null : <Line {...field('local')} max={64} required hint={say('addresses.local.hint', { domain })} />}
        <Line {...field('description')} max={300} hint={say('addresses.description.hint')} />
        <fieldset class="field">
          <legend>{say('addresses.assignees')}</legend>
          {choices.team.map((e) => (
            <label class="pick">
              <input type="checkbox" name="assignees" value={e.id} checked={chosen.has(e.id)} />
              <span>{fullName(e)}</span>
            </label>
          ))}
          <p class="fine">{say('addresses.assignees.hint')}</p>
        </fieldset>
        <Choice
          {...field('project')}
          options={[
            ['', say('addresses.project.none')],
            ...choices.projects.map((p) => [p.id, projectName(p)] as const),
          ]}
        />
        <p class="send">
          <button type="submit">{say('form.save')}</button>
          <a href="/admin/addresses">{say('form.cancel')}</a>
        </p>
      </form>
      {address ? (
        <section class="block">
          <h2>{say('addresses.remove')}</h2>
          <p>{say('addresses.remove.text')}</p>
          <Act action={`${addressPath(address)}/remove`} csrf={csrf} act="remove">
            {say('addresses.remove')}
          </Act>
        </section>
      ) : null}
    </DeskFrame>
  );
}
