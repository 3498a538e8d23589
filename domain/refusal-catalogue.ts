/**
 * Every reason for which something is not accepted, with its HTTP status and its texts; `{…}` is filled from the
 * refusal's facts. The order of the keys is the last order of precedence. Source: domain.md §7.5, row by row.
 */
export const REFUSAL_CATALOGUE = {
  AUTH_REQUIRED: { status: 401, zh: '请先登录', en: 'Please log in' },
  AUTH_CAPTCHA_INVALID: { status: 401, zh: '图形验证码错误或已过期', en: 'Wrong or expired captcha' },
  AUTH_CREDENTIAL_INVALID: { status: 401, zh: '用户名或密码错误', en: 'Wrong user name or password' },
  AUTH_LOCKED: { status: 423, zh: '登录失败次数过多，账号已锁定', en: 'Too many failures, locked' },
  AUTH_CERT_INVALID: {
    status: 401,
    zh: '证书无效、过期或已吊销',
    en: 'Certificate invalid, expired or revoked',
  },
  AUTH_QR_EXPIRED: { status: 410, zh: '二维码已过期，请刷新', en: 'QR code expired' },
  AUTH_METHOD_DISABLED: { status: 403, zh: '该登录方式未开放', en: 'Login method disabled' },
  AUTH_METHOD_UNIT_TYPE: {
    status: 403,
    zh: '该登录方式不适用于本单位类型',
    en: 'Method not for this unit type',
  },
  AUTH_NOT_AUTHORIZED_BY_UNIT: {
    status: 403,
    zh: '未获得本单位电子证照业务授权',
    en: 'No authorization by the unit',
  },
  ACCOUNT_DISABLED: { status: 403, zh: '账号已停用', en: 'Account disabled' },
  FORBIDDEN_SCOPE: { status: 403, zh: '无权访问该数据', en: 'Not yours to access' },
  PROFILE_INCOMPLETE: { status: 409, zh: '请先完善单位信息', en: 'Complete the unit profile first' },
  PROFILE_STEP_MISSING: { status: 422, zh: '单位信息未填写完整', en: 'A profile step is missing' },
  VALIDATION_FAILED: { status: 422, zh: '信息填写有误', en: 'Invalid fields (details per field)' },
  UNIT_FIELD_REGISTRY_OWNED: {
    status: 422,
    zh: '该信息由市场监督管理局提供，如需修改请联系市场监督管理局更新',
    en: 'Owned by the market registry',
  },
  RESTRICTED: { status: 403, zh: '您已被限制办理该业务，原因：{reason}', en: 'Restricted: {reason}' },
  STATE_NOT_ALLOWED: { status: 409, zh: '当前状态不允许此操作', en: 'Not allowed in this state' },
  VERSION_CONFLICT: {
    status: 409,
    statusWithIfMatch: 412,
    zh: '数据已被他人修改，请刷新',
    en: 'Changed by somebody else',
  },
  FILE_TYPE_INVALID: {
    status: 422,
    zh: '附件格式不符合要求，仅支持 {types}',
    en: 'Wrong file type',
  },
  FILE_TOO_LARGE: { status: 422, zh: '附件大小超过 {max}', en: 'File too large' },
  FILE_EMPTY: { status: 422, zh: '附件为空', en: 'Empty file' },
  FILE_UNREADABLE: { status: 422, zh: '附件无法打开或已加密', en: 'Unreadable or encrypted file' },
  FILE_COUNT_EXCEEDED: { status: 422, zh: '附件数量超过上限', en: 'Too many files' },
  UNIT_ATTACHMENT_MISSING: {
    status: 422,
    zh: '单位附件未上传完整：{names}',
    en: 'Unit attachments missing',
  },
  EMPLOYEE_ATTACHMENT_MISSING: {
    status: 422,
    zh: '员工附件未上传完整：{names}',
    en: 'Employee attachments missing',
  },
  COMMITMENT_LETTER_MISSING: {
    status: 422,
    zh: '请在“其他材料”中上传《承诺书》',
    en: 'Upload the commitment letter',
  },
  PERM_CONDITION_NOT_MET: {
    status: 422,
    zh: '不符合新办条件，可上传《承诺书》申请受限权限',
    en: 'Conditions for full scope not met',
  },
  PERM_NOT_ACTIVE: { status: 403, zh: '单位未开通业务办理权限', en: 'Permission not open' },
  PERM_ALREADY_ACTIVE: { status: 409, zh: '业务办理权限已开通或审批中', en: 'Already open or pending' },
  PERM_LIMITED_NO_NEW: {
    status: 403,
    zh: '当前权限仅可接收已持证员工，无法办理新办业务',
    en: 'Limited scope, NEW not possible',
  },
  PERM_CANCEL_HAS_EMPLOYEES: {
    status: 409,
    zh: '仍有持证在职员工，不能注销',
    en: 'Permit holders still linked',
  },
  PERM_CANCEL_IN_FLIGHT: { status: 409, zh: '存在在办业务', en: 'Business in progress' },
  DEPT_IN_FLIGHT: { status: 409, zh: '存在在办业务', en: 'Business in progress' },
  ASSOC_CODE_INVALID: { status: 404, zh: '单位关联码无效', en: 'Unknown association code' },
  ASSOC_ALREADY_ACTIVE: { status: 409, zh: '申请人仅可成功关联一家单位', en: 'Already linked to a unit' },
  ASSOC_NOT_ACTIVE: { status: 409, zh: '员工未与本单位关联', en: 'Not linked to this unit' },
  ASSOC_CONTRACT_REQUIRED: {
    status: 422,
    zh: '请上传有效劳动合同（聘用合同）并填写职务、合同日期',
    en: 'Contract, post and dates required',
  },
  CONTRACT_NOT_IN_FORCE: { status: 422, zh: '劳动合同不在有效期内', en: 'Contract not in force' },
  REASON_REQUIRED: { status: 422, zh: '请填写原因', en: 'Reason required' },
  OPINION_REQUIRED: { status: 422, zh: '请填写审批意见', en: 'Opinion required' },
  EMPLOYEE_PROFILE_INCOMPLETE: { status: 422, zh: '员工信息未完善', en: 'Employee profile incomplete' },
  TITLE_DETAILS_REQUIRED: {
    status: 422,
    zh: '请填写专业技术职务证书信息，不以职称申报请选择“否”',
    en: 'Title details, or choose "no"',
  },
  HAS_LIVE_PERMIT: { status: 409, zh: '已持有有效或挂起的工作居住证', en: 'Has a live permit' },
  APP_IN_FLIGHT_EXISTS: { status: 409, zh: '已有在办业务', en: 'Another application in progress' },
  INSURANCE_TAX_UNCONFIRMED: {
    status: 422,
    zh: '请确认申请人个税及社保缴纳情况',
    en: 'Confirm tax and insurance',
  },
  INSURANCE_GAP: { status: 422, zh: '近三年社会保险缴纳中断：{months}', en: 'Insurance gap' },
  INSURANCE_MISMATCH: {
    status: 422,
    zh: '社保、个税与劳动合同单位不一致：{months}',
    en: 'Units do not agree',
  },
  INCOME_ZERO_MONTH: {
    status: 422,
    zh: '应税收入存在为零或中断月份：{months}',
    en: 'Month without taxable income',
  },
  RENEWAL_TOO_EARLY: {
    status: 422,
    zh: '未到续签办理时间，{opensOn} 起可申请',
    en: 'Window opens {opensOn}',
  },
  RENEWAL_TOO_LATE: {
    status: 422,
    zh: '已超过最晚申请日 {lastSubmissionOn}，需预留20个工作日审批',
    en: 'Last day was {lastSubmissionOn}',
  },
  RENEWAL_ATTACHMENT_NOT_UPDATED: {
    status: 422,
    zh: '员工附件材料未更新：{names}',
    en: 'Renewal files not updated',
  },
  RENEWAL_NOT_VERIFIED: {
    status: 422,
    zh: '请先在员工端核实更新后的信息',
    en: 'Verify on the employee side',
  },
  RENEWAL_EMPLOYER_CHAIN: {
    status: 422,
    zh: '持证期间未按要求办理聘用单位变更，不予受理',
    en: 'Employer changes not processed',
  },
  PERMIT_NOT_VALID: { status: 409, zh: '证件状态不是“有效”', en: 'Permit not VALID' },
  PERMIT_NOT_SUSPENDED: {
    status: 409,
    zh: '证件须为“挂起”状态，请联系原单位解除关联',
    en: 'Permit must be SUSPENDED',
  },
  PERMIT_EXPIRED_IRRECOVERABLE: {
    status: 409,
    zh: '证件已过期失效，无法恢复',
    en: 'Expired, cannot be restored',
  },
  EMPCHG_TOO_LATE: { status: 422, zh: '距证件到期不足20个工作日', en: 'Less than 20 workdays left' },
  EMPCHG_SAME_UNIT: { status: 422, zh: '与原聘用单位相同', en: 'Same unit' },
  EMPCHG_UNIT_MISMATCH: { status: 422, zh: '申请单位与劳动合同、个税、社保单位不一致', en: 'Unit mismatch' },
  EMPCHG_CHAIN_GAP: {
    status: 422,
    zh: '多次变更劳动关系的，应逐一办理变更',
    en: 'Process each change in turn',
  },
  NO_CHANGE: { status: 422, zh: '未修改任何信息', en: 'Nothing changed' },
  CHANGE_FIELD_WRONG_TYPE: { status: 422, zh: '该字段不属于本变更类型', en: 'Field of another type' },
  COVERED_BY_RENEWAL: { status: 409, zh: '续签在办，无需重复提交信息变更', en: 'Covered by the renewal' },
  DEPT_SAME: { status: 422, zh: '主管部门未变化', en: 'Same department' },
  DEPT_TAX_DISTRICT: { status: 422, zh: '纳税登记地不在新主管部门所在区', en: 'Tax district differs' },
  UNIT_SELF_CHECK_REQUIRED: {
    status: 422,
    zh: '请确认材料完整、真实、标准',
    en: 'Confirm completeness, truth, standard',
  },
  DIS_IN_FLIGHT: { status: 409, zh: '该员工存在在办业务，不能解除关联', en: 'Business in progress' },
  DIS_RENEWAL_FIRST: { status: 409, zh: '证件在续签期内，请先办理续签再解除关联', en: 'Renew first' },
  DIS_LEAVE_DATE: { status: 422, zh: '离职日期有误', en: 'Wrong leave date' },
  REVIEW_FOUR_EYES: {
    status: 409,
    zh: '不能审核同一申请的多个环节',
    en: 'Four-eyes',
  },
  TASK_ALREADY_CLAIMED: { status: 409, zh: '任务已被领取', en: 'Already claimed' },
  TASK_NOT_CLAIMED: { status: 409, zh: '请先领取任务', en: 'Claim first' },
  TASK_ALREADY_DECIDED: {
    status: 409,
    zh: '该环节已由 {name} 于 {at} 审批',
    en: 'Decided by {name} at {at}',
  },
  TASK_CLOSED: { status: 409, zh: '任务已关闭', en: 'Task closed' },
  NOT_FOUND: { status: 404, zh: '资源不存在', en: 'Not found' },
  FORBIDDEN_ACTION: { status: 403, zh: '无权进行此操作', en: 'Not allowed to you' },
  IF_MATCH_REQUIRED: { status: 428, zh: '缺少 If-Match', en: 'If-Match header missing' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, zh: '缺少幂等键', en: 'Idempotency-Key header missing' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, zh: '幂等键已用于其他请求', en: 'Key used for another request' },
  RATE_LIMITED: { status: 429, zh: '操作过于频繁，请稍后再试', en: 'Too many requests' },
  STORE_UNAVAILABLE: { status: 503, zh: '附件服务暂不可用', en: 'Try again later' },
  DB_UNAVAILABLE: { status: 503, zh: '数据服务暂不可用', en: 'Try again later' },
  STORAGE_FULL: { status: 507, zh: '存储空间不足', en: 'Try again later' },
  ATTACHMENT_INTEGRITY: {
    status: 502,
    zh: '附件校验失败，已通知运维',
    en: 'Stored file does not match its hash',
  },
  FILE_ACTIVE_CONTENT: { status: 422, zh: '附件含有脚本或嵌入内容', en: 'Active content' },
  FILE_TOO_COMPLEX: { status: 422, zh: '附件结构过于复杂', en: 'Too complex' },
  AUTH_SECOND_FACTOR: { status: 401, zh: '请完成二次验证', en: 'Second factor required' },
  CLOCK_BACKWARDS: { status: 422, zh: '沙箱时钟只能向前', en: 'The sandbox clock only moves forward' },
  WITHDRAW_TOO_LATE: { status: 409, zh: '主管部门已审批，不能撤回', en: 'Too late to withdraw' },
  INTERNAL_ERROR: { status: 500, zh: '系统繁忙，请稍后再试', en: 'Internal error, try again later' },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export interface CatalogueEntry {
  readonly status: number;
  /** Where an If-Match header was sent and does not hold; without it the server itself lost a race. */
  readonly statusWithIfMatch?: number;
  readonly zh: string;
  readonly en: string;
}

export type RefusalCode = keyof typeof REFUSAL_CATALOGUE;
export type Language = 'zh' | 'en';

type TextFact = string | number | boolean | null | readonly string[];
type TextFacts = Readonly<Record<string, TextFact>>;

const CATALOGUE: Readonly<Record<RefusalCode, CatalogueEntry>> = REFUSAL_CATALOGUE;

/** All codes in the order of the catalogue. */
export const REFUSAL_CODES = Object.keys(REFUSAL_CATALOGUE).filter(isRefusalCode);

export function isRefusalCode(text: string): text is RefusalCode {
  return Object.hasOwn(REFUSAL_CATALOGUE, text);
}

/** The HTTP status of a code; only VERSION_CONFLICT asks whether the request carried If-Match. */
export function refusalStatus(code: RefusalCode, hasIfMatch = false): number {
  const entry = CATALOGUE[code];
  return hasIfMatch ? (entry.statusWithIfMatch ?? entry.status) : entry.status;
}

/** The text of a code with its facts filled in; a fact that is missing leaves neither braces nor a bare colon. */
export function refusalText(code: RefusalCode, facts: TextFacts, language: Language = 'zh'): string {
  const filled = CATALOGUE[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    factText(facts[name], language),
  );
  return filled.replace(/[：:，,\s]+$/u, '');
}

function factText(fact: TextFact | undefined, language: Language): string {
  if (fact === undefined || fact === null) return '';
  if (typeof fact === 'object') return fact.join(language === 'zh' ? '、' : ', ');
  return String(fact);
}
