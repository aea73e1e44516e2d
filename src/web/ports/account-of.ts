/** The account of whoever looks: they came in with it, so that it need not be read again. */
import type { Account } from '../../people/account.ts';
import type { Viewer } from '../../tasks/visibility.ts';

export type AccountOf = (viewer: Viewer) => Promise<Account>;
