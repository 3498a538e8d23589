import { defineSearchAttributeKey } from '@temporalio/common';

/** What operators filter by in the Temporal UI; set on change of stage only (design.md §2). */
export const WRP = {
  businessType: defineSearchAttributeKey('WrpBusinessType', 'KEYWORD'),
  stage: defineSearchAttributeKey('WrpStage', 'KEYWORD'),
  state: defineSearchAttributeKey('WrpState', 'KEYWORD'),
  district: defineSearchAttributeKey('WrpDistrict', 'KEYWORD'),
  unit: defineSearchAttributeKey('WrpUnit', 'KEYWORD'),
  applicationNo: defineSearchAttributeKey('WrpApplicationNo', 'KEYWORD'),
  permitNo: defineSearchAttributeKey('WrpPermitNo', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('WrpDueAt', 'DATETIME'),
  expiresAt: defineSearchAttributeKey('WrpExpiresAt', 'DATETIME'),
  overdue: defineSearchAttributeKey('WrpOverdue', 'BOOL'),
} as const;
