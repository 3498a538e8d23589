import type { PlainMonth } from './calendar/plain-date.js';

/** What a submission after the last submission day meets. Source: domain.md §6.2 W4. */
export type LateSubmission = 'WARN' | 'REJECT';

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
