/** The parts of knex that its front does not show: its dialects by name, and what both of ours do otherwise. */
import { createRequire } from 'node:module';
import knexModule, { type Knex } from 'knex';

/** A handle to read or write with; made in this room and used in it. Rooms above pass it on without looking inside. */
export type Sql = Knex;

// knex's types and default export under nodenext
export const knex = knexModule as unknown as (config: Knex.Config) => Knex;

export type Client = typeof Knex.Client;

/** A module of knex itself, of the pinned version. */
export const ofKnex = (path: string): unknown => createRequire(import.meta.url)(`knex/lib/${path}`);

export const dialect = (name: 'postgres' | 'better-sqlite3'): Client => ofKnex(`dialects/${name}/index.js`) as Client;

type Binding = new (config: unknown) => { prepBindings(bindings: unknown): unknown };

/**
 * U+0000 stands in no text that a person wrote; mails and programs bring it all the same. PostgreSQL refuses it and SQLite
 * keeps it: whatever the way in, it is left out here.
 */
export function withoutNul(client: Client): Client {
  return class extends (client as unknown as Binding) {
    override prepBindings(bindings: unknown): unknown {
      return Array.isArray(bindings) ? bindings.map(leaveNulOut) : bindings;
    }
  } as unknown as Client;
}

const leaveNulOut = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value;
