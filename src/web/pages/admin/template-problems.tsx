/** What is wrong with a template, in words, and the one click that mends it where there is one. */
import { problemWords } from '../../../notify/own-problems.ts';
import type { TemplateProblem } from '../../ports/templates.ts';
import type { Reader } from '../reader.ts';

export function Problems({ reader, problems }: { reader: Reader; problems: readonly TemplateProblem[] }) {
  const { say } = reader;
  return (
    <ul class="problems" id="problems" aria-live="polite">
      {problems.map((problem) => {
        const fix = fixOf(problem, reader);
        return (
          <li class={problem.severity === 'error' ? 'bad' : 'warn'}>
            <b>{say(`template.${problem.severity}`)}</b> <span class="fine">{whereOf(problem, reader)}</span>{' '}
            {problemWords(problem, reader.language)}
            {fix ? (
              <>
                {' '}
                <button class="plain" type="submit" name="do" value={fix.act}>
                  {fix.label}
                </button>
              </>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** What the form does with one click; null: only its writer can mend it. */
export function fixOf({ code }: TemplateProblem, { say }: Reader): { act: string; label: string } | null {
  const act = Object.hasOwn(FIXES, code) ? FIXES[code as keyof typeof FIXES] : null;
  return act && { act, label: say(`template.fix.${act}`) };
}

const FIXES = { 'no-dashboard-link': 'link', 'original-notation': 'convert' } as const satisfies Partial<
  Record<TemplateProblem['code'], string>
>;

/** `letter, line 3, column 5:`; what is about the whole has no place. */
export const whereOf = ({ part, line, column, code }: TemplateProblem, { say }: Reader): string =>
  code === 'no-dashboard-link' ? '' : say('template.where', { part: say(`template.part.${part}`), line, column });
