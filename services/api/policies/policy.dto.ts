import { ApiProperty } from '@nestjs/swagger';
import { plainMonth } from '../../../domain/calendar/plain-date.js';
import {
  LATE_SUBMISSIONS,
  LOGIN_METHODS,
  POLICY_LIMITS,
  type LateSubmission,
  type LoginMethod,
  type Policy,
} from '../../../domain/policy.js';
import {
  ChoiceField,
  ChoicesField,
  DecimalField,
  ParsedField,
  PartField,
  WholeField,
} from '../http/fields.js';
import { PublicationDto, PublishedVersionView } from '../http/published-version.dto.js';

/** What is left out stays as it was; the limits of each are those of the domain (domain.md §6.4). */
export class PolicyChangeDto {
  @WholeField({ ...POLICY_LIMITS.renewalOpenDays, optional: true })
  renewalOpenDays?: number | null;

  @WholeField({ ...POLICY_LIMITS.reviewReserveWorkdays, optional: true })
  reviewReserveWorkdays?: number | null;

  @WholeField({ ...POLICY_LIMITS.permitTermYears, optional: true })
  permitTermYears?: number | null;

  @WholeField({ ...POLICY_LIMITS.insuranceMonths, optional: true })
  insuranceMonths?: number | null;

  @WholeField({ ...POLICY_LIMITS.insuranceMonthsMin, optional: true })
  insuranceMonthsMin?: number | null;

  @WholeField({ ...POLICY_LIMITS.contractWarnMonths, optional: true })
  contractWarnMonths?: number | null;

  @WholeField({ ...POLICY_LIMITS.maxPdfBytes, optional: true })
  maxPdfBytes?: number | null;

  @WholeField({ ...POLICY_LIMITS.maxJpegBytes, optional: true })
  maxJpegBytes?: number | null;

  @WholeField({ ...POLICY_LIMITS.captchaAttempts, optional: true })
  captchaAttempts?: number | null;

  @WholeField({ ...POLICY_LIMITS.lockMinutes, optional: true })
  lockMinutes?: number | null;

  @WholeField({ ...POLICY_LIMITS.suspensionWarnDays, optional: true })
  suspensionWarnDays?: number | null;

  @WholeField({ ...POLICY_LIMITS.returnedReminderWorkdays, optional: true })
  returnedReminderWorkdays?: number | null;

  @WholeField({ ...POLICY_LIMITS.returnedLapseWorkdays, optional: true })
  returnedLapseWorkdays?: number | null;

  @WholeField({ ...POLICY_LIMITS.releaseWorkdays, optional: true })
  releaseWorkdays?: number | null;

  @WholeField({ ...POLICY_LIMITS.newMinTaxYears, optional: true })
  newMinTaxYears?: number | null;

  @WholeField({ ...POLICY_LIMITS.newMinCapital, optional: true })
  newMinCapital?: number | null;

  @WholeField({ ...POLICY_LIMITS.newMinAnnualTax, optional: true })
  newMinAnnualTax?: number | null;

  @WholeField({ ...POLICY_LIMITS.newServiceMonths, optional: true })
  newServiceMonths?: number | null;

  @WholeField({ ...POLICY_LIMITS.maxAgeMale, optional: true })
  maxAgeMale?: number | null;

  @WholeField({ ...POLICY_LIMITS.maxAgeFemale, optional: true })
  maxAgeFemale?: number | null;

  @DecimalField({ ...POLICY_LIMITS.incomeFactor, optional: true })
  incomeFactor?: number | null;

  @DecimalField({ ...POLICY_LIMITS.incomeFactorNonEnterprise, optional: true })
  incomeFactorNonEnterprise?: number | null;

  @ChoiceField({ label: '逾期申请处理', of: LATE_SUBMISSIONS, optional: true, example: 'REJECT' })
  lateSubmission?: LateSubmission | null;

  /** Null: no month is named any more. */
  @ParsedField({ label: '应税收入起始月', parse: plainMonth, optional: true, example: '2022-01' })
  incomeFromMonth?: string | null;

