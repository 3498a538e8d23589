import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { shownAssociationCode } from '../../../domain/unit/association-code.js';
import { enterService, isTalentService, serviceEntries } from '../../../domain/unit/talent-services.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { readUnitTile } from '../../../infra/database/home-records.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { restrictionsOf } from '../../../infra/database/restriction-records.js';
import type { ServiceEntryView, TalentServiceListView } from './talent-service.views.js';

/** 人才服务列表 and its entries, closed where the unit or the person is restricted (domain.md §7.1, S-03). */
@Injectable()
export class TalentServicesService {
  constructor(private readonly dataSource: DataSource) {}

  async list(actor: Actor): Promise<TalentServiceListView> {
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const restrictions = await restrictionsOf(manager, actor);
    return {
      associationCode: await this.associationCode(actor),
      items: serviceEntries(restrictions, today),
    };
  }

  async enter(actor: Actor, service: string): Promise<ServiceEntryView> {
    if (!isTalentService(service)) throw Refused.because('FORBIDDEN_SCOPE');
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const entry = accepted(enterService(service, await restrictionsOf(manager, actor), today));
    return { service, label: entry.label, link: entry.link, text: entry.text };
  }

  private async associationCode({ unitId }: Actor): Promise<string | null> {
    if (unitId === null) return null;
    const { associationCode, permissions } = await readUnitTile(this.dataSource.manager, unitId);
    return shownAssociationCode(associationCode, permissions);
  }
}
