/** One template: its words in a language, what is wrong with them, and the letter that they make. */

import type { OwnTemplate } from '../../../notify/own-template.ts';
import { variablesFor } from '../../../notify/own-variables.ts';
import type { Language } from '../../../people/person.ts';
import type { StoredTemplate, TemplateProblem } from '../../ports/templates.ts';
import { Csrf } from '../fields.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { SureButton, Tabs } from './template-parts.tsx';
import { Problems } from './template-problems.tsx';
import { Said, type TemplateSaid } from './template-said.tsx';
import { Seen } from './template-seen.tsx';
import { offered, Variables } from './template-variables.tsx';
import { templatePath } from './templates.tsx';

interface TemplateProps {
  readonly desk: Desk;
  readonly template: StoredTemplate;
  /** As it stands in the fields. */
  readonly content: OwnTemplate;
  /** What is stored: another one when what stands in the fields is not. */
  readonly kept: OwnTemplate;
  readonly language: Language;
  readonly problems: readonly TemplateProblem[];
  /** What each variable is in the sample. */
  readonly samples: Readonly<Record<string, string>>;
  /** Letters are made with it. */
  readonly used: boolean;
  /** The number of the task that the preview is about. */
  readonly about: number | null;
  readonly seesTasks: boolean;
  readonly said: TemplateSaid;
}

export function TemplatePage(props: TemplateProps) {
  const { desk, template, content, kept, language, problems, samples, used } = props;
  const { reader, csrf } = desk;
  const { say, assets } = reader;
  const words = content.words[language] ?? { subject: '', html: '', text: null };
  const here = problems.filter((p) => p.language === null || p.language === language);
  const path = templatePath(template);
  const mistakes = (one: Language) => problems.filter((p) => p.language === one && p.severity === 'error').length;
  const beside = (one: Language) =>
    !content.words[one] ? (
      <span class="fine"> {say('template.language.missing')}</span>
    ) : one !== language && mistakes(one) > 0 ? (
      <span class="state bad"> {say('template.language.mistakes', { n: mistakes(one) })}</span>
    ) : null;
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
      <Said {...props} />
      <Tabs {...{ say, path, language, beside }} />
      <form
        class="form template"
        method="post"
        action={`${path}?language=${language}`}
        data-try={`${path}/try?language=${language}`}
        data-variables={JSON.stringify(offered(variablesFor(template.event), reader.language, samples))}
        data-unsaved={content === kept ? undefined : ''}
      >
        <Csrf csrf={csrf} />
        <input type="hidden" name="revision" value={String(template.revision)} />
        {/* What Enter in a field does is what the first button does (HTML 4.10.21.2). */}
        <button type="submit" name="do" value="save" hidden>
          {say('template.save')}
        </button>
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
        <Problems {...{ reader, problems: here }} />
        <details class="fold">
          <summary>{say('template.variables')}</summary>
          <Variables {...{ desk, samples }} variables={variablesFor(template.event)} />
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
        <Seen {...props} />
        <details class="fold">
          <summary>{say('template.more')}</summary>
          <p>
            <button class="second" type="submit" name="do" value="convert">
              {say('template.convert')}
            </button>
          </p>
          <SureButton say={say} act="reset" />
          {template.draft && template.live ? <SureButton say={say} act="discard" /> : null}
          {used ? null : <SureButton say={say} act="remove" />}
        </details>
      </form>
    </DeskFrame>
  );
}
