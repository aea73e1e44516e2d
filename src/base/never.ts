/** The end of every closed `switch`: reaching it is a bug, and a new case that nobody handles does not compile. */
export function never(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
