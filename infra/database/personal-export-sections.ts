import { REVIEW_OUTCOME_LABELS } from '../../domain/application/advance.js';
import { BUSINESS_TYPE_LABELS, PERMIT_TYPE_LABELS } from '../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS } from '../../domain/application/lifecycle.js';
import { ROLES } from '../../domain/authority/roles.js';
import { ASSOCIATION_STATUS_LABELS } from '../../domain/employee/association-lifecycle.js';
import { FAMILY_RELATIONS } from '../../domain/employee/family-members.js';
import { CORRECTION_STATUS_LABELS } from '../../domain/employee/identity-correction.js';
import { RESIDENCE_KINDS } from '../../domain/employee/residence.js';
import { ACCOUNT_STATUS_LABELS } from '../../domain/identity/account-status.js';
import { ID_TYPE_LABELS, SEX_LABELS } from '../../domain/identity/id-number.js';
import { PERMIT_STATUS_LABELS } from '../../domain/permit/lifecycle.js';

type Labels = Readonly<Record<string, string>>;

export interface ExportColumn {
  /** The field in JSON. */
  readonly field: string;
  /** The heading in Chinese. */
  readonly heading: string;
  /** Of the section's `from`. */
  readonly sql: string;
  /** The text of a sealed column, or the JSON in it. */
  readonly opens?: 'TEXT' | 'JSON';
  /** What the sheet shows for a code; JSON keeps the code. */
  readonly labels?: Labels;
}

/** One kind of rows that is held about a person. `$1` is his id, `$2` the ids of his accounts. */
export interface ExportSection {
  readonly key: string;
  readonly title: string;
  readonly from: string;
  readonly columns: readonly ExportColumn[];
}

const plain = (field: string, heading: string, sql: string): ExportColumn => ({ field, heading, sql });
const day = (field: string, heading: string, sql: string): ExportColumn =>
  plain(field, heading, `to_char(${sql}, 'YYYY-MM-DD')`);
const sealed = (field: string, heading: string, sql: string): ExportColumn => ({
  field,
  heading,
  sql,
  opens: 'TEXT',
});
const sealedJson = (field: string, heading: string, sql: string): ExportColumn => ({
  field,
  heading,
  sql,
  opens: 'JSON',
});
const coded = (field: string, heading: string, sql: string, labels: Labels): ExportColumn => ({
  field,
  heading,
  sql,
  labels,
});

const OWN_APPLICATIONS = 'select id from application where employee_id = $1';
const OWN_LINKS = 'select id from association where employee_id = $1';
const OWN_PERMITS = 'select id from permit where employee_id = $1';
const OWN_FILES = `(f.owner_kind = 'EMPLOYEE' and f.owner_id = $1)
  or (f.owner_kind = 'ASSOCIATION' and f.owner_id in (${OWN_LINKS}))
  or (f.owner_kind = 'APPLICATION' and f.owner_id in (${OWN_APPLICATIONS}))`;
/** The latest; more than any person has, and less than an operator of many years. */
const MOST_EVENTS = 20_000;
/** By the two indexes of the trail: what it names, and the application it belongs to. */
const AUDIT_OF_OWN = `
  select v.* from audit_event v
    join (select 'employee' as entity, $1::uuid as id
          union all select 'application', id from (${OWN_APPLICATIONS}) as a
          union all select 'association', id from (${OWN_LINKS}) as s
          union all select 'permit', id from (${OWN_PERMITS}) as p
          union all select 'identity_correction', id from identity_correction where employee_id = $1
          union all select 'attachment_file', f.id from attachment_file f where ${OWN_FILES}) own
      on v.entity = own.entity and v.entity_id = own.id
  union
  select v.* from audit_event v join application a on a.application_no = v.application_no where a.employee_id = $1`;
const AUDIT_COLUMNS = [
  plain('at', '时间', 'v.at'),
  plain('action', '操作', 'v.action'),
  plain('entity', '对象', 'v.entity'),
  plain('entityId', '对象编号', 'v.entity_id'),
  plain('applicationNo', '业务编号', 'v.application_no'),
];

