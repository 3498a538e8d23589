import { PERMIT_TYPES } from '../application/business-type.js';

/** As a file of the old systems may name them. */
export const LEGACY_PERMIT_TYPES = {
  BEIJING_WORK_RESIDENCE: PERMIT_TYPES.BEIJING_WORK_RESIDENCE.label,
  OVERSEAS_RETURNEE_WORK_RESIDENCE: PERMIT_TYPES.OVERSEAS_RETURNEE_WORK_RESIDENCE.label,
} as const;
