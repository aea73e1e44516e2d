/** The sign of a task's state changes with all that a page shows of it, and with nothing else. */
import { expect, test } from 'vitest';
import { taskStamp } from '../../src/store/stamps.ts';
import { client, does, says, task } from '../stories/firm.ts';
import { eachHouse } from '../support/app.ts';

eachHouse('the stamp of a task', (house) => {
  test('is another one after each thing that happens, and the same while nothing does', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const [desks, lamps] = [
      await task(h, h.owner, 'Desks', { participants: [anna.id] }),
      await task(h, h.owner, 'Lamps', { participants: [anna.id] }),
    ];
    const stamp = () => taskStamp(h.gw.db.read, h.account.id, desks.number);
    const seen = new Set<string | null>([await stamp()]);
    const changes = async (what: string, act: () => Promise<unknown>) => {
      await act();
      await h.app.idle();
      const now = await stamp();
      expect(seen.has(now), what).toBe(false);
      expect(await stamp()).toBe(now);
      seen.add(now);
    };
    const id = () => h.gw.db.read('comments').where({ task_id: desks.id }).first('id');
    await changes('a comment', () => says(h, h.owner, desks, 'On Monday', { notify: [anna] }));
    const comment = (await id()).id;
    const words = { text: 'On Tuesday', html: '<p>On Tuesday</p>' };
    await changes('an edit', () => does(h, h.owner, { kind: 'edit-comment', task: desks.id, comment, words }));
    await changes('a letter that came back', () => h.gw.db.write((tx) => tx('letters').update({ state: 'bounced' })));
    await changes('a letter that is tried again', () => h.gw.db.write((tx) => tx('letters').increment('attempts', 1)));
    await changes('a state', () =>
      does(h, h.owner, { kind: 'set-status', task: desks.id, status: 'IN_PROGRESS', reason: '' }),
    );
    await changes('somebody who leaves', () =>
      does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: [] }),
    );
    await changes('a comment that goes', () => does(h, h.owner, { kind: 'delete-comment', task: desks.id, comment }));
    await changes('the bin', () => does(h, h.owner, { kind: 'delete-task', task: desks.id }));
    const last = await stamp();
    await says(h, h.owner, lamps, 'Elsewhere', { notify: [anna] });
    await h.app.idle();
    expect(await stamp()).toBe(last);
    expect(await taskStamp(h.gw.db.read, h.account.id, 99)).toBeNull();
  });
});
