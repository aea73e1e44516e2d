/**
 * A letter with words of the account's own, from the outbox to what leaves: rendered outside any transaction, written down before it is
 * sent, so that every retry is the same letter. When the words cannot be rendered the standard letter goes, and says so.
 */
import { toError } from '../base/trouble.ts';
import type { Letter } from '../notify/letter.ts';
import { withOwnWords, withoutOwnWords } from '../notify/render.ts';
import { rewriteLetter } from '../store/outbox.ts';
import { versionById } from '../store/templates.ts';
import type { Gateway } from './gateway.ts';
import { TemplateFault } from './template-pool.ts';

export async function finishLetter(gw: Gateway, letter: Letter): Promise<Letter> {
  if (!letter.own) return letter;
  const finished = await render(gw, letter, letter.own);
  await gw.db.write((tx) => rewriteLetter(tx, finished));
  return finished;
}

async function render(gw: Gateway, letter: Letter, own: NonNullable<Letter['own']>): Promise<Letter> {
  const version = await versionById(gw.db.read, letter.account, own.version);
  const words = version?.content.words[own.language];
  if (!words) return withoutOwnWords(letter, 'broken');
  try {
    return withOwnWords(letter, own, await gw.ownTemplates.render({ words, values: own.values }));
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    gw.log.warn({ letter: letter.id, version: own.version, err: toError(error) }, 'A template could not be used');
    return withoutOwnWords(letter, error.reason);
  }
}
