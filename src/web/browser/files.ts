/** Files before they are sent: dropped, pasted or chosen, each with its size, each removable, too large ones told at once. */
export function files(
  form: HTMLFormElement,
  say: (word: string) => string,
): {
  problem: () => boolean;
  progress: (sent: Sent | null) => void;
} {
  const input = form.querySelector<HTMLInputElement>('input[type=file]')!;
  const list = form.querySelector<HTMLUListElement>('.chosen')!;
  const text = form.querySelector<HTMLTextAreaElement>('textarea')!;
  const most = { bytes: Number(form.dataset.bytes), files: Number(form.dataset.files) };
  let chosen: File[] = [];
  form.classList.add('scripted');

  const set = (next: File[]) => {
    chosen = next;
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    list.replaceChildren(...chosen.map(line));
    if (chosen.length > most.files) list.append(note(say('TooMany')));
    list.hidden = chosen.length === 0;
  };
  const add = (more: Iterable<File>) => set([...chosen, ...more]);

  const line = (file: File): HTMLLIElement => {
    const item = document.createElement('li');
    const tooLarge = file.size > most.bytes;
    const size = Object.assign(document.createElement('span'), {
      className: tooLarge ? 'fine bad' : 'fine',
      textContent: tooLarge ? `${sizeOf(file.size)}, ${say('TooLarge')}` : sizeOf(file.size),
    });
    const remove = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'plain fine',
      textContent: say('Remove'),
    });
    remove.setAttribute('aria-label', `${say('Remove')}: ${file.name}`);
    remove.addEventListener('click', () => {
      set(chosen.filter((f) => f !== file));
      input.focus();
    });
    item.append(Object.assign(document.createElement('span'), { textContent: file.name }), size, remove);
    return item;
  };

  input.addEventListener('change', () => add(input.files ?? []));
  text.addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length) add(event.clipboardData.files);
  });
  dropping(form, add);
  /** They travel one after the other behind the words, so what has left says how much of each has. */
  const progress = (sent: Sent | null) => {
    const rest = chosen.reduce((sum, f) => sum + f.size, 0);
    let before = sent ? sent.total - rest : 0;
    [...list.children].forEach((item, i) => {
      const size = chosen[i]?.size ?? 0;
      const bar = item.querySelector('progress');
      if (!sent) bar?.remove();
      else
        (bar ?? barFor(item, chosen[i]?.name ?? '')).value = Math.min(
          1,
          Math.max(0, (sent.loaded - before) / (size || 1)),
        );
      before += size;
    });
  };
  return {
    progress,
    problem: () => refuse(list, chosen.length > most.files || chosen.some((f) => f.size > most.bytes)),
  };
}

/** Bytes of a request that have left, of all. */
interface Sent {
  readonly loaded: number;
  readonly total: number;
}

function barFor(item: Element, name: string): HTMLProgressElement {
  const bar = Object.assign(document.createElement('progress'), { max: 1 });
  bar.setAttribute('aria-label', name);
  item.append(bar);
  return bar;
}

/** What cannot be sent is in sight, and said where it stands. */
function refuse(list: HTMLElement, wrong: boolean): boolean {
  if (wrong) list.querySelector<HTMLElement>('button')?.focus();
  return wrong;
}

const note = (words: string): HTMLLIElement =>
  Object.assign(document.createElement('li'), { className: 'bad', textContent: words });

const sizeOf = (bytes: number): string => {
  const [unit, value] =
    bytes >= 1024 ** 2
      ? (['megabyte', bytes / 1024 ** 2] as const)
      : (['kilobyte', Math.max(1, bytes / 1024)] as const);
  const maximumFractionDigits = unit === 'megabyte' && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, maximumFractionDigits }).format(
    value,
  );
};

/** Anywhere on the page: beside the form a browser would leave the page for the file. */
function dropping(form: HTMLFormElement, add: (files: Iterable<File>) => void): void {
  const ours = (event: DragEvent) => form.isConnected && event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!ours(event)) return;
    event.preventDefault();
    form.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    form.classList.remove('over');
    if (!ours(event)) return;
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  });
}
