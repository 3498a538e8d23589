/** A moment at which slots are required: a kind of business, or one of the acts around it. */
export const ATTACHMENT_PURPOSES = [
  'PROFILE',
  'ASSOCIATION',
  'RELEASE_REQUEST',
  'PERMISSION_APPLY',
  'SUPERVISING_DEPT_CHANGE',
  'NEW',
  'RENEWAL',
  'EMPLOYER_CHANGE',
  'BASIC_INFO_CHANGE',
  'BUSINESS_INFO_CHANGE',
] as const;
export type AttachmentPurpose = (typeof ATTACHMENT_PURPOSES)[number];

/** When a slot is required for a purpose; the conditions are evaluated in required-slots.ts. */
export const REQUIREMENT_CONDITIONS = [
  'ALWAYS',
  'HOLDS_TITLE',
  'TITLE_CHANGES',
  'PHOTO_CHANGES',
  'EDUCATION_CHANGES',
  'ADDRESS_CHANGES',
  'OVERSEAS_RETURNEE',
  'HAS_FAMILY',
  'FAMILY_CHANGES',
] as const;
export type RequirementCondition = (typeof REQUIREMENT_CONDITIONS)[number];

export interface AttachmentSlotTraits {
  readonly name: string;
  readonly owner: 'UNIT' | 'EMPLOYEE';
  /** Who puts files into the slot; the labour contract is the employee's and comes from the unit only. */
  readonly uploader: 'UNIT' | 'EMPLOYEE';
  readonly format: 'PDF' | 'JPEG';
  readonly minFiles: number;
  readonly maxFiles: number;
  /** Null: what the policy allows for the format. */
  readonly maxBytes: number | null;
  /** YEARLY: stale from 1 January on; ON_CHANGE: only when the data behind it change. */
  readonly update: 'YEARLY' | 'ON_CHANGE' | 'NEVER';
  /** Must have been uploaded for the permit's current renewal window. */
  readonly renewAtRenewal: boolean;
  /** 附件信息, shown by the icon. */
  readonly hintText: string | null;
  readonly requiredFor: Readonly<Partial<Record<AttachmentPurpose, RequirementCondition>>>;
}

const UNIT_SLOT = {
  owner: 'UNIT',
  uploader: 'UNIT',
  format: 'PDF',
  renewAtRenewal: false,
  hintText: null,
  maxBytes: null,
} as const;
const EMPLOYEE_SLOT = {
  owner: 'EMPLOYEE',
  uploader: 'EMPLOYEE',
  format: 'PDF',
  update: 'NEVER',
  renewAtRenewal: false,
  hintText: null,
  maxBytes: null,
} as const;
const UNIT_BUSINESS = {
  PERMISSION_APPLY: 'ALWAYS',
  ASSOCIATION: 'ALWAYS',
  SUPERVISING_DEPT_CHANGE: 'ALWAYS',
} as const;
const EMPLOYEE_BUSINESS = {
  NEW: 'ALWAYS',
  RENEWAL: 'ALWAYS',
  EMPLOYER_CHANGE: 'ALWAYS',
  BASIC_INFO_CHANGE: 'ALWAYS',
  BUSINESS_INFO_CHANGE: 'ALWAYS',
} as const;

