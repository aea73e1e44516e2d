/** What a template of this kind of letter may name: each variable by both of its names, what it is, and what it says in the sample. */
import type { Variable } from '../../../notify/own-variable.ts';
import { namesOf } from '../../../notify/own-variables.ts';
import type { Language } from '../../../people/person.ts';
import type { Desk } from '../staff.tsx';

interface VariablesProps {
  readonly desk: Desk;
  readonly variables: readonly Variable[];
  readonly samples: Samples;
}

export function Variables({ desk: { reader }, variables, samples }: VariablesProps) {
  return (
    <dl class="variables">
      {offered(variables, reader.language, samples).map(({ name, other, says, sample }) => (
        <>
          <dt>
            <code>{`{{${name}}}`}</code> <code class="fine">{`{{${other}}}`}</code>
          </dt>
          <dd>
            {says}
            {sample ? <span class="fine">{` · ${reader.say('template.sample', { sample })}`}</span> : null}
          </dd>
        </>
      ))}
    </dl>
  );
}

/** By the variable's English path. */
type Samples = Readonly<Record<string, string>>;

export interface Offer {
  readonly name: string;
  /** The same in the other language. */
  readonly other: string;
  readonly says: string;
  readonly sample: string;
  readonly kind: Variable['kind'];
}

/** Every name that can be written, in the reader's language first. */
export function offered(
  variables: readonly Variable[],
  language: Language,
  samples: Samples,
  before: readonly [english: string, russian: string] = ['', ''],
): Offer[] {
  return variables.flatMap((v) => {
    const path = [before[0] + v.name, before[1] + namesOf(v)[1]!] as const;
    const inside = v.kind === 'list' ? [] : offered(v.fields ?? [], language, samples, [`${path[0]}.`, `${path[1]}.`]);
    if (v.kind === 'object' || v.kind === 'person') return inside;
    const [name, other] = language === 'ru' ? [path[1], path[0]] : path;
    return [{ name, other, says: v.says[language], sample: samples[path[0]] ?? '', kind: v.kind }, ...inside];
  });
}
