import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ApplicationRow } from './application.entity.js';
import { Day, Instant, Text, Uuid } from './columns.js';
import { EmployeeRow } from './employee.entity.js';
import { PermitRow } from './permit.entity.js';
import { UnitRow } from './unit.entity.js';

/** A person asks a unit that was skipped to have itself recorded; no link comes of it (domain.md §4.4). */
@Entity('historical_request')
@Unique('historical_request_key', ['unitId', 'permitId'])
@Index('historical_request_employee_idx', ['employeeId'])
@Index('historical_request_permit_idx', ['permitId'])
export class HistoricalRequestRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'historical_request_unit_fk' })
  unitId!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'historical_request_employee_fk' })
  employeeId!: string;
  @Uuid('permit_id')
  @ForeignKey(() => PermitRow, 'id', { name: 'historical_request_permit_fk' })
  permitId!: string;
  /** The period at the unit, from the work history as it stood. */
  @Day('from_day') fromDay!: string;
  @Day('to_day') toDay!: string;
  @Instant('requested_at') requestedAt!: Date;
}

/** The contract of a period that is over: it belongs to its application, not to a link. */
@Entity('application_contract')
@Check('application_contract_term_check', `start_date < end_date`)
export class ApplicationContractRow {
  @PrimaryColumn('uuid', { name: 'application_id' })
  @ForeignKey(() => ApplicationRow, 'id', { name: 'application_contract_application_fk' })
  applicationId!: string;
  @Text('position') position!: string;
  @Day('start_date') startDate!: string;
  @Day('end_date') endDate!: string;
  @Uuid('scan_file_id') scanFileId!: string;
}
