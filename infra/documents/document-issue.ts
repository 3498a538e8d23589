import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { BUSINESS_TYPES, PERMIT_TYPES } from '../../domain/application/business-type.js';
import { isApproved } from '../../domain/application/lifecycle.js';
import { isAttachmentCode, slotTraits } from '../../domain/attachment/catalogue.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { FAMILY_RELATIONS, isFamilyRelation } from '../../domain/employee/family-members.js';
import { ID_TYPE_LABELS, SEX_LABELS } from '../../domain/identity/id-number.js';
import { courseOf } from '../database/application-course.js';
import { recordAudit } from '../database/audit-trail.js';
import { readBusinessClock } from '../database/business-clock.js';
import {
  ApplicationRow,
  ApplicationSnapshotRow,
  type SnapshotFile,
} from '../database/entities/application.entity.js';
import { DepartmentRow } from '../database/entities/department.entity.js';
import { IssuedDocumentRow, PermitRow } from '../database/entities/permit.entity.js';
import { UnitRow } from '../database/entities/unit.entity.js';
import { openHolder, openSnapshot } from '../database/snapshot-content.js';
import { contentKey, readVerified, sha256Of, type ObjectStore } from '../object-storage/object-store.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { renderConfirmationForm } from './confirmation-form.js';
import { renderReceipt, type Receipt } from './receipt.js';
import type { Verification } from './verification.js';

export type DocumentKind = 'RECEIPT' | 'CONFIRMATION_FORM';

interface NewDocument {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly application: ApplicationRow;
  readonly round: number;
  readonly permitId: string | null;
  readonly verificationCode: string;
  readonly issuedAt: Date;
}

/**
 * Draws a document from the rows and keeps it: bytes in the store under their hash first, then the row. Twice gives
 * one: kind, application and round are unique, and a row that stands ends the work.
 */
