/** What an act came to, said once above the page; and a secret that is shown this once. */
import type { Child } from 'hono/jsx';

export const Done = ({ children }: { children?: Child }) => (
  <p class="done" role="status">
    {children}
  </p>
);

export function ShownOnce({ label, value, hint }: { label: string; value: string; hint: string }) {
  return (
    <div class="panel once">
      <label for="secret">{label}</label>
      <input id="secret" type="text" readonly value={value} autocomplete="off" aria-describedby="secret-hint" />
      <p class="fine" id="secret-hint">
        {hint}
      </p>
    </div>
  );
}
