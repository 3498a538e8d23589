import { SERVICES, type RestrictedService } from '../../../domain/unit/restriction.js';
import type { SubjectKind } from '../../../infra/database/restriction-records.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { ChoiceField, DateField, IdField, ParsedField, TextField } from '../http/fields.js';
import { PageQuery } from '../http/page-query.js';

const SUBJECT_KINDS = ['UNIT', 'EMPLOYEE'] as const;

export class SetRestrictionDto {
  @ChoiceField({ label: '限制对象类型', of: SUBJECT_KINDS, example: 'UNIT' })
  subjectKind!: SubjectKind;

  /** The subject in one of three ways: its id, a unit's code, a person's number. */
  @IdField({ label: '限制对象', optional: true })
  subjectId?: string | null;

  @ParsedField({
    label: '统一社会信用代码',
    parse: parseUscc,
    optional: true,
    example: '91110108MA01C2D36P',
  })
  uscc?: string | null;

  @TextField({ label: '证件号码', min: 4, max: 30, optional: true })
  idNo?: string | null;

  @ChoiceField({ label: '限制业务', of: Object.keys(SERVICES), example: 'WORK_RESIDENCE_PERMIT' })
  service!: RestrictedService;

  @TextField({ label: '限制原因', min: 0, max: 500, optional: true, example: '提供虚假材料' })
  reason?: string | null;

  @DateField({ label: '限制期起', example: '2024-01-01' })
  from!: string;

  /** Left out: until it is lifted. */
  @DateField({ label: '限制期止（含当日）', optional: true, example: '2024-06-30' })
  to?: string | null;
}

export class LiftRestrictionDto {
  @TextField({ label: '解除原因', min: 0, max: 500, optional: true, example: '已核实整改' })
  reason?: string | null;
}

export class RestrictionQuery extends PageQuery {
  @ChoiceField({ label: '限制对象类型', of: SUBJECT_KINDS, optional: true })
  subjectKind?: SubjectKind;

  @ChoiceField({ label: '仅未生效和生效中的', of: ['true', 'false'], optional: true })
  current?: 'true' | 'false';
}
