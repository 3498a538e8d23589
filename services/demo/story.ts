import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idCheckCharacter } from '../../domain/identity/id-number.js';
import type { Cast } from './cast.js';
import { scannedPage } from './sample-files.js';
import { SAMPLE_PHOTO } from './sample-photo.js';
import type { Stage } from './stage.js';

/** Slots that NEW asks of the employee, with what the demonstration puts there. */
const EMPLOYEE_FILES = {
  EMP_ID: '本人身份证件',
  EMP_EDU: '学历、学位证书',
  EMP_INTEGRITY_STATEMENT: '员工诚信声明',
  EMP_INCOME: '应税收入证明',
  EMP_INSURANCE: '社会保险缴纳记录',
  EMP_RESIDENCE: '在京住所证明',
} as const;
const UNIT_FILES = {
  UNIT_TAX_VOUCHER: '单位缴纳税费凭证',
  UNIT_INTEGRITY_STATEMENT: '单位诚信声明',
  UNIT_HANDLER_ID: '单位业务经办人身份证',
} as const;

/** Who decides after the unit, in the order that the product itself must produce. */
const LEVELS = [
  { userName: 'haidian-first', level: 'DISTRICT_FIRST', label: '区级初审', hint: '请留意合同到期日' },
  { userName: 'haidian-second', level: 'DISTRICT_SECOND', label: '区级复审' },
  { userName: 'city-municipal', level: 'MUNICIPAL', label: '市级审核' },
  { userName: 'city-final', level: 'FINAL', label: '终审' },
] as const;

const INSURED_FROM = '2018-08';
const APPROVED_ON = '2021-08-05';
const VALID_UNTIL = '2024-08-04';
const AFTER_EXPIRY = '2024-08-05T00:00:00+08:00';
const ID_BODY = '11010519900307284';
const ID_NUMBER = ID_BODY + idCheckCharacter(ID_BODY);

export interface Outcome {
  readonly permitNo: string;
  readonly applicationId: string;
  readonly permitId: string;
  readonly papers: readonly string[];
}

