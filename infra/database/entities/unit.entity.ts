import type { UnitAccountStatus } from '../../../domain/unit/account-lifecycle.js';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AggregateRow, Day, Flag, Instant, Money, Sealed, Text, Uuid, Whole } from './columns.js';
import { DepartmentRow } from './department.entity.js';

/** An employer; name, code and address are the market registry's (domain.md §3.2). */
@Entity('unit')
@Unique('unit_uscc_key', ['uscc'])
@Unique('unit_association_code_key', ['associationCode'])
@Check('unit_account_status_check', `account_status in ('INCOMPLETE', 'COMPLETE', 'DISABLED')`)
@Index('unit_created_idx', ['createdAt', 'id'])
export class UnitRow extends AggregateRow {
  @Text('uscc') uscc!: string;
  @Text('name') name!: string;
  @Text('registered_address') registeredAddress!: string;
  @Text('unit_type') unitType!: string;
  @Text('account_status', { default: 'INCOMPLETE' }) accountStatus!: UnitAccountStatus;
  @Text('association_code', { nullable: true }) associationCode!: string | null;
  @Flag('legacy_opened', { default: false }) legacyOpened!: boolean;
  /** The last days on which the data behind attachments changed; null: never since the profile (domain.md §6.3 T8). */
  @Day('data_changed_on', { nullable: true }) dataChangedOn!: string | null;
  @Day('primary_handler_changed_on', { nullable: true }) primaryHandlerChangedOn!: string | null;
}

@Entity('unit_profile')
export class UnitProfileRow {
  @PrimaryColumn('uuid', { name: 'unit_id' })
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_profile_unit_fk' })
  unitId!: string;
  @Text('office_address') officeAddress!: string;
  @Text('registration_district') registrationDistrict!: string;
  @Text('tax_district') taxDistrict!: string;
  @Day('established_on') establishedOn!: string;
  @Money('registered_capital', { nullable: true }) registeredCapital!: string | null;
  @Money('annual_tax', { nullable: true }) annualTax!: string | null;
  @Text('industry') industry!: string;
  @Whole('employee_count', { nullable: true }) employeeCount!: number | null;
  @Text('legal_rep_name') legalRepName!: string;
  @Sealed('phone_sealed') phoneSealed!: string;
  @Text('postcode', { nullable: true }) postcode!: string | null;
  @Text('email', { nullable: true }) email!: string | null;
  @Text('legal_rep_id_type', { nullable: true }) legalRepIdType!: string | null;
  @Sealed('legal_rep_id_no_sealed', { nullable: true }) legalRepIdNoSealed!: string | null;
  @Sealed('legal_rep_mobile_sealed', { nullable: true }) legalRepMobileSealed!: string | null;
  @Flag('meets_new_conditions') meetsNewConditions!: boolean;
  @Whole('version', { default: 1 }) version!: number;
}

@Entity('unit_handler')
@Index('unit_handler_unit_idx', ['unitId'])
@Index('unit_handler_one_primary', ['unitId'], { unique: true, where: 'is_primary' })
export class UnitHandlerRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_handler_unit_fk' })
  unitId!: string;
  @Text('name') name!: string;
  @Text('id_type') idType!: string;
  @Sealed('id_no_sealed') idNoSealed!: string;
  @Sealed('mobile_sealed') mobileSealed!: string;
  @Flag('is_primary') isPrimary!: boolean;
}

@Entity('emergency_contact')
export class EmergencyContactRow {
  @PrimaryColumn('uuid', { name: 'unit_id' })
  @ForeignKey(() => UnitRow, 'id', { name: 'emergency_contact_unit_fk' })
  unitId!: string;
  @Text('name') name!: string;
  @Sealed('mobile_sealed') mobileSealed!: string;
}

/** The right of a unit to handle one permit type (domain.md §4.3). */
@Entity('business_permission')
@Unique('business_permission_unit_type_key', ['unitId', 'permitType'])
@Index('business_permission_department_idx', ['supervisingDepartmentId'])
@Check(
  'business_permission_status_check',
  `status in ('NOT_OPENED', 'PENDING', 'RETURNED', 'ACTIVE', 'REJECTED', 'CANCELLING', 'CANCELLED')`,
)
@Check('business_permission_scope_check', `scope in ('FULL', 'LIMITED')`)
export class BusinessPermissionRow extends AggregateRow {
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'business_permission_unit_fk' })
  unitId!: string;
  @Text('permit_type') permitType!: string;
  @Text('status') status!: string;
  @Text('scope') scope!: string;
  @Uuid('supervising_department_id')
  @ForeignKey(() => DepartmentRow, 'id', { name: 'business_permission_department_fk' })
  supervisingDepartmentId!: string;
  @Day('opened_on', { nullable: true }) openedOn!: string | null;
  @Day('cancelled_on', { nullable: true }) cancelledOn!: string | null;
}

/** 单位资质, none or many (domain.md §3.2). */
@Entity('unit_qualification')
@Index('unit_qualification_unit_idx', ['unitId'])
export class UnitQualificationRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_qualification_unit_fk' })
  unitId!: string;
  @Text('category') category!: string;
  @Text('name') name!: string;
  @Text('cert_no') certNo!: string;
  @Text('issuer') issuer!: string;
  @Day('issued_on') issuedOn!: string;
  @Day('valid_until', { nullable: true }) validUntil!: string | null;
  /** Of the certification body, for management systems. */
  @Text('approval_no', { nullable: true }) approvalNo!: string | null;
}

/** What the wizard has saved before the profile is submitted; sealed, because it holds persons' data (domain.md §4.1). */
@Entity('unit_profile_draft')
export class UnitProfileDraftRow {
  @PrimaryColumn('uuid', { name: 'unit_id' })
  @ForeignKey(() => UnitRow, 'id', { name: 'unit_profile_draft_unit_fk' })
  unitId!: string;
  @PrimaryColumn('text', { name: 'step' }) step!: string;
  @Sealed('content_sealed') contentSealed!: string;
  @Instant('saved_at') savedAt!: Date;
}

/** A change the market registry reported; kept, so that an import can be repeated without effect. */
@Entity('registry_import')
export class RegistryImportRow {
  @PrimaryColumn('text', { name: 'source_key' }) sourceKey!: string;
  @Uuid('unit_id')
  @Index('registry_import_unit_idx')
  @ForeignKey(() => UnitRow, 'id', { name: 'registry_import_unit_fk' })
  unitId!: string;
  @Instant('imported_at', { default: () => 'business_now()' }) importedAt!: Date;
  @Column('jsonb', { name: 'fields' }) fields!: Record<string, string>;
}
