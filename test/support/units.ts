import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { usccCheckCharacter } from '../../domain/identity/uscc.js';
import { addAccount } from './accounts.js';
import { signIn, type ApiClient } from './api-client.js';
import { linkEmployee, registerEmployee, succeeded, uploadFile, type LinkedEmployee } from './people.js';
import type { Stack } from './stack.js';

export interface TestUnit {
  readonly id: string;
  readonly uscc: string;
  readonly client: ApiClient;
  /** A new person, linked, who may submit NEW there. */
  linkEmployee(): Promise<LinkedEmployee>;
}

export const UNIT_GENERAL = {
  officeAddress: '北京市海淀区学院路30号',
  registrationDistrict: '110108',
  taxDistrict: '110108',
  establishedOn: '2016-03-01',
  registeredCapital: '5000000',
  annualTax: '800000',
  industry: '软件和信息技术服务业',
  employeeCount: 42,
  legalRepName: '刘洋',
  legalRepIdType: 'RESIDENT_ID',
  legalRepIdNo: '11010519491231002X',
  legalRepMobile: '13800138000',
  phone: '010-82525252',
  meetsNewConditions: true,
};
const CONTACTS = {
  handlers: [
    { name: '刘洋', idType: 'RESIDENT_ID', idNo: '11010519491231002X', mobile: '13800138000', primary: true },
  ],
  emergencyContact: { name: '赵磊', mobile: '13900139000' },
};

/** A unit with a complete profile and no permission; what the market registry and the identity provider bring is inserted. */
export async function newUnit(stack: Stack, general: object = {}): Promise<TestUnit> {
  const id = randomUUID();
  const uscc = newUscc();
  await stack.sql(
    `insert into unit (id, uscc, name, registered_address, unit_type) values ($1, $2, $3, '北京市海淀区学院路30号', 'ENTERPRISE')`,
    [id, uscc, `北京试验${uscc.slice(-6)}有限公司`],
  );
  const account = await addAccount(stack, 'UNIT_HANDLER', { unitId: id });
  const client = await signIn(stack.apiUrl, account.userName, account.password);
  await completeWizard(client, { ...UNIT_GENERAL, ...general });
  return {
    id,
    uscc,
    client,
    linkEmployee: async () => linkEmployee(await registerEmployee(stack), client),
  };
}

/** The four steps and the submission, as a unit does them at its first sign-in. */
export async function completeWizard(client: ApiClient, general: object = UNIT_GENERAL): Promise<void> {
  const profile = '/api/v1/units/mine/profile';
  succeeded(await client.put(`${profile}/general`, general));
  succeeded(await client.put(`${profile}/qualifications`, { qualifications: [] }));
  succeeded(await client.put(`${profile}/handlers`, CONTACTS));
  await uploadFile(client, 'UNIT_CERT');
  succeeded(await client.put(`${profile}/attachments`, { confirmed: true }));
  succeeded(await client.post(`${profile}/submission`));
}

export function newUscc(): string {
  const body = `91110108MA${randomBytes(3).toString('hex').toUpperCase()}${randomInt(10)}`;
  return body + usccCheckCharacter(body);
}
