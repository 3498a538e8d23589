import * as application from './application.entity.js';
import * as attachment from './attachment.entity.js';
import * as department from './department.entity.js';
import * as departmentGuide from './department-guide.entity.js';
import * as employee from './employee.entity.js';
import * as encryptionKey from './encryption-key.entity.js';
import * as entry from './entry.entity.js';
import * as historicalChange from './historical-change.entity.js';
import * as identityCorrection from './identity-correction.entity.js';
import * as identity from './identity.entity.js';
import * as legacyImport from './legacy-import.entity.js';
import * as nameToken from './name-token.entity.js';
import * as notice from './notice.entity.js';
import * as outbox from './outbox.entity.js';
import * as permit from './permit.entity.js';
import * as policyNotice from './policy-notice.entity.js';
import * as reference from './reference.entity.js';
import * as returnPoint from './return-point.entity.js';
import * as restriction from './restriction.entity.js';
import * as scanCheck from './scan-check.entity.js';
import * as unit from './unit.entity.js';

/** Every table of the product. */
export const ENTITIES = [
  application,
  attachment,
  department,
  departmentGuide,
  employee,
  encryptionKey,
  entry,
  historicalChange,
  identity,
  identityCorrection,
  legacyImport,
  nameToken,
  notice,
  outbox,
  permit,
  policyNotice,
  reference,
  restriction,
  returnPoint,
  scanCheck,
  unit,
].flatMap((group) => Object.values<new () => object>(group));
