import type { FailedDelivery } from '@xueshi/contracts';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { deliveryView } from './preferences.ts';
import { countDeliveries, failedDeliveries, type DeliveryRow } from './store.ts';

const DAYS = 7;
const PAGE_SIZE = 50;

type Counted = Pick<DeliveryRow, 'channel' | 'state' | 'error'> & { readonly count: number };

const isFailure = ({ state, error }: Counted) =>
  (state === 'failed' || state === 'given_up') && error !== 'overtaken';

/** What was sent to people of a subtree within the last days, and whom it failed to reach. */
export async function listDeliveries(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  page = 1,
) {
  const unit = await administeredUnit(db, actor, unitId);
  const since = new Date(clock.now().getTime() - DAYS * 86_400_000);
  const counts = (await countDeliveries(db, unit.id, since)) as Counted[];
  const rows = await failedDeliveries(db, unit.id, since, {
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  });
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    days: DAYS,
    counts,
    items: rows.map(({ delivery, name, unitName }): FailedDelivery => ({
      id: delivery.id,
      personId: delivery.personId,
      name,
      unitName,
      ...deliveryView(delivery as DeliveryRow),
    })),
    total: counts.filter(isFailure).reduce((sum, { count }) => sum + count, 0),
    page,
    pageSize: PAGE_SIZE,
  };
}
