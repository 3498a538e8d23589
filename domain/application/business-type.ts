/** The nine kinds of business. Source: domain.md §1, number prefixes §3.4. */
export const BUSINESS_TYPES = {
  NEW: {
    label: '新办',
    numberPrefix: 'NE',
    initiator: 'EMPLOYEE',
    subject: 'EMPLOYEE',
    needsLivePermit: false,
    lapsesWhenReturned: false,
  },
  RENEWAL: {
    label: '续签',
    numberPrefix: 'RE',
    initiator: 'UNIT',
    subject: 'EMPLOYEE',
    needsLivePermit: true,
    lapsesWhenReturned: false,
  },
  EMPLOYER_CHANGE: {
    label: '聘用单位变更',
    numberPrefix: 'EC',
    initiator: 'UNIT',
    subject: 'EMPLOYEE',
    needsLivePermit: true,
    lapsesWhenReturned: false,
  },
  BASIC_INFO_CHANGE: {
    label: '证件基础信息变更',
    numberPrefix: 'BA',
    initiator: 'EMPLOYEE',
    subject: 'EMPLOYEE',
    needsLivePermit: true,
    lapsesWhenReturned: true,
  },
  BUSINESS_INFO_CHANGE: {
    label: '业务信息变更',
    numberPrefix: 'BU',
    initiator: 'EMPLOYEE',
    subject: 'EMPLOYEE',
    needsLivePermit: true,
    lapsesWhenReturned: true,
  },
  PERMISSION_APPLY: {
    label: '申请业务办理权限',
    numberPrefix: 'PA',
    initiator: 'UNIT',
    subject: 'UNIT',
    needsLivePermit: false,
    lapsesWhenReturned: true,
  },
  PERMISSION_CANCEL: {
    label: '注销业务权限',
    numberPrefix: 'PC',
    initiator: 'UNIT',
    subject: 'UNIT',
    needsLivePermit: false,
    lapsesWhenReturned: true,
  },
  SUPERVISING_DEPT_CHANGE: {
    label: '单位主管部门变更',
    numberPrefix: 'SD',
    initiator: 'UNIT',
    subject: 'UNIT',
    needsLivePermit: false,
    lapsesWhenReturned: true,
  },
  UNIT_INFO_CHANGE: {
    label: '单位基础信息修改',
    numberPrefix: 'UI',
    initiator: 'UNIT',
    subject: 'UNIT',
    needsLivePermit: false,
    lapsesWhenReturned: true,
  },
} as const satisfies Record<string, BusinessTypeTraits>;

interface BusinessTypeTraits {
  readonly label: string;
  readonly numberPrefix: string;
  readonly initiator: Initiator;
  readonly subject: 'EMPLOYEE' | 'UNIT';
  /** The application ends when the permit it is about ends (domain.md §4.5). */
  readonly needsLivePermit: boolean;
  /** Returned and never submitted again, it ends by itself (domain.md §4.5, §6.4). */
  readonly lapsesWhenReturned: boolean;
}

export type Initiator = 'EMPLOYEE' | 'UNIT';
export type BusinessType = keyof typeof BUSINESS_TYPES;

export const PERMIT_TYPES = {
  BEIJING_WORK_RESIDENCE: { label: '北京市工作居住证', numberPrefix: 'BJ' },
  OVERSEAS_RETURNEE_WORK_RESIDENCE: { label: '留学回国人员工作居住证', numberPrefix: 'LX' },
} as const;
export type PermitType = keyof typeof PERMIT_TYPES;

export const BUSINESS_TYPE_LABELS = labelsOf(BUSINESS_TYPES);
export const PERMIT_TYPE_LABELS = labelsOf(PERMIT_TYPES);

function labelsOf(
  types: Readonly<Record<string, { readonly label: string }>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(types).map(([code, { label }]) => [code, label]));
}
