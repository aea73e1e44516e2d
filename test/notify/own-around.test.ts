/** What a template may say of a task's surroundings: who does it, whom it is for, its project, the reader's firm (spec 7.2). */
import { describe, expect, test } from 'vitest';
import { AROUND } from '../../src/notify/own-around.ts';
import { checkPart, checkWords } from '../../src/notify/own-check.ts';
import { problemWords } from '../../src/notify/own-problems.ts';
import { renderOwn } from '../../src/notify/own-render.ts';
import { sampleWords } from '../../src/notify/own-samples.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import { variablesFor } from '../../src/notify/own-variables.ts';
import { renderLetter } from '../../src/notify/render.ts';
import type { sampleInput } from '../../src/notify/sample.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../../src/people/account.ts';
import type { Language } from '../../src/people/person.ts';
import { viewTask } from '../../src/tasks/visibility.ts';
import { taskJson } from '../../src/web/api/task-shape.ts';
import { aContact, anna, aTaskWith, aWorld, birch, idOf, inRole, ivan, onDashboard } from '../support/world.ts';
import { inputOf, templates } from './samples.ts';

const EN = [
  '{{task.assignee.name}}, {{task.assignee.firstName}}, {{task.assignee.lastName}}, {{task.assignee.position}}',
  '{{join task.assignees ", "}}',
  '{{#each task.assignees}}{{name}} ({{position}}) of {{../task.number}}; {{/each}}',
  '{{task.assigner.name}}, {{task.assigner.position}}',
  '{{task.counterparty.name}}, {{task.counterparty.number}}, {{task.counterparty.phone}}',
  '{{task.project.title}}, {{task.project.number}}',
  '{{recipient.company}}',
  '{{join task.participants}}; {{join task.auditors}}',
].join('|');

const RU = [
  '{{Задача.Исполнитель.Полное имя}}, {{Задача.Исполнитель.ИО}}, {{Задача.Исполнитель.Фамилия}}, {{Задача.Исполнитель.Должность}}',
  '{{join Задача.Исполнители ", "}}',
  '{{#each Задача.Исполнители}}{{Имя}} ({{Должность}}) of {{../Задача.Номер}}; {{/each}}',
  '{{Задача.Постановщик.Имя}}, {{Задача.Постановщик.Должность}}',
  '{{Задача.Контрагент.Название}}, {{Задача.Контрагент.Идентификатор}}, {{Задача.Контрагент.Телефоны}}',
  '{{Задача.Проект.Название}}, {{Задача.Проект.Номер}}',
  '{{Получатель.Компания}}',
  '{{join Задача.Участники}}; {{join Задача.Аудиторы}}',
].join('|');

const words = (text: string) => ({ subject: '{{task.title}}', html: `<p>${text}</p>`, text });
const own = (event: NotificationType) => ({ version: 'v' as never, template: standardTemplate(event) });
type Input = ReturnType<typeof sampleInput>;

function said(input: Input, text: string): string {
  const { values } = renderLetter({ ...input, own: own(input.kind as NotificationType) }).own!;
  // As the outbox keeps them.
  return renderOwn(words(text), { ...JSON.parse(JSON.stringify(values)), comment: null }).text;
}

const of = (event: NotificationType, text: string, language: Language = 'en') => said(inputOf(event, language), text);

describe('in each of the five, under both names', () => {
  test.each(NOTIFICATION_TYPES)('%s', (event) => {
    for (const text of [EN, RU]) {
      expect(checkPart(event, 'text', text).problems.map((p) => p.code)).toEqual(['project-told']);
      const [doer, list, loop, setter, client, project, company, others] = of(event, text).split('|');
      const asked = event === 'N1' || event === 'N2';
      expect(doer).toBe('Oliver Grey, Oliver, Grey, Architect');
      expect(list).toBe(asked ? 'Oliver Grey, Anna Kim' : 'Oliver Grey');
      expect(loop).toBe(`Oliver Grey (Architect) of 12; ${asked ? 'Anna Kim () of 12; ' : ''}`);
      expect(setter).toBe(asked ? 'Irene Lowell, Project lead' : 'Anna Kim, ');
      expect(client).toBe('Garden Street 5 Ltd, 41, +44 20 7946 0041');
      expect(project).toBe('Garden Street 5, 3');
      expect(company).toBe('Garden Street 5 Ltd');
      expect(others).toBe('; Vera Moss');
    }
  });
});

test('the editor shows what each is in the sample', () => {
  expect(sampleWords('N2', 'ru', templates)).toMatchObject({
    'task.assignee.position': 'Архитектор',
    'task.assignees': 'Олег Серов, Анна Ким',
    'task.assigner.name': 'Ирина Лебедева',
    'task.counterparty.number': '41',
    'task.project.title': 'Садовая, 5',
    'recipient.company': 'ООО «Садовая, 5»',
  });
});

