/** The ports of the contact pages, made of the hallway. */
import type { PersonId } from '../../base/id.ts';
import { endAccess, grantAccess, mayGrant } from '../../flow/access.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { mayManage, maySeePeople } from '../../flow/manage.ts';
import { endLink, replaceLink, showLink } from '../../flow/manage-link.ts';
import { addContact, changeContact, mayChange } from '../../flow/manage-people.ts';
import { mergeContacts } from '../../flow/merge.ts';
import { listTasks } from '../../flow/read.ts';
import { listContacts, pickPerson, readContact } from '../../flow/read-people.ts';
import { liftBlock } from '../../flow/unblock.ts';
import { loadPeople } from '../../store/people.ts';
import { pageOfContacts, pageOfEmployees } from '../../store/people-lists.ts';
import type { AccountOf } from './account-of.ts';
import type { ContactPorts } from './contacts.ts';
import { numberAfter } from './number-after.ts';

/** So many names are offered while one types; the rest are found by what is typed. */
const OFFERED = 200;

export function contactPorts(gw: Gateway, accountOf: AccountOf): ContactPorts {
  return {
    list: async (actor, asked) => {
      const { items, next } = await listContacts(gw, actor, { ...asked, after: numberAfter(asked.after) });
      return { items, next: next === null ? null : String(next) };
    },
    read: async (actor, number) => {
      const card = await readContact(gw, actor, number);
      if (!card) return null;
      const team = maySeePeople(actor);
      const may = { change: team && mayChange(actor, card.contact), grant: mayGrant(actor), admin: mayManage(actor) };
      return { ...card, may };
    },
    tasks: async (viewer, contact, page) =>
      listTasks(gw, await accountOf(viewer), viewer, { ...page, search: '', contact }),
    pick: (actor, text, what) => pickPerson(gw, actor, text, what),
    named: async (actor, ids) => {
      if (!maySeePeople(actor)) return [];
      const people = await loadPeople(gw.db.read, actor.account.id, ids);
      return ids.flatMap((id) => people.get(id as PersonId) ?? []);
    },
    choices: async (actor) => {
      if (!maySeePeople(actor)) return { companies: [], team: [] };
      const [companies, team] = await Promise.all([
        pageOfContacts(gw.db.read, actor.account.id, 0, OFFERED, 'companies'),
        pageOfEmployees(gw.db.read, actor.account.id, 0, 500),
      ]);
      return { companies, team: team.filter((e) => e.active && e.role !== 'robot') };
    },
    add: (actor, fields) => addContact(gw, actor, fields),
    change: (actor, id, fields) => changeContact(gw, actor, id, fields),
    merge: (actor, kept, gone) => mergeContacts(gw, actor, kept, gone),
    invite: (actor, id) => grantAccess(gw, actor, id),
    endAccess: (actor, id) => endAccess(gw, actor, id),
    showLink: (actor, id) => showLink(gw, actor, id),
    renewLink: (actor, id) => replaceLink(gw, actor, id),
    endLink: (actor, id) => endLink(gw, actor, id),
    liftBlock: (actor, id) => liftBlock(gw, actor, id),
  };
}