/** One permit is born and lives: everything through HTTP, every step checked before the next. */
export async function tellStory(stage: Stage, cast: Cast, folder: string): Promise<Outcome> {
  const unit = await stage.step('单位经办人登录，查看本单位与单位关联码', () => cast.signIn('unit1'));
  const { body: home } = await unit.get('/api/v1/units/mine');
  const { associationCode, uscc } = stage.read(home, 'associationCode', 'uscc');
  await stage.step('单位上传纳税凭证、诚信声明、经办人身份证', async () => {
    for (const [code, name] of Object.entries(UNIT_FILES)) {
      await unit.upload(`/api/v1/attachments/${code}/files`, await scannedPage(name), `${name}.pdf`);
    }
  });

  const employee = await stage.step('员工注册并登录', () => cast.register(ID_NUMBER, '欧阳文静'));
  await stage.step('员工填写个人信息、教育、工作经历与 36 个月社保个税', async () => {
    await cast.completeProfile(employee, uscc);
    await cast.recordMonths(employee, uscc, INSURED_FROM, APPROVED_ON.slice(0, 7));
  });
  await stage.step('员工上传七项附件（PDF 与证件照片）', async () => {
    for (const [code, name] of Object.entries(EMPLOYEE_FILES)) {
      await employee.upload(`/api/v1/attachments/${code}/files`, await scannedPage(name), `${name}.pdf`);
    }
    await employee.upload('/api/v1/attachments/EMP_PHOTO/files', SAMPLE_PHOTO, '证件照片.jpg');
  });

  await stage.step('员工凭单位关联码申请关联，单位上传劳动合同后确认', async () => {
    const requested = await employee.post('/api/v1/associations', { code: associationCode });
    const { id } = stage.read(requested.body, 'id');
    const contract = { position: '高级工程师', startDate: '2018-07-01', endDate: '2026-06-30' };
    const scan = await scannedPage('劳动合同');
    const confirmed = await unit.upload(
      `/api/v1/associations/${id}/confirmation`,
      scan,
      '劳动合同.pdf',
      contract,
    );
    stage.expect(confirmed.body, { status: 'ACTIVE' });
  });

  const draft = await employee.post('/api/v1/applications', {
    type: 'NEW',
    permitType: 'BEIJING_WORK_RESIDENCE',
    applicationBasis: 'DEGREE',
  });
  const { id: applicationId, applicationNo } = stage.read(draft.body, 'id', 'applicationNo');
  await stage.step(`员工提交新办申请 ${applicationNo}`, async () => {
    const { body: eligibility } = await employee.get(`/api/v1/applications/${applicationId}/eligibility`);
    stage.expect(eligibility, { eligible: true });
    const submitted = await employee.post(
      `/api/v1/applications/${applicationId}/submission`,
      {},
      { prefer: 'wait=10' },
    );
    stage.expect(submitted.body, { status: 'UNIT_REVIEW' });
  });
  await stage.step('单位审批通过（确认材料、个税与社保）', async () => {
    const passed = await unit.post(`/api/v1/applications/${applicationId}/unit-decision`, {
      outcome: 'PASS',
      selfChecked: true,
      insuranceTaxConfirmed: true,
    });
    stage.expect(passed.body, { status: 'IN_REVIEW', stage: '区级初审' });
  });
  for (const { userName, level, label, ...advice } of LEVELS) {
    await stage.step(`${label}：领取并审批通过`, async () => {
      const reviewer = await cast.signIn(userName);
      const { body: desk } = await reviewer.get('/api/v1/review-tasks?view=UNCLAIMED');
      const { taskId } = stage.find(desk, { applicationId, level }, 'taskId');
      const { body: task } = await reviewer.post(`/api/v1/review-tasks/${taskId}/claim`, {});
      const { claimNo, snapshotNo } = stage.read(task, 'claimNo', 'snapshotNo');
      const decision = {
        outcome: 'PASS',
        opinion: '材料齐全',
        claimNo: Number(claimNo),
        snapshotNo: Number(snapshotNo),
        ...advice,
      };
      const decided = await reviewer.post(`/api/v1/review-tasks/${taskId}/decision`, decision, {
        prefer: 'wait=10',
      });
      stage.expect(decided.body, { status: 'DECIDED', decision: 'PASS' });
    });
  }

  const { permitId, permitNo } = await stage.step('证件核发：有效期三年', async () => {
    const approved = await stage.until('办结', async () => {
      const { body } = await employee.get(`/api/v1/applications/${applicationId}`);
      return stage.matches(body, { status: 'APPROVED' }) ? body : null;
    });
    const { body: permits } = await employee.get('/api/v1/permits/mine');
    stage.find(permits, { status: 'VALID', validFrom: APPROVED_ON, validUntil: VALID_UNTIL }, 'id');
    return stage.read(approved, 'permitId', 'permitNo');
  });
  const papers = await stage.step('受理回执与《工作居住证确认单》出单，公开核验有效', async () => {
    const files: string[] = [];
    for (const [kind, name] of [
      ['receipt', '受理回执'],
      ['confirmation-form', '工作居住证确认单'],
    ] as const) {
      const pdf = await stage.until(name, async () =>
        employee.download(`/api/v1/applications/${applicationId}/${kind}`),
      );
      const file = join(folder, `${name}.pdf`);
      await writeFile(file, pdf);
      files.push(file);
    }
    stage.expect(await publicCheck(employee, applicationId), { valid: true });
    return files;
  });

  await stage.step(`时钟拨到 ${AFTER_EXPIRY}：证件自动失效，且无法恢复`, async () => {
    const operator = await cast.signIn('operator');
    await operator.post('/api/v1/clock', { at: AFTER_EXPIRY, frozen: true });
    const stored = await stage.until('失效', async () => {
      const { body } = await employee.get('/api/v1/notices?all=true');
      return stage.includes(body, { code: 'N-19' }) ? body : null;
    });
    stage.find(stored, { code: 'N-19' }, 'body');
    const { body: permits } = await employee.get('/api/v1/permits/mine');
    stage.find(permits, { id: permitId, status: 'EXPIRED' }, 'permitNo');
    stage.expect(await publicCheck(employee, applicationId), { valid: false });
    const form = await employee.get(`/api/v1/applications/${applicationId}/confirmation-form`, {
      refused: true,
    });
    stage.expect(form.body, { code: 'STATE_NOT_ALLOWED' });
  });

  async function publicCheck(reader: typeof employee, id: string): Promise<unknown> {
    const { body } = await reader.get(`/api/v1/applications/${id}`);
    const { number } = stage.find(stage.part(body, 'documents'), { kind: 'CONFIRMATION_FORM' }, 'number');
    return (await reader.get(`/api/v1/public/documents/${number}?tail=${ID_NUMBER.slice(-4)}`)).body;
  }
  return { permitNo, applicationId, permitId, papers };
}
