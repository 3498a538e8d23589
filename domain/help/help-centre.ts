/** 帮助中心: whom to ask. Source: domain.md §11 S-21. */
export const HELP_PHONES = {
  SYSTEM: { label: '系统操作问题', phone: '58511081' },
  POLICY: { label: '业务政策问题', phone: '68940680' },
} as const;

/** What every guide reminds units of; the day counts are those of domain.md §6.2. */
export const GUIDE_NOTES = [
  '申请人关联的申请单位须与其劳动合同签订单位、个税扣缴单位及社保缴纳单位一致。',
  '申请人发生多次劳动关系变更的，应逐一变更关联单位。',
  '暂不符合新办条件但需接收已持证员工的单位，可在单位附件“其他材料”中上传《承诺书》后申请受限权限；该权限无法办理新办业务。',
  '证件续签与聘用单位变更同时发生的，请由原单位先办理续签，再解除关联。',
  '请及时关注证件到期时间，一旦过期无法恢复；续签、聘用单位变更须至少提前20个工作日提交，未按时提交导致证件失效的，责任由申请单位及申请人承担。',
  '各单位应于每年年初或信息发生变化时更新单位附件。',
] as const;

interface HelpTopic {
  readonly title: string;
  readonly steps: readonly string[];
}

/** Help for 电子营业执照 and the certificate of public institutions. Source: domain.md §12. */
export const ELECTRONIC_LICENCE_HELP: readonly HelpTopic[] = [
  {
    title: '安装电子营业执照小程序或 APP',
    steps: [
      '微信：搜索“电子营业执照”安装小程序，或扫描微信版二维码。',
      '支付宝：搜索“电子营业执照”安装小程序，或扫描支付宝版二维码。',
      '安卓手机：在应用市场搜索“电子营业执照”安装 APP，或用浏览器扫描安卓版二维码。',
      '苹果手机：在 App Store 搜索“电子营业执照”安装 APP，或用相机扫描苹果版二维码。',
    ],
  },
  {
    title: '领取与授权',
    steps: [
      '尚未领取电子营业执照的，请法定代表人先安装并下载电子营业执照。',
      '法定代表人可授权证照管理员管理和使用电子营业执照；证照管理员实名认证后下载执照。',
      '法定代表人或证照管理员可授权指定办事人使用；办事人实名认证后下载执照。',
    ],
  },
  {
    title: '事业单位电子证照',
    steps: ['安装“京事登 APP”（限安卓系统）并获得本单位业务授权后，扫码登录。'],
  },
];
