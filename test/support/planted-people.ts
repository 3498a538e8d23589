import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { CorrectionView } from '../../services/api/corrections/correction.views.js';
import { ApiClient } from './api-client.js';
import { decideLevel, draftNew, granted, inReview, submit, submitted, type Cast } from './cast.js';
import type { Planted } from './clear-search.js';
import {
  linkEmployee,
  registerEmployee,
  residentNumber,
  slotUpload,
  succeeded,
  type LinkedEmployee,
} from './people.js';
import { reveal } from './reveal.js';

/** Values of one person that stand nowhere else in the world of the test. */
export interface PlantedPerson {
  readonly name: string;
  readonly idNo: string;
  /** That he registered with by mistake. */
  readonly formerIdNo: string;
  readonly mobile: string;
  readonly phone: string;
  readonly email: string;
  readonly householdRegister: string;
  readonly currentAddress: string;
  readonly income: string;
  readonly spouse: { readonly name: string; readonly idNo: string };
}

const SURNAMES = ['欧阳', '司徒', '诸葛', '尉迟', '澹台', '皇甫', '闻人', '万俟'];
const RARE = '翀珩玥蓁琤曦昶璟霁珺翯韫禛祎骐骧鸾鹓甪奭燊犇淼鑫垚焱';

const mobileNumber = (): string => `17${String(randomInt(1e9)).padStart(9, '0')}`;
/** Another one for each number, all of one length. */
function nameOf(number: number): string {
  const surname = SURNAMES[number % SURNAMES.length] ?? '';
  const rest = Math.floor(number / SURNAMES.length);
  return `${surname}${RARE.charAt(rest % RARE.length)}${RARE.charAt(Math.floor(rest / RARE.length))}`;
}

export function plantedPerson(number: number): PlantedPerson {
  const mark = randomUUID().slice(0, 8);
  return {
    name: nameOf(2 * number),
    idNo: residentNumber(),
    formerIdNo: residentNumber(),
    mobile: mobileNumber(),
    phone: mobileNumber(),
    email: `planted-${mark}@mail.example`,
    householdRegister: `山西省大同市云冈区埋名里${number + 1}号${mark}`,
    currentAddress: `北京市海淀区隐真路${number + 1}号院${mark}室`,
    income: `${randomInt(7_000_000, 9_000_000)}.${randomInt(10, 99)}`,
    spouse: { name: nameOf(2 * number + 1), idNo: residentNumber() },
  };
}

/** What of a person is looked for. */
export function valuesOf(person: PlantedPerson): Planted[] {
  const { name, idNo, formerIdNo, mobile, phone, email, householdRegister, currentAddress, income, spouse } =
    person;
  return [
    { kind: 'NAME', value: name },
    { kind: 'NAME', value: spouse.name },
    { kind: 'ID_NUMBER', value: idNo },
    { kind: 'ID_NUMBER', value: formerIdNo },
    { kind: 'ID_NUMBER', value: spouse.idNo },
    { kind: 'TELEPHONE', value: mobile },
    { kind: 'TELEPHONE', value: phone },
    { kind: 'EMAIL', value: email },
    { kind: 'ADDRESS', value: householdRegister },
    { kind: 'ADDRESS', value: currentAddress },
    { kind: 'INCOME', value: income },
  ];
}

/** Registered, with a whole profile, files and months, and linked; his files carry his name, his number is put right. */
export async function settle(
  { stack, unit }: Cast,
  admin: ApiClient,
  person: PlantedPerson,
): Promise<LinkedEmployee> {
  const { name, idNo, formerIdNo, mobile, phone, email, householdRegister, currentAddress, spouse } = person;
  const employee = await registerEmployee(stack, { name, idNo: formerIdNo, mobile });
  const birthDate = `${spouse.idNo.slice(6, 10)}-${spouse.idNo.slice(10, 12)}-${spouse.idNo.slice(12, 14)}`;
  const familyMembers = [{ relation: 'SPOUSE', ...spouse, idType: 'RESIDENT_ID', birthDate }];
  const linked = await linkEmployee(employee, unit, {
    profile: { phone, email, householdRegister, currentAddress, familyMembers },
    taxableIncome: person.income,
  });
  for (const code of ['EMP_FAMILY', 'EMP_OTHER']) {
    const { file } = await slotUpload(code);
    const upload = { file: { ...file, name: `${name}的证明.pdf` } };
    succeeded(await linked.client.upload(`/api/v1/attachments/${code}/files`, upload));
  }
  await correct(linked, admin, { name, idType: 'RESIDENT_ID', idNo });
  return { ...linked, idNo };
}

/** Asked for, looked at in full and approved by the department's administrator. */
async function correct({ client }: LinkedEmployee, admin: ApiClient, identity: object): Promise<void> {
  const form = { ...identity, reason: '注册时证件号码录入错误' };
  const { id } = succeeded(await client.post<CorrectionView>('/api/v1/identity-corrections', form));
  const path = `/api/v1/identity-corrections/${id}`;
  succeeded(await reveal(admin, path));
  succeeded(await admin.post<CorrectionView>(`${path}/decision`, { outcome: 'APPROVE' }));
}

/** Four ways an application goes: to a permit, back and again, refused, taken back. */
export async function live(cast: Cast, person: LinkedEmployee, number: number): Promise<void> {
  if (number % 4 === 0) {
    await granted(cast, person);
  } else if (number % 4 === 1) {
    const { id } = await inReview(cast, person);
    await decideLevel(cast, 'DISTRICT_FIRST', id, { outcome: 'RETURN', opinion: '请补充材料' });
    succeeded(await submit(person, id));
  } else if (number % 4 === 2) {
    const { id } = await inReview(cast, person);
    await decideLevel(cast, 'DISTRICT_FIRST', id, { outcome: 'REJECT', opinion: '不符合条件' });
  } else {
    const { id } = await submitted(person);
    succeeded(await person.client.post<ApplicationView>(`/api/v1/applications/${id}/withdrawal`, {}));
    await draftNew(person);
  }
}

/** What goes wrong where people are at work; what was sent may be written nowhere. Refused for its rate, it is read by nobody. */
export async function stumble({ stack, unit }: Cast, person: PlantedPerson): Promise<void> {
  const visitor = new ApiClient(stack.apiUrl);
  const { name, idNo, mobile, email, currentAddress } = person;
  const login = { userName: `e-${randomUUID().slice(0, 12)}`, password: randomUUID() };
  const again = { ...login, name, idType: 'RESIDENT_ID', idNo, mobile };
  const lists = ['associations', 'permits', 'applications'].map(
    (list) => `/api/v1/${list}?name=${encodeURIComponent(name)}&idNo=${idNo}`,
  );
  const mistakes = [
    () => visitor.post('/api/v1/registrations', again),
    () =>
      visitor.post('/api/v1/registrations', {
        ...again,
        idNo: `${idNo} `,
        mobile: `${mobile}0`,
        strange: email,
      }),
    () => visitor.request('POST', '/api/v1/registrations', { body: `{"idNo":"${idNo}","name":"${name}"` }),
    () => visitor.get(`/api/v1/nowhere/${idNo}?address=${encodeURIComponent(currentAddress)}`),
    ...lists.map((path) => () => unit.get(path)),
    () => unit.get(`/api/v1/permits/${idNo}`),
    () => visitor.get(`/api/v1/public/documents/${idNo}?tail=${idNo.slice(-4)}`),
  ];
  for (const mistake of mistakes) assert.notEqual((await mistake()).status, 429);
}
