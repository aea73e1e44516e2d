/** A password may be looked at while it is typed; it leaves as a password all the same. */
export function reveal(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.reveal')) {
    const field = button.parentElement!.querySelector('input')!;
    const show = (shown: boolean) => {
      field.type = shown ? 'text' : 'password';
      button.textContent = (shown ? button.dataset.hide : button.dataset.show) ?? '';
    };
    button.hidden = false;
    button.addEventListener('click', () => {
      show(field.type === 'password');
      field.focus();
    });
    // Browsers keep what was typed into a text field for the next visitor.
    field.form?.addEventListener('submit', () => show(false));
  }
}
