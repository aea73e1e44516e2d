/**
 * One row of the table, played by every kind of viewer. Answers everything that was not as it must be: the status; a word that is
 * not for this viewer; a write where nothing was to be written; an answer that tells what is not theirs from what is not there.
 */

import type { Outcome } from './may.ts';
import { type Eye, knows } from './oracle.ts';
import type { Row, Sending } from './row.ts';
import type { Answer, Stage } from './stage.ts';
import { type Target, targetsOf, tenancyOf } from './targets.ts';
import type { Kind } from './things.ts';
import type { Viewer } from './viewers.ts';

export interface Playing {
  readonly stage: Stage;
  readonly viewers: readonly Viewer[];
  /** The markers that each has met, by their name. */
  readonly met: Map<string, Set<string>>;
}

/** `at`: the place of the row in the table. */
export async function play(playing: Playing, row: Row, at: number): Promise<string[]> {
  const scene = new Scene(playing, row);
  for (const [n, viewer] of viewersFor(playing.viewers, row, at).entries()) await scene.enter(viewer, at + n);
  if (scene.obeyed === 0) scene.wrong.push('Nobody came to it, so this proves nothing');
  return scene.wrong;
}

/** Who is always there, by what a row is about; at tasks others come by turns. The rest is like one of these. */
const ALWAYS: { readonly [K in 'task' | 'people' | 'account']: readonly string[] } = {
  task: ['ann', 'ivan', 'pavel', 'vera', 'nina', 'tom', 'dora', 'eva', 'robot'],
  people: ['ann', 'olga', 'tom', 'nina', 'gleb', 'lena', 'dora', 'gina', 'robot'],
  account: ['ann', 'olga', 'tom', 'nina', 'dora', 'robot'],
};
const ABOUT: Partial<Record<Kind, keyof typeof ALWAYS>> = {
  task: 'task',
  comment: 'task',
  item: 'task',
  file: 'task',
  contact: 'people',
  project: 'people',
};
export const isAlwaysAtPeople = ({ eye }: Viewer): boolean => ALWAYS.people.includes(eye.who);

function viewersFor(viewers: readonly Viewer[], [route, on, , , more]: Row, at: number): Viewer[] {
  const [method = '', path = ''] = route.split(' ');
  const face = path.startsWith('/api/') ? 'api' : path.startsWith('/d/') ? 'link' : 'page';
  const fit = viewers.filter((v) => v.face === face && !v.shutOut);
  const [nobody, ...shutOut] = viewers.filter((v) => v.face === face && v.shutOut);
  const strangers = nobody ? [nobody, shutOut[at % shutOut.length]!] : [];
  const everybody = more?.everybody || face === 'link' || (on === null && method === 'GET');
  if (everybody) return [...strangers, ...fit];
  const about = on === null ? 'people' : (ABOUT[on] ?? 'account');
  const always = fit.filter((v) => ALWAYS[about].includes(v.eye.who));
  const others = fit.filter((v) => !always.includes(v));
  const turns = about === 'task' ? [0, 1, 2].map((n) => others[(at * 3 + n) % others.length]!) : [];
  return [...strangers, ...always, ...turns];
}

class Scene {
  readonly wrong: string[] = [];
  /** How often somebody came to what they asked for. */
  obeyed = 0;
  readonly playing: Playing;
  readonly row: Row;
  readonly method: string;

  constructor(playing: Playing, row: Row) {
    this.playing = playing;
    this.row = row;
    this.method = row[0].split(' ')[0]!;
  }

  async enter(viewer: Viewer, turn: number): Promise<void> {
    const { stage } = this.playing;
    /** The answer for what is not there: in a task that they see, and everywhere else. */
    const nothing = new Map<boolean, string>();
    for (const target of targetsOf(stage, this.row, viewer, turn)) {
      const answer = await stage.ask(target.path, { method: this.method, ...bodyFor(stage, this.row, viewer, target) });
      this.judge(viewer, target, answer);
      // Whoever is let in nowhere is told nothing apart.
      const alike = viewer.shutOut ? viewer.face === 'api' : target.outcome === 'nothing';
      const known = !viewer.shutOut && target.known;
      if (alike && bytesOf(answer) !== (nothing.get(known) ?? bytesOf(answer)))
        this.say(viewer, target, 'is told from what is not there');
      if (alike && !nothing.has(known)) nothing.set(known, bytesOf(answer));
      if (answer.wrote) stage.restore();
      if (target.outcome !== 'yes' || viewer.shutOut) continue;
      if (this.obeyed === 0 && this.method === 'GET') await this.head(viewer, target, answer);
      this.obeyed += 1;
    }
  }

