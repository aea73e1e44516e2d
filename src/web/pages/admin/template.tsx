/** One template: its words in a language, what is wrong with them, and the letter that they make. */

import { problemWords } from '../../../notify/own-problems.ts';
import type { OwnTemplate } from '../../../notify/own-template.ts';
import { namesOf, type Variable, variablesFor } from '../../../notify/own-variables.ts';
import type { Language } from '../../../people/person.ts';
import type { StoredTemplate, TemplateProblem } from '../../ports/templates.ts';
import { Csrf } from '../fields.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Done } from './said.tsx';
import { templatePath } from './templates.tsx';

interface TemplateProps {
  readonly desk: Desk;
  readonly template: StoredTemplate;
  /** As it stands in the fields. */
  readonly content: OwnTemplate;
  readonly language: Language;
  readonly problems: readonly TemplateProblem[];
  /** Letters are made with it. */
  readonly used: boolean;
  readonly said: string | null;
}

const SAID = ['saved', 'published', 'restored', 'discarded'];
const TROUBLE = ['overtaken', 'not-published'];

export function TemplatePage({ desk, template, content, language, problems, used, said }: TemplateProps) {
  const { reader, csrf } = desk;
  const { say, assets } = reader;
  const words = content.words[language] ?? { subject: '', html: '', text: null };
  const here = problems.filter((p) => p.language === null || p.language === language);
  const path = templatePath(template);
  return (
    <DeskFrame desk={desk} title={template.name} place="templates">
      <script type="module" src={assets.editorScript} />
      <h1>{template.name}</h1>
      <p class="fine">
        {[
          say(`setting.${template.event}`),
          template.live ? say('templates.live', { n: template.live.number }) : say('templates.never'),
          template.draft ? say('templates.draft') : '',
          used ? say('templates.used') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        {' · '}
        <a href={`${path}/history?language=${language}`}>{say('template.history')}</a>
      </p>
      {said && SAID.includes(said) ? <Done>{say(`template.said.${said}`)}</Done> : null}
      {said && TROUBLE.includes(said) ? (
        <div class="problem" role="alert">
          <p>{say(`template.said.${said}`)}</p>
        </div>
      ) : null}
      <nav class="nav tabs" aria-label={say('template.languages')}>
        {(['ru', 'en'] as const).map((one) => (
          <a href={`${path}?language=${one}`} aria-current={one === language ? 'page' : undefined} lang={one}>
            {say(`language.${one}`)}
            {content.words[one] ? null : <span class="fine"> {say('template.language.missing')}</span>}
          </a>
        ))}
      </nav>
      <form
        class="form template"
        method="post"
        action={`${path}?language=${language}`}
        data-try={`${path}/try?language=${language}`}
        data-variables={JSON.stringify(offered(variablesFor(template.event), reader.language))}
      >
        <Csrf csrf={csrf} />
        <input type="hidden" name="revision" value={String(template.revision)} />
        <div class="field">
          <label for="name">{say('templates.name')}</label>
          <input id="name" name="name" type="text" maxlength={200} value={template.name} autocomplete="off" />
        </div>
        <div class="field">
          <label for="subject">{say('template.subject')}</label>
          <input
            id="subject"
            name="subject"
            type="text"
            maxlength={2000}
            value={words.subject}
            class="code"
            spellcheck={false}
            autocomplete="off"
          />
          <p class="fine">{say('template.subject.hint')}</p>
        </div>
        <div class="field">
          <label for="html">{say('template.html')}</label>
          <textarea id="html" name="html" rows={14} class="code" spellcheck={false} aria-describedby="problems">
            {`\n${words.html}`}
          </textarea>
        </div>
        <Problems {...{ desk, problems: here }} />
        <details class="fold">
          <summary>{say('template.variables')}</summary>
          <Variables desk={desk} variables={variablesFor(template.event)} />
        </details>
        <div class="field">
          <label for="text">{say('template.plain')}</label>
          <textarea id="text" name="text" rows={5} class="code" spellcheck={false} aria-describedby="text-hint">
            {`\n${words.text ?? ''}`}
          </textarea>
          <p class="fine" id="text-hint">
            {say('template.plain.hint')}
          </p>
        </div>
        <fieldset class="field">
          <legend>{say('template.adds')}</legend>
          {(['addSignature', 'addDashboardLink', 'addFiles'] as const).map((one) => (
            <label class="pick">
              <input type="checkbox" name={one} value="1" checked={content[one]} />
              <span>{say(`template.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        {used ? null : (
          <label class="pick">
            <input type="checkbox" name="use" value="1" checked />
            <span>{say('template.use')}</span>
          </label>
        )}
        <p class="send">
          <button class="second" type="submit" name="do" value="save">
            {say('template.save')}
          </button>
          <button type="submit" name="do" value="publish">
            {say('template.publish')}
          </button>
        </p>
        <h2>{say('template.preview')}</h2>
        <div class="preview-ways" hidden>
          {(['wide', 'phone', 'dark', 'text'] as const).map((way) => (
            <button class="plain" type="button" data-way={way} aria-pressed={way === 'wide' ? 'true' : 'false'}>
              {say(`template.way.${way}`)}
            </button>
          ))}
        </div>
        <p class="fine" data-subject={say('template.subject')} />
        <iframe
          class="preview"
          name="preview"
          title={say('template.preview')}
          sandbox=""
          src={`${path}/preview?language=${language}`}
        />
        <pre class="preview-text" hidden />
        <details class="fold">
          <summary>{say('template.more')}</summary>
          <p class="actions">
            <button class="second" type="submit" name="do" value="reset">
              {say('template.reset')}
            </button>
            {template.draft && template.live ? (
              <button class="second" type="submit" name="do" value="discard">
                {say('template.discard')}
              </button>
            ) : null}
            {used ? null : (
              <button class="second" type="submit" name="do" value="remove">
                {say('template.remove')}
              </button>
            )}
          </p>
        </details>
      </form>
    </DeskFrame>
  );
}

function Problems({ desk: { reader }, problems }: { desk: Desk; problems: readonly TemplateProblem[] }) {
  const { say } = reader;
  return (
    <ul class="problems" id="problems" aria-live="polite">
      {problems.map((problem) => (
        <li class={problem.severity === 'error' ? 'bad' : 'warn'}>
          <b>{say(`template.${problem.severity}`)}</b>{' '}
          <span class="fine">
            {say('template.where', {
              part: say(`template.part.${problem.part}`),
              line: problem.line,
              column: problem.column,
            })}
          </span>{' '}
          {problemWords(problem, reader.language)}
        </li>
      ))}
    </ul>
  );
}

function Variables({ desk: { reader }, variables }: { desk: Desk; variables: readonly Variable[] }) {
  return (
    <dl class="variables">
      {offered(variables, reader.language).map(({ name, other, says }) => (
        <>
          <dt>
            <code>{`{{${name}}}`}</code> <code class="fine">{`{{${other}}}`}</code>
          </dt>
          <dd>{says}</dd>
        </>
      ))}
    </dl>
  );
}

interface Offer {
  readonly name: string;
  /** The same in the other language. */
  readonly other: string;
  readonly says: string;
  readonly kind: Variable['kind'];
}

/** Every name that can be written, in the reader's language first. */
function offered(
  variables: readonly Variable[],
  language: Language,
  before: readonly [string, string] = ['', ''],
): Offer[] {
  return variables.flatMap((v) => {
    const [english, russian] = [v.name, namesOf(v)[1]!];
    const [own, other] = language === 'ru' ? [russian, english] : [english, russian];
    const path = [before[0] + own, before[1] + other] as const;
    const inside = v.kind === 'list' ? [] : offered(v.fields ?? [], language, [`${path[0]}.`, `${path[1]}.`]);
    const self =
      v.kind === 'object' || v.kind === 'person'
        ? []
        : [{ name: path[0], other: path[1], says: v.says[language], kind: v.kind }];
    return [...self, ...inside];
  });
}
