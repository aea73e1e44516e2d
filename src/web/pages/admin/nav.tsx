/** The sections of the administration: each sees those that are theirs. */
import { isAdmin, type Person, seesNothing } from '../../../people/person.ts';
import type { Say } from '../../words.ts';

/** `set`: for technical administrators too. `spam`: only while the account uses it. */
const SECTIONS = [
  { place: 'inbox', path: '/admin/inbox', right: 'manage' },
  { place: 'letters', path: '/admin/letters', right: 'manage' },
  { place: 'suppressions', path: '/admin/suppressions', right: 'manage' },
  { place: 'spam', path: '/admin/spam', right: 'spam' },
  { place: 'people', path: '/admin/people', right: 'manage' },
  { place: 'settings', path: '/admin/settings', right: 'set' },
  { place: 'templates', path: '/admin/templates', right: 'set' },
  { place: 'addresses', path: '/admin/addresses', right: 'set' },
  { place: 'senders', path: '/senders', right: 'set' },
  { place: 'keys', path: '/admin/keys', right: 'manage' },
  { place: 'webhooks', path: '/admin/webhooks', right: 'set' },
  { place: 'status', path: '/admin/status', right: 'manage' },
  { place: 'audit', path: '/admin/audit', right: 'manage' },
  { place: 'start', path: '/admin/start', right: 'manage' },
] as const;

export type AdminPlace = (typeof SECTIONS)[number]['place'];

export const isAdminPlace = (place: string | null): place is AdminPlace =>
  SECTIONS.some((section) => section.place === place);

/** Whether there is anything of the administration for this person. */
export const seesAdministration = (person: Person): boolean => isAdmin(person) || seesNothing(person);

/** Folded on a narrow page, where there are more of them than lines to spare; open on a wide one. */
export function AdminNav({ say, person, spam, place }: { say: Say; person: Person; spam: boolean; place: AdminPlace }) {
  const mine = SECTIONS.filter(({ right }) => (right === 'set' ? true : isAdmin(person) && (right !== 'spam' || spam)));
  return (
    <details class="sections">
      <summary>
        {say('admin.section')}: <b>{say(`nav.${place}`)}</b>
      </summary>
      <nav class="nav" aria-label={say('admin.sections')}>
        {mine.map((section) => (
          <a href={section.path} aria-current={section.place === place ? 'page' : undefined}>
            {say(`nav.${section.place}`)}
          </a>
        ))}
      </nav>
    </details>
  );
}
