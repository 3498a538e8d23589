import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DEFAULT_CATALOGUE, slotTraits, type AttachmentCode } from '../../domain/attachment/catalogue.js';
import { requiredSlots } from '../../domain/attachment/required-slots.js';
import {
  addMonths,
  knownDate,
  monthOf,
  monthsBetween,
  type PlainDate,
} from '../../domain/calendar/plain-date.js';
import { idCheckCharacter } from '../../domain/identity/id-number.js';
import type {
  AssociationView,
  OwnAssociationView,
} from '../../services/api/associations/association.views.js';
import type {
  AttachmentListView,
  AttachmentSlotView,
} from '../../services/api/attachments/attachment.views.js';
import type { InsuranceMonthView, ProfileView } from '../../services/api/employees/person.views.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import type { UnitView } from '../../services/api/units/unit.views.js';
import { ApiClient, signIn, type Answer, type Upload } from './api-client.js';
import { samplePdf } from './sample-pdfs.js';
import { SAMPLE_PHOTO } from './sample-photo.js';
import { knowApp } from './second-factors.js';
import type { Stack } from './stack.js';

export interface TestEmployee {
  readonly client: ApiClient;
  readonly name: string;
  readonly idNo: string;
  readonly userName: string;
  readonly password: string;
}

export interface LinkedEmployee extends TestEmployee {
  readonly associationId: string;
}

/** Months that any submission asks for (domain.md §6.3 T7). */
const INSURANCE_MONTHS = 36;
const SURNAMES = '王李张刘陈杨赵黄周吴';

/** A client of one of the trial accounts that the seed has made. */
export async function trialClient(stack: Stack, userName: string): Promise<ApiClient> {
  const accounts: unknown = JSON.parse(await readFile(stack.accountsFile, 'utf8'));
  const listed: unknown[] = Array.isArray(accounts) ? accounts : [];
  const found = listed.find((each) => textAt(each, 'userName') === userName);
  knowApp(stack.apiUrl, userName, textAt(found, 'totpSecret'));
  return signIn(stack.apiUrl, userName, textAt(found, 'password'));
}

function textAt(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null ? String(Reflect.get(value, name)) : '';
}

/** A number of a resident born between 1980 and 1995, different each time. */
export function residentNumber(): string {
  const twoDigits = (from: number, to: number): string => String(randomInt(from, to + 1)).padStart(2, '0');
  const body = `110108${randomInt(1980, 1996)}${twoDigits(1, 12)}${twoDigits(1, 28)}${String(randomInt(1000)).padStart(3, '0')}`;
  return body + idCheckCharacter(body);
}

export async function registerEmployee(
  stack: Stack,
  overrides: { readonly name?: string; readonly idNo?: string; readonly mobile?: string } = {},
): Promise<TestEmployee> {
  const name = overrides.name ?? `${SURNAMES.charAt(randomInt(SURNAMES.length))}小明`;
  const idNo = overrides.idNo ?? residentNumber();
  const login = { userName: `e-${randomUUID().slice(0, 12)}`, password: randomUUID() };
  const { mobile = '13800138000' } = overrides;
  const registration = { ...login, name, idType: 'RESIDENT_ID', idNo, mobile };
  const answer = await new ApiClient(stack.apiUrl).post('/api/v1/registrations', registration);
  succeeded(answer);
  const client = await signIn(stack.apiUrl, login.userName, login.password);
  return { client, name, idNo, ...login };
}

/** A whole profile; the tests spoil parts of it. */
export function profile() {
  return {
    phone: '13900139000',
    email: 'someone@example.com',
    ethnicity: '汉族',
    politicalStatus: '群众',
    maritalStatus: '未婚',
    householdRegister: '河北省石家庄市长安区',
    currentAddress: '北京市海淀区中关村大街1号',
    education: {
      highestDegree: '硕士',
      academicDegree: '硕士',
      school: '北京理工大学',
      major: '计算机科学与技术',
      enrolledOn: '2010-09-01',
      graduatedOn: '2013-07-01',
      holdsProfessionalTitle: false,
    },
    residenceKind: 'RENTED',
    overseasEducation: [],
    studyHistory: [
      {
        from: '2010-09-01',
        to: '2013-07-01',
        school: '北京理工大学',
        major: '计算机科学与技术',
        degree: '硕士',
      },
    ],
    familyMembers: [],
    workHistory: [
      { from: '2013-08-01', to: '2018-06-30', employer: '北京启明软件有限公司', position: '工程师' },
      { from: '2018-07-01', employer: '北京云程信息技术有限公司', position: '高级工程师' },
    ],
  };
}

export async function completeProfile({ client }: TestEmployee, changes: object = {}): Promise<ProfileView> {
  const { body: before } = await client.get<ProfileView>('/api/v1/employees/me');
  const answer = await client.put<ProfileView>(
    '/api/v1/employees/me',
    { ...profile(), ...changes },
    {
      ifMatch: before.version,
    },
  );
  return succeeded(answer);
}

