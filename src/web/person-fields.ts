/** What the forms of employees and contacts have in common: one-line fields, addresses, a time zone. */
import { type Address, parseAddress } from '../base/address.ts';
import { readZone } from '../base/zone.ts';
import type { Form } from './form.ts';
import type { Say } from './words.ts';

type Common = 'firstName' | 'email' | 'timezone';

interface PersonIn<Name extends string> {
  /** As it was typed, without white space around and in rows. */
  readonly line: Readonly<Record<Name, string>>;
  readonly email: Address | null;
  /** Null: none of their own, or one that cannot be read. */
  readonly timezone: string | null;
  readonly additionalEmails: Address[];
  /** By field, in words; whoever reads more fields adds theirs. */
  readonly faults: Record<string, string>;
}

export function personIn<Name extends string>(
  form: Form<unknown>,
  names: readonly (Name | Common)[],
  say: Say,
): PersonIn<Name | Common> {
  const faults: Record<string, string> = {};
  const line = Object.fromEntries(
    names.map((name) => [name, form.value(name).replace(/\s+/g, ' ').trim().slice(0, 254)]),
  ) as Record<Name | Common, string>;
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
  const timezone = line.timezone ? readZone(line.timezone) : null;
  if (line.timezone && !timezone) faults.timezone = say('fault.timezone');
  const additionalEmails = others.map(parseAddress).filter((a): a is Address => a !== null);
  return { line, email, timezone, additionalEmails, faults };
}
