/** A login or the name of a virtual address: what stands before `@` in addresses that we make ourselves. */
export const LOCAL_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
