/** The signs of a task and of its account change with all that a page outside shows of them, and with nothing else. */
import { expect, test } from 'vitest';
import { mergeContacts } from '../../src/flow/merge.ts';
import { letterBounced, letterDelayed } from '../../src/store/came-back.ts';
import { versionAround } from '../../src/store/entrants.ts';
import { muteTask } from '../../src/store/mutes.ts';
import { updateContact, updateEmployee } from '../../src/store/people.ts';
import { taskStamp } from '../../src/store/stamps.ts';
import { client, desk, does, employee, says, task } from '../stories/firm.ts';
import { eachHouse } from '../support/app.ts';

eachHouse('the stamp of a task', (house) => {
  test('is another one after each thing that happens, and the same while nothing does', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const ivan = await employee(h, 'Ivan');
    const birch = await client(h, 'Birch', { isCompany: true });
    const [boris, bob] = [await client(h, 'Boris'), await client(h, 'Bob')];
    const [desks, lamps] = [
      await task(h, h.owner, 'Desks', { participants: [anna.id] }),
      await task(h, h.owner, 'Lamps', { participants: [anna.id] }),
    ];
    const stamp = async () =>
      `${await versionAround(h.gw.db.read, anna.id)} ${await taskStamp(h.gw.db.read, h.account.id, anna.id, desks.number)}`;
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
    await changes('words of her own', () => says(h, anna, desks, 'Fine', { notify: [h.owner, ivan] }));
    const letter = await h.gw.db.read('letters').where({ recipient_id: ivan.id }).first('id');
    await changes('a letter of hers that is late', () =>
      h.gw.db.write((tx) => letterDelayed(tx, h.account.id, letter.id, '4.4.1')),
    );
    await changes('one that came back', () =>
      h.gw.db.write((tx) => letterBounced(tx, h.account.id, letter.id, 'userunknown', '5.1.1')),
    );
    await changes('one that is tried again', () => h.gw.db.write((tx) => tx('letters').increment('attempts', 1)));
    await changes('a name', () => h.gw.db.write((tx) => updateEmployee(tx, ivan, { lastName: 'Petrov' })));
    await changes('a company', () => h.gw.db.write((tx) => updateContact(tx, boris, { companies: [birch.id] })));
    await changes('two contacts that are one', async () =>
      mergeContacts(h.gw, await desk(h, h.owner), boris.id, bob.id),
    );
    await changes('muting it', () => h.gw.db.write((tx) => muteTask(tx, h.account.id, desks.id, anna.id, Date.now())));
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
    expect(await taskStamp(h.gw.db.read, h.account.id, anna.id, 99)).toBeNull();
  });
});
