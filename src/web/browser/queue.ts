/** The queue of held mail by keyboard: J and K move, X picks, Enter opens; and one box that picks all of the page. */
export function queue(): void {
  const form = document.querySelector<HTMLFormElement>('form.queue');
  if (!form) return;
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name=mail]')];
  pickAll(form, boxes);
  for (const hint of form.querySelectorAll<HTMLElement>('[data-keys]')) hint.hidden = false;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = document.activeElement;
    const at = boxes.findIndex((box) => box.closest('li')?.contains(focused));
    // The key by its place, so that it is the same in a Russian layout.
    if (event.code === 'KeyJ') move(boxes[Math.min(at + 1, boxes.length - 1)]);
    else if (event.code === 'KeyK') move(boxes[Math.max(at - 1, 0)]);
    else if (event.code === 'KeyX' && at >= 0) boxes[at]!.click();
    else if (event.code === 'Enter' && focused === boxes[at]) boxes[at]!.closest('li')?.querySelector('a')?.click();
    else return;
    event.preventDefault();
  });
}

function move(box: HTMLInputElement | undefined): void {
  box?.focus();
  box?.closest('li')?.scrollIntoView({ block: 'nearest' });
}

function pickAll(form: HTMLFormElement, boxes: readonly HTMLInputElement[]): void {
  const label = form.querySelector<HTMLElement>('[data-all]');
  const all = label?.querySelector('input');
  if (!label || !all) return;
  label.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener('change', () => {
    all.checked = boxes.every((box) => box.checked);
  });
}
