/** A contact as a form says it: parsed here, at the border, with the words of everything that cannot be taken. */
import { type Address, parseAddress } from '../base/address.ts';
import { parseId } from '../base/id.ts';
import type { ContactFields } from '../flow/manage-people.ts';
import { isTimezone } from '../people/account.ts';
import type { Contact } from '../people/person.ts';
import type { Form } from './form.ts';
import type { Filled } from './pages/fields.tsx';
import { peopleIn } from './people-fields.ts';
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
  timezone: [c.timezone ?? ''],
  companies: c.companies,
  responsible: c.responsible,
  seesCompanyTasks: c.seesCompanyTasks ? ['1'] : [],
  emailOff: c.emailOff ? ['1'] : [],
});

export interface ReadContact {
  readonly fields: ContactFields & { firstName: string };
  readonly faults: Readonly<Record<string, string>>;
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
  const faults: Record<string, string> = {};
  const line = Object.fromEntries(
    LINES.map((name) => [name, form.value(name).replace(/\s+/g, ' ').trim().slice(0, 254)]),
  ) as Record<(typeof LINES)[number], string>;
  if (line.firstName === '') faults.firstName = say('fault.firstName');
  const email = line.email ? parseAddress(line.email) : null;
  if (line.email && !email) faults.email = say('fault.address', { address: line.email });
  const others = form
    .value('additionalEmails')
    .split(/[\s,;]+/)
    .filter(Boolean)
    .slice(0, 20);
  const wrong = others.find((text) => !parseAddress(text));
  if (wrong) faults.additionalEmails = say('fault.address', { address: wrong.slice(0, 254) });
  if (line.timezone && !isTimezone(line.timezone)) faults.timezone = say('fault.timezone');
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
      email,
      additionalEmails: others.map(parseAddress).filter((a): a is Address => a !== null),
      language: form.value('language') === 'ru' ? 'ru' : 'en',
      timezone: line.timezone || null,
      companies: companies.ids.flatMap((id) => parseId<'contact'>(id) ?? []),
      responsible: responsible.ids.flatMap((id) => parseId<'employee'>(id) ?? []),
      seesCompanyTasks: !isCompany && form.value('seesCompanyTasks') === '1',
      emailOff: form.value('emailOff') === '1',
    },
    faults,
    filled,
  };
}
