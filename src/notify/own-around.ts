/** Of a task's surroundings, what a template may name: how much of it a reader is told is tasks/visibility.ts. */
import { CARD_NUMBER, text, type Variable } from './own-variable.ts';

const PERSON: readonly Variable[] = [
  text('name', ['Полное имя', 'Имя'], 'The name in full', 'Имя полностью'),
  text('firstName', ['ИО'], 'First name', 'Имя без фамилии'),
  text('lastName', ['Фамилия'], 'Last name', 'Фамилия', { optional: true }),
  text('position', ['Должность'], 'Position', 'Должность', { optional: true }),
];

/** Somebody around the task, or all in one role: none of them in many letters. */
const around = (
  kind: 'person' | 'list',
  name: string,
  russian: Variable['russian'],
  en: string,
  ru: string,
  more: Partial<Variable> = {},
): Variable => ({ name, russian, kind, says: { en, ru }, fields: PERSON, optional: true, ...more });

const ASSIGNEES = around(
  'list',
  'assignees',
  ['Исполнители'],
  'Who of the team does it, and the reader if it is theirs to do',
  'Кто из сотрудников её делает, и сам получатель, если делать ему',
);

const PEOPLE: readonly Variable[] = [
  around('person', 'assignee', ['Исполнитель'], 'The first of them', 'Первый из них', { firstOf: ASSIGNEES }),
  ASSIGNEES,
  around(
    'person',
    'assigner',
    ['Постановщик'],
    'Who of the team set it, or the reader',
    'Кто из сотрудников её поставил, или сам получатель',
  ),
  around(
    'list',
    'participants',
    ['Участники', 'Участник'],
    'Who of the team takes part, and the reader',
    'Кто из сотрудников участвует, и сам получатель',
  ),
  around(
    'list',
    'auditors',
    ['Аудиторы', 'Аудитор задачи', 'Аудитор'],
    'Who of the team looks after it',
    'Кто из сотрудников за ней следит',
  ),
];

const COUNTERPARTY: Variable = {
  name: 'counterparty',
  russian: ['Контрагент'],
  kind: 'object',
  says: { en: 'Whom the task is for', ru: 'Для кого задача' },
  fields: [
    text(
      'name',
      ['Название', 'Имя'],
      'The counterparty, when that is the reader or their company',
      'Контрагент, если это сам получатель или его компания',
    ),
    { name: 'number', russian: ['Идентификатор', 'Номер'], kind: 'number', says: CARD_NUMBER },
    text(
      'phone',
      ['Телефон', 'Телефоны', 'Телефоны списком', 'Телефоны строкой'],
      'The counterparty’s telephone',
      'Телефон контрагента',
      { optional: true },
    ),
  ],
  optional: true,
};

/** What the reader sees nowhere else. */
export const PROJECT_FIELDS: readonly Variable[] = [
  text('title', ['Название', 'Имя'], 'The project’s name', 'Название проекта'),
  {
    name: 'number',
    russian: ['Номер', 'Идентификатор'],
    kind: 'number',
    says: { en: 'The project’s number', ru: 'Номер проекта' },
  },
];

const PROJECT: Variable = {
  name: 'project',
  russian: ['Проект'],
  kind: 'object',
  says: { en: 'The project', ru: 'Проект задачи' },
  fields: PROJECT_FIELDS,
  optional: true,
};

export const AROUND: readonly Variable[] = [...PEOPLE, COUNTERPARTY, PROJECT];
