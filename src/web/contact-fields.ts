/** A contact as a form says it: parsed here, at the border, with the words of everything that cannot be taken. */

import { parseId } from '../base/id.ts';
import { writtenZone } from '../base/zone.ts';
import { mayGrant } from '../flow/access.ts';
import type { ContactFields } from '../flow/manage-people.ts';
import type { Contact } from '../people/person.ts';
import type { Form } from './form.ts';
import type { Filled } from './pages/fields.tsx';
import { peopleIn } from './people-fields.ts';
import { personIn } from './person-fields.ts';
import type { ContactPorts } from './ports/contacts.ts';
import type { Actor } from './ports.ts';
import type { Say } from './words.ts';

const LINES = ['firstName', 'lastName', 'position', 'phone', 'email', 'timezone'] as const;

/** The form of a contact as it stands now. */
export const filledOf = (c: Contact): Filled => ({
  isCompany: c.isCompany ? ['1'] : [],
  firstName: [c.firstName],
  lastName: [c.lastName],
  position: [c.position],
  phone: [c.phone],
  description: [c.description],
  email: [c.email ?? ''],
  additionalEmails: [c.additionalEmails.join('\n')],
  language: [c.language],
  timezone: [writtenZone(c.timezone ?? '')],
  companies: c.companies,
  responsible: c.responsible,
  seesCompanyTasks: c.seesCompanyTasks ? ['1'] : [],
  emailOff: c.emailOff ? ['1'] : [],
});

export interface ReadContact {
  readonly fields: ContactFields & { firstName: string };
  readonly faults: Record<string, string>;
  /** To be shown again. */
  readonly filled: Filled;
}

/** `isCompany` is said once, when the contact is made. */
export async function contactIn(
  ports: ContactPorts,
  actor: Actor,
  form: Form<null>,
  isCompany: boolean,
  say: Say,
): Promise<ReadContact> {
  const { line, email, timezone, additionalEmails, faults } = personIn(form, LINES, say);
  const companies = await peopleIn(ports, actor, form, 'companies', 'company', say);
  const responsible = await peopleIn(ports, actor, form, 'responsible', 'person', say);
  for (const one of [companies, responsible]) if (one.fault) faults[one.name] = one.fault;
  const filled = {
    ...Object.fromEntries(LINES.map((name) => [name, [line[name]]])),
    isCompany: isCompany ? ['1'] : [],
    description: [form.value('description')],
    additionalEmails: [form.value('additionalEmails')],
    language: [form.value('language')],
    companies: companies.ids,
    'companies-add': [companies.typed],
    responsible: responsible.ids,
    'responsible-add': [responsible.typed],
    seesCompanyTasks: form.values('seesCompanyTasks'),
    emailOff: form.values('emailOff'),
  };
  return {
    fields: {
      isCompany,
      firstName: line.firstName,
      lastName: isCompany ? '' : line.lastName,
      position: line.position,
      phone: line.phone,
      description: form.value('description').slice(0, 20_000),
      // An empty field takes the address away; a form without the field says nothing of it.
      email: form.values('email').length === 0 ? undefined : email,
      additionalEmails,
      language: form.value('language') === 'ru' ? 'ru' : 'en',
      timezone,
      companies: companies.ids.flatMap((id) => parseId<'contact'>(id) ?? []),
      responsible: responsible.ids.flatMap((id) => parseId<'employee'>(id) ?? []),
      // For whoever may not set it the form has no such box.
      ...(mayGrant(actor) ? { seesCompanyTasks: !isCompany && form.value('seesCompanyTasks') === '1' } : {}),
      emailOff: form.value('emailOff') === '1',
    },
    faults,
    filled,
  };
}
