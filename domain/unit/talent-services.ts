import type { PlainDate } from '../calendar/plain-date.js';
import { accept, refuse, type Decision } from '../refusal.js';
import { restrictionReasons, SERVICES, type RestrictedService, type Restriction } from './restriction.js';

interface TalentServiceTraits {
  readonly label: string;
  /** Page of the portal that the entry leads to. */
  readonly link: string;
  readonly text: string;
  /** Null: a service that nobody is kept from (AC-19). */
  readonly restrictedAs: Exclude<RestrictedService, 'ALL'> | null;
}

/** 人才服务列表 in its order. Source: domain.md §11 S-03. */
export const TALENT_SERVICES = {
  WORK_RESIDENCE_PERMIT: {
    label: SERVICES.WORK_RESIDENCE_PERMIT,
    link: '/work-residence',
    text: '办理北京市工作居住证、留学回国人员工作居住证的权限申请、新办、续签、聘用单位变更和信息变更。',
    restrictedAs: 'WORK_RESIDENCE_PERMIT',
  },
  TALENT_INTRODUCTION: {
    label: SERVICES.TALENT_INTRODUCTION,
    link: '/talent-introduction',
    text: '引进人才业务在引进人才系统办理，进入后请按该系统的说明操作。',
    restrictedAs: 'TALENT_INTRODUCTION',
  },
  ATTACHMENT_MANAGEMENT: {
    label: '附件管理',
    link: '/attachments',
    text: '上传、查看和删除常用电子附件；已上传的附件在业务申请时自动带入。',
    restrictedAs: null,
  },
} as const satisfies Readonly<Record<string, TalentServiceTraits>>;

export type TalentService = keyof typeof TALENT_SERVICES;
export const TALENT_SERVICE_CODES = Object.freeze([
  'WORK_RESIDENCE_PERMIT',
  'TALENT_INTRODUCTION',
  'ATTACHMENT_MANAGEMENT',
] as const satisfies readonly TalentService[]);

export interface ServiceEntry {
  readonly service: TalentService;
  readonly label: string;
  readonly allowed: boolean;
  /** The stored reasons of the restrictions that close it. */
  readonly reason: string | null;
}

export function isTalentService(text: string): text is TalentService {
  return Object.hasOwn(TALENT_SERVICES, text);
}

/** Every service with its entry; `restrictions` are those of the subject. Source: domain.md §11 S-03. */
export function serviceEntries(restrictions: readonly Restriction[], today: PlainDate): ServiceEntry[] {
  return TALENT_SERVICE_CODES.map((service) => {
    const reason = closingReason(service, restrictions, today);
    return { service, label: TALENT_SERVICES[service].label, allowed: reason === null, reason };
  });
}

/** RESTRICTED with the stored reason where the entry is closed today. Source: domain.md §7.1. */
export function enterService(
  service: TalentService,
  restrictions: readonly Restriction[],
  today: PlainDate,
): Decision<TalentServiceTraits> {
  const reason = closingReason(service, restrictions, today);
  return reason === null ? accept(TALENT_SERVICES[service]) : refuse('RESTRICTED', { reason });
}

function closingReason(
  service: TalentService,
  restrictions: readonly Restriction[],
  today: PlainDate,
): string | null {
  const { restrictedAs } = TALENT_SERVICES[service];
  const reasons = restrictedAs === null ? [] : restrictionReasons(restrictions, restrictedAs, today);
  return reasons.length === 0 ? null : reasons.join('；');
}
