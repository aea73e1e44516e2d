/** A house with one of everything in it, and an address for every route of its pages and of its API. */
import type { Hono } from 'hono';
import { letterToken } from '../../src/base/token.ts';
import { makeActivation } from '../../src/flow/activation.ts';
import { addWebhook } from '../../src/flow/hooks.ts';
import { makeKey } from '../../src/flow/manage-account.ts';
import { saveAddress } from '../../src/flow/manage-addresses.ts';
import { addSender } from '../../src/flow/manage-senders.ts';
import { makeTemplate } from '../../src/flow/manage-templates.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import { insertProject } from '../../src/store/rules.ts';
import { browser } from '../stories/browsing.ts';
import { client, dashboard, desk, employee, says, task, upload } from '../stories/firm.ts';
import { type House, type OwnHouse, openAcme } from '../support/app.ts';
import type { Kind } from '../support/databases.ts';
import { letters, reply, send } from '../support/program.ts';
import { everything } from '../support/tables.ts';
import { type Route, routesOf, webOf } from '../support/web-of.ts';

export interface Everything {
  readonly h: OwnHouse;
  readonly app: Hono;
  readonly routes: readonly Route[];
  /** The owner's browser, and what its forms carry. */
  readonly cookie: string;
  readonly csrf: string;
  /** A key of the account. */
  readonly key: string;
  /** The address of what is there; `name` and `odd`: with this instead of one of its parameters. */
  path(route: Route, name?: string, odd?: string): string;
}

export const isApi = ({ path }: Pick<Route, 'path'>): boolean => path.startsWith('/api/');

/** The closing of the house is the caller's. */
export async function oneOfEach(kind: Kind): Promise<Everything> {
  const h = await openAcme(kind);
  const actor = await desk(h, h.owner);
  const key = await makeKey(h.gw, actor, 'program');
  await saveAddress(h.gw, actor, 'sales', { description: '', assignees: [], project: null }, true);
  const { ids, tokens } = await filled(h);
  // Last, so that nothing is told to it: a call that is tried again would change something while a test looks on.
  const hook = await addWebhook(h.gw, actor, { url: 'https://hooks.invalid/', kinds: ['comment-added'] });
  const template = await makeTemplate(h.gw, actor, 'Ours', standardTemplate('N2'));
  const sender = await addSender(h.gw, actor, { address: 'info@bureau.example' as never, owner: null });
  if (!key.ok || !hook.ok || !template.ok || !sender.ok) throw new Error('It could not be made');
  const room = (path: string) => path.split('/')[isApi({ path }) ? 3 : path.startsWith('/admin/') ? 2 : 1]!;
  const here: Record<string, string> = {
    ...ids,
    webhooks: hook.value.id,
    keys: key.value.id,
    templates: template.value.id,
    senders: sender.value.id,
  };
  const one = (path: string, name: string): string => {
    if (name === 'token') return tokens[room(path)]!;
    if (name === 'id') return (path.startsWith('/d/') ? here.files : here[room(path)]) ?? here.tasks!;
    return ONE[name] ?? here.keys!;
  };
  const app = webOf(h);
  const { cookie, csrf } = await browser(h, h.owner);
  const path: Everything['path'] = (route, name, odd) =>
    route.path.replace(/:(\w+)/g, (_, n: string) => (n === name ? odd! : one(route.path, n)));
  return { h, app, routes: routesOf(app), cookie, csrf, key: key.value.secret, path };
}

const ONE: Readonly<Record<string, string>> = {
  number: '1',
  comment: '1',
  local: 'sales',
  address: 'x@y.example',
  type: 'N1',
};

/** A task with a client in it, a file, a letter and an answer to it. */
async function filled(h: House): Promise<{ ids: Record<string, string>; tokens: Record<string, string> }> {
  const max = await employee(h, 'Max');
  const anna = await client(h, 'Anna', { access: 'INVITED' });
  const fields = { title: 'Shop', author: h.owner.id };
  const project = await h.gw.db.write((tx) => insertProject(tx, h.account.id, fields, Date.now()));
  const desks = await task(h, h.owner, 'Desks', { project, participants: [anna.id, max.id] });
  const plan = await upload(h, h.owner, 'plan.txt', 'oak');
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna], files: [plan] });
  const [letter] = await letters(h);
  await send(h, reply(letter!, 'Anna <anna@client.example>', 'On Friday.'));
  await h.app.idle();
  const first = async (table: string) => (await h.gw.db.read(table).orderBy('id').first())?.id as string;
  const mail = await first('inbox');
  const link = new URL(await dashboard(h, anna)).pathname.split('/')[2]!;
  const toAnna = await h.gw.db.read('letters').where({ recipient_id: anna.id, kind: 'N2' }).first('id');
  return {
    ids: {
      tasks: desks.id,
      contacts: anna.id,
      employees: max.id,
      projects: project,
      files: await first('files'),
      letters: await first('letters'),
      inbox: mail,
      inbound: mail,
      held: mail,
    },
    tokens: {
      d: link,
      activate: (await makeActivation(h.gw, h.account, max)).split('/').at(-1)!,
      question: link,
      sender: link,
      mute: letterToken(h.gw.keyring, 'mute', toAnna.id),
      open: letterToken(h.gw.keyring, 'open', toAnna.id),
    },
  };
}

/** All that is kept, but for when keys and sessions were used. */
export const keptIn = ({ gw }: House) => everything(gw, ['sessions', 'api_keys']);
