/** Rows that are kept for a time and then go; what a running matter, a living permit or the audit trail needs is no rule. */
export interface RetentionRule {
  readonly key: string;
  readonly label: string;
  readonly table: string;
  readonly keepDays: number;
  /** Why so long: a law, or a decision of this product. */
  readonly basis: string;
  /** Of `t`: since when the days count. Null, and the row stays. */
  readonly since: string;
  /** WALL for what follows no trial clock (design.md §3). */
  readonly clock: 'WALL' | 'BUSINESS';
  /** What else must hold of `t`. */
  readonly condition?: string;
}

const DECISION = '(decision)';
const NEVER_SUBMITTED = `t.status = 'DRAFT' and t.submitted_at is null and t.round = 0`;

/** In the order in which they run: what points at a row goes before it. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    key: 'captcha',
    label: '过期的图形验证码',
    table: 'captcha',
    keepDays: 1,
    basis: DECISION,
    since: 't.expires_at',
    clock: 'WALL',
  },
  {
    key: 'certificateChallenge',
    label: '过期的证书登录随机数',
    table: 'certificate_challenge',
    keepDays: 1,
    basis: DECISION,
    since: 't.expires_at',
    clock: 'WALL',
  },
  {
    key: 'signInTicket',
    label: '过期的登录二维码',
    table: 'sign_in_ticket',
    keepDays: 1,
    basis: DECISION,
    since: 't.expires_at',
    clock: 'WALL',
  },
  {
    key: 'pendingSignIn',
    label: '未完成的二次验证',
    table: 'pending_sign_in',
    keepDays: 1,
    basis: DECISION,
    since: 't.expires_at',
    clock: 'WALL',
  },
  {
    key: 'signInGuess',
    label: '登录失败计数',
    table: 'sign_in_guess',
    keepDays: 2,
    basis: '最长锁定时间之后 (decision)',
    since: 'greatest(t.last_at, t.locked_until)',
    clock: 'WALL',
  },
  {
    key: 'session',
    label: '已结束的登录会话',
    table: 'session',
    keepDays: 190,
    basis: '网络日志留存不少于六个月（《网络安全法》第二十一条）',
    since: 'least(t.ended_at, t.ends_at)',
    clock: 'WALL',
  },
  {
    key: 'idempotencyKey',
    label: '幂等键',
    table: 'idempotency_key',
    keepDays: 90,
    basis: DECISION,
    since: 't.recorded_at',
    clock: 'WALL',
  },
  {
    key: 'invitation',
    label: '未接受的成员邀请',
    table: 'invitation',
    keepDays: 90,
    basis: DECISION,
    since: 'least(t.withdrawn_at, t.expires_at)',
    clock: 'BUSINESS',
    condition: 't.accepted_at is null',
  },
  {
    key: 'unitProfileDraft',
    label: '未完成的单位信息草稿',
    table: 'unit_profile_draft',
    keepDays: 730,
    basis: DECISION,
    since: 't.saved_at',
    clock: 'BUSINESS',
  },
  {
    key: 'draftContract',
    label: '从未提交的申请所附合同',
    table: 'application_contract',
    keepDays: 365,
    basis: DECISION,
    since: `(select t.updated_at from application t where t.id = application_id and ${NEVER_SUBMITTED})`,
    clock: 'BUSINESS',
  },
  {
    key: 'draft',
    label: '从未提交的申请草稿',
    table: 'application',
    keepDays: 365,
    basis: DECISION,
    since: 't.updated_at',
    clock: 'BUSINESS',
    condition: `${NEVER_SUBMITTED}
      and not exists (select from application_contract c where c.application_id = t.id)
      and not exists (select from application a where a.previous_application_id = t.id)`,
  },
  {
    key: 'correction',
    label: '未通过或已撤回的身份信息更正申请',
    table: 'identity_correction',
    keepDays: 365,
    basis: DECISION,
    since: 't.ended_at',
    clock: 'BUSINESS',
    condition: `t.status in ('REJECTED', 'WITHDRAWN')`,
  },
  {
    key: 'removedFile',
    label: '已删除且未随任何申请、合同提交的附件',
    table: 'attachment_file',
    keepDays: 365,
    basis: DECISION,
    since: 't.removed_at',
    clock: 'BUSINESS',
    condition: `not exists (select from labor_contract c where c.scan_file_id = t.id)
      and not exists (select from application_contract c where c.scan_file_id = t.id)
      and not exists (select from application_snapshot n cross join lateral jsonb_array_elements(n.files) f
                       where f ->> 'fileId' = t.id::text)`,
  },
];

/** Days that an object may be without a row that points at it: an upload is not over before its transaction. */
export const ORPHAN_GRACE_DAYS = 7;

/** Of the pages of a scan: rows of its findings that keep objects of their own. */
export const PICTURES = { table: 'scan_page', picture: 'picture_sha256' } as const;

/** Every column that keeps an object alive; test/integration compares them with the schema. */
export const OBJECT_REFERENCES: readonly (readonly [table: string, column: string])[] = [
  ['attachment_file', 'sha256'],
  ['policy_notice', 'sha256'],
  ['department_guide', 'sha256'],
  ['issued_document', 'sha256'],
  [PICTURES.table, PICTURES.picture],
  ['identity_correction', 'scan_sha256'],
];

/** What was found about an object; it goes with it. */
export const OBJECT_FINDINGS: readonly string[] = [PICTURES.table, 'scan_check'];
