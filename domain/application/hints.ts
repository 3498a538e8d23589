/** Advice that never blocks, shown as 温馨提示 to unit and reviewers. Source: domain.md §7.6. */
export const HINT_CATALOGUE = {
  'H-STALE': { zh: '附件为往年上传，请更新', en: 'A file was uploaded in an earlier year, please update it' },
  'H-CAPITAL': { zh: '注册资本未达参考条件', en: 'Registered capital is below the guide value' },
  'H-TAX': { zh: '年纳税额未达参考条件', en: 'Annual tax is below the guide value' },
  'H-REGISTERED-1Y': { zh: '注册满1年未达参考条件', en: 'Registered for less than a year' },
  'H-SERVICE-12M': { zh: '在本单位工作未满12个月', en: 'Less than 12 months at this unit' },
  'H-INCOME': { zh: '月应税收入未达参考倍数', en: 'Monthly taxable income is below the guide multiple' },
  'H-DEGREE-OR-TITLE': {
    zh: '学位与工作年限、职称或其他条件均未体现',
    en: 'Neither degree and years of work, nor title, nor another condition is shown',
  },
  'H-AGE': { zh: '年龄超过参考上限', en: 'Age is above the guide value' },
  'H-CONTRACT-6M': {
    zh: '劳动合同剩余不足6个月，建议先续签合同',
    en: 'The contract ends within 6 months: better extend it first',
  },
  'H-LATE-RESUBMIT': {
    zh: '剩余不足20个工作日，审核可能无法在到期前完成',
    en: 'Less than 20 workdays left: the review may not end in time',
  },
  'H-SUSPENDED-60D': { zh: '挂起已超过60天', en: 'Suspended for more than 60 days' },
  'H-INSURANCE-LATER': {
    zh: '新单位社保、个税尚无缴纳记录，暂以劳动合同为准',
    en: 'No insurance or tax record at the new unit yet: the contract alone counts',
  },
  'H-RENEWAL-OPEN': {
    zh: '已进入续签期，续签时可一并更新',
    en: 'The renewal window is open: the renewal can carry the change',
  },
} as const;

export type HintCode = keyof typeof HINT_CATALOGUE;

export function hintText(code: HintCode, language: 'zh' | 'en' = 'zh'): string {
  return HINT_CATALOGUE[code][language];
}
