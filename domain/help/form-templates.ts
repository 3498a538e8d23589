export interface FormTemplate {
  /** As the guides name it. */
  readonly name: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Lines that are filled in and signed by hand. */
  readonly signatures: readonly string[];
}

/** Templates of 办理指南 that the product offers for download. Source: domain.md §8, §11 S-21. */
export const FORM_TEMPLATES = {
  UNIT_INTEGRITY_STATEMENT: {
    name: '附件1 单位诚信声明',
    title: '单位诚信声明',
    paragraphs: [
      '本单位郑重声明：在办理工作居住证业务过程中，所填报的信息和提交的材料真实、完整、有效，复印件与原件一致。',
      '本单位将对员工提交的信息和材料认真审核，不为不符合条件的人员出具证明，不提供虚假劳动合同、社会保险和个人所得税材料。',
      '如有虚假，本单位愿意承担由此产生的全部法律责任，并接受主管部门作出的限制办理等处理。',
    ],
    signatures: ['单位名称（公章）', '统一社会信用代码', '法定代表人（签字）', '业务经办人（签字）', '日期'],
  },
  EMP_INTEGRITY_STATEMENT: {
    name: '员工诚信声明',
    title: '员工诚信声明',
    paragraphs: [
      '本人郑重声明：在申请办理工作居住证业务过程中，所填报的信息和提交的学历学位、职称、劳动合同、收入、社会保险等材料真实、完整、有效。',
      '本人知悉证件仅限本人使用，信息发生变化时将及时申请变更；离职后将及时办理解除关联和聘用单位变更。',
      '如有虚假，本人愿意承担由此产生的全部法律责任，并接受主管部门作出的不予受理、注销证件等处理。',
    ],
    signatures: ['申请人（签字）', '证件号码', '用人单位（公章）', '日期'],
  },
  COMMITMENT_LETTER: {
    name: '附件4 承诺书',
    title: '承诺书',
    paragraphs: [
      '本单位暂不符合新办条件，因需接收已持有工作居住证的员工，申请开通单位业务办理权限，并承诺如下：',
      '一、该权限仅用于为已持证员工办理聘用单位变更、续签和信息变更业务，不办理新办业务。',
      '二、本单位所提交的信息和材料真实、有效，并按要求及时更新单位附件。',
      '三、本单位符合新办条件后，将重新申请全部业务权限。违反上述承诺的，接受主管部门作出的限制办理等处理。',
    ],
    signatures: ['单位名称（公章）', '统一社会信用代码', '法定代表人（签字）', '日期'],
  },
} as const satisfies Readonly<Record<string, FormTemplate>>;

export type FormTemplateCode = keyof typeof FORM_TEMPLATES;

export function isFormTemplate(text: string): text is FormTemplateCode {
  return Object.hasOwn(FORM_TEMPLATES, text);
}
