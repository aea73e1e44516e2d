/** What was published, and what each version changed. */
import type { Language } from '../../../people/person.ts';
import type { StoredTemplate, TemplateVersion } from '../../ports/templates.ts';
import { Csrf } from '../fields.tsx';
import { Time } from '../layout.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Diff, sourceOf } from './template-diff.tsx';
import { SureButton, Tabs } from './template-parts.tsx';
import { templatePath } from './templates.tsx';

interface HistoryProps {
  readonly desk: Desk;
  readonly template: StoredTemplate;
  /** The newest first. */
  readonly versions: readonly TemplateVersion[];
  readonly language: Language;
}

export function TemplateHistory({ desk, template, versions, language }: HistoryProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const path = templatePath(template);
  return (
    <DeskFrame desk={desk} title={say('template.history')} place="templates">
      <h1>{say('template.history')}</h1>
      <p>
        <a href={`${path}?language=${language}`}>{template.name}</a>
      </p>
      <Tabs say={say} path={`${path}/history`} language={language} />
      {versions.length === 0 ? <p class="empty">{say('templates.never')}</p> : null}
      {versions.map((version, i) => (
        <section class="block" aria-labelledby={`v${version.number}`}>
          <h2 id={`v${version.number}`}>{say('template.version', { n: version.number })}</h2>
          <p class="fine">
            <Time at={version.madeAt} reader={reader} />
            {template.live?.id === version.id ? ` · ${say('template.live')}` : null}
          </p>
          <Diff
            before={sourceOf(versions[i + 1]?.content, language, reader)}
            after={sourceOf(version.content, language, reader)}
            desk={desk}
          />
          {template.live?.id === version.id ? null : (
            <form method="post" action={`${path}?language=${language}`}>
              <Csrf csrf={csrf} />
              <input type="hidden" name="revision" value={String(template.revision)} />
              <input type="hidden" name="version" value={version.id} />
              {template.draft ? (
                <SureButton act="restore" say={say} />
              ) : (
                <button class="second" type="submit" name="do" value="restore">
                  {say('template.restore')}
                </button>
              )}
            </form>
          )}
        </section>
      ))}
    </DeskFrame>
  );
}
