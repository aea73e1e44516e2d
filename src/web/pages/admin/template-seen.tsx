/** The letter that a template makes, in the ways in which people will see it, of the sample or of a task; and a test of it by mail. */
import type { Language } from '../../../people/person.ts';
import type { StoredTemplate } from '../../ports/templates.ts';
import type { Desk } from '../staff.tsx';
import { templatePath } from './templates.tsx';

interface SeenProps {
  readonly desk: Desk;
  readonly template: StoredTemplate;
  readonly language: Language;
  readonly about: number | null;
  readonly seesTasks: boolean;
}

const WAYS = ['wide', 'phone', 'dark', 'text', 'headers'] as const;

export function Seen({ desk, template, language, about, seesTasks }: SeenProps) {
  const { say } = desk.reader;
  const preview = `${templatePath(template)}/preview?language=${language}`;
  const { email } = desk.person;
  return (
    <>
      <h2>{say('template.preview')}</h2>
      {seesTasks ? (
        <div class="field">
          <label for="about">{say('template.about')}</label>
          <input
            id="about"
            name="about"
            type="text"
            inputmode="numeric"
            maxlength={12}
            value={about === null ? '' : String(about)}
            autocomplete="off"
            aria-describedby="about-hint"
          />
          <p class="fine" id="about-hint">
            {say('template.about.hint')}
          </p>
        </div>
      ) : null}
      <p class="send">
        <button class="second" type="submit" formaction={preview} formtarget="preview">
          {say('template.look')}
        </button>
        <button class="second" type="submit" formaction={`${preview}&pictures`} formtarget="_blank">
          {say('template.look.pictures')}
        </button>
        {email ? (
          <button class="second" type="submit" name="do" value="test">
            {say('template.test', { address: email })}
          </button>
        ) : null}
      </p>
      <div class="preview-ways" hidden>
        {WAYS.map((way) => (
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
        src={preview + (about === null ? '' : `&about=${about}`)}
      />
      <pre class="preview-text" hidden />
      <pre class="preview-headers" hidden />
      <p class="fine">{say('template.preview.pictures')}</p>
    </>
  );
}
