/** What the browser keeps for this person, apart from what it keeps for others who use it. May be forbidden; then nothing is kept. */
const prefix = () => `postern:${document.body.dataset.me ?? ''}:`;

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(prefix() + key);
  } catch {
    return null;
  }
}

/** Null forgets it. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix() + key);
    else localStorage.setItem(prefix() + key, value);
  } catch {
    // Full or forbidden: the page works without.
  }
}
