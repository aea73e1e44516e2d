/** When letters come: what is typed there is what is chosen. */
export function pace(): void {
  const form = document.querySelector<HTMLFormElement>('form.pace');
  if (form) typedIsChosen(form);
}

/** Only to type chooses: whoever walks through the form by keyboard has chosen nothing. */
function typedIsChosen(form: HTMLFormElement): void {
  const own = form.querySelector<HTMLInputElement>('[name=hours][value=own]')!;
  for (const time of form.querySelectorAll('input[type=time]'))
    time.addEventListener('input', () => {
      own.checked = true;
    });
}
