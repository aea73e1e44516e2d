/** A page of a list by keyset. */
import type { Page } from '../ports.ts';

/** One more was asked for than is shown: then there is a next page. */
export function cut<Item>(found: readonly Item[], limit: number, key: (last: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? key(last) : null };
}
