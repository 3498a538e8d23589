import { CreateBusinessClock1763800000000 } from './1763800000000-create-business-clock.js';
import { CreateSchema1763800000001 } from './1763800000001-create-schema.js';
import { ProtectAuditAndGrantRuntime1763800000002 } from './1763800000002-protect-audit-and-grant-runtime.js';
import { AddUnitInfoChange1763800000110 } from './1763800000110-add-unit-info-change.js';
import { AddUnitWizard1763800000120 } from './1763800000120-add-unit-wizard.js';

/** In order of their time stamps. */
export const MIGRATIONS = [
  CreateBusinessClock1763800000000,
  CreateSchema1763800000001,
  ProtectAuditAndGrantRuntime1763800000002,
  AddUnitInfoChange1763800000110,
  AddUnitWizard1763800000120,
];
