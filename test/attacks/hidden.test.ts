/** Hidden comments: their words come back in quotes, and those are as hidden as the comment was. */
import { expect, test } from 'vitest';
import { employee, look, says, settings, signedIn, task } from '../stories/firm.ts';
import { eachHouse } from '../support/app.ts';
import { lettersTo, reply, send } from '../support/program.ts';

eachHouse('hidden words', (house) => {
  test.each([
    ['an answer', {}],
    ['an automatic answer', { subject: 'Automatic reply: Desks', headers: { 'Auto-Submitted': 'auto-replied' } }],
  ])('%s by mail shows them to nobody new, not even among what was folded away', async (_name, more) => {
    const h = house();
    const boris = await employee(h, 'Boris');
    const clara = await employee(h, 'Clara');
    const desks = await task(h, h.owner, 'Desks', { participants: [boris.id, clara.id] });
    await says(h, h.owner, desks, 'Between us: the oak is late.', { notify: [boris], hidden: true });
    const [letter] = await lettersTo(h, 'boris@acme.example');
    await send(h, { ...reply(letter!, 'Boris <boris@acme.example>', 'I am away until Monday.'), ...more });
    await h.app.idle();
    const seenBy = async (who: typeof boris) =>
      (await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, who) })).text;
    expect(await seenBy(boris)).toContain('I am away until Monday');
    expect(await seenBy(clara)).not.toContain('the oak is late');
    expect(await seenBy(clara)).not.toContain('I am away until Monday');
  });

  test('nor does an answer to an open comment, whose letter repeats what was said before', async () => {
    const h = house();
    await settings(h, { lastMessages: 5 });
    const boris = await employee(h, 'Boris');
    const clara = await employee(h, 'Clara');
    const desks = await task(h, h.owner, 'Desks', { participants: [boris.id, clara.id] });
    await says(h, h.owner, desks, 'Twelve desks in all.', { notify: [boris] });
    await says(h, h.owner, desks, 'Between us: the oak is late.', { notify: [boris], hidden: true });
    await says(h, h.owner, desks, 'When can you deliver?', { notify: [boris] });
    const letter = (await lettersTo(h, 'boris@acme.example')).at(-1)!;
    expect(letter.text).toContain('Twelve desks in all.');
    await send(h, reply(letter, 'Boris <boris@acme.example>', 'On Monday.'));
    await h.app.idle();
    const { text } = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, clara) });
    expect(text).toContain('On Monday.');
    expect(text).toContain('Twelve desks in all.');
    expect(text).not.toContain('the oak is late');
  });
});
