import type { CheckCode } from '../refusal-order.js';
import type { RefusalCode } from '../refusal-catalogue.js';

/** How a failed rule is cured, for the person who reads it, and where the rule stands. */
export interface RuleGuide {
  readonly cure: string;
  /** Section of the business rules. */
  readonly source: string;
}

const CHANGE_OF_EMPLOYER = '由新单位按先后顺序逐一办理聘用单位变更；漏办的单位可申请补办变更';
const COMPLETE_RECORDS = '由员工在“社保个税”中核对并补全所列月份，与缴纳凭证一致后再提交';

/** Every code that a check of some business may answer with. Source: domain.md §7.1, §7.2, §7.5. */
const RULE_GUIDES: Readonly<Record<CheckCode, RuleGuide>> = {
  AUTH_REQUIRED: { cure: '请重新登录', source: '§7.1' },
  ACCOUNT_DISABLED: { cure: '请联系平台运维人员恢复账号', source: '§7.1、§4.1' },
  PROFILE_INCOMPLETE: { cure: '单位按步骤完善单位信息并提交', source: '§7.1、§4.1' },
  RESTRICTED: { cure: '请按限制原因整改，并联系上级申报单位解除限制', source: '§7.1' },
  PERM_NOT_ACTIVE: { cure: '单位先申请并开通该类证件的业务办理权限', source: '§7.1、§4.3' },
  PERM_LIMITED_NO_NEW: { cure: '单位先申请将业务办理权限升级为全部业务', source: '§7.1、§4.3' },
  APP_IN_FLIGHT_EXISTS: { cure: '等待在办业务办结，或先撤回该业务', source: '§4.5' },
  COVERED_BY_RENEWAL: { cure: '无需另行办理：在办续签通过后，更新的信息一并生效', source: '§4.5、§7.2' },
  UNIT_ATTACHMENT_MISSING: { cure: '单位在附件管理中上传所列附件', source: '§7.2、§8' },
  PERM_CONDITION_NOT_MET: {
    cure: '符合条件后再申请全部业务，或上传《承诺书》申请受限权限',
    source: '§7.2、§4.3',
  },
  COMMITMENT_LETTER_MISSING: { cure: '单位在附件管理“其他材料”中上传《承诺书》', source: '§7.2、§8' },
  PERM_ALREADY_ACTIVE: { cure: '无需重复申请；审批中的请等待结果', source: '§7.2、§4.3' },
  ASSOC_NOT_ACTIVE: { cure: '员工凭单位关联码申请关联，单位确认后再办理', source: '§7.2、§4.4' },
  EMPLOYEE_PROFILE_INCOMPLETE: { cure: '员工补全个人信息中所列项目', source: '§7.2、§3.3' },
  EMPLOYEE_ATTACHMENT_MISSING: { cure: '员工在附件管理中上传所列附件', source: '§7.2、§8' },
  CONTRACT_NOT_IN_FORCE: { cure: '单位在员工列表 → 查看 中更新有效的劳动合同', source: '§7.2、§4.4' },
  HAS_LIVE_PERMIT: { cure: '已持证的请办理续签、聘用单位变更或信息变更', source: '§7.2' },
  INSURANCE_GAP: { cure: COMPLETE_RECORDS, source: '§7.2、§6.3 T7' },
  INSURANCE_MISMATCH: { cure: COMPLETE_RECORDS, source: '§7.2、§6.3 T7' },
  TITLE_DETAILS_REQUIRED: { cure: '填写专业技术职务证书信息；不以职称申报的选择“否”', source: '§7.2、§3.3' },
  PERMIT_NOT_VALID: { cure: '挂起的证件先由新单位办理聘用单位变更', source: '§7.2、§4.6' },
  RENEWAL_TOO_EARLY: { cure: '请在可申请续签之日起提交', source: '§6.2 W2、W4' },
  RENEWAL_TOO_LATE: { cure: '单位确认已知晓审核可能无法在到期前完成后，仍可提交', source: '§6.2 W3、W4' },
  PERMIT_EXPIRED_IRRECOVERABLE: { cure: '证件失效后无法恢复，符合条件的可重新申请新办', source: '§4.6' },
  RENEWAL_ATTACHMENT_NOT_UPDATED: {
    cure: '员工重新上传所列附件；收入证明须含所列期间的两项记录，每页加盖财务章、注明“经核真实有效”并由申请人和经办人签字',
    source: '§7.2、§8、§6.3 T6',
  },
  RENEWAL_NOT_VERIFIED: { cure: '单位核对员工更新前后的信息，确认“员工端信息已核实”', source: '§7.2' },
  INCOME_ZERO_MONTH: { cure: COMPLETE_RECORDS, source: '§7.2' },
  RENEWAL_EMPLOYER_CHAIN: { cure: CHANGE_OF_EMPLOYER, source: '§7.2' },
  PERMIT_NOT_SUSPENDED: { cure: '由原单位解除关联，证件挂起后再办理', source: '§7.2、§7.3' },
  EMPCHG_TOO_LATE: { cure: '单位确认已知晓审核可能无法在到期前完成后，仍可提交', source: '§6.2 W5' },
  EMPCHG_SAME_UNIT: { cure: '原单位无需变更；证件仍在本单位的请办理续签', source: '§7.2' },
  EMPCHG_UNIT_MISMATCH: { cure: '核对劳动合同、个税和社保的缴纳单位，均须为申请单位', source: '§7.2' },
  EMPCHG_CHAIN_GAP: { cure: CHANGE_OF_EMPLOYER, source: '§7.2' },
  NO_CHANGE: { cure: '请先更新要变更的信息', source: '§7.2' },
  CHANGE_FIELD_WRONG_TYPE: {
    cure: '证件上的信息办理证件基础信息变更，其余办理业务信息变更',
    source: '§7.2、§3.4',
  },
  DEPT_SAME: { cure: '请选择与当前不同的主管部门', source: '§7.2' },
  DEPT_TAX_DISTRICT: { cure: '先将纳税登记地迁至新主管部门所在区，再填写新的纳税登记地', source: '§7.2' },
  DEPT_IN_FLIGHT: { cure: '等待该类证件在办的权限或主管部门业务办结', source: '§7.2' },
  PERM_CANCEL_HAS_EMPLOYEES: { cure: '先与持证在职员工解除关联', source: '§7.2、§4.3' },
  PERM_CANCEL_IN_FLIGHT: { cure: '等待在办业务办结，或先撤回', source: '§7.2、§4.3' },
  UNIT_FIELD_REGISTRY_OWNED: { cure: '请联系市场监督管理局更新登记信息', source: '§4.1' },
  UNIT_SELF_CHECK_REQUIRED: { cure: '核对材料完整、真实、标准后勾选确认', source: '§4.5' },
  INSURANCE_TAX_UNCONFIRMED: { cure: '核对申请人个税及社保缴纳情况后勾选确认', source: '§4.5' },
  VALIDATION_FAILED: { cure: '按提示修改有误的信息', source: '§3.1' },
};

/** Null: no check of any business answers with that code. */
export function ruleGuide(code: RefusalCode): RuleGuide | null {
  const guides: Readonly<Partial<Record<RefusalCode, RuleGuide>>> = RULE_GUIDES;
  return guides[code] ?? null;
}
