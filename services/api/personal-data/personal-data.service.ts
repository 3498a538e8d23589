import { Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import {
  accountsOfPerson,
  personalExportSheets,
  readPersonalExport,
  type PersonalExport,
} from '../../../infra/database/personal-export.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { XLSX_MEDIA_TYPE } from '../../../infra/sheets/write-sheet.js';
import { sentFile } from '../http/sent-file.js';
import type { PersonalExportView } from './personal-data.views.js';

/** A person's own data, for himself alone. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async export(actor: Actor): Promise<PersonalExportView> {
    const { producedAt, sections } = await this.read(actor, 'JSON');
    return { producedAt: producedAt.toISOString(), sections };
  }

  async sheet(actor: Actor): Promise<StreamableFile> {
    const bytes = await personalExportSheets(await this.read(actor, 'XLSX'));
    return sentFile(bytes, { fileName: '个人信息.xlsx', mediaType: XLSX_MEDIA_TYPE }, 'attachment');
  }

  private read(actor: Actor, form: 'JSON' | 'XLSX'): Promise<PersonalExport> {
    const { accountId, employeeId } = actor;
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const now = await readBusinessClock(manager);
      const others = employeeId === null ? [] : await accountsOfPerson(manager, employeeId);
      const accountIds = [...new Set([accountId, ...others])];
      const subject = { employeeId, accountIds };
      const exported = await readPersonalExport(manager, this.personalData, now, subject);
      await recordAudit(manager, actor, now, {
        action: 'personalData.export',
        entity: employeeId === null ? 'account' : 'employee',
        entityId: employeeId ?? accountId,
        after: { form },
      });
      return exported;
    });
  }
}
