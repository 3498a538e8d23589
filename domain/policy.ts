import type { PlainMonth } from './calendar/plain-date.js';

/** What a submission after the last submission day meets. Source: domain.md §6.2 W4. */
export const LATE_SUBMISSIONS = ['WARN', 'REJECT'] as const;
export type LateSubmission = (typeof LATE_SUBMISSIONS)[number];

/** Ways to log in. Source: domain.md §12. */
export const LOGIN_METHODS = ['CERT_USBKEY', 'CERT_QR', 'PASSWORD', 'E_LICENCE', 'INSTITUTION_CERT'] as const;
export type LoginMethod = (typeof LOGIN_METHODS)[number];

/** The parameters of a department, pinned by version at submission. Source: domain.md §6.4. */
export interface Policy {
  readonly renewalOpenDays: number;
  readonly reviewReserveWorkdays: number;
  readonly permitTermYears: number;
  readonly insuranceMonths: number;
  readonly insuranceMonthsMin: number;
  /** Null: the department names no month (T6). */
  readonly incomeFromMonth: PlainMonth | null;
  readonly lateSubmission: LateSubmission;
  readonly contractWarnMonths: number;
  readonly maxPdfBytes: number;
  readonly maxJpegBytes: number;
  readonly loginMethods: readonly LoginMethod[];
  readonly captchaAttempts: number;
  readonly lockMinutes: number;
  readonly suspensionWarnDays: number;
  readonly returnedReminderWorkdays: number;
  readonly returnedLapseWorkdays: number;
  readonly releaseWorkdays: number;
  readonly newMinTaxYears: number;
  /** CNY. */
  readonly newMinCapital: number;
  /** CNY. */
  readonly newMinAnnualTax: number;
  readonly newServiceMonths: number;
  readonly incomeFactor: number;
  /** For institutions, non-enterprise units and social organizations. */
  readonly incomeFactorNonEnterprise: number;
  /** Whole years; older persons get the hint H-AGE (domain.md §7.6). */
  readonly maxAgeMale: number;
  readonly maxAgeFemale: number;
}

const MIB = 1024 * 1024;

type NumberParameter = {
  [Name in keyof Policy]: Policy[Name] extends number ? Name : never;
}[keyof Policy];

/** What a parameter is called, and the least and most that make sense of it; both included. */
export const POLICY_LIMITS = {
  renewalOpenDays: { label: '续签提前开放天数', min: 7, max: 366 },
  reviewReserveWorkdays: { label: '审批预留工作日', min: 1, max: 120 },
  permitTermYears: { label: '证件有效期（年）', min: 1, max: 10 },
  insuranceMonths: { label: '社保核查月数', min: 1, max: 120 },
  insuranceMonthsMin: { label: '社保核查最少月数', min: 1, max: 120 },
  contractWarnMonths: { label: '合同到期提示月数', min: 0, max: 60 },
  maxPdfBytes: { label: 'PDF 附件大小上限（字节）', min: 1024, max: 64 * MIB },
  maxJpegBytes: { label: 'JPEG 附件大小上限（字节）', min: 1024, max: 64 * MIB },
  captchaAttempts: { label: '登录失败次数上限', min: 1, max: 20 },
  lockMinutes: { label: '锁定分钟数', min: 1, max: 1440 },
  suspensionWarnDays: { label: '挂起提示天数', min: 1, max: 366 },
  returnedReminderWorkdays: { label: '退回提醒工作日', min: 1, max: 120 },
  returnedLapseWorkdays: { label: '退回失效工作日', min: 1, max: 366 },
  releaseWorkdays: { label: '解除关联处理工作日', min: 1, max: 60 },
  newMinTaxYears: { label: '新办最少纳税年数', min: 0, max: 20 },
  newMinCapital: { label: '新办最低注册资本（元）', min: 0, max: 1_000_000_000_000 },
  newMinAnnualTax: { label: '新办最低年纳税额（元）', min: 0, max: 1_000_000_000_000 },
  newServiceMonths: { label: '新办最少在职月数', min: 0, max: 120 },
  incomeFactor: { label: '收入倍数', min: 0, max: 10 },
  incomeFactorNonEnterprise: { label: '收入倍数（事业单位等）', min: 0, max: 10 },
  maxAgeMale: { label: '男性年龄提示', min: 18, max: 120 },
  maxAgeFemale: { label: '女性年龄提示', min: 18, max: 120 },
} as const satisfies Readonly<
  Record<NumberParameter, { readonly label: string; readonly min: number; readonly max: number }>
>;

/** Holds for every department that has set nothing of its own. Source: domain.md §6.4, ages §7.6. */
export const DEFAULT_POLICY: Policy = {
  renewalOpenDays: 60,
  reviewReserveWorkdays: 20,
  permitTermYears: 3,
  insuranceMonths: 36,
  insuranceMonthsMin: 1,
  incomeFromMonth: null,
  lateSubmission: 'WARN',
  contractWarnMonths: 6,
  maxPdfBytes: 10 * MIB,
  maxJpegBytes: MIB,
  loginMethods: LOGIN_METHODS,
  captchaAttempts: 5,
  lockMinutes: 30,
  suspensionWarnDays: 60,
  returnedReminderWorkdays: 5,
  returnedLapseWorkdays: 60,
  releaseWorkdays: 5,
  newMinTaxYears: 1,
  newMinCapital: 1_000_000,
  newMinAnnualTax: 500_000,
  newServiceMonths: 12,
  incomeFactor: 1.5,
  incomeFactorNonEnterprise: 1.2,
  maxAgeMale: 60,
  maxAgeFemale: 55,
};
