/** The same world under other settings: comments for those told alone, and links that a browser has to be known for. */
import { describe, expect, test } from 'vitest';
import { DAY } from '../../src/base/time.ts';
import { saveSettings } from '../../src/store/accounts.ts';
import { leadsToOneButton } from './doors.ts';
import { bodyFor, foreignIn, type Playing, play } from './play.ts';
import type { Row } from './row.ts';
import { DASHBOARD, PAGES } from './rows-pages.ts';
import { targetsOf } from './targets.ts';

/** Where words of a conversation show. */
const READING = ['/tasks/:number', '/tasks/:number/files', '/files/:id'];
const reads = ([route]: Row): boolean =>
  READING.some((path) => route === `GET ${path}` || route === `GET /d/:token${path}`);

export function otherModes(at: () => Playing): void {
  const under = async (settings: object, work: () => Promise<void>) => {
    const { stage } = at();
    await stage.at.gw.db.write((tx) => saveSettings(tx, stage.a.account.id, { ...settings }));
    stage.keep();
    try {
      await work();
    } finally {
      await stage.at.gw.db.write((tx) => saveSettings(tx, stage.a.account.id, {}));
      stage.keep();
    }
  };

  describe('other settings', () => {
    test('A6, A7: with «only notified» contacts with a login see what they were told, and their colleagues’ words', async () => {
      await under({ commentVisibility: 'ONLY_NOTIFIED' }, async () => {
        const viewers = at()
          .viewers.filter(({ eye }) => eye.tenant === 'a' && ['login', 'link'].includes(eye.by))
          .map((v) => ({ ...v, eye: { ...v.eye, onlyNotified: true } }));
        const met = new Map<string, Set<string>>();
        const rows = [...PAGES, ...DASHBOARD].filter(reads);
        const wrong: string[] = [];
        for (const [n, row] of rows.entries()) wrong.push(...(await play({ ...at(), viewers, met }, row, n)));
        expect(wrong).toEqual([]);
        const told = (name: string) => [...met].find(([who]) => who.startsWith(name))![1];
        const theirs = viewers.filter(({ face, eye }) => face === 'page' && eye.by === 'login');
        for (const { name, eye } of theirs) {
          const comments = [...at().stage.markers].filter(([, homes]) => homes.some((h) => h.at === 'comment'));
          const missing = comments.filter(
            ([marker]) => foreignIn(at().stage, eye, [marker]).length === 0 && !told(name).has(marker),
          );
          expect([name, missing]).toEqual([name, []]);
        }
      });
    });

    test('linkDays: a link that has run out leads to one button', async () => {
      const { clock } = at().stage.at;
      const now = clock.now();
      await under({ linkDays: 1 }, async () => {
        clock.pass(2 * DAY);
        const anna = at().viewers.find((v) => v.face === 'link' && v.eye.who === 'anna' && v.eye.tenant === 'a')!;
        await leadsToOneButton(at().stage, anna.token).finally(() => clock.set(now));
      });
    });

    test.each(['confirm-writes', 'confirm-all'] as const)(
      '%s: a browser that nobody knows writes nothing, and reads as far as it may',
      async (linkTrust) => {
        await under({ linkTrust }, async () => {
          const anna = at().viewers.find((v) => v.face === 'link' && v.eye.who === 'anna' && v.eye.tenant === 'a')!;
          const shut = { ...anna.eye, by: 'nobody' } as const;
          for (const [n, row] of DASHBOARD.entries()) {
            const target = targetsOf(at().stage, row, anna, n).find((t) => t.outcome === 'yes')!;
            const [method = ''] = row[0].split(' ');
            const answer = await at().stage.ask(target.path, { method, ...bodyFor(at().stage, row, anna, target) });
            const about = [linkTrust, row[0], answer.status];
            // To have a code or a new link mailed to its owner is open to whoever holds it; whoever may look may end it, too.
            const open = (linkTrust === 'confirm-all' ? /\/(code|fresh)$/ : /\/(renew|end|code|fresh)$/).test(row[0]);
            expect([...about, answer.wrote]).toEqual([...about, open]);
            if (answer.wrote) at().stage.restore();
            const sees = linkTrust === 'confirm-writes' ? anna.eye : { ...shut, who: 'anna' };
            const named = answer.found.filter((marker) => foreignIn(at().stage, sees, [marker]).length > 0);
            expect([...about, named]).toEqual([...about, []]);
          }
        });
      },
    );
  });
}
