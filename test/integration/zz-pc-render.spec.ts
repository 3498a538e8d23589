import { writeFileSync } from 'node:fs';
import { renderConfirmationForm } from '../../infra/documents/confirmation-form.js';
import { renderReceipt } from '../../infra/documents/receipt.js';
import { SAMPLE_FORM, SAMPLE_RECEIPT } from '../support/sample-documents.js';
it('renders', async () => {
  const t = Date.now();
  writeFileSync('/tmp/pcr/form.pdf', await renderConfirmationForm(SAMPLE_FORM));
  console.log(Date.now() - t);
  const hard = { ...SAMPLE_FORM, holder: { ...SAMPLE_FORM.holder, name: '阿卜杜拉·㛃䶮𬭎𠮷买买提江' }, unit: { name: '北京市海淀区中关村国家自主创新示范区人工智能与高端装备联合创新研究院（有限合伙）第一分支机构股份有限公司', uscc: '91110108MA01C2D36P' }, family: Array.from({ length: 14 }, (_, i) => ({ relationLabel: '子女', name: `古丽巴哈尔·艾合买提${i}` })) };
  writeFileSync('/tmp/pcr/hard.pdf', await renderConfirmationForm(hard));
  writeFileSync('/tmp/pcr/receipt.pdf', await renderReceipt(SAMPLE_RECEIPT));
  const many = Array.from({ length: 9 }, () => SAMPLE_RECEIPT.files).flat();
  writeFileSync('/tmp/pcr/many.pdf', await renderReceipt({ ...SAMPLE_RECEIPT, files: many }));
  console.log(Date.now() - t);
}, 30000);
