import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  ATTACHMENT_CODES,
  isAttachmentCode,
  slotTraits,
  type AttachmentCatalogue,
  type AttachmentCode,
} from '../../../domain/attachment/catalogue.js';
import { fileAddition, isKeptBy, type SlotKeeper } from '../../../domain/attachment/slot-rules.js';
import type { UnitChanges } from '../../../domain/attachment/staleness.js';
import type { Actor } from '../../../domain/authority/actor.js';
import type { PlainDate } from '../../../domain/calendar/plain-date.js';
import {
  currentFilesOfSlot,
  fileInScope,
  listFiles,
  lockKeeper,
  recordFile,
  removeFile,
  type ListedFile,
  type NewFile,
} from '../../../infra/database/attachment-records.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { linkedUnitId } from '../../../infra/database/person-dossier.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { scanChecksOf } from '../../../infra/database/scan-check-records.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { readUnitChanges } from '../../../infra/database/unit-attachments.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { missingFile } from '../http/multipart-form.js';
import { UploadDto } from './attachment.dto.js';
import { renderSlot, type KeptSlots } from './attachment-rendering.js';
import type { AttachmentListView, AttachmentSlotView } from './attachment.views.js';
import { FileIntake, type Intake } from './file-intake.js';
import { ScanChecker } from './scan-checker.js';

const WITHOUT_FILE = '请选择文件';

interface Keeper {
  readonly kind: SlotKeeper;
  readonly id: string;
}

/** 附件管理 of units and employees (domain.md §4.2, §8). */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly intake: FileIntake,
    private readonly references: ReferenceRecords,
    private readonly scans: ScanChecker,
  ) {}

  async list(actor: Actor, namePart: string): Promise<AttachmentListView> {
    const keeper = keeperOf(actor);
    const kept = await this.kept(keeper);
    this.scans.catchUp(kept.files.filter(({ sha256 }) => !kept.checks.has(sha256)));
    const codes = ATTACHMENT_CODES.filter((code) => slotTraits(code).owner === keeper.kind);
    const items = codes.map((code) => renderSlot(code, kept));
    return { items: items.filter(({ name }) => name.includes(namePart)) };
  }

  async upload(request: AuthorizedRequest, code: string): Promise<AttachmentSlotView> {
    const actor = actorOf(request);
    const keeper = keeperOf(actor);
    if (!isAttachmentCode(code)) throw Refused.because('FORBIDDEN_SCOPE');
    if (!isKeptBy(code, keeper.kind)) throw Refused.because('FORBIDDEN_ACTION', { code });
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const { maxBytes } = (await this.catalogueOf(manager, keeper, today))[code];
    const { format } = slotTraits(code);
    const add = async ({ fields, file, fact }: Intake<UploadDto>): Promise<string> => {
      if (file === null) throw new Refused([missingFile(WITHOUT_FILE)]);
      const { tag = null, replaces = null } = fields;
      return this.facts.run(fact, async (context) => {
        await lockKeeper(context.manager, keeper.kind, keeper.id);
        const catalogue = await this.catalogueOf(context.manager, keeper, context.now.today);
        return addFile(context, keeper, code, { ...file, tag }, replaces, catalogue);
      });
    };
    await this.intake.take(request, UploadDto, format, add, { withoutFile: WITHOUT_FILE, maxBytes });
    return this.slot(actor, code);
  }

  /** Of the unit's department; a person's is that of the unit he is linked to (domain.md §8). */
  private async catalogueOf(
    manager: EntityManager,
    { kind, id }: Keeper,
    today: PlainDate,
  ): Promise<AttachmentCatalogue> {
    const unitId = kind === 'UNIT' ? id : await linkedUnitId(manager, id);
    return this.references.catalogueFor(manager, unitId, today);
  }

  async remove(request: FactRequest, fileId: string): Promise<AttachmentSlotView> {
    const keeper = keeperOf(request.actor);
    const removed = await this.facts.run(request, async (context) => {
      await lockKeeper(context.manager, keeper.kind, keeper.id);
      const file = await fileInScope(context.manager, request.actor, fileId);
      if (file.ownerKind !== keeper.kind)
        throw Refused.because('FORBIDDEN_ACTION', { code: file.catalogueCode });
      if (file.removedAt !== null) throw Refused.because('STATE_NOT_ALLOWED', { removed: true });
      await removeFile(context, file);
      await keepNoticesOf(context, keeper);
      return file.id;
    });
    const { catalogueCode } = await fileInScope(this.dataSource.manager, request.actor, removed);
    if (!isAttachmentCode(catalogueCode)) throw Refused.because('FORBIDDEN_SCOPE');
    return this.slot(request.actor, catalogueCode);
  }

  private async slot(actor: Actor, code: AttachmentCode): Promise<AttachmentSlotView> {
    return renderSlot(code, await this.kept(keeperOf(actor)));
  }

  private async kept(keeper: Keeper): Promise<KeptSlots> {
    const { manager } = this.dataSource;
    const { today } = await readBusinessClock(manager);
    const files = await listFiles(manager, keeper.kind, keeper.id);
    return {
      keeper: keeper.kind,
      files,
      today,
      changes: await changesBehind(manager, keeper),
      catalogue: await this.catalogueOf(manager, keeper, today),
      checks: await scanChecksOf(manager, hashesOf(files)),
    };
  }
}

/** Puts a file into a slot of a list that is locked, in the place of another where `replaces` names it: one act, no moment without a file. */
async function addFile(
  context: FactContext,
  keeper: Keeper,
  code: AttachmentCode,
  file: NewFile,
  replaces: string | null,
  catalogue: AttachmentCatalogue,
): Promise<string> {
  const current = await currentFilesOfSlot(context.manager, keeper, code);
  const replaced = current.find(({ id }) => id === replaces);
  if (replaces !== null && replaced === undefined) throw Refused.because('FORBIDDEN_SCOPE', {}, '/replaces');
  const count = current.length - (replaced === undefined ? 0 : 1);
  accepted(fileAddition(code, keeper.kind, count, catalogue));
  if (replaced !== undefined) await removeFile(context, replaced);
  const id = await recordFile(context, keeper, code, file);
  await keepNoticesOf(context, keeper);
  return id;
}

/** What N-22 asks for may be done with this act. */
async function keepNoticesOf({ manager, now }: FactContext, { kind, id }: Keeper): Promise<void> {
  if (kind === 'UNIT') await keepStandingNotices(manager, now, [{ unitId: id, isNews: false }]);
}

async function changesBehind(manager: EntityManager, { kind, id }: Keeper): Promise<UnitChanges> {
  return kind === 'UNIT'
    ? readUnitChanges(manager, id)
    : { unitChangedOn: null, primaryHandlerChangedOn: null };
}

function hashesOf(files: readonly ListedFile[]): string[] {
  return files.map(({ sha256 }) => sha256);
}

function keeperOf({ unitId, employeeId }: Actor): Keeper {
  if (employeeId !== null) return { kind: 'EMPLOYEE', id: employeeId };
  if (unitId !== null) return { kind: 'UNIT', id: unitId };
  throw Refused.because('FORBIDDEN_ACTION');
}
