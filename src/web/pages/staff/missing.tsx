/**
 * What a member of the team sees in the place of a task that is not there for them (spec E6): the same bytes whatever the number,
 * so that nobody learns which tasks there are; the form goes to the very path that it stands at.
 */
import { type Desk, DeskFrame } from '../staff.tsx';

export function Missing({ desk, asked }: { desk: Desk; asked: boolean }) {
  const { say } = desk.reader;
  const title = asked ? say('access.asked.title') : say('nothing.title');
  return (
    <DeskFrame desk={desk} title={title} place={null}>
      <h1>{title}</h1>
      <p>{asked ? say('access.asked.text') : say('access.text')}</p>
      {asked ? null : (
        <form class="decisions" method="post">
          <input type="hidden" name="csrf" value={desk.csrf} />
          <button type="submit">{say('access.ask')}</button>
        </form>
      )}
      <p>
        <a href="/">{say('access.back')}</a>
      </p>
    </DeskFrame>
  );
}
