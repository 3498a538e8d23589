import type { ConfirmationForm } from '../../infra/documents/confirmation-form.js';
import type { Receipt } from '../../infra/documents/receipt.js';
import { SAMPLE_PHOTO } from './sample-photo.js';

const VERIFICATION = { url: 'https://juzheng.example/check/QR20210805000001', code: 'K7MX-2Q9D' };

export const SAMPLE_FORM: ConfirmationForm = {
  formNo: 'QR20210805000001',
  issuedAt: new Date('2021-08-06T01:30:12.345Z'),
  holder: {
    name: '王建国',
    sexLabel: '男',
    idTypeLabel: '身份证',
    idNo: '110108198802290010',
    photo: SAMPLE_PHOTO,
  },
  permitTypeLabel: '北京市工作居住证',
  permitNo: 'BJ20210000001',
  validFrom: '2021-08-06',
  validUntil: '2024-08-05',
  unit: { name: '北京示例科技有限公司', uscc: '91110108MA01C2D36P' },
  supervisingDepartment: '海淀区人力资源和社会保障局',
  businessTypeLabel: '新办',
  applicationNo: 'NE20210805000001',
  approvedOn: '2021-08-06',
  family: [
    { relationLabel: '配偶', name: '李秀英' },
    { relationLabel: '子女', name: '王小明' },
  ],
  verification: VERIFICATION,
};

const FILES = [
  '本人身份证件',
  '学历、学位证书',
  '员工诚信声明',
  '有效劳动合同（聘用合同）',
  '应税收入证明',
  '社会保险缴纳记录',
];

export const SAMPLE_RECEIPT: Receipt = {
  receiptNo: 'HZ20210708000001',
  applicationNo: 'RE20210708000001',
  businessTypeLabel: '续签',
  permitTypeLabel: '北京市工作居住证',
  applicant: '王建国',
  unit: '北京示例科技有限公司',
  submittedAt: new Date('2021-07-08T15:59:58Z'),
  snapshotNo: 1,
  files: FILES.map((attachmentLabel, index) => ({
    attachmentLabel,
    fileName: `${attachmentLabel}（扫描件）.pdf`,
    sha256: `${index}a9f03c1`.repeat(8),
  })),
  renewal: { lastSubmissionOn: '2021-07-08', validUntil: '2021-08-06' },
  verification: { ...VERIFICATION, url: 'https://juzheng.example/check/HZ20210708000001' },
};
