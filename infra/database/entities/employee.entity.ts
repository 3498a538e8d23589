import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AggregateRow, Day, Flag, Instant, Sealed, Text, Uuid, Whole } from './columns.js';
import { UnitRow } from './unit.entity.js';

/** A person who applies for or holds a permit (domain.md §3.3). */
@Entity('employee')
@Unique('employee_identity_key', ['idType', 'idNoIndex'])
@Check('employee_residence_kind_check', `residence_kind in ('OWNED', 'RENTED', 'UNIT', 'BORROWED')`)
export class EmployeeRow extends AggregateRow {
  @Text('name') name!: string;
  @Text('sex') sex!: string;
  @Day('birth_date') birthDate!: string;
  @Sealed('phone_sealed') phoneSealed!: string;
  @Text('ethnicity', { nullable: true }) ethnicity!: string | null;
  @Text('political_status', { nullable: true }) politicalStatus!: string | null;
  @Text('marital_status', { nullable: true }) maritalStatus!: string | null;
  @Text('id_type') idType!: string;
  @Sealed('id_no_sealed') idNoSealed!: string;
  /** Keyed blind index of the number, for exact search and uniqueness. */
  @Text('id_no_index') idNoIndex!: string;
  /** Blind index of the last four characters (domain.md §11: numbers match whole or by their last four). */
  @Text('id_no_tail_index') idNoTailIndex!: string;
  @Sealed('household_register_sealed', { nullable: true }) householdRegisterSealed!: string | null;
  @Sealed('current_address_sealed', { nullable: true }) currentAddressSealed!: string | null;
  @Text('residence_kind', { nullable: true }) residenceKind!: string | null;
  @Text('email', { nullable: true }) email!: string | null;
}

@Entity('domestic_education')
export class DomesticEducationRow {
  @PrimaryColumn('uuid', { name: 'employee_id' })
  @ForeignKey(() => EmployeeRow, 'id', { name: 'domestic_education_employee_fk' })
  employeeId!: string;
  @Text('highest_degree') highestDegree!: string;
  @Text('academic_degree') academicDegree!: string;
  @Text('school') school!: string;
  @Text('major') major!: string;
  @Day('enrolled_on') enrolledOn!: string;
  @Day('graduated_on') graduatedOn!: string;
  @Flag('holds_professional_title') holdsProfessionalTitle!: boolean;
  @Text('title_name', { nullable: true }) titleName!: string | null;
  @Text('title_level', { nullable: true }) titleLevel!: string | null;
  @Text('title_cert_no', { nullable: true }) titleCertNo!: string | null;
  @Day('title_date', { nullable: true }) titleDate!: string | null;
  @Text('review_status', { default: 'PENDING' }) reviewStatus!: string;
}

/** Certified where a number stands (domain.md §3.3 OverseasEducation). */
@Entity('overseas_education')
@Index('overseas_education_employee_idx', ['employeeId'])
export class OverseasEducationRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'overseas_education_employee_fk' })
  employeeId!: string;
  @Text('school') school!: string;
  @Text('country') country!: string;
  @Text('major') major!: string;
  @Text('degree') degree!: string;
  @Day('from_day') fromDay!: string;
  @Day('to_day') toDay!: string;
  @Text('certification_no', { nullable: true }) certificationNo!: string | null;
}

@Entity('study_history')
@Index('study_history_employee_idx', ['employeeId'])
export class StudyHistoryRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'study_history_employee_fk' })
  employeeId!: string;
  @Day('from_day') fromDay!: string;
  @Day('to_day', { nullable: true }) toDay!: string | null;
  @Text('school') school!: string;
  @Text('major', { nullable: true }) major!: string | null;
  @Text('degree', { nullable: true }) degree!: string | null;
}

@Entity('work_history')
@Index('work_history_employee_idx', ['employeeId'])
export class WorkHistoryRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'work_history_employee_fk' })
  employeeId!: string;
  @Day('from_day') fromDay!: string;
  @Day('to_day', { nullable: true }) toDay!: string | null;
  @Text('employer') employer!: string;
  @Text('uscc', { nullable: true }) uscc!: string | null;
  @Text('position') position!: string;
  @Text('leave_reason', { nullable: true }) leaveReason!: string | null;
}

