import { CreateBusinessClock1763800000000 } from './1763800000000-create-business-clock.js';
import { CreateSchema1763800000001 } from './1763800000001-create-schema.js';
import { ProtectAuditAndGrantRuntime1763800000002 } from './1763800000002-protect-audit-and-grant-runtime.js';
import { AddRestrictionsAndPolicyNotices1763800000100 } from './1763800000100-add-restrictions-and-policy-notices.js';
import { AddUnitInfoChange1763800000110 } from './1763800000110-add-unit-info-change.js';
import { AddUnitWizard1763800000120 } from './1763800000120-add-unit-wizard.js';
import { AddReleaseRequest1763800000130 } from './1763800000130-add-release-request.js';
import { AddNameTokens1763800000131 } from './1763800000131-add-name-tokens.js';
import { AddScanCheck1763800000140 } from './1763800000140-add-scan-check.js';
import { AddEmployeeHistoryAndFamily1763800000150 } from './1763800000150-add-employee-history-and-family.js';
import { AddUnitChangeDays1763800000160 } from './1763800000160-add-unit-change-days.js';
import { AddCatalogueAndGuides1763800000161 } from './1763800000161-add-catalogue-and-guides.js';
import { AddRightBusiness1763800000170 } from './1763800000170-add-right-business.js';
import { AddInfoChanges1763800000180 } from './1763800000180-add-info-changes.js';
import { AddTaskUrgency1763800000181 } from './1763800000181-add-task-urgency.js';
import { AddReturnPoints1763800000182 } from './1763800000182-add-return-points.js';
import { AddCalendarPublication1763800000190 } from './1763800000190-add-calendar-publication.js';
import { AddPolicyAndRouteDepartments1763800000191 } from './1763800000191-add-policy-and-route-departments.js';
import { IndexUnitLists1763800000195 } from './1763800000195-index-unit-lists.js';
import { AddLegacyImport1763800000196 } from './1763800000196-add-legacy-import.js';
import { AddHistoricalChange1763800000197 } from './1763800000197-add-historical-change.js';
import { AddEntry1763800000200 } from './1763800000200-add-entry.js';
import { AddSessionsByDevice1763800000210 } from './1763800000210-add-sessions-by-device.js';
import { AddRowLevelSecurity1763800000220 } from './1763800000220-add-row-level-security.js';
import { IndexAuditSearch1763800000230 } from './1763800000230-index-audit-search.js';
import { AddKeyRotation1763800000240 } from './1763800000240-add-key-rotation.js';
import { AddIdentityCorrection1763800000260 } from './1763800000260-add-identity-correction.js';
import { BoundSealing1763800000280 } from './1763800000280-bound-sealing.js';
import { NarrowNotices1763800000270 } from './1763800000270-narrow-notices.js';
import { WallOffPeopleOfUnits1763800000250 } from './1763800000250-wall-off-people-of-units.js';

/** In order of their time stamps. */
export const MIGRATIONS = [
  CreateBusinessClock1763800000000,
  CreateSchema1763800000001,
  ProtectAuditAndGrantRuntime1763800000002,
  AddRestrictionsAndPolicyNotices1763800000100,
  AddUnitInfoChange1763800000110,
  AddUnitWizard1763800000120,
  AddReleaseRequest1763800000130,
  AddNameTokens1763800000131,
  AddScanCheck1763800000140,
  AddEmployeeHistoryAndFamily1763800000150,
  AddUnitChangeDays1763800000160,
  AddCatalogueAndGuides1763800000161,
  AddRightBusiness1763800000170,
  AddInfoChanges1763800000180,
  AddTaskUrgency1763800000181,
  AddReturnPoints1763800000182,
  AddCalendarPublication1763800000190,
  AddPolicyAndRouteDepartments1763800000191,
  IndexUnitLists1763800000195,
  AddLegacyImport1763800000196,
  AddHistoricalChange1763800000197,
  AddEntry1763800000200,
  AddSessionsByDevice1763800000210,
  AddRowLevelSecurity1763800000220,
  IndexAuditSearch1763800000230,
  AddKeyRotation1763800000240,
  WallOffPeopleOfUnits1763800000250,
  AddIdentityCorrection1763800000260,
  NarrowNotices1763800000270,
  BoundSealing1763800000280,
];