/** Every slot of 附件管理 in its order; the first version of the city's catalogue. Source: domain.md §8, row by row. */
export const ATTACHMENT_CATALOGUE = {
  UNIT_CERT: {
    ...UNIT_SLOT,
    name: '营业执照（事业单位法人证书等）',
    minFiles: 1,
    maxFiles: 1,
    update: 'ON_CHANGE',
    requiredFor: { PROFILE: 'ALWAYS' },
  },
  UNIT_QUALIFICATION: {
    ...UNIT_SLOT,
    name: '单位相关资质证书',
    minFiles: 1,
    maxFiles: 5,
    update: 'ON_CHANGE',
    requiredFor: {},
  },
  UNIT_TAX_VOUCHER: {
    ...UNIT_SLOT,
    name: '单位缴纳税费凭证',
    minFiles: 1,
    maxFiles: 3,
    update: 'YEARLY',
    hintText: '每年年初或信息变化时更新',
    requiredFor: UNIT_BUSINESS,
  },
  UNIT_INTEGRITY_STATEMENT: {
    ...UNIT_SLOT,
    name: '单位诚信声明',
    minFiles: 1,
    maxFiles: 1,
    update: 'YEARLY',
    hintText: '模板见办理指南附件1',
    requiredFor: UNIT_BUSINESS,
  },
  UNIT_HANDLER_ID: {
    ...UNIT_SLOT,
    name: '单位业务经办人身份证',
    minFiles: 1,
    maxFiles: 1,
    update: 'ON_CHANGE',
    requiredFor: UNIT_BUSINESS,
  },
  UNIT_OTHER: {
    ...UNIT_SLOT,
    name: '其他材料',
    minFiles: 0,
    maxFiles: 10,
    update: 'NEVER',
    hintText: '承诺书模板见办理指南附件4',
    requiredFor: {},
  },
  EMP_ID: {
    ...EMPLOYEE_SLOT,
    name: '本人身份证件',
    minFiles: 1,
    maxFiles: 1,
    requiredFor: { NEW: 'ALWAYS', BASIC_INFO_CHANGE: 'ALWAYS' },
  },
  EMP_PHOTO: {
    ...EMPLOYEE_SLOT,
    name: '证件照片',
    format: 'JPEG',
    minFiles: 1,
    maxFiles: 1,
    requiredFor: { NEW: 'ALWAYS', BASIC_INFO_CHANGE: 'PHOTO_CHANGES' },
  },
  EMP_EDU: {
    ...EMPLOYEE_SLOT,
    name: '学历、学位证书',
    minFiles: 1,
    maxFiles: 4,
    requiredFor: { NEW: 'ALWAYS', BUSINESS_INFO_CHANGE: 'EDUCATION_CHANGES' },
  },
  EMP_TITLE: {
    ...EMPLOYEE_SLOT,
    name: '专业技术职务证书',
    minFiles: 1,
    maxFiles: 3,
    requiredFor: { NEW: 'HOLDS_TITLE', BUSINESS_INFO_CHANGE: 'TITLE_CHANGES' },
  },
  EMP_INTEGRITY_STATEMENT: {
    ...EMPLOYEE_SLOT,
    name: '员工诚信声明',
    minFiles: 1,
    maxFiles: 1,
    renewAtRenewal: true,
    requiredFor: EMPLOYEE_BUSINESS,
  },
  EMP_CONTRACT: {
    ...EMPLOYEE_SLOT,
    name: '有效劳动合同（聘用合同）',
    uploader: 'UNIT',
    minFiles: 1,
    maxFiles: 1,
    update: 'ON_CHANGE',
    hintText: '员工端无上传位置',
    requiredFor: { ...EMPLOYEE_BUSINESS, ASSOCIATION: 'ALWAYS' },
  },
  EMP_INCOME: {
    ...EMPLOYEE_SLOT,
    name: '应税收入证明',
    minFiles: 1,
    maxFiles: 10,
    renewAtRenewal: true,
    hintText:
      '续签须提供规定期间的《申报收入查询记录》和《申请人所得税纳税记录》，每页加盖单位财务章，注明“经核真实有效”，并由申请人和业务经办人签字',
    requiredFor: EMPLOYEE_BUSINESS,
  },
  EMP_INSURANCE: {
    ...EMPLOYEE_SLOT,
    name: '社会保险缴纳记录',
    minFiles: 1,
    maxFiles: 5,
    requiredFor: { NEW: 'ALWAYS', RENEWAL: 'ALWAYS', EMPLOYER_CHANGE: 'ALWAYS' },
  },
  EMP_RESIDENCE: {
    ...EMPLOYEE_SLOT,
    name: '在京住所证明',
    minFiles: 1,
    maxFiles: 5,
    requiredFor: { NEW: 'ALWAYS', BUSINESS_INFO_CHANGE: 'ADDRESS_CHANGES' },
  },
  EMP_LEAVE_CERT: {
    ...EMPLOYEE_SLOT,
    name: '原单位离职证明',
    minFiles: 1,
    maxFiles: 3,
    requiredFor: { EMPLOYER_CHANGE: 'ALWAYS', RELEASE_REQUEST: 'ALWAYS' },
  },
  EMP_OVERSEAS_EDU: {
    ...EMPLOYEE_SLOT,
    name: '国外学历学位认证书',
    minFiles: 1,
    maxFiles: 3,
    requiredFor: { NEW: 'OVERSEAS_RETURNEE' },
  },
  EMP_FAMILY: {
    ...EMPLOYEE_SLOT,
    name: '随往人员证明',
    minFiles: 1,
    maxFiles: 6,
    requiredFor: { NEW: 'HAS_FAMILY', BUSINESS_INFO_CHANGE: 'FAMILY_CHANGES' },
  },
  EMP_OTHER: { ...EMPLOYEE_SLOT, name: '其他材料', minFiles: 0, maxFiles: 10, requiredFor: {} },
} as const satisfies Readonly<Record<string, AttachmentSlotTraits>>;

export type AttachmentCode = keyof typeof ATTACHMENT_CATALOGUE;

/** One version for one department. The codes are a closed set; what a slot asks for may differ (domain.md §8). */
export type AttachmentCatalogue = Readonly<Record<AttachmentCode, AttachmentSlotTraits>>;

/** Holds where nobody has published another. */
export const DEFAULT_CATALOGUE: AttachmentCatalogue = ATTACHMENT_CATALOGUE;

/** All codes in the order of the catalogue. */
export const ATTACHMENT_CODES = Object.keys(ATTACHMENT_CATALOGUE).filter(isAttachmentCode);

export function isAttachmentCode(text: string): text is AttachmentCode {
  return Object.hasOwn(ATTACHMENT_CATALOGUE, text);
}

/** What a slot is in every version: whose it is, its name, its format, when it grows old (T8). */
export type FixedSlotTraits = Omit<
  AttachmentSlotTraits,
  'minFiles' | 'maxFiles' | 'maxBytes' | 'hintText' | 'requiredFor'
>;

export function slotTraits(code: AttachmentCode): FixedSlotTraits {
  return DEFAULT_CATALOGUE[code];
}

/** The tag that marks 《承诺书》 among 其他材料 of a unit; it opens the LIMITED route (domain.md §4.3). */
export const COMMITMENT_LETTER_TAG = 'COMMITMENT_LETTER';
