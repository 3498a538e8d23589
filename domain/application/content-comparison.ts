import { ATTACHMENT_CODES, slotTraits, type AttachmentCode } from '../attachment/catalogue.js';

interface ComparedFieldTraits {
  readonly label: string;
  /** Who keeps it up to date; registration counts as the employee's. */
  readonly keeper: 'EMPLOYEE' | 'UNIT';
  /** Of the permit's face. */
  readonly isFace?: true;
}

/**
 * What two contents are compared by, in the order of the screens; lists are compared as a whole. Months of insurance
 * and tax are not: each submission has its own. Source: domain.md §3.3, §11 S-09.
 */
export const COMPARED_FIELDS = {
  name: { label: '姓名', keeper: 'EMPLOYEE', isFace: true },
  sex: { label: '性别', keeper: 'EMPLOYEE', isFace: true },
  birthDate: { label: '出生日期', keeper: 'EMPLOYEE', isFace: true },
  phone: { label: '联系电话', keeper: 'EMPLOYEE' },
  ethnicity: { label: '民族', keeper: 'EMPLOYEE', isFace: true },
  politicalStatus: { label: '政治面貌', keeper: 'EMPLOYEE' },
  maritalStatus: { label: '婚姻状况', keeper: 'EMPLOYEE' },
  idType: { label: '证件类型', keeper: 'EMPLOYEE', isFace: true },
  idNo: { label: '证件号码', keeper: 'EMPLOYEE', isFace: true },
  householdRegister: { label: '户籍所在地', keeper: 'EMPLOYEE', isFace: true },
  currentAddress: { label: '现居住地址', keeper: 'EMPLOYEE' },
  residenceKind: { label: '住所性质', keeper: 'EMPLOYEE' },
  email: { label: '电子邮箱', keeper: 'EMPLOYEE' },
  highestDegree: { label: '国内最高学历', keeper: 'EMPLOYEE' },
  academicDegree: { label: '学位', keeper: 'EMPLOYEE' },
  school: { label: '毕业学校名称', keeper: 'EMPLOYEE' },
  major: { label: '学科专业', keeper: 'EMPLOYEE' },
  enrolledOn: { label: '入学日期', keeper: 'EMPLOYEE' },
  graduatedOn: { label: '毕业日期', keeper: 'EMPLOYEE' },
  holdsProfessionalTitle: { label: '是否持有专业技术职务证书', keeper: 'EMPLOYEE' },
  titleName: { label: '专业技术职务名称', keeper: 'EMPLOYEE' },
  titleLevel: { label: '专业技术职务级别', keeper: 'EMPLOYEE' },
  titleCertNo: { label: '专业技术职务证书编号', keeper: 'EMPLOYEE' },
  titleDate: { label: '专业技术职务取得日期', keeper: 'EMPLOYEE' },
  overseasEducation: { label: '国（境）外教育', keeper: 'EMPLOYEE' },
  studyHistory: { label: '学习经历', keeper: 'EMPLOYEE' },
  workHistory: { label: '工作经历', keeper: 'EMPLOYEE' },
  familyMembers: { label: '随往人员', keeper: 'EMPLOYEE' },
  unitName: { label: '聘用单位', keeper: 'UNIT' },
  position: { label: '现任职务', keeper: 'UNIT' },
  contractStart: { label: '合同开始日期', keeper: 'UNIT' },
  contractEnd: { label: '合同结束日期', keeper: 'UNIT' },
} as const satisfies Readonly<Record<string, ComparedFieldTraits>>;

export type ComparedField = keyof typeof COMPARED_FIELDS;
export const COMPARED_FIELD_NAMES = Object.keys(COMPARED_FIELDS).filter(isComparedField);

/** Texts by field; a field that is not there is not known, which is not the same as empty. */
export type ComparedTexts = Readonly<Partial<Record<ComparedField, string | null>>>;

export interface ComparedFile {
  readonly code: AttachmentCode;
  readonly sha256: string;
}

export interface ComparedContent<File extends ComparedFile = ComparedFile> {
  readonly texts: ComparedTexts;
  readonly files: readonly File[];
}

export interface FieldDifference {
  readonly field: ComparedField;
  readonly label: string;
  readonly before: string | null;
  readonly now: string | null;
  readonly differs: boolean;
}

export interface ContentComparison<File extends ComparedFile = ComparedFile> {
  /** Differing ones first, each group in the order of the screens. */
  readonly fields: readonly FieldDifference[];
  /** Of the same slot with other bytes, or of a slot that was empty; in the order of 附件目录. */
  readonly newFiles: readonly File[];
  /** Something that the employee keeps differs: 员工已更新信息 (domain.md §7.2 "Renewal view rule"). */
  readonly employeeUpdated: boolean;
}

/** Two contents side by side; what is not known of the one before is not said to differ. Source: domain.md §7.2, §4.5. */
export function compareContents<File extends ComparedFile>(
  before: ComparedContent,
  now: ComparedContent<File>,
): ContentComparison<File> {
  const fields = COMPARED_FIELD_NAMES.map((field): FieldDifference => {
    const [old = null, current = null] = [before.texts[field], now.texts[field]];
    const isKnown = Object.hasOwn(before.texts, field) && Object.hasOwn(now.texts, field);
    return {
      field,
      label: COMPARED_FIELDS[field].label,
      before: old,
      now: current,
      differs: isKnown && old !== current,
    };
  });
  const known = new Set(before.files.map(({ code, sha256 }) => `${code} ${sha256}`));
  const unknown = now.files.filter(({ code, sha256 }) => !known.has(`${code} ${sha256}`));
  const newFiles = ATTACHMENT_CODES.flatMap((slot) => unknown.filter(({ code }) => code === slot));
  const differing = fields.filter(({ differs }) => differs);
  return {
    fields: [...differing, ...fields.filter(({ differs }) => !differs)],
    newFiles,
    employeeUpdated:
      differing.some(({ field }) => COMPARED_FIELDS[field].keeper === 'EMPLOYEE') ||
      newFiles.some(({ code }) => slotTraits(code).uploader === 'EMPLOYEE'),
  };
}

function isComparedField(name: string): name is ComparedField {
  return Object.hasOwn(COMPARED_FIELDS, name);
}
