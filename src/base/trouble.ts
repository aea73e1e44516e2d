/**
 * Trouble: the network, the disk or the database did not do its part. Thrown, and caught at the edges only.
 * A refusal (somebody may not do this) is a value, and a bug is an assertion; neither is Trouble.
 */
export class Trouble extends Error {
  readonly permanent: boolean;
  readonly code: string;

  /** `permanent`: trying again cannot help. Unknown means temporary (qmail's D/Z). */
  constructor(code: string, message: string, options: { permanent?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Trouble';
    this.code = code;
    this.permanent = options.permanent ?? false;
  }
}

/** Whatever was thrown, as an Error. */
export const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
