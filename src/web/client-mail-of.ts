/** The ports of pages about clients' mail, made of the hallway. */
import { branchesIn, branchOff, takeBack } from '../flow/branch.ts';
import type { Gateway } from '../flow/gateway.ts';
import { listSpammers, markSpam, unmarkSpam } from '../flow/spam.ts';
import { type Contact, fullName } from '../people/person.ts';
import type { ClientMailPorts, SpamLine } from './client-mail-ports.ts';
import type { AccountOf } from './ports/account-of.ts';
import { numberAfter } from './ports/number-after.ts';

export function clientMailPorts(gw: Gateway, accountOf: AccountOf): ClientMailPorts {
  return {
    branches: async (viewer, view) => branchesIn(gw, await accountOf(viewer), viewer, view),
    branchOff: (actor, view, comment) => branchOff(gw, actor, view.id, comment),
    takeBack: (actor, view, comment) => takeBack(gw, actor, view.id, comment),
    markSpam: (actor, view, comment) => markSpam(gw, actor, view.id, comment),
    listSpam: async (actor, { after, limit }) => {
      const found = await listSpammers(gw, actor, numberAfter(after), limit + 1);
      if (!found.ok) return { items: [], next: null };
      const items = found.value.slice(0, limit);
      return {
        items: items.map(spamLine),
        next: found.value.length > items.length ? String(items.at(-1)!.number) : null,
      };
    },
    notSpam: async (actor, id) => (await unmarkSpam(gw, actor, id)).ok,
  };
}

const spamLine = (c: Contact): SpamLine => ({ id: c.id, name: fullName(c), address: c.email ?? c.claims ?? '' });
