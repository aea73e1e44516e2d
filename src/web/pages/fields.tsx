/** The fields of a form: a label, what was typed, what is wrong with it and what it is for. */
import type { Child } from 'hono/jsx';
import { PASSWORD_MAX } from '../../people/password-rules.ts';
import type { Faults } from '../posted.tsx';
import type { Reader } from './reader.ts';

/** What stands in a form: the values by the names of the fields. */
export type Filled = Readonly<Record<string, readonly string[]>>;

export const valueIn = (filled: Filled, name: string): string => filled[name]?.[0] ?? '';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly filled: Filled;
  readonly faults: Faults;
  readonly hint?: string | undefined;
}

export interface LineProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'password' | 'tel';
  readonly max?: number;
  readonly required?: boolean;
  readonly list?: string | undefined;
  readonly autocomplete?: string | undefined;
}

export function Line({
  name,
  label,
  filled,
  faults,
  hint,
  type = 'text',
  max = 200,
  required,
  list,
  autocomplete = 'off',
}: LineProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={valueIn(filled, name)}
        maxlength={max}
        required={required}
        list={list}
        autocomplete={autocomplete}
        {...toldBy(name, faults, hint)}
      />
      <Told name={name} faults={faults} hint={hint} />
    </div>
  );
}

export interface SecretProps {
  readonly reader: Reader;
  readonly name: string;
  readonly label: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly min?: number | undefined;
  readonly autofocus?: boolean;
  /** Ids of what is said about it. */
  readonly told?: string | undefined;
  readonly invalid?: boolean;
  readonly children?: Child;
}

/** A password. With a script one can look at what one types; pasting is nobody's harm. */
export function Secret({
  reader: { say },
  name,
  label,
  autocomplete,
  min,
  autofocus,
  told,
  invalid,
  children,
}: SecretProps) {
  return (
    <div class="secret field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="password"
        autocomplete={autocomplete}
        required
        minlength={min}
        maxlength={PASSWORD_MAX}
        autofocus={autofocus}
        aria-describedby={told}
        aria-invalid={invalid ? 'true' : undefined}
      />
      <button
        class="plain reveal"
        type="button"
        hidden
        aria-controls={name}
        data-show={say('secret.show')}
        data-hide={say('secret.hide')}
      >
        {say('secret.show')}
      </button>
      {children}
    </div>
  );
}

export function Prose({
  name,
  label,
  filled,
  faults,
  hint,
  max = 20_000,
  rows = 4,
}: FieldProps & { max?: number; rows?: number }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={rows} maxlength={max} {...toldBy(name, faults, hint)}>
        {`\n${valueIn(filled, name)}`}
      </textarea>
      <Told name={name} faults={faults} hint={hint} />
    </div>
  );
}

export function Choice({
  name,
  label,
  filled,
  faults,
  hint,
  options,
}: FieldProps & { options: readonly (readonly [value: string, words: string])[] }) {
  const now = valueIn(filled, name);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} {...toldBy(name, faults, hint)}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === now}>
            {words}
          </option>
        ))}
      </select>
      <Told name={name} faults={faults} hint={hint} />
    </div>
  );
}

export function Tick({ name, label, filled, hint }: Omit<FieldProps, 'faults'>) {
  return (
    <div class="field">
      <label class="pick">
        <input
          type="checkbox"
          name={name}
          value="1"
          checked={valueIn(filled, name) === '1'}
          {...toldBy(name, {}, hint)}
        />
        <span>{label}</span>
      </label>
      <Told name={name} faults={{}} hint={hint} />
    </div>
  );
}

/** Says above the form that something in it is to be mended. */
export function Mend({ reader, faults, text }: { reader: Reader; faults: Faults; text?: string | undefined }) {
  const said = text ?? (Object.keys(faults).length > 0 ? reader.say('form.mend') : null);
  return said ? (
    <div class="problem" role="alert">
      <p>{said}</p>
      {Object.values(faults).map((words) => (
        <p>{words}</p>
      ))}
    </div>
  ) : null;
}

export const Csrf = ({ csrf }: { csrf: string }) => <input type="hidden" name="csrf" value={csrf} />;

/** A form of one button. */
export function Act({
  action,
  csrf,
  act,
  quiet = true,
  children,
}: {
  action: string;
  csrf: string;
  act: string;
  quiet?: boolean;
  children?: Child;
}) {
  return (
    <form method="post" action={action}>
      <Csrf csrf={csrf} />
      <button class={quiet ? 'second' : undefined} type="submit" name="do" value={act}>
        {children}
      </button>
    </form>
  );
}

/** What cannot be undone: the button stands behind a question, which needs no script. */
/** What was just done, on a page that goes on below. */
export const Said = ({ said }: { said: string | null | undefined }) =>
  said ? (
    <p class="panel" role="status">
      {said}
    </p>
  ) : null;

export function Sure({
  label,
  text,
  ...act
}: {
  label: string;
  text: string;
  action: string;
  csrf: string;
  act: string;
}) {
  return (
    <details class="sure">
      <summary>{`${label}…`}</summary>
      <p>{text}</p>
      <Act {...act}>{label}</Act>
    </details>
  );
}

export function toldBy(name: string, faults: Faults, hint: string | undefined) {
  const ids = [faults[name] ? `${name}-fault` : '', hint ? `${name}-hint` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': faults[name] ? 'true' : undefined };
}

export const Told = ({ name, faults, hint }: { name: string; faults: Faults; hint: string | undefined }) => (
  <>
    {faults[name] ? (
      <p class="fine bad" id={`${name}-fault`}>
        {faults[name]}
      </p>
    ) : null}
    {hint ? (
      <p class="fine" id={`${name}-hint`}>
        {hint}
      </p>
    ) : null}
  </>
);
