/** Deleted tasks, the last one first. */

import type { BinLine } from '../../ports/task-work.ts';
import type { Page } from '../../ports.ts';
import { Time } from '../layout.tsx';
import { More, titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';

export function Bin({ desk, page, later }: { desk: Desk; page: Page<BinLine>; later: boolean }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('bin.title')} place={null}>
      <h1>{say('bin.title')}</h1>
      {page.items.length === 0 ? <p class="empty">{say('bin.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((task) => (
          <li>
            <span>
              <b>{titleOf(task, reader)}</b>
              <br />
              <span class="fine">
                {`№\u00a0${task.number} · `}
                <Time at={task.deletedAt} reader={reader} />
              </span>
            </span>
            <form method="post" action={`/bin/${task.number}`}>
              <input type="hidden" name="csrf" value={csrf} />
              <button class="second" type="submit" aria-label={`${say('bin.restore')}: ${titleOf(task, reader)}`}>
                {say('bin.restore')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/bin" next={page.next} later={later} />
    </DeskFrame>
  );
}
