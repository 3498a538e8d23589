import type { DataSource } from 'typeorm';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { isValidPermit, type PermitStatus } from '../../domain/permit/lifecycle.js';
import { personTailIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { readBusinessClock } from './business-clock.js';
import { elevated } from './row-scope.js';
import { IssuedDocumentRow } from './entities/permit.entity.js';

const NUMBER_FORM = /^[A-Z0-9]{1,64}$/;

/** Issued documents: for their owners whole, for the public only "valid" or "not" (domain.md §9). */
export class DocumentRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  /** The newest document of a kind, or null. */
  newest(applicationId: string, kind: string): Promise<IssuedDocumentRow | null> {
    return this.dataSource.manager.findOne(IssuedDocumentRow, {
      where: { applicationId, kind },
      order: { round: 'DESC' },
    });
  }

  /** Whether a permit is valid now, by its date and not by what a timer has written down. */
  async isPermitValid(permitId: string): Promise<boolean> {
    const now = await readBusinessClock(this.dataSource.manager);
    const [permit] = await this.dataSource.query<{ status: PermitStatus; valid_until: string }[]>(
      `select status, to_char(valid_until, 'YYYY-MM-DD') as valid_until from permit where id = $1`,
      [permitId],
    );
    return (
      permit !== undefined &&
      isValidPermit(effectiveStatus(permit.status, knownDate(permit.valid_until), now.epochMs))
    );
  }

  /**
   * The public check: number and last four characters of the holder's ID number, of the unit's credit code where it
   * applied for itself. A form is valid as long as its
   * permit is; a receipt stays what it proves. Unknown numbers and wrong characters get the same answer.
   */
  async isGenuine(number: string, tail: string): Promise<boolean> {
    return NUMBER_FORM.test(number) && elevated('DOCUMENT_CHECK', () => this.isKnown(number, tail));
  }

  private async isKnown(number: string, tail: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ kind: string; permit_id: string | null }[]>(
      `select d.kind, d.permit_id from issued_document d join application a on a.id = d.application_id
         join unit u on u.id = a.unit_id left join employee e on e.id = a.employee_id
        where d.number = $1 and case when e.id is null then right(u.uscc, 4) = upper($3)
                                     else e.id_no_tail_index = $2 end`,
      [number, personTailIndex(this.personalData, tail), tail],
    );
    if (row === undefined) return false;
    return row.permit_id === null || this.isPermitValid(row.permit_id);
  }
}
