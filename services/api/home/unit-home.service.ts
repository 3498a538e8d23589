import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { shownAssociationCode } from '../../../domain/unit/association-code.js';
import { serviceEntries } from '../../../domain/unit/talent-services.js';
import { UNIT_TYPE_LABELS } from '../../../domain/unit/unit-type.js';
import { readUnitTile, type TileContact, type UnitTile } from '../../../infra/database/home-records.js';
import { restrictionsOf } from '../../../infra/database/restriction-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { HomeNewsService } from './home-news.service.js';
import type { UnitHomeView, UnitTileView } from './home.views.js';

/** 首页 of a unit: all that concerns it, in one answer (domain.md §11 S-01). */
@Injectable()
export class UnitHomeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly news: HomeNewsService,
  ) {}

  async read(actor: Actor, unitId: string): Promise<UnitHomeView> {
    const { manager } = this.dataSource;
    const tile = await readUnitTile(manager, unitId);
    const { pendingCount, activeCount } = tile;
    return {
      kind: 'UNIT',
      ...(await this.news.read(actor)),
      services: serviceEntries(await restrictionsOf(manager, actor), tile.now.today),
      associationCode: shownAssociationCode(tile.associationCode, tile.permissions),
      employees: { pendingCount, activeCount },
      unit: this.renderTile(tile),
    };
  }

  private renderTile(tile: UnitTile): UnitTileView {
    const contact = ({ name, mobileSealed }: TileContact) => ({
      name,
      mobile: this.personalData.open(mobileSealed),
    });
    const { name, uscc, officeAddress, unitType, emergencyContact } = tile;
    return {
      name,
      uscc,
      officeAddress,
      unitType,
      unitTypeLabel: UNIT_TYPE_LABELS[unitType],
      handlers: tile.handlers.map((handler) => ({ ...contact(handler), primary: handler.primary })),
      emergencyContact: emergencyContact === null ? null : contact(emergencyContact),
    };
  }
}
