/** Of a letter that several share one may have it while another's server said «later»: whom it has reached is not sent it again. */
import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('letters', (t) => {
    t.text('reached');
  });
}
