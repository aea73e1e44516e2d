/** Waiting for a room below, but not for ever. */
import { Trouble } from '../base/trouble.ts';

/** What `work` gives, or Trouble `slow` after so many seconds. The work itself goes on. */
export function within<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Trouble('slow', `No answer within ${seconds} s`)),
      seconds * 1000,
    ).unref();
    work().then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
