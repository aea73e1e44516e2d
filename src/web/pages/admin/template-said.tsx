/** What has just been done to a template, or why it was not. */
import { LOST_REASONS, type Lost } from '../../../notify/own-import.ts';
import type { OwnTemplate } from '../../../notify/own-template.ts';
import type { Language } from '../../../people/person.ts';
import type { Desk } from '../staff.tsx';
import { Done } from './said.tsx';
import { Diff, sourceOf } from './template-diff.tsx';

export interface TemplateSaid {
  readonly said: string | null;
  /** What a conversion could not carry over. */
  readonly lost?: readonly (Lost & { readonly part: string })[];
  readonly why?: string | undefined;
  /** The test that was sent. */
  readonly letter?: string | undefined;
}

const DONE = ['saved', 'published', 'restored', 'discarded', 'reset', 'link-added'];
const TROUBLE = ['overtaken', 'not-published', 'not-tested', 'too-often', 'too-long'];

interface SaidProps {
  readonly desk: Desk;
  readonly said: TemplateSaid;
  readonly content: OwnTemplate;
  readonly kept: OwnTemplate;
  readonly language: Language;
}

export function Said({ desk, said: { said, why, letter, lost }, content, kept, language }: SaidProps) {
  const { say, language: own } = desk.reader;
  if (said === null) return null;
  if (DONE.includes(said)) return <Done>{say(`template.said.${said}`)}</Done>;
  if (said === 'tested' || said === 'test-held')
    return (
      <Done>
        {say(`template.said.${said}`, { address: desk.person.email ?? '' })}{' '}
        {letter && /^[0-9a-f-]{36}$/.test(letter) ? (
          <a href={`/admin/letters/${letter}`}>{say('template.test.letter')}</a>
        ) : null}
      </Done>
    );
  if (said === 'converted' && !lost?.length) return <Done>{say('template.said.converted')}</Done>;
  if (said === 'converted')
    return (
      <div class="problem" role="status">
        <p>{say('template.said.converted-lost')}</p>
        <ul>
          {lost?.map(({ line, what, why: reason, part }) => (
            <li>
              {say('template.lost.where', { part: say(`template.part.${part}`), line })} <code>{what}</code>{' '}
              {LOST_REASONS[reason][own]}
            </li>
          ))}
        </ul>
      </div>
    );
  if (!TROUBLE.includes(said)) return null;
  return (
    <div class="problem" role="alert">
      <p>{say(`template.said.${said}`)}</p>
      {why ? <p>{why}</p> : null}
      {said === 'overtaken' ? (
        <Diff
          desk={desk}
          before={sourceOf(kept, language, desk.reader)}
          after={sourceOf(content, language, desk.reader)}
        />
      ) : null}
    </div>
  );
}
