/** What the pages of templates ask of the house. */
import type { Managed } from '../../flow/manage.ts';
import type { TemplateProblem } from '../../flow/manage-templates.ts';
import type { Preview, Shown } from '../../flow/preview-template.ts';
import type { OwnTemplate } from '../../notify/own-template.ts';
import type { NotificationType, Settings } from '../../people/account.ts';
import type { Language } from '../../people/person.ts';
import type { StoredTemplate, TemplateVersion } from '../../store/templates.ts';
import type { Actor } from '../ports.ts';

export type { TemplateProblem } from '../../flow/manage-templates.ts';
export type { StoredTemplate, TemplateVersion } from '../../store/templates.ts';

export interface TemplatePorts {
  list(actor: Actor): Promise<readonly StoredTemplate[]>;
  /** Null: there is none of this id. */
  read(actor: Actor, id: string): Promise<StoredTemplate | null>;
  /** The newest first. */
  versions(actor: Actor, id: string): Promise<readonly TemplateVersion[]>;
  notifications(actor: Actor): Promise<Settings['notifications']>;
  make(actor: Actor, name: string, event: NotificationType): Promise<Managed<StoredTemplate>>;
  /** What is written; null gives the draft up. */
  save(
    actor: Actor,
    id: string,
    revision: number,
    change: { readonly name?: string; readonly draft: OwnTemplate | null },
  ): Promise<Managed<StoredTemplate>>;
  publish(actor: Actor, id: string, revision: number): Promise<Managed<StoredTemplate>>;
  restore(actor: Actor, id: string, revision: number, version: string): Promise<Managed<StoredTemplate>>;
  remove(actor: Actor, id: string): Promise<Managed<null>>;
  choose(actor: Actor, event: NotificationType, id: string | null): Promise<Managed<unknown>>;
  problems(template: OwnTemplate): readonly TemplateProblem[];
  preview(actor: Actor, shown: Shown): Promise<Managed<Preview>>;
  /** To their own address. */
  test(
    actor: Actor,
    shown: Shown,
  ): Promise<Managed<{ readonly letter: string; readonly to: string; readonly sent: boolean }>>;
  /** What each variable is in the sample, by its English path. */
  samples(event: NotificationType, language: Language): Readonly<Record<string, string>>;
}