export class DocumentIssue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ObjectStore,
    private readonly personalData: PersonalData,
    private readonly publicUrl: string,
  ) {}

  /** 受理回执 of a submission, and of every earlier one that came and went while nobody drew it (domain.md §9.1). */
  async issueReceipt(applicationId: string, round: number): Promise<void> {
    for (let each = 1; each <= round; each += 1) {
      if (!(await this.stands('RECEIPT', applicationId, each))) await this.drawReceipt(applicationId, each);
    }
  }

  private async drawReceipt(applicationId: string, round: number): Promise<void> {
    const { manager } = this.dataSource;
    const application = await manager.findOneByOrFail(ApplicationRow, { id: applicationId });
    const snapshot = await manager.findOneOrFail(ApplicationSnapshotRow, {
      where: { applicationId, round },
      order: { snapshotNo: 'ASC' },
    });
    const content = openSnapshot(snapshot.contentSealed, this.personalData);
    const { type, permitType } = courseOf(application);
    const number = `SL${application.applicationNo}${String(round).padStart(2, '0')}`;
    const verification = this.verification(number);
    const bytes = await renderReceipt({
      receiptNo: number,
      applicationNo: application.applicationNo,
      businessTypeLabel: BUSINESS_TYPES[type].label,
      permitTypeLabel: PERMIT_TYPES[permitType].label,
      applicant: content.person?.name ?? null,
      unit: content.unit.name,
      submittedAt: snapshot.takenAt,
      snapshotNo: snapshot.snapshotNo,
      files: snapshot.files.map(({ catalogueCode, fileName, sha256 }) => ({
        attachmentLabel: isAttachmentCode(catalogueCode) ? slotTraits(catalogueCode).name : catalogueCode,
        fileName,
        sha256,
      })),
      ...(type === 'RENEWAL' && renewalDates(application)),
      verification,
    });
    const { at: issuedAt } = await readBusinessClock(manager);
    const verificationCode = verification.code;
    await this.keep(bytes, {
      kind: 'RECEIPT',
      number,
      application,
      round,
      permitId: null,
      verificationCode,
      issuedAt,
    });
  }

  /**
   * 《工作居住证确认单》 of an approved application (domain.md §9); none without approval or permit, and none
   * for 补办, which leaves the permit without a unit.
   */
  async issueConfirmationForm(applicationId: string): Promise<void> {
    const { manager } = this.dataSource;
    const application = await manager.findOneByOrFail(ApplicationRow, { id: applicationId });
    const { type, permitType, status, round } = courseOf(application);
    const { permitId } = application;
    if (!isApproved(status) || permitId === null || application.payload.historical === true) return;
    if (await this.stands('CONFIRMATION_FORM', applicationId, round)) return;
    const permit = await manager.findOneByOrFail(PermitRow, { id: permitId });
    const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
    const department = await manager.findOneByOrFail(DepartmentRow, { id: permit.supervisingDepartmentId });
    const holder = openHolder(permit.holderSnapshotSealed, this.personalData);
    const approved = await manager.findOneByOrFail(ApplicationSnapshotRow, {
      applicationId,
      snapshotNo: application.snapshotNo,
    });
    const { familyMembers } = openSnapshot(approved.contentSealed, this.personalData);
    const number = `QR${application.applicationNo}`;
    const verification = this.verification(number);
    const { at: issuedAt } = await readBusinessClock(manager);
    const bytes = await renderConfirmationForm({
      formNo: number,
      issuedAt,
      holder: {
        name: holder.name,
        sexLabel: SEX_LABELS[holder.sex as keyof typeof SEX_LABELS],
        idTypeLabel: ID_TYPE_LABELS[holder.idType as keyof typeof ID_TYPE_LABELS],
        idNo: holder.idNo,
        photo: await this.photoOf(approved.files),
      },
      permitTypeLabel: PERMIT_TYPES[permitType].label,
      permitNo: permit.permitNo,
      validFrom: permit.validFrom,
      validUntil: permit.validUntil,
      unit: { name: unit.name, uscc: unit.uscc },
      supervisingDepartment: department.name,
      businessTypeLabel: BUSINESS_TYPES[type].label,
      applicationNo: application.applicationNo,
      approvedOn: shanghaiDateOf((application.lastPassAt ?? issuedAt).getTime()),
      family: familyMembers.map(({ relation, name }) => ({ relationLabel: relationLabel(relation), name })),
      verification,
    });
    const verificationCode = verification.code;
    const kind = 'CONFIRMATION_FORM';
    await this.keep(bytes, {
      kind,
      number,
      application,
      round,
      permitId: permit.id,
      verificationCode,
      issuedAt,
    });
  }

  private stands(kind: DocumentKind, applicationId: string, round: number): Promise<boolean> {
    return this.dataSource.manager.existsBy(IssuedDocumentRow, { kind, applicationId, round });
  }

  private verification(number: string): Verification {
    const code = this.personalData.digest(`document:${number}`).slice(0, 10).toUpperCase();
    return { url: `${this.publicUrl}/check/${number}`, code };
  }

  /** Null where none was ever uploaded: not every kind of business asks a legacy holder for one. */
  private async photoOf(files: readonly SnapshotFile[]): Promise<Buffer | null> {
    const photo = files.find(({ catalogueCode }) => catalogueCode === 'EMP_PHOTO');
    return photo === undefined ? null : readVerified(this.store, contentKey(photo.sha256), photo.sha256);
  }

  private async keep(bytes: Buffer, document: NewDocument): Promise<void> {
    const sha256 = sha256Of(bytes);
    const objectKey = contentKey(sha256);
    await this.store.put(objectKey, bytes, { sizeBytes: bytes.length, sha256, mediaType: 'application/pdf' });
    const { application, ...columns } = document;
    await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const id = randomUUID();
      const inserted = await manager.query<unknown[]>(
        `insert into issued_document (id, kind, number, application_id, round, permit_id, sha256, object_key,
           size_bytes, verification_code, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning id`,
        [
          id,
          columns.kind,
          columns.number,
          application.id,
          columns.round,
          columns.permitId,
          sha256,
          objectKey,
          bytes.length,
          columns.verificationCode,
          columns.issuedAt,
        ],
      );
      if (inserted.length === 0) return;
      await recordAudit(manager, 'SYSTEM', now, {
        action: 'document.issue',
        entity: 'issued_document',
        entityId: id,
        after: { kind: columns.kind, number: columns.number, sha256 },
        applicationNo: application.applicationNo,
      });
    });
  }
}

/** L and V as they stood at the submission (domain.md §9.1). */
function renewalDates({ payload }: ApplicationRow): Pick<Receipt, 'renewal'> {
  const { lastSubmitOn, currentValidUntil } = payload;
  if (lastSubmitOn === undefined || currentValidUntil === undefined) return {};
  return { renewal: { lastSubmissionOn: lastSubmitOn, validUntil: currentValidUntil } };
}

function relationLabel(relation: string): string {
  return isFamilyRelation(relation) ? FAMILY_RELATIONS[relation] : relation;
}