  say(viewer: Viewer, { path, label }: Target, words: string): void {
    this.wrong.push(`${viewer.name}: ${this.method} ${path} (${label}) ${words}`);
  }

  /** Scanners ask by HEAD: the same answer, without its body. */
  async head(viewer: Viewer, target: Target, got: Answer): Promise<void> {
    const answer = await this.playing.stage.ask(target.path, { method: 'HEAD', headers: viewer.headers });
    if (answer.status !== got.status || answer.text !== '') this.say(viewer, target, `by HEAD is ${answer.status}`);
    if (answer.wrote) this.say(viewer, target, 'writes by HEAD');
  }

  judge(viewer: Viewer, target: Target, answer: Answer): void {
    const { stage } = this.playing;
    const expected = viewer.shutOut ? SHUT_OUT[viewer.face] : [this.statusOf(target.outcome)];
    if (!expected.includes(answer.status)) {
      const where = answer.headers.get('location') ?? '';
      this.say(viewer, target, `is ${answer.status} ${where}, not ${expected.join(' or ')}`);
    }
    const obeys = target.outcome === 'yes' && !viewer.shutOut && this.method !== 'GET';
    if (answer.wrote && !obeys) this.say(viewer, target, `writes ${stage.restore().join()}`);
    if (obeys && !answer.wrote && !this.row[4]?.quiet) this.say(viewer, target, 'changes nothing');
    if (target.outcome === 'yes' && target.thing && this.row[4]?.offers) {
      const offered = Object.entries(this.row[4].offers(viewer.eye, target.thing, answer.text));
      for (const [name, [is, should]] of offered) if (is !== should) this.say(viewer, target, `offers ${name}: ${is}`);
    }
    const restored = obeys && this.row[4]?.restores ? { restored: true as const } : {};
    this.readWords(viewer, { ...viewer.eye, ...restored }, target, answer);
  }

  statusOf(outcome: Outcome): number {
    return typeof outcome === 'number' ? outcome : { yes: this.row[3], no: 403, nothing: 404 }[outcome];
  }

  readWords(viewer: Viewer, eye: Eye, target: Target, { found }: Answer): void {
    const { stage, met } = this.playing;
    const seen = met.get(viewer.name) ?? new Set();
    met.set(viewer.name, seen);
    for (const marker of found) seen.add(marker);
    for (const words of foreignIn(stage, eye, found)) this.say(viewer, target, `tells ${words}`);
  }
}

/** The markers among these that this viewer must not meet, with where they stand. */
export const foreignIn = ({ markers }: Stage, eye: Eye, found: readonly string[]): string[] =>
  found.flatMap((marker) => {
    const homes = markers.get(marker)!;
    const theirs = marker[2] === eye.tenant && homes.some((home) => knows(eye, home));
    return theirs ? [] : [`${marker} ${JSON.stringify(homes)}`];
  });

/** A browser is led to the login; a program without a key, or acting as who it may not, is refused. */
const SHUT_OUT = { page: [303], api: [401, 403], link: [] as number[] };

const COMPARED = ['content-type', 'content-length', 'etag', 'location', 'cache-control'];
export const bytesOf = ({ status, text, headers }: Answer): string =>
  JSON.stringify([status, text, COMPARED.map((name) => headers.get(name))]);

export function bodyFor(stage: Stage, row: Row, viewer: Viewer, { thing }: Pick<Target, 'thing'>): RequestInit {
  const { headers, csrf } = viewer;
  const { raw, send } = row[4] ?? {};
  if (raw) return { body: raw.body, headers: { ...headers, 'content-type': raw.type } };
  const mine = tenancyOf(stage, viewer);
  const own: Sending['own'] = (kind, ref) =>
    (mine.things[kind].get(ref) ?? mine.things[kind].values().next().value)!.id;
  const email = (ref: string) => mine.emails.get(ref) ?? '';
  const { written, account } = mine;
  const sending: Sending = { thing, own, email, written, settings: account.settings, who: viewer.eye.who };
  const fields = typeof send === 'function' ? send(sending) : send;
  if (fields === undefined) return { headers };
  if (viewer.face === 'api')
    return { body: JSON.stringify(fields), headers: { ...headers, 'content-type': 'application/json' } };
  return { body: new URLSearchParams({ ...(csrf ? { csrf } : {}), ...fields }), headers };
}
