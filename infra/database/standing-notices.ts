import type { EntityManager } from 'typeorm';
import { standingNotices } from '../../domain/notice/unit-standing.js';
import { isProfileComplete, type UnitAccountStatus } from '../../domain/unit/account-lifecycle.js';
import type { PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import type { BusinessInstant } from './business-clock.js';
import { keepNotice, resolveNotices } from './notices.js';
import { elevated } from './row-scope.js';
import { staleSlotsOfUnits } from './unit-attachments.js';

/** A unit whose state an act has changed; `isNews`: by something that its people do not know yet. */
export interface ChangedUnit {
  readonly unitId: string;
  readonly isNews: boolean;
}

interface StandingColumns {
  readonly id: string;
  readonly account_status: UnitAccountStatus;
  readonly permissions: readonly PermissionStatus[];
  readonly pending: number;
  readonly told_stale: readonly string[];
}

/**
 * Brings N-01, N-02, N-05 and N-22 of units into line with the rows, at the end of the act that changed them. Safe to repeat.
 * The units are locked in one order, so that two acts at once count one after the other.
 */
export function keepStandingNotices(
  manager: EntityManager,
  now: BusinessInstant,
  changed: readonly ChangedUnit[],
): Promise<void> {
  return elevated('STANDING_NOTICES', () => keep(manager, now, changed));
}

async function keep(
  manager: EntityManager,
  now: BusinessInstant,
  changed: readonly ChangedUnit[],
): Promise<void> {
  const ids = changed.map(({ unitId }) => unitId);
  await manager.query('select 1 from unit where id = any($1) order by id for no key update', [ids]);
  const units = await manager.query<StandingColumns[]>(
    `select u.id, u.account_status,
            array(select p.status from business_permission p where p.unit_id = u.id) as permissions,
            (select count(*)::int from association s where s.unit_id = u.id and s.status = 'PENDING') as pending,
            coalesce((select n.business_ref -> 'attachmentCodes' from notice n
              where n.natural_key = 'N-22:' || u.id || ':UNIT:' || u.id), '[]'::jsonb) as told_stale
       from unit u where u.id = any($1)`,
    [ids],
  );
  const stale = await staleSlotsOfUnits(manager, ids, now.today);
  for (const unit of units) {
    const attachmentCodes = stale.get(unit.id) ?? [];
    const isNews = changed.some((each) => each.unitId === unit.id && each.isNews);
    const standing = {
      profileComplete: isProfileComplete(unit.account_status),
      permissions: unit.permissions,
      pendingAssociations: unit.pending,
      staleSlots: attachmentCodes,
      toldStaleSlots: unit.told_stale,
    };
    for (const { code, body, ...told } of standingNotices(standing)) {
      const notice = { code, subject: unit.id, businessRef: code === 'N-22' ? { attachmentCodes } : {} };
      const audience = { kind: 'UNIT', id: unit.id } as const;
      if (body === null) await resolveNotices(manager, now, code, unit.id);
      else
        await keepNotice(
          manager,
          now,
          { ...notice, body },
          audience,
          told.isNews || (isNews && code !== 'N-22'),
        );
    }
  }
}
