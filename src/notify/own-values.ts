/**
 * A letter's values under the names of `own-variables.ts`: plain data that can lie in the database until the letter is rendered.
 * They come from what the letter's own reader may see, as everything in a letter does.
 */

import type { NamedView, Surroundings } from '../tasks/visibility.ts';
import { cleanLine, cleanText } from './clean.ts';
import { slot } from './letter.ts';
import { goesOutside, type LetterInput } from './letter-input.ts';
import { signatureFor } from './signature.ts';
import { formatSize, type Locale } from './template-helpers.ts';
import { type Content, restyle, type Values } from './variables.ts';

/** Words with formatting: in HTML the one, in plain text and subjects the other. */
export interface Formatted {
  readonly html: string;
  readonly text: string;
}

export interface OwnValues extends Locale {
  readonly [name: string]: unknown;
}

/** Of N1…N5 only; `values` are those that the standard letter is made of. */
export function ownValues(input: LetterInput, content: Content, values: Values): OwnValues {
  const { account, to } = input;
  const { view, comment, shared } = content;
  const words = input.templates.layout[to.language].words;
  const files = filesOf(values, to.language);
  const author = 'author' in input ? input.author : null;
  const link = view && !shared ? slot('dashboard') : '';
  return {
    language: values.language,
    timezone: values.timezone,
    now: values.now,
    task: view && {
      title: cleanLine(view.title),
      number: view.number,
      description: descriptionOf(input, content),
      status: words.statuses[view.status],
      createdAt: view.createdAt,
      files: comment ? [] : files,
      link,
      // Spec 3.4
      email: `task+${view.number}@${account.mailDomain}`,
      ...around(view.inLetters?.[shared ? 'shared' : 'alone'] ?? null),
    },
    comment: comment && { text: wordsOf(values), at: comment.createdAt, files },
    change: 'statusFrom' in input && {
      from: words.statuses[input.statusFrom],
      to: words.statuses[input.statusTo],
    },
    author: author && {
      name: cleanLine(author.person.name),
      signature: signatureFor(account, author, goesOutside(input), input.templates.styles)?.text ?? '',
      client: author.person.kind === 'contact',
    },
    recipient: recipientOf(input, content, link === '' ? '' : slot('dashboard-base')),
    system: { account: cleanLine(account.title), today: input.now },
  };
}

/** The people, the client's firm and the project around a task, as far as this letter may say them. */
function around(said: Surroundings | null) {
  const assignees = (said?.assignees ?? []).map(personOf);
  const { counterparty = null, project = null, assigner = null } = said ?? {};
  return {
    assignee: assignees[0] ?? null,
    assignees,
    assigner: assigner && personOf(assigner),
    participants: (said?.participants ?? []).map(personOf),
    auditors: (said?.auditors ?? []).map(personOf),
    counterparty: counterparty && {
      name: cleanLine(counterparty.name),
      number: counterparty.number,
      phone: cleanLine(counterparty.phone),
    },
    project: project && { title: cleanLine(project.title), number: project.number },
  };
}

const personOf = ({ name, firstName, lastName, position }: NamedView) => ({
  name: cleanLine(name),
  firstName: cleanLine(firstName),
  lastName: cleanLine(lastName),
  position: cleanLine(position),
});

function recipientOf({ to, companies = [] }: LetterInput, { shared }: Content, link: string) {
  // A letter that several share speaks to nobody by name.
  const [firstName, lastName] = shared ? ['', ''] : [cleanLine(to.firstName), cleanLine(to.lastName)];
  return {
    name: `${firstName} ${lastName}`.trim(),
    firstName,
    lastName,
    email: shared ? '' : (to.email ?? ''),
    position: shared ? '' : cleanLine(to.position),
    company: shared ? '' : cleanLine(companies.join(', ')),
    phone: shared || to.kind !== 'contact' ? '' : cleanLine(to.phone),
    number: shared ? null : to.number,
    link,
  };
}

const wordsOf = (values: Values): Formatted => {
  const { html, text } = values.words as { html: object; text: string };
  return { html: String(html), text };
};

/** N3 goes to who wrote it; the others bring it only where the standard letter does. */
function descriptionOf(input: LetterInput, content: Content): Formatted {
  const description = content.comment ? null : content.view?.description;
  if (!description || (input.kind !== 'N1' && input.kind !== 'N3')) return { html: '', text: '' };
  return { html: restyle(input, content, description.html, content.files), text: cleanText(description.text).trim() };
}

function filesOf(values: Values, language: Locale['language']) {
  const files = values.files as readonly { name: string; size: number; url: string | null }[];
  return files.map(({ name, size, url }) => ({ name, size: formatSize(size, language), url: url ?? '' }));
}
