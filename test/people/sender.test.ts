/** Which address outside a letter comes from: whose it is, where it may be used, and which is taken when nobody chose. */
import { expect, test } from 'vitest';
import type { Address } from '../../src/base/address.ts';
import type { EmployeeId, ProjectId } from '../../src/base/id.ts';
import { ALIGNMENTS, type Alignment } from '../../src/mail/sender-check.ts';
import { chooseSender, isReady, type Sender, sendersFor } from '../../src/people/sender.ts';
import { aSender } from '../support/world.ts';

const [ann, max] = [{ id: 'ann' as EmployeeId }, { id: 'max' as EmployeeId }];
const [p, q] = ['p', 'q'] as ProjectId[];
const sender = (address: string, change: Partial<Sender> = {}): Sender => ({
  ...aSender({ id: 'acme' as never }, address),
  verifiedAt: 1,
  // Ids grow with time.
  createdAt: 1,
  ...change,
});
const ALL = [
  sender('any@x'),
  sender('any-later@x'),
  sender('in-p@x', { projects: [p!] }),
  sender('for-max@x', { staff: [max.id] }),
  sender('anns@x', { owner: ann.id }),
  sender('maxs@x', { owner: max.id }),
  sender('waits@x', { verifiedAt: null }),
  sender('refused@x', { alignment: 'refused' }),
];

test.each([
  [ann, p, ['anns@x', 'in-p@x', 'any@x', 'any-later@x']],
  [ann, q, ['anns@x', 'any@x', 'any-later@x']],
  [ann, null, ['anns@x', 'any@x', 'any-later@x']],
  [max, p, ['maxs@x', 'in-p@x', 'any@x', 'any-later@x', 'for-max@x']],
  [ann, 'any', ['anns@x', 'in-p@x', 'any@x', 'any-later@x']],
] as const)('%o in %s', (who, project, addresses) => {
  expect(sendersFor(ALL, who, project ?? null).map((s) => s.address)).toEqual(addresses);
});

test('what nobody confirmed, and what would be thrown away, is not used', () => {
  const used = (alignment: Alignment) => isReady({ verifiedAt: 1, alignment });
  expect(ALIGNMENTS.filter(used)).toEqual(['aligned', 'relay', 'unsigned']);
  expect(isReady({ verifiedAt: null, alignment: 'aligned' })).toBe(false);
});

test('nobody chose: the first; the internal one by its name or by null; what is not allowed is refused', () => {
  const allowed = sendersFor(ALL, ann, q!);
  const chosen = (asked: string | null | undefined) => {
    const found = chooseSender(allowed, 'ann@acme.example', asked);
    return found.ok ? (found.sender?.address ?? 'internal') : 'refused';
  };
  expect([undefined, null, 'ann@acme.example', 'any@x', 'in-p@x', 'waits@x', ''].map(chosen)).toEqual([
    'anns@x' as Address,
    'internal',
    'internal',
    'any@x',
    'refused',
    'refused',
    'refused',
  ]);
});
