/**
 * What a template of an account's own may name (spec 7.2): each variable with its English and its Russian name, what it is, and
 * when it is there. One table for checking, completing, documenting and filling; a name that is not here is nobody's.
 */
import type { NotificationType } from '../people/account.ts';
import { AROUND } from './own-around.ts';
import { CARD_NUMBER, text, type Variable } from './own-variable.ts';

const FILE: readonly Variable[] = [
  text('name', ['Название', 'Имя'], 'The file’s name', 'Имя файла'),
  text('size', ['Размер'], 'Its size in words: 2.4 MB', 'Размер словами: 2,4 МБ'),
  {
    name: 'url',
    russian: ['Ссылка'],
    kind: 'url',
    says: { en: 'Where it lies; empty when it travels with the letter', ru: 'Где лежит; пусто, если файл приложен' },
    optional: true,
  },
];

const files = (en: string, ru: string): Variable => ({
  name: 'files',
  russian: ['Файлы', 'Прикрепленные файлы', 'Прикреплённые файлы'],
  kind: 'list',
  says: { en, ru },
  fields: FILE,
  optional: true,
});

/** What a new task brings. */
export const DESCRIPTION: Variable = {
  name: 'description',
  russian: ['Описание', 'Описание задачи'],
  kind: 'html',
  says: { en: 'The description, as its reader may see it', ru: 'Описание, как его видит получатель' },
  events: ['N1', 'N3'],
  optional: true,
};

/** What a comment's letter is made for. */
export const COMMENT_TEXT: Variable = {
  name: 'text',
  russian: ['Текст', 'Описание'],
  kind: 'html',
  says: { en: 'The words', ru: 'Текст комментария' },
};

const TASK: readonly Variable[] = [
  text('title', ['Название'], 'The task’s title', 'Название задачи'),
  { name: 'number', russian: ['Номер'], kind: 'number', says: { en: 'Its number', ru: 'Номер задачи' } },
  DESCRIPTION,
  text('status', ['Статус'], 'The status in words', 'Статус словами'),
  {
    name: 'createdAt',
    russian: ['Дата создания'],
    kind: 'date',
    says: { en: 'When it was set', ru: 'Когда поставлена' },
  },
  { ...files('Files of the description', 'Файлы описания'), events: ['N1'] },
  {
    name: 'link',
    russian: ['Ссылка', 'Ссылка на задачу'],
    kind: 'url',
    says: { en: 'The conversation on the reader’s page', ru: 'Переписка в личном кабинете получателя' },
    optional: true,
  },
  text(
    'email',
    ['E-mail', 'E-mail задачи'],
    'Its address: a mail to it is a comment',
    'Её адрес: письмо на него — комментарий',
  ),
  ...AROUND,
];

const COMMENT: readonly Variable[] = [
  COMMENT_TEXT,
  { name: 'at', russian: ['Дата'], kind: 'date', says: { en: 'When it was written', ru: 'Когда написан' } },
  files('Its files', 'Файлы комментария'),
];

const STATUS_CHANGE: readonly Variable[] = [
  text('from', ['Старый статус'], 'The status before', 'Прежний статус'),
  text('to', ['Новый статус'], 'The status now', 'Новый статус'),
];

const RECIPIENT: readonly Variable[] = [
  text('name', ['Полное имя'], 'The reader’s name in full', 'Имя получателя полностью'),
  text('firstName', ['Имя'], 'First name', 'Имя'),
  text('lastName', ['Фамилия'], 'Last name', 'Фамилия', { optional: true }),
  text('email', ['E-mail', 'Email'], 'The address that this letter goes to', 'Адрес, на который идёт письмо'),
  text('position', ['Должность'], 'Position', 'Должность', { optional: true }),
  text('company', ['Компания'], 'Their company; several in a row', 'Компания; несколько — через запятую', {
    optional: true,
  }),
  text('phone', ['Телефон', 'Телефоны'], 'Telephone', 'Телефон', { optional: true }),
  { name: 'number', russian: ['Номер', 'Идентификатор'], kind: 'number', says: CARD_NUMBER },
  {
    name: 'link',
    russian: ['Ссылка', 'Ссылка на личный кабинет'],
    kind: 'url',
    says: { en: 'The reader’s own page', ru: 'Личный кабинет получателя' },
    optional: true,
  },
];

const AUTHOR: readonly Variable[] = [
  text('name', ['Имя', 'Полное имя'], 'Who writes', 'Кто пишет'),
  text('signature', ['Подпись'], 'Their signature', 'Подпись', { optional: true }),
  {
    name: 'client',
    russian: ['Клиент'],
    kind: 'flag',
    says: { en: 'It is a person outside', ru: 'Это человек снаружи' },
  },
];

const SYSTEM: readonly Variable[] = [
  text('account', ['Название компании', 'Название аккаунта'], 'The firm’s name', 'Название компании'),
  {
    name: 'today',
    russian: ['Сегодня', 'Текущее время'],
    kind: 'date',
    says: { en: 'When this letter was made', ru: 'Когда составлено письмо' },
  },
];

/** Everything, at the root of a template. */
export const VARIABLES: readonly Variable[] = [
  { name: 'task', russian: ['Задача'], kind: 'object', says: { en: 'The task', ru: 'Задача' }, fields: TASK },
  {
    name: 'comment',
    russian: ['Действие', 'Комментарий'],
    kind: 'object',
    says: { en: 'The comment that this letter brings', ru: 'Комментарий, который приносит письмо' },
    fields: COMMENT,
    events: ['N2'],
  },
  {
    name: 'change',
    russian: ['Изменение'],
    kind: 'object',
    says: { en: 'What changed', ru: 'Что изменилось' },
    fields: STATUS_CHANGE,
    events: ['N5'],
  },
  {
    name: 'author',
    russian: ['Автор'],
    kind: 'person',
    says: { en: 'Who writes', ru: 'Кто пишет' },
    fields: AUTHOR,
    events: ['N1', 'N2', 'N4', 'N5'],
  },
  {
    name: 'recipient',
    russian: ['Получатель', 'Контакт'],
    kind: 'person',
    says: { en: 'Whom it goes to', ru: 'Кому идёт письмо' },
    fields: RECIPIENT,
  },
  {
    name: 'system',
    russian: ['Система', 'Системные'],
    kind: 'object',
    says: { en: 'The firm and the day', ru: 'Компания и дата' },
    fields: SYSTEM,
  },
];

/** Inside `{{#each}}`, besides the item's fields. */
export const LOOP_DATA = ['index', 'first', 'last'] as const;

/** Each name by which this variable is understood, the English one first. */
export const namesOf = (variable: Variable): readonly string[] => [variable.name, ...variable.russian];

/** What stands at the root for this kind of letter. */
export const variablesFor = (event: NotificationType): readonly Variable[] =>
  VARIABLES.filter((v) => isIn(v, event)).map((v) => ({
    ...v,
    ...(v.fields ? { fields: v.fields.filter((f) => isIn(f, event)) } : {}),
  }));

const isIn = ({ events }: Variable, event: NotificationType): boolean => events === undefined || events.includes(event);
