import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { Refused } from '../../../infra/database/refused.js';
import type { ClaimedPerson, IdentityVerifier } from '../../../infra/identity/identity-verifier.js';
import { hashPassword } from '../../../infra/identity/password.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { RegistrationDto } from './identity.dto.js';
import { renderAccount, type AccountView } from './identity.views.js';
import { statedPerson } from './stated-person.js';

export const IDENTITY_VERIFIER = Symbol('IDENTITY_VERIFIER');
/** Nobody signs in to register; the audit trail says how he came. */
const LOGIN_METHOD = 'REGISTRATION';

/** Employees register themselves, confirmed by the identity adapter (domain.md §12). */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountRecords,
    private readonly personalData: PersonalData,
    @Inject(IDENTITY_VERIFIER) private readonly verifier: IdentityVerifier | null,
  ) {}

  async register(body: RegistrationDto, ip: string): Promise<AccountView> {
    if (this.verifier === null) throw Refused.because('AUTH_METHOD_DISABLED');
    const person = { ...(await statedPerson(this.dataSource.manager, body)), mobile: body.mobile };
    if (!(await this.verifier.confirms(person))) {
      throw Refused.because('VALIDATION_FAILED', { detail: '身份信息未通过核验' }, '/idNo');
    }
    const passwordHash = await hashPassword(body.password);
    const accountId = await this.record(person, { userName: body.userName, passwordHash }, ip);
    return renderAccount(await this.accounts.profile(accountId));
  }

  /** Person and account together; the unique keys of both decide who came first. */
  private record(
    person: ClaimedPerson,
    credentials: { readonly userName: string; readonly passwordHash: string },
    ip: string,
  ): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const isTaken = await this.accounts.isUserNameTaken(manager, credentials.userName);
      const employee = await this.accounts.addPerson(manager, person);
      if (isTaken || employee === null) throw new Refused(faults(isTaken, employee === null));
      const account = { ...credentials, personName: person.name, role: 'EMPLOYEE', employee } as const;
      const accountId = await this.accounts.add(manager, account);
      if (accountId === null) throw new Refused(faults(true, false));
      const actor = {
        accountId,
        role: account.role,
        personName: person.name,
        unitId: null,
        employeeId: employee.id,
        departmentId: null,
        loginMethod: LOGIN_METHOD,
        ip,
      };
      await recordAudit(manager, actor, now, {
        action: 'registration.create',
        entity: 'account',
        entityId: accountId,
        after: {
          role: account.role,
          employeeId: employee.id,
          idType: person.idType,
          idNo: this.personalData.digest(person.idNo),
          mobile: this.personalData.digest(person.mobile),
        },
      });
      return accountId;
    });
  }
}

export function userNameTaken(): Refusal {
  return refusal('VALIDATION_FAILED', { detail: '用户名已被使用' }, '/userName');
}

function faults(isTaken: boolean, isRegistered: boolean): Refusal[] {
  const registered = refusal('VALIDATION_FAILED', { detail: '该证件号码已注册' }, '/idNo');
  return [...(isTaken ? [userNameTaken()] : []), ...(isRegistered ? [registered] : [])];
}
