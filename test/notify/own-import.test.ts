/** Templates in the original's notation come over (spec 7.2, 7.3; items 58, 61–63 for the imported notation). */
import { expect, test } from 'vitest';
import { checkPart } from '../../src/notify/own-check.ts';
import { importTemplate } from '../../src/notify/own-import.ts';

test.each([
  ['{{Задача.Название}}', '{{Задача.Название}}'],
  ['{{Задача.Описание задачи}}', '{{Задача.Описание}}'],
  ['{{Задача."Дата создания"::ФорматироватьДату=dd.MM.yyyy}}', '{{date Задача.Дата создания "dd.MM.yyyy"}}'],
  ['{{Действие.Описание::Форматирование}}', '{{Действие.Текст}}'],
  [
    'mailto:a@b.example?subject={{Задача.Название::encode=url}}',
    'mailto:a@b.example?subject={{encode Задача.Название}}',
  ],
  ['{{Действие.Прикрепленные файлы::разделитель=", "}}', '{{join Действие.Файлы ", "}}'],
  ['%%% {{Задача.Номер}} %%%', '{{Задача.Номер}}'],
  [
    '%%$ЕСЛИ({{Задача.Статус}} = "Новая")$%%a%%$ИНАЧЕЕСЛИ({{Задача.Номер}} > 5)$%%b%%$ИНАЧЕ$%%c%%$КОНЕЦБЛОКА$%%',
    '{{#if (eq Задача.Статус "Новая")}}a{{else if (gt Задача.Номер 5)}}b{{else}}c{{/if}}',
  ],
  [
    '%%$ЕСЛИ({{Получатель.Фамилия}} <> "" И {{Задача.Номер}} < 5)$%%a%%$КОНЕЦБЛОКА$%%',
    '{{#if (and Получатель.Фамилия (lt Задача.Номер 5))}}a{{/if}}',
  ],
  [
    '%%$ДЛЯКАЖДОГО({{Действие.Прикрепленные файлы}};, )$%%{{Действие.Прикрепленные файлы.Название}} ({{Задача.Номер}})%%$КОНЕЦБЛОКА$%%',
    '{{#each Действие.Файлы}}{{Название}} ({{../Задача.Номер}}){{#unless @last}},{{/unless}}{{/each}}',
  ],
])('%s', (original, ours) => {
  const { source, lost } = importTemplate(original);
  expect(lost).toEqual([]);
  expect(source).toBe(ours);
  expect(
    checkPart('N2', 'text', source).problems.filter((p) => p.code !== 'unknown' || !source.includes('Описание')),
  ).toEqual([]);
});

test('what cannot be carried over is told with its line, and stays to be seen', () => {
  const { source, lost } = importTemplate(
    'a\n{{Задача.Надзадача}}\n%%% {{Задача.Номер}} + 1 %%%\n%%$ТАБЛИЦА({{Задача.Подзадачи}};1;1)$%%<table></table>%%$КОНЕЦБЛОКА$%%\n%%$ЕСЛИ(ДЛСТР({{Задача.Название}}) > 3)$%%x%%$КОНЕЦБЛОКА$%%\n{{Задача.Название::200x300}}\n%%$ЕСЛИ({{Задача.Номер}})$%%open',
  );
  expect(lost.map(({ line, why }) => [line, why])).toEqual([
    [2, 'variable'],
    [3, 'formula'],
    [4, 'table'],
    [5, 'condition'],
    [6, 'modifier'],
    [7, 'block'],
  ]);
  expect(source).toContain('{{!-- {{Задача.Надзадача} } --}}');
  expect(checkPart('N2', 'text', source).problems).toEqual([]);
});
