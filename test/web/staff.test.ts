/** Signing in and out, and the care that an employee's comment is written with. */
import { beforeEach, describe, expect, it } from 'vitest';
import { localPath } from '../../src/web/staff.tsx';
import { ordinary } from './scenes.ts';
import { ann, anna, boris, max, PASSWORD, type World } from './world.ts';

let world: World;
let app: ReturnType<World['web']>;
beforeEach(() => {
  world = ordinary();
  app = world.web();
});

const form = (fields: Record<string, string | string[]>) => {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return body;
};
const post = (path: string, fields: Record<string, string | string[]>, cookie = '') =>
  app.request(path, { method: 'POST', headers: { cookie }, body: form(fields) });
const ANN = 'postern=session-ann';
const csrf = `csrf-of-${ann.id}`;

describe('signing in', () => {
  it('sets a cookie that script cannot read, and leads where one wanted to go', async () => {
    const away = await app.request('/tasks/1');
    expect(away.headers.get('location')).toBe('/login?next=%2Ftasks%2F1');
    expect(await (await app.request('/login?next=%2Ftasks%2F1')).text()).toContain('name="next" value="/tasks/1"');
    const answer = await post('/login', { login: 'ann', password: PASSWORD, next: '/tasks/1' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tasks/1']);
    expect(answer.headers.get('set-cookie')).toBe('postern=session-ann; Path=/; HttpOnly; SameSite=Lax');
  });

  it('takes a cookie bound to the host where there is https', async () => {
    app = world.web({ publicUrl: 'https://acme.example' });
    const answer = await post('/login', { login: 'ann', password: PASSWORD });
    expect(answer.headers.get('set-cookie')).toBe('__Host-postern=session-ann; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(answer.headers.get('strict-transport-security')).toBeTruthy();
    expect((await app.request('/', { headers: { cookie: ANN } })).status).toBe(303);
    expect((await app.request('/', { headers: { cookie: `__Host-${ANN}` } })).status).toBe(200);
  });

  it('says one thing about a wrong name and a wrong password, and keeps the name', async () => {
    const wrong = await post('/login', { login: 'ann', password: 'x' });
    const nobody = await post('/login', { login: 'nobody', password: 'x' });
    const text = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(text).toContain('value="ann"');
    expect(text.replaceAll('ann"', '"')).toBe((await nobody.text()).replaceAll('nobody"', '"'));
    expect(text).not.toContain('value="x"');
  });

  it('asks for patience after many attempts', async () => {
    const answer = await post('/login', { login: 'slow', password: 'x' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await answer.text()).toContain('Try again in 3 seconds');
  });

  it('leads nowhere else', () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'evil',
      '',
      undefined,
      '/\t/evil.example',
      'javascript:alert(1)',
    ]) {
      expect([next, localPath(next)]).toEqual([next, '/']);
    }
    expect(localPath('/tasks/3?x=1')).toBe('/tasks/3?x=1');
  });
});

describe('signing out', () => {
  it('ends the session by a button, not by a link', async () => {
    expect((await app.request('/logout', { headers: { cookie: ANN } })).status).toBe(404);
    expect((await post('/logout', {}, ANN)).status).toBe(403);
    expect(world.writes).toEqual([]);
    const answer = await post('/logout', { csrf }, ANN);
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(world.writes).toEqual(['logout session-ann']);
  });
});

describe('a comment of an employee', () => {
  const comment = (fields: Record<string, string | string[]>) => post('/tasks/1/comments', { csrf, ...fields }, ANN);

  it('is told to those who were picked', async () => {
    const answer = await comment({ text: 'Hello', notify: [max.id, anna.id] });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tasks/1#c7']);
    expect(world.told).toEqual([
      { text: 'Hello', files: [], notify: [max.id, anna.id], hidden: false, audience: [], once: null, sendAt: null },
    ]);
  });

  it('is hidden from all but those who were picked', async () => {
    await comment({ text: 'Secret', notify: [max.id], hidden: '1' });
    expect(world.told[0]).toMatchObject({ hidden: true, audience: [max.id], notify: [max.id] });
  });

  it('that nobody will hear of is kept only when that is meant', async () => {
    const asked = await comment({ text: 'To whom?' });
    const page = await asked.text();
    expect(asked.status).toBe(422);
    expect(page).toContain('Nobody is picked');
    expect(page).toContain('To whom?</textarea>');
    expect(page).toContain('name="confirmed" value="1"');
    expect(world.writes).toEqual([]);
    expect((await comment({ text: 'To whom?', confirmed: '1' })).status).toBe(303);
    expect(world.told[0]!.notify).toEqual([]);
  });

  it('shows who is preselected, and after a mistake who was picked', async () => {
    const checked = (page: string) => [...page.matchAll(/name="notify" value="([^"]+)" checked/g)].map((m) => m[1]);
    expect(checked(await (await app.request('/tasks/1', { headers: { cookie: ANN } })).text())).toEqual([ann.id]);
    expect(checked(await (await comment({ text: ' ', notify: [boris.id] })).text())).toEqual([boris.id]);
  });

  it('ignores people that are no ids', async () => {
    await comment({ text: 'x', notify: [max.id, "'; drop table"] });
    expect(world.told[0]!.notify).toEqual([max.id]);
  });
});

describe('the task page of the team', () => {
  it('marks hidden comments in words, people outside by a word, and says who plays which part', async () => {
    const text = await (await app.request('/tasks/1', { headers: { cookie: ANN } })).text();
    expect(text).toContain('Hidden: only for Ann Lee');
    expect(text).toMatch(/Anna Kim<\/b>\s*<span class="mark client">client<\/span>/);
    expect(text).toMatch(/<dt>Assignee<\/dt><dd><a href="\/contacts\/by-id\/[^"]+">Anna Kim/);
    expect(text).toContain('CANARY-DESCRIPTION');
    const other = await (await app.request('/tasks/1', { headers: { cookie: 'postern=session-max' } })).text();
    expect(other).not.toContain('CANARY-HIDDEN');
  });
});

describe('the letters of an account', () => {
  const OLGA = { headers: { cookie: 'postern=session-olga' } };

  it('are shown as they look, without any right for what is in them', async () => {
    const [letter] = world.letters;
    const page = await app.request(`/admin/letters/${letter!.id}`, OLGA);
    expect(await page.text()).toMatch(/<iframe[^>]* sandbox=""[^>]* src="\/admin\/letters\/[^"]+\/preview"/);
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
    const preview = await app.request(`/admin/letters/${letter!.id}/preview`, OLGA);
    expect(preview.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(preview.headers.get('content-security-policy')).not.toContain('script-src');
  });

  it('say what the other server said', async () => {
    const bounced = world.letters.find((l) => l.state === 'bounced')!;
    expect(await (await app.request(`/admin/letters/${bounced.id}`, OLGA)).text()).toContain('550 5.1.1 User unknown');
  });

  it('and incoming mails say how they were decided', async () => {
    const text = await (await app.request(`/admin/inbox/${world.mails[0]!.id}`, OLGA)).text();
    expect(text).toContain('Reply address in the envelope: signed by us, task №\u00a01 → chosen');
    expect(text).toContain('href="/tasks/1#c2"');
  });
});

describe('a mail that came to nothing by itself', () => {
  const OLGA = 'postern=session-olga';

  it('shows its words and its ways out, and takes a decision only with the token of the session', async () => {
    const held = world.mails.find((m) => m.state === 'held')!;
    const page = await (await app.request(`/admin/inbox/${held.id}`, { headers: { cookie: OLGA } })).text();
    expect(page).toContain('B looks right to us. Two questions before I sign.');
    for (const decision of ['accept', 'trust', 'discard']) expect(page).toContain(`value="${decision}"`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;

    expect((await post(`/admin/inbox/${held.id}`, { decision: 'trust' }, OLGA)).status).toBe(403);
    expect((await post(`/admin/inbox/${held.id}`, { decision: 'burn', csrf }, OLGA)).status).toBe(404);
    expect(world.writes).toEqual([]);
    expect((await post(`/admin/inbox/${held.id}`, { decision: 'trust', csrf }, OLGA)).status).toBe(303);
    expect(world.writes).toEqual([`trust ${held.id}`]);
  });
});
