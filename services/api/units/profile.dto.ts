import { ArrayMinSize } from 'class-validator';
import {
  parseMail,
  parseMobile,
  parsePersonName,
  parsePhone,
  parsePostcode,
} from '../../../domain/identity/contact.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { contactsAreApart } from '../../../domain/unit/contacts.js';
import { QUALIFICATION_CATEGORIES, type QualificationCategory } from '../../../domain/unit/qualification.js';
import { DayFrom, NotAfterToday } from '../http/date-order.js';
import { DistrictField } from '../http/district-field.js';
import {
  AmountField,
  ChoiceField,
  DateField,
  FlagField,
  ListField,
  ParsedField,
  PartField,
  TextField,
  WholeField,
} from '../http/fields.js';
import { Dated } from '../http/form-day.js';
import { AnswersForList, LookAcross, LookAround, type ListFault } from '../http/list-faults.js';
import { IdNumberOf } from '../http/id-number-field.js';

/** 一般信息; what the market registry owns is not here (domain.md §3.2). */
@Dated()
export class GeneralStepDto {
  @TextField({ label: '办公地点', max: 200, example: '北京市海淀区知春路7号' })
  officeAddress!: string;

  @DistrictField({ label: '注册区' })
  registrationDistrict!: string;

  @DistrictField({ label: '纳税登记地' })
  taxDistrict!: string;

  @DateField({ label: '成立日期', example: '2016-03-15' })
  @NotAfterToday('成立日期')
  establishedOn!: string;

  @AmountField({ label: '注册资本', optional: true, example: '10000000.00' })
  registeredCapital?: string | null;

  @AmountField({ label: '近一年纳税额', optional: true, example: '2600000.00' })
  annualTax?: string | null;

  @TextField({ label: '所属行业', max: 50, example: '软件和信息技术服务业' })
  industry!: string;

  @WholeField({ label: '职工人数', min: 0, max: 10_000_000, optional: true, example: 320 })
  employeeCount?: number | null;

  @ParsedField({ label: '法定代表人', parse: parsePersonName, example: '赵磊' })
  legalRepName!: string;

