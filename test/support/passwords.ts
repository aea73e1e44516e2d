/**
 * Passwords of people in tests: on a busy machine one real hash takes seconds, and no story is about that. What a real one is, is
 * shown in attacks/passwords.test.ts and by every test that starts a process.
 */
import { makePasswords, type Passwords } from '../../src/flow/password.ts';

export const quickPasswords = (): Passwords => makePasswords({ N: 2 ** 8, r: 8, p: 1 });
