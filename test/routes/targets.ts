/** What a viewer puts into the path of a row: what is theirs, what is not, what is another account's, of another kind, nowhere. */
import { newId } from '../../src/base/id.ts';
import { all, type Outcome } from './may.ts';
import { seesComment, seesTask } from './oracle.ts';
import { commentPlan, taskPlan } from './plan.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';
import type { Kind, Tenancy, Thing } from './things.ts';
import type { Viewer } from './viewers.ts';

export interface Target {
  readonly label: string;
  readonly path: string;
  /** Null: the path names nothing that there is. */
  readonly thing: Thing | null;
  /** It stands in a task that they see. */
  readonly known: boolean;
  readonly outcome: Outcome;
}

export function targetsOf(stage: Stage, row: Row, viewer: Viewer, turn: number): Target[] {
  return new Targets(stage, row, viewer, turn).all();
}

export const tenancyOf = ({ a, b }: Stage, { eye }: Viewer): Tenancy => (eye.tenant === 'a' ? a : b);

interface Unreal {
  readonly label: string;
  readonly parts: readonly string[];
  readonly known?: boolean;
  readonly malformed?: boolean;
}

class Targets {
  readonly stage: Stage;
  readonly row: Row;
  readonly viewer: Viewer;
  readonly turn: number;
  readonly mine: Tenancy;
  readonly pattern: string;
  /** The parts of the path that name something. */
  readonly names: readonly string[];
  readonly api: boolean;

  constructor(stage: Stage, row: Row, viewer: Viewer, turn: number) {
    this.stage = stage;
    this.row = row;
    this.viewer = viewer;
    this.turn = turn;
    this.mine = tenancyOf(stage, viewer);
    this.pattern = row[0].slice(row[0].indexOf(' ') + 1);
    this.names = [...this.pattern.matchAll(/:(\w+)/g)].map((m) => m[1]!).filter((name) => name !== 'token');
    this.api = viewer.face === 'api';
  }

  all(): Target[] {
    const [, on] = this.row;
    if (on === null) return this.plain();
    const targets = [...this.nowhere(on), ...this.somewhere(on)];
    return this.viewer.shutOut ? [targets[0]!, targets.at(-1)!] : targets;
  }

  plain(): Target[] {
    const outcome = this.row[2](this.viewer.eye, '');
    const queries = ['', ...(this.viewer.shutOut ? [] : (this.row[4]?.queries ?? []))];
    const path = this.fill([]);
    return queries.map((query) => ({ label: 'plain', path: path + query, thing: null, known: false, outcome }));
  }

  // -- what there is ------------------------------------------------------------------------------------------------------

  somewhere(on: Kind): Target[] {
    return this.examples(this.there(on)).map((thing) => ({
      label: `${thing.ref} of ${thing.tenant}`,
      path: this.fill(this.partsOf(thing)),
      thing,
      known: this.isKnown(thing),
      outcome: this.outcomeOf(thing),
    }));
  }

  there(on: Kind): Thing[] {
    const { a, b } = this.stage;
    // What every account has by the same name is nobody else's.
    const both = on === 'notification' ? [this.mine] : [a, b];
    return both.flatMap((of) => [...of.things[on].values()]);
  }

  outcomeOf = (thing: Thing): Outcome =>
    thing.tenant === this.mine.tenant ? this.row[2](this.viewer.eye, thing.ref) : this.missing();
  missing = (): Outcome => this.row[2].notThere?.(this.viewer.eye) ?? 'nothing';

  isKnown({ ref, tenant }: Thing): boolean {
    const inTask = ['task', 'comment', 'planned', 'item'].includes(this.row[1]!);
    return inTask && tenant === this.mine.tenant && seesTask(this.viewer.eye, ref.split('/')[0]!);
  }

  /** One of each sort, another one for each viewer and row; more where the row asks for it. */
  examples(there: readonly Thing[]): Thing[] {
    const first = this.turn % there.length;
    const turned = [...there.slice(first), ...there.slice(0, first)];
    return [...new Map(turned.map((thing) => [this.sortOf(thing), thing])).values()];
  }

  sortOf(thing: Thing): string {
    const outcome = this.outcomeOf(thing);
    if (thing.tenant !== this.mine.tenant) return `foreign ${outcome}`;
    const whole = this.viewer.shutOut ? undefined : this.row[4]?.whole;
    if (whole === 'all' || (whole === 'theirs' && outcome === 'yes')) return thing.ref;
    return `${outcome} ${this.traitsOf(thing)}`;
  }

