/**
 * Pages that lie ready: whatever happens, what a client gets is what would be written for them at that moment. The same page is
 * asked for at the running house, which keeps finished pages, and of a door that has none yet.
 */
import type { Hono } from 'hono';
import { expect, test } from 'vitest';
import { dashboardPath, renewLink } from '../../src/flow/enter.ts';
import { mergeContacts } from '../../src/flow/merge.ts';
import { letterBounced } from '../../src/store/came-back.ts';
import { loadContact, updateContact, updateEmployee } from '../../src/store/people.ts';
import { suppress } from '../../src/store/suppressions.ts';
import type { Ports } from '../../src/web/ports.ts';
import { portsOf } from '../../src/web/ports-of.ts';
import { createWeb } from '../../src/web/server.ts';
import { eachHouse, type House } from '../support/app.ts';
import { client, desk, does, employee, says, settings, task } from './firm.ts';

/** A door that has no page ready. */
function newDoor(h: House, change: (ports: Ports) => Ports = (ports) => ports): Hono {
  const { gw, url } = h;
  const limits = { uploadBytes: 100 * 1024 * 1024, uploadFiles: 20 };
  const ports = portsOf(gw, { ...limits, setup: {} as never });
  return createWeb(change(ports), { publicUrl: url, ...limits, log: gw.log, clock: gw.clock, trustProxy: [] });
}

/** What a page says: without its own name and the name of its form. */
const said = (page: string): string => page.replace(/data-live="[^"]*"|name="once" value="[^"]*"/g, '');