  @ChoiceField({ label: '法定代表人证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  legalRepIdType!: IdType;

  @IdNumberOf('legalRepIdType', { label: '法定代表人证件号码', example: '11010519491231002X' })
  legalRepIdNo!: string;

  @ParsedField({ label: '法定代表人手机', parse: parseMobile, example: '13800138000' })
  legalRepMobile!: string;

  @ParsedField({ label: '联系电话', parse: parsePhone, example: '010-82525252' })
  phone!: string;

  @ParsedField({ label: '邮政编码', parse: parsePostcode, optional: true, example: '100080' })
  postcode?: string | null;

  @ParsedField({ label: '电子邮箱', parse: parseMail, optional: true, example: 'hr@example.com' })
  email?: string | null;

  @FlagField({ label: '符合新办条件', example: true })
  meetsNewConditions!: boolean;
}

export class QualificationDto {
  @ChoiceField({ label: '资质类别', of: Object.keys(QUALIFICATION_CATEGORIES), example: 'HIGH_TECH' })
  category!: QualificationCategory;

  @TextField({ label: '资质名称', max: 100, example: '高新技术企业证书' })
  name!: string;

  @TextField({ label: '证书编号', max: 50, example: 'GR201911000001' })
  certNo!: string;

  @TextField({ label: '发证机关', max: 100, example: '北京市科学技术委员会' })
  issuer!: string;

  @DateField({ label: '发证日期', example: '2019-10-15' })
  issuedOn!: string;

  @DateField({ label: '有效期至', optional: true, example: '2022-10-14' })
  @DayFrom('issuedOn', '有效期至不得早于发证日期')
  validUntil?: string | null;

  @TextField({ label: '认证机构批准号', max: 50, optional: true })
  approvalNo?: string | null;
}

export class QualificationsStepDto {
  @ListField({ label: '单位资质', of: () => QualificationDto, max: 20 })
  qualifications!: QualificationDto[];
}

export class HandlerDto {
  @ParsedField({ label: '姓名', parse: parsePersonName, example: '王静' })
  name!: string;

  @ChoiceField({ label: '证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  idType!: IdType;

  @IdNumberOf('idType', { label: '证件号码', example: '11010519491231002X' })
  idNo!: string;

  @ParsedField({ label: '手机号码', parse: parseMobile, example: '13800138000' })
  mobile!: string;

  @FlagField({ label: '主要经办人', example: true })
  @AnswersForList()
  primary!: boolean;
}

export class EmergencyContactDto {
  @ParsedField({ label: '姓名', parse: parsePersonName, example: '赵磊' })
  name!: string;

  @ParsedField({ label: '手机号码', parse: parseMobile, example: '13900139000' })
  @AnswersForList()
  mobile!: string;
}

/** 业务经办人 (1–5, exactly one primary) and 紧急联系人 (domain.md §3.2). */
@Dated()
export class ContactsDto {
  @ListField({ label: '业务经办人', of: () => HandlerDto, max: 5 })
  @ArrayMinSize(1, { message: '业务经办人至少 1 名' })
  @LookAcross(onePrimary)
  handlers!: HandlerDto[];

  @PartField({ label: '紧急联系人', of: () => EmergencyContactDto })
  @LookAround(sameAsPrimary)
  emergencyContact!: EmergencyContactDto;
}

/** The files of the step are those of 附件管理; saving it says that they are all there. */
export class AttachmentsStepDto {
  @FlagField({ label: '已上传所需附件', example: true })
  confirmed!: boolean;
}

/** 修改: only what is sent changes; fields of the registry are refused by name (domain.md §4.1). */
@Dated()
export class EditUnitDto {
  @TextField({ label: '办公地点', max: 200, optional: true })
  officeAddress?: string;

  @ParsedField({ label: '联系电话', parse: parsePhone, optional: true })
  phone?: string;

  @ParsedField({ label: '电子邮箱', parse: parseMail, optional: true })
  email?: string;

  @ParsedField({ label: '邮政编码', parse: parsePostcode, optional: true })
  postcode?: string;

  @WholeField({ label: '职工人数', min: 0, max: 10_000_000, optional: true })
  employeeCount?: number;

  @DistrictField({ label: '注册区', optional: true })
  registrationDistrict?: string;

  @DistrictField({ label: '纳税登记地', optional: true })
  taxDistrict?: string;

  @DateField({ label: '成立日期', optional: true })
  @NotAfterToday('成立日期')
  establishedOn?: string;

  @AmountField({ label: '注册资本', optional: true })
  registeredCapital?: string;

  @AmountField({ label: '近一年纳税额', optional: true })
  annualTax?: string;

  @TextField({ label: '所属行业', max: 50, optional: true })
  industry?: string;

  @ParsedField({ label: '法定代表人', parse: parsePersonName, optional: true })
  legalRepName?: string;

  @FlagField({ label: '符合新办条件', optional: true })
  meetsNewConditions?: boolean;

  @TextField({ label: '单位名称', max: 100, optional: true })
  name?: string;

  @TextField({ label: '统一社会信用代码', max: 18, optional: true })
  uscc?: string;

  @TextField({ label: '注册地址', max: 200, optional: true })
  registeredAddress?: string;

  @FlagField({ label: '已确认材料完整、真实、标准', optional: true })
  selfChecked?: boolean;
}

/** The fault stands at the second primary handler, or at the first handler where there is none. */
function* onePrimary(elements: readonly unknown[]): Iterable<ListFault> {
  const handlers = elements.filter((each): each is HandlerDto => typeof each === 'object' && each !== null);
  const primary = handlers.filter((each) => each.primary);
  const [first] = handlers;
  if (primary.length === 0 && first !== undefined) yield [first, 'primary', '须有一名主要经办人'];
  for (const extra of primary.slice(1)) yield [extra, 'primary', '只能有一名主要经办人'];
}

/** The contact must be reached where the primary handler is not (AC-55). */
function sameAsPrimary(form: object): ListFault[] {
  if (!(form instanceof ContactsDto) || !(form.emergencyContact instanceof EmergencyContactDto)) return [];
  const handlers = Array.isArray(form.handlers)
    ? form.handlers.filter((each) => each instanceof HandlerDto)
    : [];
  const decision = contactsAreApart({ handlers, emergencyContact: form.emergencyContact });
  if (decision.accepted) return [];
  return decision.refusals.map(
    ({ facts }) => [form.emergencyContact, 'mobile', String(facts['detail'])] as const,
  );
}
