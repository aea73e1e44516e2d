/**
 * What a new template begins with (spec 7.1): the words of the standard letter in the notation that administrators write. Also what
 * «reset» goes back to.
 */
import type { NotificationType } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import type { OwnTemplate, OwnWords } from './own-template.ts';

const SUBJECT = { ru: '{{Задача.Название}}', en: '{{task.title}}' } as const;

const BODIES: Readonly<Record<NotificationType, Readonly<Record<Language, string>>>> = {
  N1: {
    ru: '<p><b>{{Автор.Имя}}</b> · {{date Задача.Дата создания}}</p>\n{{Задача.Описание}}\n',
    en: '<p><b>{{author.name}}</b> · {{date task.createdAt}}</p>\n{{task.description}}\n',
  },
  N2: {
    ru: '<p><b>{{Автор.Имя}}</b> · {{date Комментарий.Дата}}</p>\n{{Комментарий.Текст}}\n',
    en: '<p><b>{{author.name}}</b> · {{date comment.at}}</p>\n{{comment.text}}\n',
  },
  N3: {
    ru: '<p>Письмо получено, задача № {{Задача.Номер}}. Мы ответим вам на этот адрес.</p>\n',
    en: '<p>Your letter has arrived as task {{task.number}}. We will answer you at this address.</p>\n',
  },
  N4: {
    ru: '<p>{{Автор.Имя}} берётся за вашу задачу.</p>\n',
    en: '<p>{{author.name}} has taken on your task.</p>\n',
  },
  N5: {
    ru: '<p>Статус вашей задачи: <b>{{Изменение.Новый статус}}</b> (было: {{Изменение.Старый статус}}).</p>\n',
    en: '<p>Your task is now <b>{{change.to}}</b> (it was: {{change.from}}).</p>\n',
  },
};

export const standardWords = (event: NotificationType, language: Language): OwnWords => ({
  subject: SUBJECT[language],
  html: BODIES[event][language],
  text: null,
});

export const standardTemplate = (event: NotificationType): OwnTemplate => ({
  event,
  words: { ru: standardWords(event, 'ru'), en: standardWords(event, 'en') },
  addSignature: true,
  addDashboardLink: true,
  addFiles: true,
});
