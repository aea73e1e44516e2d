/** What the pages of a contact who signed in ask of the house. */
import type { OutsideTask, TaskChoices } from '../../flow/outside.ts';
import type { ReachedProject } from '../../store/outside.ts';
import type { Refusal } from '../../tasks/refusal.ts';
import type { Viewer } from '../../tasks/visibility.ts';
import type { Actor, Page, Paging, TaskLine } from '../ports.ts';

export interface PortalPorts {
  /** A2; nothing for whoever is no contact with a login. */
  projects(actor: Actor): Promise<readonly ReachedProject[]>;
  /** A3: of this project only what the viewer sees anyway. */
  tasksIn(viewer: Viewer, project: ReachedProject, page: Paging & { readonly search: string }): Promise<Page<TaskLine>>;
  choices(actor: Actor): Promise<TaskChoices>;
  setTask(
    actor: Actor,
    asked: OutsideTask,
    once: string | null,
  ): Promise<{ readonly ok: true; readonly number: number } | { readonly ok: false; readonly refusal: Refusal }>;
}
