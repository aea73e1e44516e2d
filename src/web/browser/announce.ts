/** Says something to whoever listens to the page, when they pause. */
export function announce(words: string): void {
  const live = document.querySelector('.live');
  if (live) live.textContent = words;
}
