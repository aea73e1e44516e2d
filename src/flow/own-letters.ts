/**
 * A letter with words of the account's own, from the outbox to what leaves: rendered outside any transaction, written down before it is
 * sent, so that every retry is the same letter. When the words cannot be rendered the standard letter goes, and says so.
 */
import { toError } from '../base/trouble.ts';
import type { Letter } from '../notify/letter.ts';
import { checkWords } from '../notify/own-check.ts';
import type { OwnWords } from '../notify/own-template.ts';
import { withOwnWords, withoutOwnWords } from '../notify/render.ts';
import type { NotificationType } from '../people/account.ts';
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
    const rendered = await gw.ownTemplates.render({ words, values: own.values });
    const unknown = unknownIn(version.content.event, words, `${own.version} ${own.language}`);
    // Decisions Q21: what an older version of ours knew, or no version, is empty in the letter.
    if (unknown.length > 0)
      gw.log.warn({ letter: letter.id, version: own.version, unknown }, 'A template names nothing');
    return withOwnWords(letter, own, rendered);
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    gw.log.warn({ letter: letter.id, version: own.version, err: toError(error) }, 'A template could not be used');
    return withoutOwnWords(letter, error.reason);
  }
}

/** Names that this version writes and no variable has; a version never changes, so it is read once. */
function unknownIn(event: NotificationType, words: OwnWords, key: string): readonly string[] {
  const known = unknowns.get(key);
  if (known) return known;
  const found = checkWords(event, words).flatMap(({ code, name }) => (code === 'unknown' ? [name] : []));
  if (unknowns.size < MAX_KNOWN) unknowns.set(key, found);
  return found;
}

const MAX_KNOWN = 500;
const unknowns = new Map<string, readonly string[]>();
