/** A template as its form says it. A browser sends line ends as CR LF (HTML 4.10.21.7); what was typed has LF. */
import type { OwnTemplate, OwnWords } from '../notify/own-template.ts';
import type { Language } from '../people/person.ts';
import type { Form } from './form.ts';

/** The words of the language that is being edited; the other one stays as it was. */
export function templateIn(form: Form<unknown>, before: OwnTemplate, language: Language): OwnTemplate {
  const typed = (name: string): string => form.value(name).replace(/\r\n?/g, '\n');
  const text = typed('text');
  const words: OwnWords = {
    subject: typed('subject').replaceAll('\n', ' '),
    html: typed('html'),
    text: text.trim() === '' ? null : text,
  };
  return {
    event: before.event,
    words: { ...before.words, [language]: words },
    addSignature: form.value('addSignature') === '1',
    addDashboardLink: form.value('addDashboardLink') === '1',
    addFiles: form.value('addFiles') === '1',
  };
}
