/**
 * «Quote» puts the words into what is being written, without a new page; what is already there stays. The words, and whether they
 * were hidden, come from the page that the link leads to.
 */
export function quote(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a.quote');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const form = document.querySelector<HTMLFormElement>('form.composer');
    if (!form) return;
    event.preventDefault();
    put(form, link.href).catch(() => location.assign(link.href));
  });
}

async function put(form: HTMLFormElement, href: string): Promise<void> {
  const answer = await fetch(href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const from = page.querySelector<HTMLFormElement>('form.composer');
  const words = from?.querySelector('textarea')?.value.replace(/^\n/, '');
  const text = form.querySelector('textarea');
  if (!from || !words || !text) throw new Error('no words');
  text.value = text.value.trim() === '' ? words : `${text.value.trimEnd()}\n\n${words}`;
  for (const field of from.querySelectorAll('input[name=quoted]')) form.prepend(document.adoptNode(field));
  if (isHidden(from)) takeAudience(form, from);
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  text.scrollTop = text.scrollHeight;
  text.scrollIntoView({ block: 'center' });
}

const box = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>('input[name=hidden]');
const isHidden = (form: HTMLFormElement): boolean => box(form)?.checked ?? false;

/** Item 131: hidden words stay hidden, and with those who may read them. */
function takeAudience(form: HTMLFormElement, from: HTMLFormElement): void {
  const hidden = box(form);
  if (hidden) hidden.checked = true;
  for (const one of form.querySelectorAll<HTMLInputElement>('input[name=notify]'))
    one.checked = from.querySelector<HTMLInputElement>(`input[name=notify][value="${one.value}"]`)?.checked ?? false;
}
