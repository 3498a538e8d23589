import { randomBytes } from 'node:crypto';
import { addMonths, knownMonth, monthsBetween } from '../../domain/calendar/plain-date.js';
import { totpCodeNow } from '../../infra/identity/totp.js';
import { ApiClient } from './api-client.js';

export interface TrialLogin {
  readonly userName: string;
  readonly password: string;
  /** Of staff. */
  readonly totpSecret?: string;
}

/** The people of the story: trial accounts, and one employee who registers himself. */
export class Cast {
  private readonly anonymous: ApiClient;
  private readonly signedIn = new Map<string, ApiClient>();

  constructor(
    apiUrl: string,
    private readonly logins: readonly TrialLogin[],
  ) {
    this.anonymous = new ApiClient(apiUrl);
  }

  /** By user name, password and captcha, which trial mode reads out; staff with a code of their app. Once each. */
  async signIn(userName: string): Promise<ApiClient> {
    const login = this.logins.find((each) => each.userName === userName);
    if (login === undefined) throw new Error(`没有试用账户 ${userName}`);
    const client = this.signedIn.get(userName) ?? (await this.openSession(login));
    this.signedIn.set(userName, client);
    return client;
  }

  async register(idNo: string, name: string): Promise<ApiClient> {
    const login = { userName: 'ouyang.wenjing', password: randomBytes(12).toString('base64url') };
    await this.anonymous.post('/api/v1/registrations', {
      ...login,
      name,
      idType: 'RESIDENT_ID',
      idNo,
      mobile: '13811112222',
    });
    return this.openSession(login);
  }

  async completeProfile(employee: ApiClient, uscc: string): Promise<void> {
    const { headers } = await employee.get('/api/v1/employees/me');
    const profile = {
      phone: '13811112222',
      email: 'wenjing@example.com',
      ethnicity: '汉族',
      politicalStatus: '群众',
      maritalStatus: '未婚',
      householdRegister: '河北省石家庄市长安区',
      currentAddress: '北京市海淀区中关村南大街5号院2号楼601',
      education: {
        highestDegree: '硕士研究生',
        academicDegree: '硕士',
        school: '北京理工大学',
        major: '计算机科学与技术',
        enrolledOn: '2012-09-01',
        graduatedOn: '2015-07-01',
        holdsProfessionalTitle: false,
      },
      residenceKind: 'RENTED',
      overseasEducation: [],
      studyHistory: [
        {
          from: '2012-09-01',
          to: '2015-07-01',
          school: '北京理工大学',
          major: '计算机科学与技术',
          degree: '硕士',
        },
      ],
      familyMembers: [],
      workHistory: [
        { from: '2015-08-01', to: '2018-06-30', employer: '北京启明软件有限公司', position: '工程师' },
        { from: '2018-07-01', employer: '北京云程信息技术有限公司', uscc, position: '高级工程师' },
      ],
    };
    await employee.put('/api/v1/employees/me', profile, { ifMatch: headers.get('etag') ?? '' });
  }

  /** Insurance, tax and contract at one unit for every month up to the one before `month`. */
  async recordMonths(employee: ApiClient, uscc: string, from: string, month: string): Promise<void> {
    const months = monthsBetween(knownMonth(from), addMonths(knownMonth(month), -1)).map((each) => ({
      month: each,
      insuranceUnitUscc: uscc,
      insurancePaid: true,
      taxUnitUscc: uscc,
      taxableIncome: '32000.00',
      contractUnitUscc: uscc,
    }));
    await employee.put('/api/v1/employees/me/insurance-months', { months });
  }

  private async openSession({ userName, password, totpSecret }: TrialLogin): Promise<ApiClient> {
    const { body: captcha } = await this.anonymous.post('/api/v1/captchas', {});
    const { id } = captcha as { id: string };
    const { body: revealed } = await this.anonymous.get(`/api/v1/trial/captchas/${id}`);
    const { answer } = revealed as { answer: string };
    const credentials = { userName, password, captchaId: id, captcha: answer };
    const first = await this.anonymous.post('/api/v1/sessions', credentials, { refused: 'perhaps' });
    const session = first.status === 401 ? await this.answerCode(first.body, totpSecret) : first.body;
    return this.anonymous.withToken((session as { token: string }).token);
  }

  /** An account of an older installation enrols with the secret that it is offered. */
  private async answerCode(problem: unknown, totpSecret: string | undefined): Promise<unknown> {
    const { facts } = problem as { facts: { pendingToken: string; deviceId: string; secret?: string } };
    const { pendingToken, deviceId, secret = totpSecret } = facts;
    if (secret === undefined) throw new Error(`登录未通过：${JSON.stringify(problem)}`);
    const body = { pendingToken, code: totpCodeNow(secret) };
    return (await this.anonymous.post('/api/v1/sessions/second-factor', body, { deviceId })).body;
  }
}
