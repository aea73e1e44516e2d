/** The team in the hands of its administrators: who is there, what each may do, and how somebody new gets in. */
import { type Employee, fullName } from '../../../people/person.ts';
import type { Page } from '../../ports.ts';
import type { Faults } from '../../posted.tsx';
import { Fact, Facts } from '../facts.tsx';
import { Act, Choice, Csrf, type Filled, Line, Mend, Prose, Tick } from '../fields.tsx';
import { More } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done, ShownOnce } from './said.tsx';

export const personPath = (e: Pick<Employee, 'number'>): string => `/admin/people/${e.number}`;

export function PeoplePage({ desk, page, later }: { desk: Desk; page: Page<Employee>; later: boolean }) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('nav.people');
  return (
    <DeskFrame desk={desk} title={title} place="people">
      <div class="headed">
        <h1>{title}</h1>
        <a class="button" href="/admin/people/new">
          {say('people.new')}
        </a>
      </div>
      <ul class="rows">
        {page.items.map((e) => (
          <li>
            <a href={personPath(e)}>{fullName(e)}</a>
            <span class="fine context">
              {[say(`people.role.${e.role}`), e.login, e.email, e.position].filter(Boolean).join(' · ')}
            </span>
            <span class="fine end">{e.active ? null : say('people.gone')}</span>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/people" next={page.next} later={later} />
    </DeskFrame>
  );
}

/** What this administrator may do with this employee: the owner's things are the owner's. */
export interface PersonRights {
  readonly change: boolean;
  readonly letGo: boolean;
}

export interface PersonProps {
  readonly desk: Desk;
  /** Null: a new one. */
  readonly employee: Employee | null;
  readonly may: PersonRights;
  readonly leaders: readonly Employee[];
  readonly filled: Filled;
  readonly faults: Faults;
  /** Made in this moment and shown only now. */
  readonly link?: string;
  readonly said?: string | null;
}

export function PersonPage(props: PersonProps) {
  const { desk, employee, may, faults, link, said } = props;
  const { reader } = desk;
  const { say } = reader;
  const title = employee ? fullName(employee) : say('people.new');
  return (
    <DeskFrame desk={desk} title={title} place="people">
      <h1>{title}</h1>
      {said ? <Done>{said}</Done> : null}
      {link ? <ShownOnce label={say('people.link.this')} value={link} hint={say('people.link.once')} /> : null}
      <Mend reader={reader} faults={faults} />
      {employee && !employee.active ? <p class="warn">{say('people.gone.text')}</p> : null}
      {may.change ? <PersonForm {...props} /> : employee ? <OwnerFacts desk={desk} employee={employee} /> : null}
      {employee && may.change ? <PersonActs desk={desk} employee={employee} may={may} /> : null}
    </DeskFrame>
  );
}

function PersonForm({ desk, employee, leaders, filled, faults }: PersonProps) {
  const { say } = desk.reader;
  const field = (name: string) => ({ name, label: say(`people.${name}`), filled, faults });
  const names = leaders.filter((l) => l.id !== employee?.id).map((l) => [l.id, fullName(l)] as const);
  const led = filled.manager?.[0];
  // Who was let go still leads until somebody else is chosen: saving other fields changes nothing about that.
  if (led && !names.some(([id]) => id === led)) names.push([led as never, say('people.manager.gone')]);
  return (
    <form class="form" method="post" action={employee ? personPath(employee) : '/admin/people'}>
      <Csrf csrf={desk.csrf} />
      <Line {...field('firstName')} required />
      <Line {...field('lastName')} />
      <Line {...field('position')} />
      <Line
        {...field('login')}
        max={64}
        required
        hint={say('people.login.hint', { domain: desk.account.mailDomain })}
      />
      <Line {...field('email')} type="email" max={254} hint={say('people.email.hint')} />
      <Prose {...field('additionalEmails')} rows={2} hint={say('people.additional.hint')} />
      {employee?.role === 'owner' ? (
        <p class="fine">{say('people.owner')}</p>
      ) : (
        <Choice
          {...field('role')}
          hint={say('people.role.hint')}
          options={(['user', 'admin', 'technical'] as const).map((role) => [role, say(`people.role.${role}`)] as const)}
        />
      )}
      <Tick name="mayGrantAccess" label={say('people.grant')} filled={filled} hint={say('people.grant.hint')} />
      <Choice {...field('manager')} options={[['', say('people.manager.none')], ...names]} />
      <Choice
        {...field('language')}
        options={[
          ['ru', say('language.ru')],
          ['en', say('language.en')],
        ]}
      />
      <Line {...field('timezone')} max={60} hint={say('timezone.hint')} />
      <p class="send">
        <button type="submit">{say('form.save')}</button>
        <a href="/admin/people">{say('form.cancel')}</a>
      </p>
    </form>
  );
}

function PersonActs({ desk, employee, may }: { desk: Desk; employee: Employee; may: PersonRights }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const act = { action: `${personPath(employee)}/act`, csrf };
  return (
    <>
      {employee.active ? (
        <section class="block">
          <h2>{say('people.link')}</h2>
          <p>{say('people.link.text')}</p>
          <Act {...act} act="link">
            {say('people.link.make')}
          </Act>
        </section>
      ) : null}
      {may.letGo || !employee.active ? (
        <section class="block">
          <h2>{say('people.place')}</h2>
          <p>{employee.active ? say('people.let-go.text') : say('people.bring-back.text')}</p>
          <Act {...act} act={employee.active ? 'let-go' : 'bring-back'}>
            {employee.active ? say('people.let-go') : say('people.bring-back')}
          </Act>
        </section>
      ) : null}
    </>
  );
}

/** The owner, for the other administrators: to be read. */
function OwnerFacts({ desk, employee }: { desk: Desk; employee: Employee }) {
  const { say } = desk.reader;
  return (
    <>
      <Facts>
        <Fact name={say('people.role')}>{say(`people.role.${employee.role}`)}</Fact>
        <Fact name={say('people.login')}>{employee.login}</Fact>
        {employee.email ? <Fact name={say('people.email')}>{employee.email}</Fact> : null}
        {employee.position ? <Fact name={say('people.position')}>{employee.position}</Fact> : null}
      </Facts>
      <p class="fine">{say('people.owner.theirs')}</p>
    </>
  );
}
