/** What the pages of a template share: its languages, and buttons after which something is gone. */
import type { Child } from 'hono/jsx';
import type { Language } from '../../../people/person.ts';
import type { Say } from '../../words.ts';

interface TabsProps {
  readonly say: Say;
  readonly path: string;
  readonly language: Language;
  /** What stands beside a language's name. */
  readonly beside?: (language: Language) => Child;
}

export const Tabs = ({ say, path, language, beside }: TabsProps) => (
  <nav class="nav tabs" aria-label={say('template.languages')}>
    {(['ru', 'en'] as const).map((one) => (
      <a href={`${path}?language=${one}`} aria-current={one === language ? 'page' : undefined}>
        {say(`language.${one}`)}
        {beside?.(one)}
      </a>
    ))}
  </nav>
);

/** Pressed only after it was read what it does. */
export const SureButton = ({ say, act }: { say: Say; act: 'reset' | 'discard' | 'remove' | 'restore' }) => (
  <details class="sure">
    <summary>{`${say(`template.${act}`)}…`}</summary>
    <p>{say(`template.${act}.sure`)}</p>
    <button class="second" type="submit" name="do" value={act}>
      {say(`template.${act}`)}
    </button>
  </details>
);
