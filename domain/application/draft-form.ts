import { decide, refusal, type Decision } from '../refusal.js';
import { BUSINESS_TYPES, type BusinessType, type PermitType } from './business-type.js';

/** What a draft may carry beside its kind and the kind of permit; the labels are those of the form. */
export const DRAFT_FIELDS = {
  employeeId: '员工',
  historical: '补办（曾聘用单位）',
  applicationBasis: '申请依据',
  requestedScope: '权限范围',
  meetsNewConditions: '是否符合新办条件',
  departmentId: '上级申报单位',
  newTaxDistrict: '变更后的纳税登记地',
  reason: '原因',
  changes: '变更内容',
} as const;
export type DraftField = keyof typeof DRAFT_FIELDS;
const FIELDS = Object.keys(DRAFT_FIELDS).filter((name): name is DraftField =>
  Object.hasOwn(DRAFT_FIELDS, name),
);
export type DraftForm = Readonly<Partial<Record<DraftField, unknown>>>;

type Demand = 'REQUIRED' | 'OPTIONAL';

/** A field that is not named for a kind of business does not belong to it. Source: domain.md §3.4, payloads. */
const FORMS = {
  NEW: { applicationBasis: 'REQUIRED' },
  RENEWAL: { employeeId: 'REQUIRED' },
  EMPLOYER_CHANGE: { employeeId: 'REQUIRED', historical: 'OPTIONAL' },
  BASIC_INFO_CHANGE: { changes: 'REQUIRED' },
  BUSINESS_INFO_CHANGE: { changes: 'REQUIRED' },
  PERMISSION_APPLY: { requestedScope: 'REQUIRED', meetsNewConditions: 'REQUIRED', departmentId: 'OPTIONAL' },
  PERMISSION_CANCEL: { reason: 'REQUIRED' },
  SUPERVISING_DEPT_CHANGE: { departmentId: 'REQUIRED', newTaxDistrict: 'REQUIRED', reason: 'REQUIRED' },
} as const satisfies Partial<Record<BusinessType, Partial<Record<DraftField, Demand>>>>;

/** Kinds of business that are drafted; the change of unit data has a form of its own (修改). */
export type DraftedType = keyof typeof FORMS;
export const DRAFTED_TYPES: readonly DraftedType[] = Object.keys(BUSINESS_TYPES).filter(isDraftedType);

/** Every field that is missing or does not belong to the kind of business, at once. Source: domain.md §3.4. */
export function draftForm(type: DraftedType, permitType: PermitType, sent: DraftForm): Decision<DraftForm> {
  const demands: Partial<Record<DraftField, Demand>> = FORMS[type];
  const faults = FIELDS.flatMap((field) => {
    const demand = demands[field];
    const given = isSent(sent[field]);
    if (demand === undefined && given) return [fault(field, '不适用于该业务')];
    return demand === 'REQUIRED' && !given ? [fault(field, '为该业务必填')] : [];
  });
  if (type === 'SUPERVISING_DEPT_CHANGE' && permitType === 'OVERSEAS_RETURNEE_WORK_RESIDENCE') {
    faults.push(
      refusal('VALIDATION_FAILED', { detail: '该工作居住证类型不办理主管部门变更' }, '/permitType'),
    );
  }
  return decide(faults, sent);
}

/** What a draft is about from its beginning. */
const FIXED: readonly DraftField[] = ['employeeId', 'historical'];

/** As `draftForm` for a change: nothing is required again, person and purpose never change. */
export function editedForm(type: DraftedType, sent: DraftForm): Decision<DraftForm> {
  const demands: Partial<Record<DraftField, Demand>> = FORMS[type];
  const strange = FIELDS.filter(
    (field) => isSent(sent[field]) && (demands[field] === undefined || FIXED.includes(field)),
  );
  return decide(
    strange.map((field) => fault(field, '不适用于该业务')),
    sent,
  );
}

export function isDraftedType(type: string): type is DraftedType {
  return Object.hasOwn(FORMS, type);
}

function fault(field: DraftField, detail: string) {
  return refusal('VALIDATION_FAILED', { detail: `${DRAFT_FIELDS[field]}${detail}` }, `/${field}`);
}

function isSent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