eachHouse('pages that lie ready', (house) => {
  test('are the pages of now, whatever happens in between', { timeout: 60_000 }, async () => {
    const h = house();
    const birch = await client(h, 'Birch', { isCompany: true });
    const [anna, boris, bob] = [
      await client(h, 'Anna', { companies: [birch.id], seesCompanyTasks: true }),
      await client(h, 'Boris'),
      await client(h, 'Bob'),
    ];
    const ivan = await employee(h, 'Ivan');
    const people = { participants: [anna.id, boris.id, bob.id], assignees: [ivan.id], counterparty: birch.id };
    const desks = await task(h, h.owner, 'Desks', people);
    const path = `${dashboardPath(h.gw, anna)}/tasks/${desks.number}`;
    const write = (work: Parameters<typeof h.gw.db.write>[0]) => h.gw.db.write(work);
    const change = async (fields: object) =>
      write(async (tx) => updateContact(tx, (await loadContact(tx, h.account.id, anna.id))!, fields));

    const pages: string[] = [];
    const look = async (what: string): Promise<string> => {
      await h.app.idle();
      const kept = await fetch(h.url + path).then(async (r) => `${r.status} ${said(await r.text())}`);
      const made = await newDoor(h).request(path);
      expect(kept, what).toBe(`${made.status} ${said(await made.text())}`);
      return kept;
    };
    /** Twice before, so that it lies ready; `shows` says whether it is another page after it. */
    const happens = async (what: string, act: () => Promise<unknown>, shows = true) => {
      const before = [await look(what), await look(what)].at(-1);
      await act();
      const after = await look(what);
      expect(after !== before, what).toBe(shows);
      pages.push(after);
    };

    await happens('a comment for her', () => says(h, h.owner, desks, 'Oak or pine?', { notify: [anna, ivan] }));
    await happens('one for the team', () => says(h, h.owner, desks, 'She pays late', { notify: [ivan] }), false);
    const comment = await says(h, h.owner, desks, 'For Boris', { notify: [boris] });
    await happens('a colleague comes', () => write((tx) => updateContact(tx, boris, { companies: [birch.id] })));
    expect(pages.at(-1)).toContain('For Boris');
    const colleague = async () => (await loadContact(h.gw.db.read, h.account.id, boris.id))!;
    await happens('and goes', async () => write(async (tx) => updateContact(tx, await colleague(), { companies: [] })));
    expect(pages.at(-1)).not.toContain('For Boris');
    await happens('and comes back', async () =>
      write(async (tx) => updateContact(tx, await colleague(), { companies: [birch.id] })),
    );
    await happens('their name', async () => write(async (tx) => updateEmployee(tx, h.owner, { firstName: 'Olga' })));
    const words = { text: 'For Boris alone', html: '<p>For Boris alone</p>' };
    await happens('an edit', () => does(h, h.owner, { kind: 'edit-comment', task: desks.id, comment, words }));
    await happens('a comment that goes', () => does(h, h.owner, { kind: 'delete-comment', task: desks.id, comment }));
    expect(pages.at(-1)).not.toContain('For Boris alone');

    await happens('her own words', () => says(h, anna, desks, 'Oak', { notify: [h.owner, ivan] }));
    const letter = await h.gw.db.read('letters').where({ recipient_id: ivan.id }).orderBy('id', 'desc').first('id');
    await happens('a letter of hers that came back', () =>
      write((tx) => letterBounced(tx, h.account.id, letter.id, 'userunknown', '5.1.1 unknown')),
    );
    await happens('her own address is refused', () =>
      write((tx) => suppress(tx, h.account.id, anna.email!, 'bounce', '', Date.now())),
    );
    await happens('the state', () =>
      does(h, h.owner, { kind: 'set-status', task: desks.id, status: 'IN_PROGRESS', reason: '' }),
    );
    await happens('the title', () =>
      does(h, h.owner, { kind: 'edit-task', task: desks.id, changes: { title: 'Tables' } }),
    );
    await happens('a zone', () => settings(h, { timezone: 'Asia/Tokyo' }));
    await happens('a language', () => change({ language: 'ru' }));
    await happens('a name of her own', () => change({ lastName: 'Kim' }));
    await happens('an address of her own', () => change({ email: 'kim@client.example' }));
    await says(h, h.owner, desks, 'For Bob', { notify: [bob] });
    await happens('two contacts that are one', async () =>
      mergeContacts(h.gw, await desk(h, h.owner), boris.id, bob.id),
    );
    expect(pages.at(-1)).toContain('For Bob');
    await happens('what her company sees', () => change({ seesCompanyTasks: false }));
    expect(pages.at(-1)).not.toContain('For Bob');
    await happens('confirmation is asked for', () => settings(h, { linkTrust: 'confirm-writes' }));
    await happens('nothing is asked for', () => settings(h, {}));
    const participants = (who: readonly { id: typeof anna.id }[]) =>
      does(h, h.owner, { kind: 'set-people', task: desks.id, role: 'participant', people: who.map((p) => p.id) });
    await happens('she is left out', () => participants([boris]));
    expect(pages.at(-1)).toMatch(/^404/);
    await happens('and taken in', () => participants([boris, anna]));
    expect(pages.at(-1)).toMatch(/^200/);
    await happens('the bin', () => does(h, h.owner, { kind: 'delete-task', task: desks.id }));
    expect(pages.at(-1)).toMatch(/^404/);
    await happens('out of the bin', () => does(h, h.owner, { kind: 'restore-task', task: desks.id }));
    await happens('another link', async () =>
      renewLink(h.gw, (await desk(h, h.owner)).account, (await loadContact(h.gw.db.read, h.account.id, anna.id))!),
    );
    expect(pages.at(-1)).toMatch(/^410/);
  });

  test('a door that did not look whether anything had happened is caught', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    const comment = await says(h, h.owner, desks, 'Not meant for you', { notify: [anna] });
    const path = `${dashboardPath(h.gw, anna)}/tasks/${desks.number}`;
    const blind = newDoor(h, (ports) => ({ ...ports, client: { ...ports.client, stamp: async () => 'as it was' } }));
    const seen = async (door: Hono) => said(await (await door.request(path)).text());
    const before = await seen(blind);
    await does(h, h.owner, { kind: 'delete-comment', task: desks.id, comment });
    expect(await seen(blind)).toBe(before);
    expect(await seen(newDoor(h))).not.toBe(before);
  });

  test('each time the form has another name, and nobody gets the page of another link', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, boris.id] });
    await says(h, h.owner, desks, 'Oak or pine?', { notify: [anna, boris] });
    const page = async (who: typeof anna) =>
      (await fetch(`${h.url}${dashboardPath(h.gw, who)}/tasks/${desks.number}`)).text();
    const once = (text: string) => /name="once" value="([0-9a-f-]{36})"/.exec(text)![1];
    const all = [await page(anna), await page(anna), await page(boris), await page(anna), await page(boris)];
    expect(new Set(all.map(once)).size).toBe(all.length);
    for (const [at, who] of [anna, anna, boris, anna, boris].entries())
      expect(all[at]).toContain(dashboardPath(h.gw, who));
    for (const [at, other] of [boris, boris, anna, boris, anna].entries())
      expect(all[at]).not.toContain(dashboardPath(h.gw, other));
  });
});
