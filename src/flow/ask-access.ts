/** Somebody of the team asks to be let into a task that they do not see (spec E6). */
import { textToHtml } from '../mail/sanitize.ts';
import type { Language } from '../people/person.ts';
import { taskIdByNumber } from '../store/tasks.ts';
import { onlyOnce } from './comment.ts';
import type { Actor, Gateway } from './gateway.ts';
import { performIn } from './perform.ts';

const WORDS: Record<Language, string> = {
  en: 'I would like access to this task. If I should have it, add me to its participants.',
  ru: 'Прошу доступ к этой задаче. Если он мне нужен, добавьте меня в участники.',
};

/**
 * Asked again within a day it is the same request. Answers nothing: whether there is such a task is not for whoever asks.
 */
export async function askAccess(gw: Gateway, actor: Actor, number: number): Promise<void> {
  const { account, person, source, proof } = actor;
  const task = await taskIdByNumber(gw.db.read, account.id, number);
  if (!task) return;
  const text = WORDS[account.language];
  const words = { text, html: textToHtml(text) };
  await onlyOnce(gw, actor, `access ${person.id} ${task}`, (tx) =>
    performIn(gw, tx, actor, { kind: 'ask-access', task, words, source, proof }),
  );
}
