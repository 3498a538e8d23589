import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { REVIEW_ROUTES_V1 } from '../../domain/application/review-route.js';
import { DEFAULT_CATALOGUE } from '../../domain/attachment/catalogue.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../calendar/shipped-calendar.js';
import {
  AttachmentCatalogueVersionRow,
  PolicyVersionRow,
  RouteVersionRow,
} from './entities/reference.entity.js';

/** Before any day that business may fall on. */
const ALWAYS = '2000-01-01';

/** Calendar, policy, routes and 附件目录 that come with the product, as version 1; safe to run at every start. */
export async function importReference(manager: EntityManager): Promise<void> {
  const calendar = shippedCalendar();
  await manager.query(
    `insert into calendar_version (version, id, source, published_years, rolled_out_at)
     values ($1, $2, $3, $4, business_now()) on conflict do nothing`,
    [
      calendar.version,
      randomUUID(),
      '国务院办公厅节假日安排通知（随产品提供）',
      JSON.stringify(calendar.publishedYears),
    ],
  );
  await manager.query(
    `insert into calendar_day (calendar_version, day, kind, name)
     select $1, date, kind, name from jsonb_to_recordset($2::jsonb) as d (date date, kind text, name text)
     on conflict do nothing`,
    [calendar.version, JSON.stringify(calendar.days)],
  );
  if (!(await manager.existsBy(PolicyVersionRow, { version: 1 }))) {
    await manager.insert(PolicyVersionRow, { ...shipped(), parameters: { ...DEFAULT_POLICY } });
  }
  if (!(await manager.existsBy(RouteVersionRow, { version: 1 }))) {
    await manager.insert(RouteVersionRow, { ...shipped(), routes: REVIEW_ROUTES_V1 });
  }
  if (!(await manager.existsBy(AttachmentCatalogueVersionRow, { version: 1 }))) {
    await manager.insert(AttachmentCatalogueVersionRow, { ...shipped(), slots: DEFAULT_CATALOGUE });
  }
}

/** Version 1 of the city, whoever publishes a version after it. */
function shipped() {
  return {
    version: 1,
    id: randomUUID(),
    departmentId: null,
    effectiveFrom: ALWAYS,
    reason: '随产品提供',
    publishedBy: null,
  };
}
