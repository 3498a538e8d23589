import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { isLivePermit } from '../../../domain/permit/lifecycle.js';
import { PermitRecords } from '../../../infra/database/permit-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { OwnAssociationsService } from '../associations/own-associations.service.js';
import { renderPermit } from '../permits/permit-rendering.js';
import { HomeNewsService } from './home-news.service.js';
import type { EmployeeHomeView } from './home.views.js';

/** 首页 of an employee: notices, the link, applications in progress, the permit (domain.md §11 S-18). */
@Injectable()
export class EmployeeHomeService {
  constructor(
    private readonly news: HomeNewsService,
    private readonly associations: OwnAssociationsService,
    private readonly permits: PermitRecords,
  ) {}

  async read(actor: Actor): Promise<EmployeeHomeView> {
    if (actor.employeeId === null) throw Refused.because('FORBIDDEN_ACTION');
    const permits = await this.permits.ofPerson(actor.employeeId);
    const shown = permits.find(({ status }) => isLivePermit(status)) ?? permits.at(0);
    const { current } = await this.associations.mine(actor);
    return {
      kind: 'EMPLOYEE',
      ...(await this.news.read(actor)),
      association: current,
      permit: shown === undefined ? null : renderPermit(shown),
    };
  }
}
