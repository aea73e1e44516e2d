/**
 * Why something asked for is not done: a closed list, each with its whole consequence (house rule 7).
 * `http` is the status a page or the API answers; the words are for the person who asked.
 */
import type { Language } from '../people/person.ts';

export interface Consequence {
  readonly http: 403 | 404 | 409 | 422 | 429;
  readonly words: Record<Language, string>;
}

export const REFUSALS = {
  'not-found': {
    http: 404,
    words: { en: 'There is nothing here.', ru: 'Здесь ничего нет.' },
  },
  'not-allowed': {
    http: 403,
    words: { en: 'Your role in this task does not allow that.', ru: 'Ваша роль в задаче этого не позволяет.' },
  },
  'not-yours': {
    http: 403,
    words: { en: 'Only its author may change a comment.', ru: 'Менять комментарий может только его автор.' },
  },
  'empty-comment': {
    http: 422,
    words: { en: 'Write something or attach a file.', ru: 'Напишите что-нибудь или приложите файл.' },
  },
  'too-long': {
    http: 422,
    words: {
      en: 'The text is too long: at most 64 KB with formatting.',
      ru: 'Текст слишком длинный: не больше 64 КБ вместе с оформлением.',
    },
  },
  'no-title': {
    http: 422,
    words: { en: 'A task needs a title.', ru: 'У задачи должно быть название.' },
  },
  'title-too-long': {
    http: 422,
    words: {
      en: 'The title is too long: at most 250 characters.',
      ru: 'Название слишком длинное: не больше 250 знаков.',
    },
  },
  'recipient-not-in-task': {
    http: 422,
    words: {
      en: 'A contact can be notified only when they are in the task.',
      ru: 'Уведомить можно только того контакта, который есть в задаче.',
    },
  },
  'not-your-sender': {
    http: 422,
    words: {
      en: 'Letters of this task cannot come from that address in your name.',
      ru: 'С этого адреса вы не можете писать в этой задаче.',
    },
  },
  'no-such-project': {
    http: 422,
    words: { en: 'There is no such project for you.', ru: 'Такого проекта у вас нет.' },
  },
  'not-your-assignee': {
    http: 422,
    words: {
      en: 'You can set tasks to your manager only.',
      ru: 'Поставить задачу можно только своему менеджеру.',
    },
  },
  'unknown-person': {
    http: 422,
    words: { en: 'There is no such person in this account.', ru: 'В этом аккаунте нет такого человека.' },
  },
  'unknown-file': {
    http: 422,
    words: {
      en: 'The file is not there any more. Please attach it again.',
      ru: 'Файла больше нет. Приложите его ещё раз.',
    },
  },
  'reason-required': {
    http: 422,
    words: { en: 'Say why: the assigner will read the reason.', ru: 'Напишите причину: её прочитает постановщик.' },
  },
  'not-client-mail': {
    http: 422,
    words: {
      en: 'That can be done only with what a client sent by mail.',
      ru: 'Это можно сделать только с тем, что клиент прислал письмом.',
    },
  },
  'hidden-stays': {
    http: 422,
    words: {
      en: 'A hidden comment stays where it is: in a new task others could read it.',
      ru: 'Скрытый комментарий остаётся на месте: в новой задаче его прочитали бы другие.',
    },
  },
  'already-a-task': {
    http: 409,
    words: { en: 'This comment has become a task already.', ru: 'Этот комментарий уже стал задачей.' },
  },
  'answered-already': {
    http: 409,
    words: {
      en: 'Somebody has written in the new task already. Delete it there if it is not needed.',
      ru: 'В новой задаче уже есть комментарии. Если она не нужна, удалите её там.',
    },
  },
  'nothing-to-restore': {
    http: 409,
    words: { en: 'The task is not deleted.', ru: 'Задача не удалена.' },
  },
  'bad-time': {
    http: 422,
    words: {
      en: 'Choose a time that is still to come, within a year.',
      ru: 'Выберите время, которое ещё не прошло, в пределах года.',
    },
  },
  'not-waiting': {
    http: 404,
    words: {
      en: 'It is not waiting any more: it has gone or was cancelled.',
      ru: 'Он больше не ждёт: уже ушёл или его отменили.',
    },
  },
  'nobody-left': {
    http: 422,
    words: {
      en: 'Nobody whom you picked is in the task any more.',
      ru: 'Никого из выбранных больше нет в задаче.',
    },
  },
  'too-many-planned': {
    http: 422,
    words: {
      en: 'At most 100 comments can wait for their time in one task.',
      ru: 'В одной задаче может ждать своего времени не больше 100 комментариев.',
    },
  },
  'too-many-items': {
    http: 422,
    words: { en: 'A checklist has at most 150 items.', ru: 'В чек-листе не больше 150 пунктов.' },
  },
} as const satisfies Record<string, Consequence>;

export type Refusal = keyof typeof REFUSALS;
