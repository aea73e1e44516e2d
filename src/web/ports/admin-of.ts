/** The ports of the administration, made of the hallway. What is not for an actor is empty here and refused there. */

import { Resolver } from 'node:dns/promises';
import type { Gateway } from '../../flow/gateway.ts';
import { addWebhook, callAgain, dropWebhook, updateWebhook } from '../../flow/hooks.ts';
import { mayManage, maySeePeople, maySet } from '../../flow/manage.ts';
import { changeFirm, changeSettings, endKey, makeKey } from '../../flow/manage-account.ts';
import { removeAddress, saveAddress } from '../../flow/manage-addresses.ts';
import { ownsUnread, writeAgainTo } from '../../flow/manage-mail.ts';
import { activationLink, addEmployee, changeEmployee } from '../../flow/manage-people.ts';
import { checkDns } from '../../mail/dns-check.ts';
import { boundedLookup, dnsLookup } from '../../mail/proof-resolver.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import { settingsSchema } from '../../people/account.ts';
import { storedSettings } from '../../store/accounts.ts';
import { pageOfVirtualAddresses, virtualAddress } from '../../store/addresses.ts';
import { keysOf } from '../../store/doors.ts';
import { pageOfCalls, webhooksOf } from '../../store/hooks.ts';
import { pageOfEmployees } from '../../store/people-lists.ts';
import { pageOfProjects } from '../../store/rules.ts';
import { mailStatus } from '../../store/status.ts';
import { pageOfSuppressions } from '../../store/suppressions.ts';
import { taskNumbers } from '../../store/tasks.ts';
import type { AdminPorts, Setup } from './admin.ts';
import { auditPage } from './audit-of.ts';
import { cut } from './cut.ts';
import { numberAfter } from './number-after.ts';
import { certificateUntil, freeDisk } from './setup-of.ts';
import { isFresh, readTest, sendTest } from './start-of.ts';

const CHOICES = 500;
const NOTHING = { items: [], next: null };

export function adminPorts(gw: Gateway, setup: Setup): AdminPorts {
  const db = gw.db.read;
  return {
    setup: { ...setup, mailDomain: gw.names.mailDomain, publicUrl: gw.names.publicUrl },
    settings: async (account) => settingsSchema.parse(await storedSettings(db, account.id)),
    changeSettings: (actor, change, seen) => changeSettings(gw, actor, change, seen),

    listEmployees: async (actor, page) => {
      if (!mayManage(actor)) return NOTHING;
      const found = await pageOfEmployees(db, actor.account.id, numberAfter(page.after), page.limit + 1);
      const { items, next } = cut(found, page.limit, (last) => String(last.number));
      return { items: items.filter((e) => e.role !== 'robot'), next };
    },
    readEmployee: async (actor, number) => {
      if (!mayManage(actor)) return null;
      const [found] = await pageOfEmployees(db, actor.account.id, number - 1, 1);
      return found?.number === number && found.role !== 'robot' ? found : null;
    },
    leaders: async (actor) => (mayManage(actor) ? team(actor.account.id) : []),
    addEmployee: (actor, fields) => addEmployee(gw, actor, fields),
    changeEmployee: (actor, id, fields) => changeEmployee(gw, actor, id, fields),
    activationLink: (actor, id) => activationLink(gw, actor, id),

    listAddresses: async (actor, { after, limit }) => {
      if (!maySet(actor)) return NOTHING;
      const found = await pageOfVirtualAddresses(db, actor.account.id, after ?? '', limit + 1);
      return cut(found, limit, (last) => last.local);
    },
    readAddress: async (actor, local) => (maySet(actor) ? virtualAddress(db, actor.account.id, local) : null),
    addressChoices: async (actor) => {
      if (!maySet(actor)) return { team: [], projects: [] };
      const projects = await pageOfProjects(db, actor.account.id, 0, CHOICES);
      const titles = maySeePeople(actor);
      return {
        team: await team(actor.account.id),
        projects: projects.map(({ id, number, title }) => ({ id, number, title: titles ? title : null })),
      };
    },
    saveAddress: (actor, local, fields, isNew) => saveAddress(gw, actor, local, fields, isNew),
    removeAddress: (actor, local) => removeAddress(gw, actor, local),

    listKeys: async (actor) => (mayManage(actor) ? keysOf(db, actor.account.id) : []),
    makeKey: (actor, name) => makeKey(gw, actor, name),
    endKey: (actor, id) => endKey(gw, actor, id),

    listHooks: async (actor) => (maySet(actor) ? webhooksOf(db, actor.account.id) : []),
    addHook: (actor, fields) => addWebhook(gw, actor, fields),
    changeHook: (actor, id, change) => updateWebhook(gw, actor, id, change),
    dropHook: (actor, id) => dropWebhook(gw, actor, id),
    listCalls: async (actor, hook, { after, limit }) => {
      if (!maySet(actor)) return NOTHING;
      const found = await pageOfCalls(db, actor.account.id, hook, { after, limit: limit + 1 });
      const { items, next } = cut(found, limit, (last) => last.id);
      const tasks = items.map((call) => call.task);
      const numbers = await taskNumbers(db, actor.account.id, tasks);
      return { items: items.map((call) => ({ ...call, taskNumber: numbers.get(call.task) ?? null })), next };
    },
    callAgain: (actor, call) => callAgain(gw, actor, call),

    listAudit: async (actor, page) => (mayManage(actor) ? auditPage(gw, actor.account, page) : NOTHING),

    listSuppressions: async (actor, { after, limit }) => {
      if (!mayManage(actor)) return NOTHING;
      const found = await pageOfSuppressions(db, actor.account.id, { after, limit: limit + 1 });
      // Another server's words may repeat what we sent it.
      const clean = found.map((one) => ({ ...one, evidence: removeSecrets(one.evidence, gw.names) }));
      return cut(clean, limit, (last) => last.address);
    },
    writeAgainTo: (actor, address) => writeAgainTo(gw, actor, address),

    changeFirm: (actor, firm) => changeFirm(gw, actor, firm),
    checkDns: (account) => {
      const resolver = new Resolver({ timeout: 1500, tries: 2 });
      if (gw.dnsServers.length > 0) resolver.setServers([...gw.dnsServers]);
      return checkDns(boundedLookup(dnsLookup(resolver)), { ...setup, mailDomain: account.mailDomain });
    },
    status: async (account) => {
      const [mail, until, free] = await Promise.all([
        mailStatus(db, account.id, gw.clock(), await ownsUnread(gw)),
        certificateUntil(setup),
        freeDisk(setup),
      ]);
      return { ...mail, certificateUntil: until, freeDisk: free };
    },
    isFresh: (account) => isFresh(gw, account),
    sendTest: (actor, address, words) => sendTest(gw, actor, address, words),
    readTest: (actor, number) => readTest(gw, actor, number),
  };

  async function team(account: Parameters<typeof pageOfEmployees>[1]) {
    return (await pageOfEmployees(db, account, 0, CHOICES)).filter((e) => e.active && e.role !== 'robot');
  }
}
