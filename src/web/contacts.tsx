/** Pages of contacts and companies: for the team, and read-only for people outside who signed in (A10). */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { mayGrant } from '../flow/access.ts';
import { MANAGE_REFUSALS, type Managed } from '../flow/manage.ts';
import { type Contact, hasLogin } from '../people/person.ts';
import type { Viewer } from '../tasks/visibility.ts';
import { contactIn, filledOf, type ReadContact } from './contact-fields.ts';
import { type Door, nothingHere, numberIn, pagingOf, searchOf } from './door.ts';
import { type CardProps, ColleagueCard, ContactCardPage, cardPath } from './pages/contact-card.tsx';
import { ContactForm, MergePage } from './pages/contact-form.tsx';
import { CONTACT_KINDS, Colleagues, ContactList } from './pages/contact-list.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { StaffListOf } from './pages/task-lists.tsx';
import { sayPicked } from './people-fields.ts';
import type { ContactPage } from './ports/contacts.ts';
import { actorAt, type Faults, faultsOf, posted, refusedPage, type Sent } from './posted.tsx';
import { type AtDesk, signedIn } from './staff.tsx';
import { forTeam, teamForm, teamPage } from './team-door.ts';

export function contactPages(app: Hono, door: Door): void {
  const ports = door.ports.contacts;
  const team = (handle: AtDesk) => forTeam(door, handle);
  const sent = (handle: (c: Context, s: Sent, card: ContactPage) => Promise<Response>) =>
    posted(door, async (c, s) => {
      const card = s.viewer.by === 'staff' ? await cardIn(c, s.desk) : null;
      return card ? handle(c, s, card) : nothingHere(c, door);
    });

  app.get('/contacts', signedIn(door, list));
  app.get('/contacts/new', teamPage(door, fresh));
  app.post('/contacts', teamForm(door, add));
  app.get('/contacts/:number', signedIn(door, show));
  app.get('/contacts/by-id/:id', team(find));
  app.post('/contacts/:number', sent(change));
  app.get('/contacts/:number/edit', team(edit));
  app.get('/contacts/:number/tasks', team(tasks));
  app.get('/contacts/:number/merge', team(askMerge));
  app.post('/contacts/:number/merge', sent(merge));
  app.post('/contacts/:number/access', sent(access));
  app.post('/contacts/:number/link', sent(link));
  app.post('/contacts/:number/mail', sent(mail));

  async function cardIn(c: Context, desk: Desk): Promise<ContactPage | null> {
    const number = numberIn(c.req.param('number'));
    return number === null ? null : ports.read(actorAt(desk), number);
  }

  async function list(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const paging = pagingOf(c);
    const search = searchOf(c);
    const kind = CONTACT_KINDS.find((one) => one === c.req.query('kind')) ?? 'all';
    const page = await ports.list(actorAt(desk), { ...paging, search, kind });
    if (viewer.by !== 'staff') return c.html(html(<Colleagues desk={desk} contacts={page.items} />));
    return c.html(html(<ContactList {...{ desk, page, search, kind }} later={paging.after !== null} />));
  }

  /** A task names its people by id; their cards have numbers. */
  async function find(c: Context, desk: Desk): Promise<Response> {
    const [person] = await ports.named(actorAt(desk), [parseId(c.req.param('id')) ?? '']);
    return person?.kind === 'contact' ? c.redirect(cardPath(person), 303) : nothingHere(c, door);
  }

  async function show(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const card = await cardIn(c, desk);
    if (!card) return nothingHere(c, door);
    if (viewer.by !== 'staff') return c.html(html(<ColleagueCard desk={desk} card={card} />));
    return page(c, { desk, card });
  }

  const page = (c: Context, props: CardProps, status: 200 | 403 | 404 | 409 | 422 = 200) =>
    c.html(html(<ContactCardPage {...props} />), status);

  async function tasks(c: Context, desk: Desk, viewer: Viewer): Promise<Response> {
    const card = await cardIn(c, desk);
    if (!card) return nothingHere(c, door);
    const paging = pagingOf(c);
    const found = await ports.tasks(viewer, card.contact, paging);
    return c.html(html(<StaffListOf {...{ desk, page: found, of: card.contact }} later={paging.after !== null} />));
  }

  // -- the form -----------------------------------------------------------------------------------------------------

  async function form(
    c: Context,
    desk: Desk,
    asked: { contact: Contact | null; isCompany: boolean; filled: ReadContact['filled']; faults: Faults },
  ) {
    const actor = actorAt(desk);
    const [choices, companies, responsible] = await Promise.all([
      ports.choices(actor),
      ports.named(actor, asked.filled.companies ?? []),
      ports.named(actor, asked.filled.responsible ?? []),
    ]);
    const chosen = { companies, responsible };
    const status = Object.keys(asked.faults).length > 0 ? 422 : 200;
    const grants = mayGrant(actor);
    return c.html(html(<ContactForm {...{ desk, choices, chosen, grants, ...asked }} />), status);
  }

  async function fresh(c: Context, desk: Desk): Promise<Response> {
    const isCompany = c.req.query('kind') === 'company';
    const filled = { language: [desk.account.language], responsible: [desk.person.id] };
    return form(c, desk, { contact: null, isCompany, filled, faults: {} });
  }

  async function add(c: Context, { desk, form: given }: Sent): Promise<Response> {
    const actor = actorAt(desk);
    const isCompany = given.value('isCompany') === '1';
    const read = await contactIn(ports, actor, given, isCompany, desk.reader.say);
    const wrong = Object.keys(read.faults).length > 0;
    const done = wrong ? null : await ports.add(actor, read.fields);
    if (done?.ok) return c.redirect(cardPath(done.value), 303);
    if (done && done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    const faults = done ? faultsOf(done, desk.reader) : read.faults;
    return form(c, desk, { contact: null, isCompany, filled: read.filled, faults });
  }

  async function edit(c: Context, desk: Desk): Promise<Response> {
    const card = await cardIn(c, desk);
    if (!card) return nothingHere(c, door);
    if (!card.may.change) return refusedPage(c, door, desk, 'not-responsible');
    const { contact } = card;
    return form(c, desk, { contact, isCompany: contact.isCompany, filled: filledOf(contact), faults: {} });
  }

  async function change(c: Context, { desk, form: given }: Sent, { contact }: ContactPage): Promise<Response> {
    const actor = actorAt(desk);
    const { isCompany } = contact;
    const read = await contactIn(ports, actor, given, isCompany, desk.reader.say);
    if (read.fields.email === null && hasLogin(contact)) read.faults.email ??= desk.reader.say('fault.email.login');
    const wrong = Object.keys(read.faults).length > 0;
    const done = wrong ? null : await ports.change(actor, contact.id, read.fields);
    if (done?.ok) return c.redirect(cardPath(contact), 303);
    if (done && done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    const faults = done ? faultsOf(done, desk.reader) : read.faults;
    return form(c, desk, { contact, isCompany, filled: read.filled, faults });
  }

  // -- two that are one ---------------------------------------------------------------------------------------------

  async function askMerge(c: Context, desk: Desk): Promise<Response> {
    const card = await cardIn(c, desk);
    if (!card) return nothingHere(c, door);
    if (!card.may.admin) return refusedPage(c, door, desk, 'admins-only');
    const typed = (c.req.query('with') ?? '').trim().slice(0, 254);
    if (!typed) return c.html(html(<MergePage {...{ desk, card, other: null, typed, problem: null }} />));
    const found = await ports.pick(actorAt(desk), typed, card.contact.isCompany ? 'company' : 'contact');
    const { say } = desk.reader;
    const other = found.kind === 'one' && found.person.kind === 'contact' ? found.person : null;
    const problem =
      found.kind !== 'one' ? sayPicked(found, typed, say) : fits(card.contact, other) ? null : say('merge.not');
    const shown = problem === null ? other : null;
    return c.html(html(<MergePage {...{ desk, card, other: shown, typed, problem }} />), problem === null ? 200 : 422);
  }

  async function merge(c: Context, { desk, form: given }: Sent, card: ContactPage): Promise<Response> {
    const done = await ports.merge(actorAt(desk), card.contact.id, parseId(given.value('other')) ?? '');
    if (done.ok) return c.redirect(cardPath(card.contact), 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    const problem = desk.reader.say('merge.not');
    return c.html(html(<MergePage {...{ desk, card, other: null, typed: '', problem }} />), 422);
  }

  // -- acts ---------------------------------------------------------------------------------------------------------

  async function access(c: Context, { desk, form: given }: Sent, card: ContactPage): Promise<Response> {
    const { id, email } = card.contact;
    const act = given.value('do');
    if (act !== 'invite' && act !== 'end') return nothingHere(c, door);
    const done = act === 'invite' ? await ports.invite(actorAt(desk), id) : await ports.endAccess(actorAt(desk), id);
    return after(
      c,
      desk,
      card,
      done,
      desk.reader.say(email === null ? 'access.no-address' : 'access.stopped', { email: email ?? '' }),
    );
  }

  async function link(c: Context, { desk, form: given }: Sent, card: ContactPage): Promise<Response> {
    const { id, email } = card.contact;
    const actor = actorAt(desk);
    const { say } = desk.reader;
    switch (given.value('do')) {
      case 'show': {
        const done = await ports.showLink(actor, id);
        return done.ok ? answer(c, desk, { link: done.value }) : refusedPage(c, door, desk, done.refusal);
      }
      case 'renew': {
        const done = await ports.renewLink(actor, id);
        if (!done.ok) return refusedPage(c, door, desk, done.refusal);
        return answer(c, desk, { link: done.value, said: say('contact.link.renewed', { email: email ?? '' }) });
      }
      case 'revoke':
        return after(c, desk, card, await ports.endLink(actor, id));
      default:
        return nothingHere(c, door);
    }
  }

  async function mail(c: Context, { desk, form: given }: Sent, card: ContactPage): Promise<Response> {
    const actor = actorAt(desk);
    const { id } = card.contact;
    switch (given.value('do')) {
      case 'lift':
        return after(c, desk, card, await ports.liftBlock(actor, id));
      case 'spam':
        return after(c, desk, card, await ports.change(actor, id, { isSpammer: true }));
      case 'not-spam':
        return after(c, desk, card, await ports.change(actor, id, { isSpammer: false }));
      default:
        return nothingHere(c, door);
    }
  }

  /** The card once more, as it is after the act: a link that is shown stands in no address and in no history. */
  async function answer(c: Context, desk: Desk, more: Pick<CardProps, 'link' | 'said'>): Promise<Response> {
    const card = await cardIn(c, desk);
    return card ? page(c, { desk, card, ...more }) : nothingHere(c, door);
  }

  async function after(
    c: Context,
    desk: Desk,
    card: ContactPage,
    done: Managed<unknown>,
    wrong = '',
  ): Promise<Response> {
    if (done.ok) return c.redirect(cardPath(card.contact), 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return page(c, { desk, card, problem: wrong }, MANAGE_REFUSALS[done.refusal].http);
  }
}

const fits = (kept: Contact, other: Contact | null): boolean =>
  other !== null && other.id !== kept.id && other.isCompany === kept.isCompany;
