/** The ladder of identity, written out by hand from the table of the decisions: every token, From, proof and setting. */
import { expect, test } from 'vitest';
import { type From, identify, type Proof, type Strangers, type Tie, type Verdict } from '../../src/people/identify.ts';

const person: Verdict = { kind: 'speak-as-person' };
const known: Verdict = { kind: 'speak-as-known' };
const added: Verdict = { kind: 'speak-as-new-contact' };
const rejected: Verdict = { kind: 'reject', reason: 'stranger' };
const newTask: Verdict = { kind: 'new-task' };
const heldStranger: Verdict = { kind: 'hold', reason: 'stranger', ask: false };
const heldUnproven: Verdict = { kind: 'hold', reason: 'sender-not-proven', ask: false };
const heldFailed: Verdict = { kind: 'hold', reason: 'sender-failed-authentication', ask: false };
/** «Was this you? Publish / Discard», to the known address. */
const askedPerson: Verdict = { kind: 'hold', reason: 'sender-failed-authentication', ask: true };

const LADDER: readonly [Tie, From, Proof, add: Verdict, hold: Verdict, reject: Verdict][] = [
  ['own-token', 'this-person', 'proven', person, person, person],
  ['own-token', 'this-person', 'unproven', person, person, person],
  ['own-token', 'this-person', 'fail', askedPerson, askedPerson, askedPerson],
  ['own-token', 'known', 'proven', known, known, known],
  ['own-token', 'known', 'unproven', heldUnproven, heldUnproven, heldUnproven],
  ['own-token', 'known', 'fail', heldFailed, heldFailed, heldFailed],
  ['own-token', 'unknown', 'proven', added, heldStranger, rejected],
  ['own-token', 'unknown', 'unproven', heldUnproven, heldUnproven, heldUnproven],
  ['own-token', 'unknown', 'fail', heldFailed, heldFailed, heldFailed],

  ['task-address', 'this-person', 'proven', known, known, known],
  ['task-address', 'this-person', 'unproven', heldUnproven, heldUnproven, heldUnproven],
  ['task-address', 'this-person', 'fail', heldFailed, heldFailed, heldFailed],
  ['task-address', 'known', 'proven', known, known, known],
  ['task-address', 'known', 'unproven', heldUnproven, heldUnproven, heldUnproven],
  ['task-address', 'known', 'fail', heldFailed, heldFailed, heldFailed],
  ['task-address', 'unknown', 'proven', added, heldStranger, rejected],
  ['task-address', 'unknown', 'unproven', heldUnproven, heldUnproven, heldUnproven],
  ['task-address', 'unknown', 'fail', heldFailed, heldFailed, heldFailed],

  // "this person" of a guess is a participant of the task that was guessed.
  ['weak', 'this-person', 'proven', known, known, known],
  ['weak', 'this-person', 'unproven', newTask, newTask, newTask],
  ['weak', 'this-person', 'fail', newTask, newTask, newTask],
  ['weak', 'known', 'proven', newTask, newTask, newTask],
  ['weak', 'known', 'unproven', newTask, newTask, newTask],
  ['weak', 'known', 'fail', newTask, newTask, newTask],
  ['weak', 'unknown', 'proven', newTask, newTask, newTask],
  ['weak', 'unknown', 'unproven', newTask, newTask, newTask],
  ['weak', 'unknown', 'fail', newTask, newTask, newTask],
];

const SETTINGS: readonly Strangers[] = ['add', 'hold', 'reject'];

test.each(LADDER)('%s, From %s, %s', (tie, from, proof, ...expected) => {
  expect(SETTINGS.map((strangers) => identify(tie, from, proof, strangers))).toEqual(expected);
});

test('the table is whole: every tie with every From and every proof, once', () => {
  expect(new Set(LADDER.map(([tie, from, proof]) => `${tie} ${from} ${proof}`)).size).toBe(27);
  expect(LADDER).toHaveLength(27);
});

test('only a letter’s own person speaks without proof, and a failed proof never speaks', () => {
  const speaks = (v: Verdict) => v.kind.startsWith('speak');
  const spoken = LADDER.filter((row) => row.slice(3).some((v) => speaks(v as Verdict)));
  expect(spoken.filter(([, , proof]) => proof === 'fail')).toEqual([]);
  expect(spoken.filter(([, , proof]) => proof === 'unproven').map(([tie, from]) => `${tie} ${from}`)).toEqual([
    'own-token this-person',
  ]);
});

test('a question goes only to somebody whose address is known', () => {
  const asked = LADDER.filter((row) => row.slice(3).some((v) => (v as { ask?: boolean }).ask));
  expect(asked.map(([tie, from]) => `${tie} ${from}`)).toEqual(['own-token this-person']);
});
