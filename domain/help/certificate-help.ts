/** 证书现场申请: what to bring, by kind of applicant. Source: domain.md §12. */
export const CERTIFICATE_APPLICANTS = {
  ENTERPRISE_OR_SEALED: {
    label: '企业用户及个体工商户（有公章）',
    items: [
      '单位公章，或填写完整的《北京一证通数字证书申请表》（一式两份并加盖单位公章）',
      '组织机构代码证、工商营业执照、税务登记证任选其一的副本原件及复印件，复印件需加盖单位公章（已领取“多证合一、一照一码”登记证照的，只能携带含有统一社会信用代码的证照副本）',
      '法定代表人有效身份证件原件及复印件（复印件注明法定代表人手机号并加盖单位公章）',
      '经办人有效身份证件原件及复印件（复印件需加盖单位公章）',
    ],
    notes: ['未携带法定代表人证件原件的，证书密码将以银行对公打款的方式发送至单位。'],
  },
  INDIVIDUAL_WITHOUT_SEAL: {
    label: '个体工商户（无公章且单位名称为个人姓名）',
    items: [
      '填写完整的《北京一证通数字证书申请表》（一式两份并签字）',
      '工商营业执照副本和税务登记证副本的原件及复印件，复印件需签字（已领取“两证合一、一照一码”登记证照的，只能携带含有统一社会信用代码的证照副本）',
      '个体户有效身份证原件及复印件（复印件签字）',
    ],
    notes: [],
  },
} as const satisfies Readonly<Record<string, CertificateApplicant>>;

interface CertificateApplicant {
  readonly label: string;
  /** Without the fee, which is the last item of every kind. */
  readonly items: readonly string[];
  readonly notes: readonly string[];
}

export type CertificateApplicantKind = keyof typeof CERTIFICATE_APPLICANTS;

export interface CertificateHelp {
  readonly kind: CertificateApplicantKind;
  readonly label: string;
  readonly items: readonly string[];
  readonly notes: readonly string[];
}

const FURTHER_CERTIFICATE_FEE_CNY = 180;
const FEE_ITEM = `证书费用：第一张一证通数字证书免费；第二张及以上 ${FURTHER_CERTIFICATE_FEE_CNY} 元/套`;

/** CNY for the n-th certificate of a unit, from 1. Source: domain.md §12. */
export function certificateFee(nth: number): number {
  return nth <= 1 ? 0 : FURTHER_CERTIFICATE_FEE_CNY;
}

export function certificateHelp(kind: CertificateApplicantKind): CertificateHelp {
  const { label, items, notes } = CERTIFICATE_APPLICANTS[kind];
  return { kind, label, notes, items: [...items, FEE_ITEM] };
}
