/** Texts of the system notices; `{…}` is filled from the facts. Source: domain.md §10. */
export const NOTICE_TEXTS = {
  'N-01': '您还未完善单位信息，请先完善',
  'N-02': '您尚未开通工作居住证业务办理权限',
  'N-03': '业务办理权限已开通，单位关联码：{code}',
  'N-04': '业务办理权限申请{outcome}：{opinion}',
  'N-05': '有 {count} 名员工待确认关联',
  'N-06': '已与 {unit} 关联',
  'N-07': '关联申请被拒绝：{reason}',
  'N-08': '已与 {unit} 解除关联{consequences}',
  'N-09': '{name} 的{type}申请待单位审批',
  'N-10': '{type}申请已进入{level}',
  'N-11': '{type}申请被退回修改：{opinion}',
  'N-11 lapsed': '{type}申请退回修改后 {days} 个工作日内未重新提交，已自动撤回',
  'N-12': '{type}审批通过，可打印《工作居住证确认单》',
  'N-13': '{type}审批不通过：{opinion}，请修改后重新发起',
  'N-14': '温馨提示：{hint}（仅供参考，不作为审核意见）',
  'N-15': '证件 {validUntil} 到期，{opensOn} 至 {lastSubmissionOn} 可申请续签',
  'N-16': '续签最晚申请日 {lastSubmissionOn}，请尽快提交',
  'N-17': '已超过最晚申请日，证件将于 {validUntil} 后失效且无法恢复',
  'N-18': '证件已挂起 {days} 天，请办理聘用单位变更，最晚申请日 {lastSubmissionOn}',
  'N-19': '证件已于 {validUntil} 失效，在办业务已终止',
  'N-20': '申请 {no} 已超过审核时限',
  'N-21': '证件已注销：{reason}',
  'N-22': '请更新单位附件：{names}',
  'N-23': '节假日安排已更新，相关期限已重新计算',
  'N-23 permit':
    '节假日安排已更新，相关期限已重新计算：证件 {validUntil} 到期，最晚申请日为 {lastSubmissionOn}',
  'N-23 application': '节假日安排已更新，相关期限已重新计算：{type}申请 {no} 的审核期限为 {dueOn}',
  'N-23 outage':
    '系统停止受理（{reason}），相关期限已重新计算：证件 {validUntil} 到期，最晚申请日顺延至 {lastSubmissionOn}',
  'N-23 resubmission': '系统停止受理（{reason}），相关期限已重新计算：{type}申请 {no} 可重新提交至 {lastDay}',
  'N-24': '{matter}已更新',
  'N-25': '您已被限制办理{service}：{reason}',
  'N-25 lifted': '限制已解除',
  'N-26': '{name} 的{type}申请待单位审批已 {n} 个工作日',
  'N-27': '{name} 申请解除关联，请于 {days} 个工作日内办理',
  'N-28': '申请 {no} 的证件将于 {validUntil} 到期，请优先审批',
  'N-29': '证件 {validUntil} 到期，{opensOn} 起可续签，请提前准备材料',
  'N-30': '您的密码已修改，{count} 个程序令牌已失效，需要时请重新创建',
  'N-31': '{unit} 已终止对您的电子证照业务授权：{reason}',
  'N-32': '您的身份信息更正申请已通过，登记信息已更新',
  'N-32 rejected': '您的身份信息更正申请未通过：{opinion}',
  'N-33': '{name} 申请更正身份信息，请审核',
} as const;
export type NoticeCode = keyof typeof NOTICE_TEXTS;

/** The notice as its reader sees it. */
export function noticeText(code: NoticeCode, facts: Readonly<Record<string, string | number>>): string {
  return NOTICE_TEXTS[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** Such a notice promises the last submission day: it never comes earlier again (domain.md §6.1 C3). */
export function namesLastDay(code: NoticeCode): boolean {
  return NOTICE_TEXTS[code].includes('{lastSubmissionOn}');
}

export interface LeavingTold {
  readonly unit: string;
  readonly suspendsPermit: boolean;
  readonly reason: string;
  /** Numbers of the applications that ended with the link. */
  readonly endedApplications: readonly string[];
  /** Why the unit gave the renewal up, or null. */
  readonly renewalWaiver: string | null;
}

/** N-08 with everything that came with the end of the link (domain.md §4.5, §7.3); without a permit nothing is suspended. */
export function leavingText(told: LeavingTold): string {
  const { unit, suspendsPermit, reason, endedApplications, renewalWaiver } = told;
  const consequences = [
    suspendsPermit ? '，证件状态为“挂起”，请尽快由新单位办理聘用单位变更' : '',
    endedApplications.length > 0 ? `；申请 ${endedApplications.join('、')} 已终止：${reason}` : '',
    renewalWaiver === null ? '' : `；未办理续签的原因：${renewalWaiver}`,
  ];
  return noticeText('N-08', { unit, consequences: consequences.join('') });
}