/** 随往人员 (domain.md §3.3 FamilyMember); the number is sealed and indexed as an employee's own. */
@Entity('family_member')
@Index('family_member_employee_idx', ['employeeId'])
@Index('family_member_one_spouse', ['employeeId'], { unique: true, where: `relation = 'SPOUSE'` })
@Unique('family_member_identity_key', ['employeeId', 'idType', 'idNoIndex'])
@Check('family_member_relation_check', `relation in ('SPOUSE', 'CHILD')`)
export class FamilyMemberRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'family_member_employee_fk' })
  employeeId!: string;
  @Text('relation') relation!: string;
  @Text('name') name!: string;
  @Text('id_type') idType!: string;
  @Sealed('id_no_sealed') idNoSealed!: string;
  @Text('id_no_index') idNoIndex!: string;
  @Day('birth_date') birthDate!: string;
}

/** One month of insurance, tax and contract (domain.md §3.3 InsuranceTaxRecord); income is sealed. */
@Entity('insurance_tax_month')
@Unique('insurance_tax_month_key', ['employeeId', 'month'])
export class InsuranceTaxMonthRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'insurance_tax_month_employee_fk' })
  employeeId!: string;
  /** yyyy-MM */
  @Text('month') month!: string;
  @Text('insurance_unit_uscc', { nullable: true }) insuranceUnitUscc!: string | null;
  @Flag('insurance_paid') insurancePaid!: boolean;
  @Text('tax_unit_uscc', { nullable: true }) taxUnitUscc!: string | null;
  @Sealed('taxable_income_sealed') taxableIncomeSealed!: string;
  @Text('contract_unit_uscc', { nullable: true }) contractUnitUscc!: string | null;
}

/** The link of a unit and an employee (domain.md §4.4); at most one ACTIVE per employee, at most one open request. */
@Entity('association')
@Index('association_one_active', ['employeeId'], { unique: true, where: `status = 'ACTIVE'` })
@Index('association_one_pending', ['employeeId'], { unique: true, where: `status = 'PENDING'` })
@Index('association_unit_idx', ['unitId', 'status', 'requestedAt', 'id'])
@Index('association_employee_idx', ['employeeId'])
@Index('association_release_idx', ['releaseRequestedAt', 'id'], {
  where: `status = 'ACTIVE' and release_requested_at is not null`,
})
@Check('association_status_check', `status in ('PENDING', 'ACTIVE', 'REJECTED', 'WITHDRAWN', 'ENDED')`)
export class AssociationRow extends AggregateRow {
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'association_unit_fk' })
  unitId!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'association_employee_fk' })
  employeeId!: string;
  @Text('status') status!: string;
  @Instant('requested_at') requestedAt!: Date;
  @Instant('decided_at', { nullable: true }) decidedAt!: Date | null;
  @Uuid('decided_by', { nullable: true }) decidedBy!: string | null;
  @Text('reject_reason', { nullable: true }) rejectReason!: string | null;
  @Day('ended_on', { nullable: true }) endedOn!: string | null;
  @Text('end_reason', { nullable: true }) endReason!: string | null;
  /** Said by whoever ends the link; until then by the employee who asks for his release. */
  @Day('leave_date', { nullable: true }) leaveDate!: string | null;
  @Text('end_remark', { nullable: true }) endRemark!: string | null;
  @Instant('release_requested_at', { nullable: true }) releaseRequestedAt!: Date | null;
}

/** A labour contract of one association; history is kept, one is current (domain.md §3.3). */
@Entity('labor_contract')
@Index('labor_contract_one_current', ['associationId'], { unique: true, where: 'is_current' })
@Index('labor_contract_association_idx', ['associationId'])
@Check('labor_contract_term_check', `open_ended <> (end_date is not null)`)
export class LaborContractRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('association_id')
  @ForeignKey(() => AssociationRow, 'id', { name: 'labor_contract_association_fk' })
  associationId!: string;
  @Text('position') position!: string;
  @Day('start_date') startDate!: string;
  @Day('end_date', { nullable: true }) endDate!: string | null;
  @Flag('open_ended') openEnded!: boolean;
  /** Null: imported, the unit has not uploaded it yet. */
  @Uuid('scan_file_id', { nullable: true }) scanFileId!: string | null;
  @Flag('is_current') isCurrent!: boolean;
  @Instant('created_at', { default: () => 'business_now()' }) createdAt!: Date;
  @Whole('version', { default: 1 }) version!: number;
}
