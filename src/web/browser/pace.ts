/** When letters come: what is typed there is what is chosen. */
export function pace(): void {
  const form = document.querySelector<HTMLFormElement>('form.pace');
  if (!form) return;
  typedIsChosen(form);
  offerZone(form);
}

/** Only to type chooses: whoever walks through the form by keyboard has chosen nothing. */
function typedIsChosen(form: HTMLFormElement): void {
  const own = form.querySelector<HTMLInputElement>('[name=hours][value=own]')!;
  for (const time of form.querySelectorAll('input[type=time]'))
    time.addEventListener('input', () => {
      own.checked = true;
    });
}

/** Hours are those of the reader's own clock, as times are everywhere on the pages: what is offered holds once it is saved. */
function offerZone(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>('#timezone-device');
  const box = form.querySelector<HTMLInputElement>('[name=timezone]')!;
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!note || box.value !== '' || !own || own === asHere(note.dataset.counts!)) return;
  box.value = own;
  box.setAttribute('aria-describedby', `${note.id} ${box.getAttribute('aria-describedby') ?? ''}`.trim());
  note.hidden = false;
}

/** One zone may have an older name and a newer one. */
function asHere(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}