/** The months that a submission on that day asks for, all paid at one unit. */
export function insuranceMonths(uscc: string, submittedOn: PlainDate): InsuranceMonthView[] {
  const last = addMonths(monthOf(submittedOn), -1);
  return monthsBetween(addMonths(last, 1 - INSURANCE_MONTHS), last).map((month) => ({
    month,
    insuranceUnitUscc: uscc,
    insurancePaid: true,
    taxUnitUscc: uscc,
    taxableIncome: '32000.00',
    contractUnitUscc: uscc,
  }));
}

export async function pdfUpload(
  name: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Upload> {
  return { ...pdfNamed(name, await samplePdf(`scan ${randomUUID()}`)), fields };
}

function pdfNamed(name: string, bytes: Buffer): Upload {
  return { file: { name: `${name}.pdf`, mediaType: 'application/pdf', bytes } };
}

/** The same bytes for everybody and every slot, so that they are looked at once; those of a renewal are others. */
const SLOT_BYTES = new Map<string, Promise<Buffer>>();
export async function slotUpload(name: string, edition: '首次' | '更新' = '首次'): Promise<Upload> {
  const bytes = SLOT_BYTES.get(edition) ?? samplePdf(`scan ${randomUUID()}`);
  SLOT_BYTES.set(edition, bytes);
  return pdfNamed(name, await bytes);
}

export async function uploadFile(client: ApiClient, code: AttachmentCode): Promise<AttachmentSlotView> {
  const { name, format } = slotTraits(code);
  const photo = { file: { name: '照片.jpg', mediaType: 'image/jpeg', bytes: SAMPLE_PHOTO } };
  const upload = format === 'JPEG' ? photo : await slotUpload(name);
  return succeeded(await client.upload<AttachmentSlotView>(`/api/v1/attachments/${code}/files`, upload));
}

/** Every slot that NEW asks of a person without title, photo included; the contract comes from the unit. */
export async function uploadEmployeeFiles({ client }: TestEmployee): Promise<void> {
  const facts = {
    permitType: 'BEIJING_WORK_RESIDENCE',
    holdsProfessionalTitle: false,
    hasFamilyMembers: false,
  } as const;
  const codes = requiredSlots('NEW', facts, DEFAULT_CATALOGUE).filter(
    (code) => slotTraits(code).uploader === 'EMPLOYEE',
  );
  for (const code of codes) await uploadFile(client, code);
}

/** What confirming an association asks of the unit; slots that hold files are left alone. */
export async function uploadUnitFiles(unitHandler: ApiClient): Promise<void> {
  const { items } = succeeded(await unitHandler.get<AttachmentListView>('/api/v1/attachments'));
  for (const code of ['UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT', 'UNIT_HANDLER_ID'] as const) {
    const isMissing = items.some((slot) => slot.code === code && slot.files.length === 0);
    if (isMissing) await uploadFile(unitHandler, code);
  }
}

export async function readUnit(unitHandler: ApiClient): Promise<UnitView> {
  return succeeded(await unitHandler.get<UnitView>('/api/v1/units/mine'));
}

export async function requestAssociation(employee: TestEmployee, unitHandler: ApiClient): Promise<string> {
  const { associationCode } = await readUnit(unitHandler);
  const answer = await employee.client.post<OwnAssociationView>('/api/v1/associations', {
    code: associationCode,
  });
  return succeeded(answer).id;
}

export const CONTRACT_FIELDS = {
  position: '高级工程师',
  startDate: '2018-07-01',
  endDate: '2030-06-30',
} as const;

export async function confirmAssociation(
  unitHandler: ApiClient,
  associationId: string,
): Promise<AssociationView> {
  const path = `/api/v1/associations/${associationId}/confirmation`;
  return succeeded(
    await unitHandler.upload<AssociationView>(path, {
      ...(await slotUpload('劳动合同')),
      fields: CONTRACT_FIELDS,
    }),
  );
}

/** One call, and the person may submit NEW: profile, files, months, link and contract. */
export async function linkEmployee(
  employee: TestEmployee,
  unitHandler: ApiClient,
  told: { readonly profile?: object; readonly taxableIncome?: string } = {},
): Promise<LinkedEmployee> {
  const { uscc } = await readUnit(unitHandler);
  const { today } = succeeded(await employee.client.get<ClockView>('/api/v1/clock'));
  await completeProfile(employee, told.profile);
  await uploadEmployeeFiles(employee);
  const { taxableIncome } = told;
  const months = insuranceMonths(uscc, knownDate(today)).map((month) => ({
    ...month,
    ...(taxableIncome !== undefined && { taxableIncome }),
  }));
  succeeded(await employee.client.put('/api/v1/employees/me/insurance-months', { months }));
  await uploadUnitFiles(unitHandler);
  const associationId = await requestAssociation(employee, unitHandler);
  await confirmAssociation(unitHandler, associationId);
  return { ...employee, associationId };
}

export function succeeded<Body>(answer: Answer<Body>): Body {
  assert.ok(answer.status < 300, `${answer.status} ${answer.bytes.toString('utf8')}`);
  return answer.body;
}