  @ChoicesField({ label: '登录方式', of: LOGIN_METHODS, optional: true })
  loginMethods?: LoginMethod[] | null;
}

export class PublishPolicyDto extends PublicationDto {
  @PartField({ label: '参数', of: () => PolicyChangeDto, example: { lateSubmission: 'REJECT' } })
  parameters!: PolicyChangeDto;
}

export class PolicyView implements Policy {
  @ApiProperty({ description: POLICY_LIMITS.renewalOpenDays.label }) renewalOpenDays!: number;
  @ApiProperty({ description: POLICY_LIMITS.reviewReserveWorkdays.label }) reviewReserveWorkdays!: number;
  @ApiProperty({ description: POLICY_LIMITS.permitTermYears.label }) permitTermYears!: number;
  @ApiProperty({ description: POLICY_LIMITS.insuranceMonths.label }) insuranceMonths!: number;
  @ApiProperty({ description: POLICY_LIMITS.insuranceMonthsMin.label }) insuranceMonthsMin!: number;
  @ApiProperty({ description: POLICY_LIMITS.contractWarnMonths.label }) contractWarnMonths!: number;
  @ApiProperty({ description: POLICY_LIMITS.maxPdfBytes.label }) maxPdfBytes!: number;
  @ApiProperty({ description: POLICY_LIMITS.maxJpegBytes.label }) maxJpegBytes!: number;
  @ApiProperty({ description: POLICY_LIMITS.captchaAttempts.label }) captchaAttempts!: number;
  @ApiProperty({ description: POLICY_LIMITS.lockMinutes.label }) lockMinutes!: number;
  @ApiProperty({ description: POLICY_LIMITS.suspensionWarnDays.label }) suspensionWarnDays!: number;
  @ApiProperty({ description: POLICY_LIMITS.returnedReminderWorkdays.label })
  returnedReminderWorkdays!: number;
  @ApiProperty({ description: POLICY_LIMITS.returnedLapseWorkdays.label }) returnedLapseWorkdays!: number;
  @ApiProperty({ description: POLICY_LIMITS.releaseWorkdays.label }) releaseWorkdays!: number;
  @ApiProperty({ description: POLICY_LIMITS.newMinTaxYears.label }) newMinTaxYears!: number;
  @ApiProperty({ description: POLICY_LIMITS.newMinCapital.label }) newMinCapital!: number;
  @ApiProperty({ description: POLICY_LIMITS.newMinAnnualTax.label }) newMinAnnualTax!: number;
  @ApiProperty({ description: POLICY_LIMITS.newServiceMonths.label }) newServiceMonths!: number;
  @ApiProperty({ description: POLICY_LIMITS.maxAgeMale.label }) maxAgeMale!: number;
  @ApiProperty({ description: POLICY_LIMITS.maxAgeFemale.label }) maxAgeFemale!: number;
  @ApiProperty({ description: POLICY_LIMITS.incomeFactor.label }) incomeFactor!: number;
  @ApiProperty({ description: POLICY_LIMITS.incomeFactorNonEnterprise.label })
  incomeFactorNonEnterprise!: number;
  @ApiProperty({ description: '逾期申请处理', enum: [...LATE_SUBMISSIONS] }) lateSubmission!: LateSubmission;
  @ApiProperty({ description: '应税收入起始月', type: String, nullable: true })
  incomeFromMonth!: Policy['incomeFromMonth'];
  @ApiProperty({ description: '登录方式', enum: [...LOGIN_METHODS], isArray: true })
  loginMethods!: readonly LoginMethod[];
}

/** Parameters of a department in one version (domain.md §6.4). */
export class PolicyVersionView extends PublishedVersionView {
  @ApiProperty({ description: '全部参数', type: PolicyView }) parameters!: PolicyView;
}

export class PolicyVersionsView {
  @ApiProperty({ type: PolicyVersionView, isArray: true }) items!: readonly PolicyVersionView[];
}