  /** What could make a difference to a door, though it must not. */
  traitsOf({ ref }: Thing): string {
    const { eye } = this.viewer;
    const [task = '', comment = ''] = ref.split('/');
    switch (this.row[1]) {
      case 'task':
        return `${seesTask(eye, task)} ${taskPlan(task).deleted}`;
      case 'comment':
        return `${seesTask(eye, task)} ${seesComment(eye, task, comment)} ${commentPlan(task, comment).mail}`;
      default:
        return '';
    }
  }

  // -- what there is not --------------------------------------------------------------------------------------------------

  nowhere(on: Kind): Target[] {
    return this.unreal(on).map(({ label, parts, malformed = false, known = false }) => ({
      label,
      path: this.fill(parts),
      thing: null,
      known,
      // The API looks at the shape of an id before anything else; so does what leads back to a task, whatever its number.
      outcome: malformed && (this.api || this.row[2] === all) ? ('nothing' as const) : this.missing(),
    }));
  }

  unreal(on: Kind): Unreal[] {
    const { names } = this;
    const numbered = this.isNumber(names.at(-1)!);
    const own = [...this.mine.things[on].values()];
    const outer = names.length > 1 ? own[0]!.within! : null;
    const before = outer ? [this.partOf(outer, names[0]!)] : [];
    const known = outer !== null && on !== 'call' && seesTask(this.viewer.eye, outer.ref);
    const odd = numbered ? ODD_NUMBERS : (ODD_NAMES[on] ?? oddIds(own[0]!.id));
    const named = on === 'notification';
    const never: Unreal = {
      label: 'never was',
      parts: [...before, numbered ? '4711' : newId()],
      known,
      malformed: named,
    };
    const malformed = { parts: [...before, odd[this.turn % odd.length]!], known, malformed: on !== 'suppressed' };
    const others: Unreal[] = [
      { label: 'malformed', ...malformed },
      { label: 'of another kind', parts: [...before, this.ofOthers(on, numbered)], known, malformed: named },
    ];
    if (outer) {
      const nowhere = this.isNumber(names[0]!) ? '4711' : newId();
      others.push({ label: 'in what never was', parts: [nowhere, this.partOf(own[0]!, names[1]!)] });
      // What is there, asked for in another task that is there too.
      const stray = numbered ? undefined : own.find((thing) => thing.within !== outer);
      if (stray) others.push({ label: 'of another task', parts: [...before, stray.id], known });
    }
    // By turns: each row meets each of them, by one viewer or another.
    return [never, ...others.filter((_, n) => (n + this.turn) % 2 === 0)];
  }

  /** What something else is called, and nothing of this kind. */
  ofOthers(on: Kind, numbered: boolean): string {
    const { things } = this.mine;
    if (!numbered) return (on === 'contact' ? things.task : things.contact).values().next().value!.id;
    const numbers = (kind: Kind) => [...things[kind].values()].map((thing) => thing.number);
    const taken = new Set([...numbers(on), ...(on === 'item' || on === 'comment' ? numbers('task') : [])]);
    // The first employee is the robot.
    return NUMBERED.flatMap(numbers).find((n) => !taken.has(n) && n !== '1')!;
  }

  // -- paths --------------------------------------------------------------------------------------------------------------

  partsOf(thing: Thing): string[] {
    const both = this.names.length > 1 || this.row[1] === 'item' ? [thing.within!, thing] : [thing];
    return this.names.map((name, n) => this.partOf(both[n]!, name));
  }

  isNumber = (name: string): boolean => name === 'number' || (name === 'comment' && !this.api);
  partOf = (thing: Thing, name: string): string => (this.isNumber(name) ? thing.number : thing.id);

  fill(parts: readonly string[]): string {
    const left = [...parts];
    return this.pattern
      .replace('{domain}', this.mine.account.mailDomain)
      .replace(/:(\w+)/g, (_, name) => (name === 'token' ? this.viewer.token : left.shift()!));
  }
}

const NUMBERED = ['contact', 'employee', 'project', 'task', 'comment'] as const satisfies readonly Kind[];
const ODD_NUMBERS = ['0', '01', '1e3', '-1', 'x', '99999999999', '%00', '1%2F2', '+1', '1.0', '%20'];
/** Names that stand in paths; an address is never malformed, only unknown. */
const ODD_NAMES: Partial<Record<Kind, readonly string[]>> = {
  local: ['no%20name', '%00', '..%2F..', '-x'],
  suppressed: ['nonsense', '%00', 'x@y', '..%2F..'],
  notification: ['N6', 'n1', '%00', '__proto__', 'constructor'],
};
const oddIds = (id: string): string[] => [
  'nonsense',
  id.toUpperCase(),
  `%7B${id}%7D`,
  '%00',
  `${id}x`,
  "'%20or%201=1--",
  '..%2F..',
  `${id}%2F`,
  '0',
];
