/** What the team's pages of projects ask of the house. */
import type { Managed } from '../../flow/manage.ts';
import type { ProjectFields } from '../../flow/manage-projects.ts';
import type { ProjectCard } from '../../flow/read-projects.ts';
import type { Project } from '../../tasks/task.ts';
import type { Viewer } from '../../tasks/visibility.ts';
import type { Actor, Page, Paging, TaskLine } from '../ports.ts';

/** `form`: the address of the form in which clients set tasks here. `change`: its author and administrators (rights table 1.13). */
export type ProjectPage = ProjectCard & { readonly change: boolean; readonly address: string; readonly form: string };

export interface ProjectPorts {
  list(actor: Actor, page: Paging & { readonly search: string }): Promise<Page<Project>>;
  read(actor: Actor, number: number): Promise<ProjectPage | null>;
  /** What is in it, as this viewer may see it. */
  tasks(viewer: Viewer, project: Project, page: Paging & { readonly search: string }): Promise<Page<TaskLine>>;
  add(actor: Actor, fields: ProjectFields & { title: string }): Promise<Managed<Project>>;
  change(actor: Actor, id: string, fields: ProjectFields): Promise<Managed<Project>>;
}
