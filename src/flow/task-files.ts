/** Every file of a task in one list, as far as the viewer sees what each stands in (D8). */
import type { CommentId } from '../base/id.ts';
import type { Account } from '../people/account.ts';
import { commentsWithFiles } from '../store/files.ts';
import type { FileView, PersonView, TaskView, Viewer } from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';
import { readTaskById } from './read.ts';

export interface TaskFile {
  readonly file: FileView;
  /** The number of the comment; null: of the description. */
  readonly comment: number | null;
  readonly author: PersonView | null;
}

/** More comments with files than this are not looked through; the newest are. */
const COMMENTS_MAX = 500;

/** The newest first, the description's last. Empty when the task is not there for this viewer any more. */
export async function filesOfTask(gw: Gateway, account: Account, viewer: Viewer, task: TaskView): Promise<TaskFile[]> {
  const only: CommentId[] = await commentsWithFiles(gw.db.read, account.id, task.id, COMMENTS_MAX);
  const view = await readTaskById(gw, account, viewer, task.id, { limit: only.length, only });
  if (!view) return [];
  const comments = [...view.comments].sort((a, b) => b.number - a.number);
  return [
    ...comments.flatMap((c) => c.files.map((file) => ({ file, comment: c.number, author: c.author }))),
    ...view.files.map((file) => ({ file, comment: null, author: null })),
  ];
}
