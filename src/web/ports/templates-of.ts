/** The ports of the pages of templates, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { maySet } from '../../flow/manage.ts';
import { changeSettings } from '../../flow/manage-account.ts';
import {
  deleteTemplate,
  makeTemplate,
  problemsOf,
  publishTemplate,
  restoreVersion,
  saveDraft,
} from '../../flow/manage-templates.ts';
import { previewTemplate, sendTest } from '../../flow/preview-template.ts';
import { sampleWords } from '../../notify/own-samples.ts';
import { standardTemplate } from '../../notify/own-standard.ts';
import { settingsSchema } from '../../people/account.ts';
import { storedSettings } from '../../store/accounts.ts';
import { templateOf, templatesOf, versionsOf } from '../../store/templates.ts';
import type { TemplatePorts } from './templates.ts';

export function templatePorts(gw: Gateway): TemplatePorts {
  const db = gw.db.read;
  return {
    list: async (actor) => (maySet(actor) ? templatesOf(db, actor.account.id) : []),
    read: async (actor, id) => (maySet(actor) ? templateOf(db, actor.account.id, id) : null),
    versions: async (actor, id) => (maySet(actor) ? versionsOf(db, actor.account.id, id) : []),
    notifications: async ({ account }) => settingsSchema.parse(await storedSettings(db, account.id)).notifications,
    make: (actor, name, event) => makeTemplate(gw, actor, name, standardTemplate(event)),
    save: (actor, id, revision, change) => saveDraft(gw, actor, id, revision, change),
    publish: (actor, id, revision) => publishTemplate(gw, actor, id, revision),
    restore: (actor, id, revision, version) => restoreVersion(gw, actor, id, revision, version),
    remove: (actor, id) => deleteTemplate(gw, actor, id),
    choose: (actor, event, templateId) => changeSettings(gw, actor, { notifications: { [event]: { templateId } } }),
    problems: problemsOf,
    preview: (actor, shown) => previewTemplate(gw, actor, shown),
    test: (actor, shown) => sendTest(gw, actor, shown),
    samples: (event, language) => sampleWords(event, language, gw.templates),
  };
}
