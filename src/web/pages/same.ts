/**
 * Whether two plain values hold the same: what a kept piece was made of, and what it would be made of now. Asked for each comment
 * of each page, so it makes nothing on its way.
 */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return Array.isArray(one) && Array.isArray(other) && sameItems(one, other);
  return sameFields(one as Fields, other as Fields);
}

function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (!same(one[at], other[at])) return false;
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

function sameFields(one: Fields, other: Fields): boolean {
  let more = 0;
  for (const name in one) {
    if (!(name in other) || !same(one[name], other[name])) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}
