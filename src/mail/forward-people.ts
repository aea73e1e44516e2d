/** People as mail programs show them inside a text: `Ann Lee <ann@x.example>`, `Ann Lee [mailto:ann@x.example]`, `Lee, Ann; Bob`. */
import type { HeaderMailbox } from './message.ts';

const MAX_PEOPLE = 100;

/** The people of a To or Cc line, in order. Commas part people only where each side has an address: «Lee, Ann <ann@…>» is one. */
export function readPeople(value: string): HeaderMailbox[] {
  const parts = value.includes('@') ? joinNames(splitOutside(value)) : value.split(';');
  return parts
    .map(readPerson)
    .filter((person) => person.address !== '' || person.name !== '')
    .slice(0, MAX_PEOPLE);
}

/** The writer: of several words only the first person counts («… on behalf of …»). */
export function readFrom(value: string): HeaderMailbox | null {
  const person = readPeople(value)[0];
  return person ?? null;
}

function splitOutside(value: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (char === '"') quoted = !quoted;
    if ((char === ';' || (char === ',' && !quoted)) && parts.length < MAX_PEOPLE * 2) {
      parts.push(value.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, value.slice(from)];
}

function joinNames(parts: readonly string[]): string[] {
  const people: string[] = [];
  let name = '';
  for (const part of parts) {
    name = name === '' ? part : `${name},${part}`;
    if (!part.includes('@')) continue;
    people.push(name);
    name = '';
  }
  return name.trim() === '' ? people : [...people, name];
}

export function readPerson(text: string): HeaderMailbox {
  const mailto = /[<[(]mailto:([^<>[\]()\s]{3,254})[>\])]/i.exec(text)?.[1] ?? '';
  const plain = text.replace(/[<[(]mailto:[^<>[\]()]{0,300}[>\])]/gi, ' ').trim();
  const bracket = /[<(]\s?<?([^<>()\s]{1,64}@[^<>()\s]{1,190})>?\s?[>)]/.exec(plain);
  const bare = /[^\s<>()[\]"',;:]{1,64}@[^\s<>()[\]"',;:]{1,190}/.exec(plain);
  const address = (bracket?.[1] ?? bare?.[0] ?? mailto).toLowerCase();
  const before = bracket !== null ? plain.slice(0, bracket.index) : bare !== null ? plain.slice(0, bare.index) : plain;
  const name = unquote(before.replace(/[<(]\s*$/, ''));
  return { name: name.toLowerCase() === address ? '' : name, address };
}

function unquote(name: string): string {
  return name.replace(/^[\s"'«„“”‘’*]+|[\s"'»“”„‘’*]+$/g, '').replace(/\s+/g, ' ');
}
