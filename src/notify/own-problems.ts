/** What can be wrong with a template, in words: what it is, and what to do (one row a problem; house rule 25). */
import type { Language } from '../people/person.ts';

export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  readonly part: 'subject' | 'html' | 'text';
  /** From 1, in what was typed. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Of what is marked, in characters. */
  readonly length: number;
  readonly name: string;
  /** What was most likely meant. */
  readonly suggestion: string | null;
}

/** Errors keep a template from being published; warnings do not. */
export const isError = ({ severity }: Problem): boolean => severity === 'error';

type Words = Readonly<Record<Language, string>>;

/** `{name}` is the thing that is wrong. */
export const PROBLEMS = {
  'too-large': { en: 'The template is larger than 64 kB. Shorten it.', ru: 'Шаблон больше 64 КБ. Сократите его.' },
  'too-many': {
    en: 'More than 500 variables and blocks. Shorten the template.',
    ru: 'Больше 500 переменных и блоков. Сократите шаблон.',
  },
  'too-deep': { en: 'Blocks stand in one another too deep.', ru: 'Слишком много блоков вложено друг в друга.' },
  'original-notation': {
    en: 'This is written in the original’s notation (%%$…$%%, ::). It has to be carried over first.',
    ru: 'Это обозначения оригинала (%%$…$%%, ::). Их нужно сначала перевести.',
  },
  'left-block': {
    en: 'A block of the original was not carried over here. Decide what the letter says, and take out this comment.',
    ru: 'Здесь не переведён блок оригинала. Решите, что скажет письмо, и уберите этот комментарий.',
  },
  escaped: {
    en: 'After a backslash the braces are sent as they are: nothing is put in here.',
    ru: 'После обратной косой черты скобки уходят как есть: ничего не подставится.',
  },
  empty: { en: 'There is nothing here yet.', ru: 'Здесь пока пусто.' },
  unclosed: {
    en: 'The block “{name}” is not closed: {{/{name}}} is missing.',
    ru: 'Блок «{name}» не закрыт: не хватает {{/{name}}}.',
  },
  mismatch: {
    en: 'This closes another block than the last one that was opened: “{name}”.',
    ru: 'Закрывается не тот блок, который открыт последним: «{name}».',
  },
  syntax: {
    en: 'This cannot be read: are the braces {{ }} complete?',
    ru: 'Это не читается: все ли скобки {{ }} на месте?',
  },
  unknown: { en: 'There is no variable “{name}” in this letter.', ru: 'В этом письме нет переменной «{name}».' },
  'unknown-helper': { en: 'There is no function “{name}”.', ru: 'Нет функции «{name}».' },
  'unknown-block': {
    en: 'There is no block “{name}”; there are if, unless, each and with.',
    ru: 'Нет блока «{name}»; есть if, unless, each и with.',
  },
  'not-allowed': {
    en: '“{name}” is not possible in a letter’s template.',
    ru: '«{name}» в шаблоне письма невозможно.',
  },
  unescaped: {
    en: 'Three braces would let a value change the letter. Use two: {{ }}.',
    ru: 'Тройные скобки позволят значению изменить письмо. Напишите двойные: {{ }}.',
  },
  'is-object': {
    en: '“{name}” is made of parts: name one of them.',
    ru: '«{name}» состоит из частей: назовите одну из них.',
  },
  'is-list': {
    en: '“{name}” is a list: use {{#each {name}}} … {{/each}} or {{join {name}}}.',
    ru: '«{name}» — список: используйте {{#each {name}}} … {{/each}} или {{join {name}}}.',
  },
  'not-list': {
    en: '“{name}” is no list: {{#each}} cannot go through it.',
    ru: '«{name}» — не список: {{#each}} его не обойдёт.',
  },
  'in-tag': {
    en: '“{name}” stands inside a tag. Values stand between tags or in a quoted attribute.',
    ru: '«{name}» стоит внутри тега. Значения ставят между тегами или в атрибут в кавычках.',
  },
  unquoted: {
    en: 'Put the value of the attribute in quotes: ="{{{name}}}".',
    ru: 'Возьмите значение атрибута в кавычки: ="{{{name}}}".',
  },
  'in-code': {
    en: '“{name}” stands in a comment, style or title, where values are not safe.',
    ru: '«{name}» стоит в комментарии, стилях или title: там значения небезопасны.',
  },
  'in-handler': {
    en: 'A value cannot stand in the attribute “{name}”.',
    ru: 'В атрибут «{name}» значение ставить нельзя.',
  },
  'not-url': {
    en: '“{name}” is not an address. An attribute such as href begins with one: {{task.link}}.',
    ru: '«{name}» — не адрес. Атрибут href начинают с адреса: {{Задача.Ссылка}}.',
  },
  'html-in-attribute': {
    en: '“{name}” has formatting and cannot stand in an attribute.',
    ru: '«{name}» содержит форматирование, в атрибут его ставить нельзя.',
  },
  formatted: {
    en: '“{name}” has formatting and cannot be handed to a function.',
    ru: '«{name}» содержит форматирование, функции его передать нельзя.',
  },
  'half-tag': {
    en: 'The block “{name}” opens a tag or an attribute and does not close it.',
    ru: 'Блок «{name}» открывает тег или атрибут и не закрывает его.',
  },
  'unfinished-tag': {
    en: 'A tag is not closed: > or a quote is missing.',
    ru: 'Тег не закрыт: не хватает > или кавычки.',
  },
  'refused-tag': { en: 'The tag “{name}” does not work in letters.', ru: 'Тег «{name}» в письмах не работает.' },
  'refused-attribute': {
    en: 'The attribute “{name}” does not work in letters.',
    ru: 'Атрибут «{name}» в письмах не работает.',
  },
  'refused-address': {
    en: 'The address “{name}” is not one that a letter may lead to.',
    ru: 'Адрес «{name}» в письме недопустим.',
  },
  'no-words': {
    en: 'The words themselves are missing: without {{{name}}} the reader would not get what was written.',
    ru: 'Нет самого текста: без {{{name}}} получатель не увидит, что ему написали.',
  },
  'words-in-block': {
    en: 'The comment’s words stand only inside a condition or a loop. Where these leave them out, the standard letter goes in place of this one.',
    ru: 'Текст комментария стоит только внутри условия или цикла. Где он в письмо не попадёт, уйдёт стандартное письмо.',
  },
  'not-date': { en: '“{name}” is no date.', ru: '«{name}» — не дата.' },
  'date-pattern': {
    en: '“{name}” means nothing in a date: y is the year, M the month, d the day, H the hour, m the minute. Put words in single quotes.',
    ru: '«{name}» в дате ничего не значит: y — год, M — месяц, d — день, H — часы, m — минуты. Слова берут в одинарные кавычки.',
  },
  'no-dashboard-link': {
    en: 'The dashboard link is off: clients will not see the history.',
    ru: 'Ссылка на личный кабинет выключена: клиенты не увидят историю.',
  },
  'other-subject': {
    en: 'Letters of one task with different subjects fall apart in mail programs. Keep “{{task.title}}”.',
    ru: 'Письма одной задачи с разными темами распадутся в почтовой программе. Оставьте «{{Задача.Название}}».',
  },
  heavy: {
    en: 'This is much of itself: with long words in it, Gmail cuts the letter off (at 102 kB) and its end with it.',
    ru: 'Шаблон сам по себе велик: с длинным текстом Gmail обрежет письмо (на 102 КБ), а с ним и его конец.',
  },
  'project-told': {
    en: 'Clients will read the project’s name or number, which nothing else shows them.',
    ru: 'Клиенты увидят название или номер проекта: больше нигде он им не показывается.',
  },
  'remote-image': {
    en: 'Many readers will not see this picture: mail programs ask before they load one.',
    ru: 'Многие не увидят эту картинку: почтовые программы не загружают её без спроса.',
  },
} as const satisfies Record<string, Words>;

export type ProblemCode = keyof typeof PROBLEMS;

export function problemWords({ code, name, suggestion }: Problem, language: Language): string {
  const words = PROBLEMS[code][language].replaceAll('{name}', name);
  const hint = { en: `Did you mean ${suggestion}?`, ru: `Может быть, ${suggestion}?` }[language];
  return suggestion === null ? words : `${words} ${hint}`;
}
