/** What takes long to make and may never be asked for: made the first time, and the same ever after. */
export function lazy<T extends object | string>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
