/** The pages of those who signed in: employees see the team's side, contacts with a login the conversation. */
import type { Child } from 'hono/jsx';
import type { Account } from '../../people/account.ts';
import { fullName, type Person, seesNothing } from '../../people/person.ts';
import { AdminNav, type AdminPlace, isAdminPlace, seesAdministration } from './admin/nav.tsx';
import { Frame } from './layout.tsx';
import type { Reader } from './reader.ts';

export interface Desk {
  readonly reader: Reader;
  readonly account: Account;
  readonly person: Person;
  readonly csrf: string;
}

export type Place = 'tasks' | 'notifications' | 'contacts' | 'projects' | 'search' | 'me' | 'admin' | AdminPlace;

export function DeskFrame({
  desk,
  title,
  place,
  children,
}: {
  desk: Desk;
  title: string;
  place: Place | null;
  children?: Child;
}) {
  const { reader, account, person, csrf } = desk;
  const { say } = reader;
  const link = (to: Place, path: string, words = say(`nav.${to}`)) => (
    <a href={path} aria-current={place === to || (to === 'admin' && isAdminPlace(place)) ? 'page' : undefined}>
      {words}
    </a>
  );
  const outside = person.kind === 'contact';
  const nav = (
    <nav class="nav" aria-label={say('nav.label')}>
      {link('tasks', '/')}
      {seesNothing(person) ? null : link('notifications', '/notifications')}
      {link('projects', '/projects')}
      {link('contacts', '/contacts', outside ? say('nav.colleagues') : say('nav.contacts'))}
      {outside ? null : link('search', '/search')}
      {seesAdministration(person) ? link('admin', '/admin') : null}
    </nav>
  );
  const who = (
    <form class="who fine signed" method="post" action="/logout">
      <input type="hidden" name="csrf" value={csrf} />
      <a href="/me" aria-current={place === 'me' ? 'page' : undefined}>
        {fullName(person)}
      </a>
      <button class="plain" type="submit">
        {say('nav.logout')}
      </button>
    </form>
  );
  return (
    <Frame
      reader={reader}
      title={title}
      firm={account.title}
      home="/"
      nav={nav}
      who={who}
      me={`${person.kind}-${person.number}`}
      desk
    >
      {isAdminPlace(place) ? <AdminNav {...{ say, person, place }} spam={account.settings.showToSpam} /> : null}
      {children}
    </Frame>
  );
}

/** In the place of a page that is not there, or not for them. */
export function NothingAt({ desk }: { desk: Desk }) {
  const { say } = desk.reader;
  return (
    <DeskFrame desk={desk} title={say('nothing.title')} place={null}>
      <h1>{say('nothing.title')}</h1>
      <p>{say('nothing.here')}</p>
      <p>
        <a href="/">{say('access.back')}</a>
      </p>
    </DeskFrame>
  );
}