test('where there is none of it, each is empty and {{#if}} sees that', () => {
  const bare = inputOf('N2', 'en', { assignee: null, company: null, project: null, others: [] });
  const conditions = ['task.assigner', 'task.counterparty', 'task.project', 'task.project.title', 'recipient.company']
    .map((name) => `{{#if ${name}}}${name}{{else}}-{{/if}}`)
    .join('');
  expect(said(bare, conditions)).toBe('-----');
  expect(said(bare, `[${EN.split('|').at(-4)}]`)).toBe('[, , ]');
});

test('a letter that several share names the team, and nobody of its readers', () => {
  const input = inputOf('N2', 'en');
  const shared = { ...input, shared: [input.to, aContact('Clara Winter')] } as Input;
  expect(said(shared, EN).split('|')).toEqual([
    'Oliver Grey, Oliver, Grey, Architect',
    'Oliver Grey',
    'Oliver Grey (Architect) of 12; ',
    'Irene Lowell, Project lead',
    ', , ',
    'Garden Street 5, 3',
    '',
    '; Vera Moss',
  ]);
});

test('another client in the task is in none of the values that wait for their letter', () => {
  const input = inputOf('N2', 'en', { others: ['Clara Winter'] });
  const values = renderLetter({ ...input, own: own('N2') }).own!.values;
  expect(JSON.stringify(values)).not.toContain('Clara');
});

describe('whoever writes it', () => {
  const codes = (html: string) =>
    checkWords('N2', words(html)).map((p) => `${p.code} ${p.severity} ${p.line}:${p.column}`);

  test('is warned once a part that clients will read the project’s name, and may keep it', () => {
    expect(codes('{{comment.text}} {{task.project.title}} {{task.project.number}}')).toEqual([
      'project-told warning 1:23',
      'project-told warning 1:20',
    ]);
    const html = (source: string) => checkPart('N2', 'html', `{{comment.text}}${source}`).problems.map((p) => p.code);
    for (const way of [
      '{{Задача.Проект.Название}}',
      '{{#with task.project}}{{title}}{{/with}}',
      '{{#if (eq task.project.title "Merger")}}x{{/if}}',
      '{{encode (default task.project.title "x")}}',
    ])
      expect(html(way)).toEqual(['project-told']);
    expect(html('{{#if task.project}}x{{/if}} {{task.assignee.name}} {{task.counterparty.name}}')).toEqual([]);
    const [told] = checkPart('N2', 'subject', '{{task.project.title}}').problems;
    expect(problemWords(told!, 'ru')).toBe(
      'Клиенты увидят название или номер проекта: больше нигде он им не показывается.',
    );
    expect(problemWords(told!, 'en')).toContain('Clients will read the project’s name');
  });

  test('is told what was meant, however deep it lies', () => {
    const meant = (name: string) => checkPart('N2', 'text', `{{${name}}}`).problems[0]?.suggestion;
    expect(meant('task.asignee.name')).toBe('task.assignee.name');
    expect(meant('Задача.Исполнитель.Должнасть')).toBe('Задача.Исполнитель.Должность');
    expect(meant('task.assignee')).toBe('task.assignee.name');
    // The nearest to the root of those that end so.
    expect(meant('position')).toBe('recipient.position');
  });
});

test('a client’s view in pages’ and programs’ words has nothing of it', () => {
  const project = { id: idOf<'project'>('Season'), number: 3, title: '«project»', auditors: [] };
  const task = aTaskWith([inRole(anna, 'participant')], { counterparty: birch.id, project: project.id });
  const view = viewTask(onDashboard(anna), aWorld({ task, project, mailed: new Set([anna.id]) }))!;
  // It is there for letters …
  expect(JSON.stringify(view.inLetters)).toContain('«project»');
  expect(JSON.stringify(view.inLetters)).toContain(ivan.lastName);
  // … and nowhere else.
  const { inLetters: _, viewer: __, ...shown } = view;
  for (const one of [shown, taskJson(view)])
    expect(JSON.stringify(one)).not.toMatch(/«project»|Petrov|Birch|inLetters|"(assigner|counterparty|project)":"/);
});

test('the table says of each what it is, in both languages', () => {
  const task = variablesFor('N4').find((v) => v.name === 'task')!;
  expect(task.fields).toEqual(expect.arrayContaining([...AROUND]));
  for (const one of AROUND.flatMap((v) => [v, ...(v.fields ?? [])])) {
    expect(one.says.en).toMatch(/^[A-Z]/);
    expect(one.says.ru).toMatch(/^[А-ЯЁ]/);
  }
});
