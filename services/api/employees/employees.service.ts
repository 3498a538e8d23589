import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { readPerson, saveProfile } from '../../../infra/database/employee-records.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { readInsuranceMonths, saveInsuranceMonths } from '../../../infra/database/insurance-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { SaveInsuranceMonthsDto } from './insurance.dto.js';
import { insuranceMonthOf, profileEditOf, renderInsuranceMonth, renderProfile } from './person-rendering.js';
import type { InsuranceMonthsView, ProfileView } from './person.views.js';
import type { EditProfileDto } from './profile.dto.js';

/** The employee's own data (domain.md §3.3). */
@Injectable()
export class EmployeesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly personalData: PersonalData,
  ) {}

  async profile(actor: Actor): Promise<ProfileView> {
    return renderProfile(await readPerson(this.dataSource.manager, personOf(actor)), this.personalData);
  }

  async editProfile(request: FactRequest, version: number, body: EditProfileDto): Promise<ProfileView> {
    const employeeId = personOf(request.actor);
    await this.facts.run(request, async (context) => {
      await saveProfile(context, this.personalData, employeeId, version, profileEditOf(body));
      return employeeId;
    });
    return this.profile(request.actor);
  }

  async insuranceMonths(actor: Actor): Promise<InsuranceMonthsView> {
    const rows = await readInsuranceMonths(this.dataSource.manager, personOf(actor));
    return { months: rows.map((row) => renderInsuranceMonth(row, this.personalData)) };
  }

  async saveInsuranceMonths(
    request: FactRequest,
    { months }: SaveInsuranceMonthsDto,
  ): Promise<InsuranceMonthsView> {
    const employeeId = personOf(request.actor);
    await this.facts.run(request, async (context) => {
      await saveInsuranceMonths(context, this.personalData, employeeId, months.map(insuranceMonthOf), 'FORM');
      return employeeId;
    });
    return this.insuranceMonths(request.actor);
  }
}

export function personOf({ employeeId }: Actor): string {
  if (employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
  return employeeId;
}