/** Everything that is held about a person, in the order in which he reads it. */
export const EXPORT_SECTIONS: readonly ExportSection[] = [
  {
    key: 'person',
    title: '个人一般信息',
    from: 'employee e where e.id = $1',
    columns: [
      plain('name', '姓名', 'e.name'),
      coded('sex', '性别', 'e.sex', SEX_LABELS),
      day('birthDate', '出生日期', 'e.birth_date'),
      sealed('phone', '联系电话', 'e.phone_sealed'),
      plain('ethnicity', '民族', 'e.ethnicity'),
      plain('politicalStatus', '政治面貌', 'e.political_status'),
      plain('maritalStatus', '婚姻状况', 'e.marital_status'),
      coded('idType', '证件类型', 'e.id_type', ID_TYPE_LABELS),
      sealed('idNo', '证件号码', 'e.id_no_sealed'),
      sealed('householdRegister', '户籍所在地', 'e.household_register_sealed'),
      sealed('currentAddress', '现居住地址', 'e.current_address_sealed'),
      coded('residenceKind', '住所性质', 'e.residence_kind', RESIDENCE_KINDS),
      plain('email', '电子邮箱', 'e.email'),
      plain('createdAt', '建立时间', 'e.created_at'),
      plain('updatedAt', '更新时间', 'e.updated_at'),
    ],
  },
  {
    key: 'identityCorrections',
    title: '身份信息更正',
    from: `identity_correction c join department d on d.id = c.department_id where c.employee_id = $1
           order by c.created_at, c.id`,
    columns: [
      plain('requestedAt', '申请时间', 'c.created_at'),
      coded('status', '状态', 'c.status', CORRECTION_STATUS_LABELS),
      sealedJson('registered', '更正前', 'c.registered_sealed'),
      sealedJson('proposed', '申请更正为', 'c.proposed_sealed'),
      plain('reason', '原因', 'c.reason'),
      plain('scanFileName', '证件扫描件', 'c.scan_file_name'),
      plain('department', '审核部门', 'd.name'),
      plain('decidedByName', '审核人', 'c.decided_by_name'),
      plain('opinion', '审核意见', 'c.opinion'),
      plain('endedAt', '办结时间', 'c.ended_at'),
    ],
  },
  {
    key: 'education',
    title: '教育信息',
    from: 'domestic_education d where d.employee_id = $1',
    columns: [
      plain('highestDegree', '国内最高学历', 'd.highest_degree'),
      plain('academicDegree', '学位', 'd.academic_degree'),
      plain('school', '毕业学校名称', 'd.school'),
      plain('major', '学科专业', 'd.major'),
      day('enrolledOn', '入学日期', 'd.enrolled_on'),
      day('graduatedOn', '毕业日期', 'd.graduated_on'),
      plain('titleName', '专业技术职务', 'd.title_name'),
      plain('titleLevel', '职务级别', 'd.title_level'),
      plain('titleCertNo', '职务证书编号', 'd.title_cert_no'),
      day('titleDate', '取得日期', 'd.title_date'),
    ],
  },
  {
    key: 'overseasEducation',
    title: '国外教育信息',
    from: 'overseas_education o where o.employee_id = $1 order by o.from_day, o.id',
    columns: [
      day('from', '开始日期', 'o.from_day'),
      day('to', '结束日期', 'o.to_day'),
      plain('school', '学校', 'o.school'),
      plain('country', '国家（地区）', 'o.country'),
      plain('major', '专业', 'o.major'),
      plain('degree', '学位', 'o.degree'),
      plain('certificationNo', '学历学位认证书编号', 'o.certification_no'),
    ],
  },
  {
    key: 'studyHistory',
    title: '学习经历',
    from: 'study_history s where s.employee_id = $1 order by s.from_day, s.id',
    columns: [
      day('from', '开始日期', 's.from_day'),
      day('to', '结束日期', 's.to_day'),
      plain('school', '学校', 's.school'),
      plain('major', '专业', 's.major'),
      plain('degree', '学历学位', 's.degree'),
    ],
  },
  {
    key: 'workHistory',
    title: '工作经历',
    from: 'work_history w where w.employee_id = $1 order by w.from_day, w.id',
    columns: [
      day('from', '开始日期', 'w.from_day'),
      day('to', '结束日期', 'w.to_day'),
      plain('employer', '工作单位', 'w.employer'),
      plain('uscc', '统一社会信用代码', 'w.uscc'),
      plain('position', '职务', 'w.position'),
      plain('leaveReason', '离职原因', 'w.leave_reason'),
    ],
  },
  {
    key: 'familyMembers',
    title: '随往人员',
    from: 'family_member m where m.employee_id = $1 order by m.birth_date, m.id',
    columns: [
      coded('relation', '关系', 'm.relation', FAMILY_RELATIONS),
      plain('name', '姓名', 'm.name'),
      coded('idType', '证件类型', 'm.id_type', ID_TYPE_LABELS),
      sealed('idNo', '证件号码', 'm.id_no_sealed'),
      day('birthDate', '出生日期', 'm.birth_date'),
    ],
  },
  {
    key: 'insuranceMonths',
    title: '社会保险与个税',
    from: 'insurance_tax_month i where i.employee_id = $1 order by i.month',
    columns: [
      plain('month', '月份', 'i.month'),
      plain('insuranceUnitUscc', '社保单位', 'i.insurance_unit_uscc'),
      plain('insurancePaid', '社保已缴', 'i.insurance_paid'),
      plain('taxUnitUscc', '个税单位', 'i.tax_unit_uscc'),
      sealed('taxableIncome', '应税收入', 'i.taxable_income_sealed'),
      plain('contractUnitUscc', '合同单位', 'i.contract_unit_uscc'),
    ],
  },
  {
    key: 'associations',
    title: '单位关联',
    from: `association s join unit u on u.id = s.unit_id left join labor_contract c on c.association_id = s.id
      where s.employee_id = $1 order by s.requested_at, s.id, c.created_at`,
    columns: [
      plain('unitName', '单位名称', 'u.name'),
      coded('status', '状态', 's.status', ASSOCIATION_STATUS_LABELS),
      plain('requestedAt', '申请时间', 's.requested_at'),
      plain('decidedAt', '处理时间', 's.decided_at'),
      plain('rejectReason', '拒绝原因', 's.reject_reason'),
      day('endedOn', '解除日期', 's.ended_on'),
      plain('endReason', '解除原因', 's.end_reason'),
      plain('endRemark', '解除说明', 's.end_remark'),
      plain('position', '现任职务', 'c.position'),
      day('contractStart', '合同开始日期', 'c.start_date'),
      day('contractEnd', '合同结束日期', 'c.end_date'),
    ],
  },
  {
    key: 'historicalRequests',
    title: '聘用单位变更补办请求',
    from: `historical_request h join unit u on u.id = h.unit_id where h.employee_id = $1 order by h.requested_at`,
    columns: [
      plain('unitName', '单位名称', 'u.name'),
      day('from', '开始日期', 'h.from_day'),
      day('to', '结束日期', 'h.to_day'),
      plain('requestedAt', '申请时间', 'h.requested_at'),
    ],
  },
  {
    key: 'permits',
    title: '工作居住证',
    from: `permit p left join unit u on u.id = p.unit_id join department d on d.id = p.supervising_department_id
      where p.employee_id = $1 order by p.created_at, p.id`,
    columns: [
      plain('permitNo', '工作居住证编号', 'p.permit_no'),
      coded('permitType', '工作居住证类型', 'p.permit_type', PERMIT_TYPE_LABELS),
      coded('status', '证件状态', 'p.status', PERMIT_STATUS_LABELS),
      plain('unitName', '聘用单位', 'u.name'),
      plain('departmentName', '上级申报单位', 'd.name'),
      day('validFrom', '有效期自', 'p.valid_from'),
      day('validUntil', '证件有效期至', 'p.valid_until'),
      sealedJson('holder', '证面信息', 'p.holder_snapshot_sealed'),
    ],
  },
  {
    key: 'permitTerms',
    title: '证件期限',
    from: `permit_term t join permit p on p.id = t.permit_id where t.permit_id in (${OWN_PERMITS})
      order by p.permit_no, t.term`,
    columns: [
      plain('permitNo', '工作居住证编号', 'p.permit_no'),
      plain('term', '期次', 't.term'),
      day('from', '有效期自', 't.from_day'),
      day('until', '有效期至', 't.until_day'),
    ],
  },
  {
    key: 'permitUnits',
    title: '证件聘用单位',
    from: `permit_unit_period t join permit p on p.id = t.permit_id join unit u on u.id = t.unit_id
      where t.permit_id in (${OWN_PERMITS}) order by p.permit_no, t.from_day`,
    columns: [
      plain('permitNo', '工作居住证编号', 'p.permit_no'),
      plain('unitName', '聘用单位', 'u.name'),
      day('from', '自', 't.from_day'),
      day('to', '至', 't.to_day'),
    ],
  },
  {
    key: 'applications',
    title: '业务申请',
    from: `application a join unit u on u.id = a.unit_id where a.employee_id = $1 order by a.created_at, a.id`,
    columns: [
      plain('applicationNo', '业务编号', 'a.application_no'),
      coded('type', '业务类型', 'a.type', BUSINESS_TYPE_LABELS),
      coded('permitType', '工作居住证类型', 'a.permit_type', PERMIT_TYPE_LABELS),
      coded('status', '状态', 'a.status', APPLICATION_STATUS_LABELS),
      plain('unitName', '单位名称', 'u.name'),
      plain('submittedAt', '提交时间', 'a.submitted_at'),
      plain('closedAt', '办结时间', 'a.closed_at'),
      plain('closedReason', '办结说明', 'a.closed_reason'),
      plain('details', '申请事项', 'a.payload'),
      sealedJson('changes', '申请变更的内容', 'a.changes_sealed'),
    ],
  },
  {
    key: 'submissions',
    title: '提交的内容',
    from: `application_snapshot n join application a on a.id = n.application_id
      where n.application_id in (${OWN_APPLICATIONS}) order by a.application_no, n.snapshot_no`,
    columns: [
      plain('applicationNo', '业务编号', 'a.application_no'),
      plain('round', '轮次', 'n.round'),
      plain('snapshotNo', '快照号', 'n.snapshot_no'),
      plain('takenAt', '时间', 'n.taken_at'),
      sealedJson('content', '内容', 'n.content_sealed'),
      plain('files', '附件', 'n.files'),
    ],
  },
  {
    key: 'reviews',
    title: '审批记录',
    from: `review_task t join application a on a.id = t.application_id
      where t.application_id in (${OWN_APPLICATIONS}) order by a.application_no, t.received_at, t.id`,
    columns: [
      plain('applicationNo', '业务编号', 'a.application_no'),
      plain('round', '轮次', 't.round'),
      plain('level', '环节', 't.level'),
      plain('receivedAt', '收到时间', 't.received_at'),
      day('dueOn', '截止日', 't.due_on'),
      coded('decision', '审批结果', 't.decision', REVIEW_OUTCOME_LABELS),
      plain('opinion', '审批意见', 't.opinion'),
      plain('hint', '温馨提示', 't.hint'),
      plain('decidedAt', '审批时间', 't.decided_at'),
      plain('decidedByName', '审批人', 't.decided_by_name'),
    ],
  },
  {
    key: 'returnPoints',
    title: '退回修改事项',
    from: `return_point r join application a on a.id = r.application_id
      where r.application_id in (${OWN_APPLICATIONS}) order by a.application_no, r.raised_at, r.position`,
    columns: [
      plain('applicationNo', '业务编号', 'a.application_no'),
      plain('target', '内容或附件', 'r.target'),
      plain('text', '修改要求', 'r.text'),
      plain('answer', '答复', 'r.answer'),
      plain('raisedAt', '提出时间', 'r.raised_at'),
    ],
  },
  {
    key: 'files',
    title: '附件',
    from: `attachment_file f join stored_object o on o.sha256 = f.sha256 where ${OWN_FILES}
      order by f.uploaded_at, f.id`,
    columns: [
      plain('fileId', '编号', 'f.id'),
      plain('catalogueCode', '附件项', 'f.catalogue_code'),
      plain('fileName', '文件名', 'f.file_name'),
      plain('mediaType', '格式', 'o.media_type'),
      plain('sizeBytes', '字节数', 'o.size_bytes'),
      plain('sha256', 'SHA-256', 'f.sha256'),
      plain('uploadedAt', '上传时间', 'f.uploaded_at'),
      plain('removedAt', '删除时间', 'f.removed_at'),
    ],
  },
  {
    key: 'documents',
    title: '回执与确认单',
    from: `issued_document i join application a on a.id = i.application_id
      where i.application_id in (${OWN_APPLICATIONS}) order by i.issued_at, i.id`,
    columns: [
      coded('kind', '种类', 'i.kind', { RECEIPT: '受理回执', CONFIRMATION_FORM: '《工作居住证确认单》' }),
      plain('number', '编号', 'i.number'),
      plain('applicationNo', '业务编号', 'a.application_no'),
      plain('sha256', 'SHA-256', 'i.sha256'),
      plain('issuedAt', '出单时间', 'i.issued_at'),
    ],
  },
  {
    key: 'notices',
    title: '系统通知',
    from: `notice n where (n.audience_kind = 'EMPLOYEE' and n.audience_id = $1)
      or (n.audience_kind = 'ACCOUNT' and n.audience_id = any ($2)) order by n.published_at, n.id`,
    columns: [
      plain('code', '代码', 'n.code'),
      plain('body', '内容', 'n.body'),
      plain('publishedAt', '时间', 'n.published_at'),
    ],
  },
  {
    key: 'restrictions',
    title: '限制办理',
    from: 'restriction r where r.employee_id = $1 order by r.created_at, r.id',
    columns: [
      plain('service', '业务', 'r.service'),
      plain('reason', '原因', 'r.reason'),
      day('from', '自', 'r.from_day'),
      day('to', '至', 'r.to_day'),
      plain('liftedAt', '解除时间', 'r.lifted_at'),
    ],
  },
  {
    key: 'accounts',
    title: '账号',
    from: `account a left join second_factor t on t.account_id = a.id where a.id = any ($2) order by a.created_at`,
    columns: [
      plain('userName', '用户名', 'a.user_name'),
      plain('personName', '姓名', 'a.person_name'),
      coded('role', '角色', 'a.role', ROLES),
      coded('status', '状态', 'a.status', ACCOUNT_STATUS_LABELS),
      plain('createdAt', '建立时间', 'a.created_at'),
      plain('secondFactorSince', '二次验证启用时间', 't.enrolled_at'),
    ],
  },
  {
    key: 'authorizations',
    title: '单位授权',
    from: `unit_authorization g join unit u on u.id = g.unit_id
      where g.person_index in (select id_no_index from employee where id = $1
        union select person_index from unit_identity where account_id = any ($2)) order by g.created_at, g.id`,
    columns: [
      plain('unitName', '单位名称', 'u.name'),
      plain('method', '登录方式', 'g.method'),
      coded('role', '角色', 'g.role', ROLES),
      plain('personName', '姓名', 'g.person_name'),
      coded('idType', '证件类型', 'g.id_type', ID_TYPE_LABELS),
      sealed('idNo', '证件号码', 'g.id_no_sealed'),
      sealed('mobile', '手机', 'g.mobile_sealed'),
      plain('grantedAt', '授权时间', 'g.created_at'),
      plain('revokedAt', '撤销时间', 'g.revoked_at'),
    ],
  },
  {
    key: 'sessions',
    title: '登录记录',
    from: 'session s where s.account_id = any ($2) order by s.started_at, s.id',
    columns: [
      plain('loginMethod', '登录方式', 's.login_method'),
      plain('ip', '来源地址', 's.ip'),
      plain('userAgent', '浏览器', 's.user_agent'),
      plain('startedAt', '登录时间', 's.started_at'),
      plain('endedAt', '结束时间', 's.ended_at'),
    ],
  },
  {
    key: 'programTokens',
    title: '程序令牌',
    from: 'program_token t where t.account_id = any ($2) order by t.created_at, t.id',
    columns: [
      plain('name', '名称', 't.name'),
      plain('actions', '范围', 't.actions'),
      plain('createdAt', '建立时间', 't.created_at'),
      plain('expiresAt', '到期时间', 't.expires_at'),
      plain('lastUsedAt', '最近使用', 't.last_used_at'),
      plain('revokedAt', '撤销时间', 't.revoked_at'),
    ],
  },
  {
    key: 'ownActs',
    title: '本人的操作',
    from: `audit_event v where v.actor_id = any ($2) order by v.seq desc limit ${MOST_EVENTS}`,
    columns: [...AUDIT_COLUMNS, plain('ip', '来源地址', 'v.ip')],
  },
  {
    key: 'actsOfOthers',
    title: '他人的查阅与处理',
    from: `(${AUDIT_OF_OWN}) v left join account a on a.id = v.actor_id
      where v.actor_id is null or v.actor_id <> all ($2) order by v.seq desc limit ${MOST_EVENTS}`,
    columns: [
      ...AUDIT_COLUMNS,
      coded('actorRole', '角色', 'v.actor_role', ROLES),
      plain('actorName', '操作人', 'a.person_name'),
    ],
  },
];
