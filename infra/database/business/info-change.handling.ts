import { entryRules } from '../../../domain/application/entry-checks.js';
import {
  infoChangeHints,
  infoChangeRules,
  infoChangeUnitRules,
  type InfoChangeFacts,
} from '../../../domain/application/info-change-eligibility.js';
import {
  faceAfter,
  type InfoChangeType,
  type StatedChange,
} from '../../../domain/application/info-changes.js';
import { Not } from 'typeorm';
import { personIndex } from '../../personal-data/person-index.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { EmployeeRow } from '../entities/employee.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import type { PersonDossier } from '../person-dossier.js';
import { openSnapshot } from '../snapshot-content.js';
import { approvedContent, compareChanges, openChanges, type ComparedChange } from './approved-content.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { contentOfDossier } from './compared-content.js';
import { readEntry } from './entry-facts.js';
import { readPermitBusiness } from './permit-business.js';
import { freezePerson } from './person-snapshot.js';
import { contractOf, CONTRACT_SCAN } from './unit-pass.js';

/** 证件基础信息变更 and 业务信息变更: what differs, through the unit and the levels (domain.md §4.5, §7.2). */
export function infoChangeHandling(type: InfoChangeType): BusinessHandling {
  return {
    async judgeDraft(context, application) {
      const { facts } = await readEntry(context, application);
      return { rules: entryRules(facts), hints: [] };
    },

    async judgeSubmission(context, application) {
      const { facts } = await read(context, application, type);
      return { rules: infoChangeRules(facts), hints: infoChangeHints(facts) };
    },

    async supervisingDepartment({ manager }, { permitId }) {
      const permit = await manager.findOneByOrFail(PermitRow, { id: permitId ?? '' });
      return permit.supervisingDepartmentId;
    },

    async freeze(context, application) {
      const { dossier, compared } = await read(context, application, type);
      const files = dossier.files.filter((file) => file.catalogueCode !== CONTRACT_SCAN);
      const frozen = await freezePerson(
        context,
        application,
        { ...dossier, contract: null, files },
        compared,
      );
      const { person } = frozen.content;
      const changed =
        person && faceAfter(person, openChanges(application.changesSealed, context.personalData));
      return { ...frozen, content: { ...frozen.content, person: changed } };
    },

    unitLevel: {
      async judge(_context, _application, _submitted, confirmations) {
        return { rules: infoChangeUnitRules(confirmations), hints: [] };
      },

      async complete(context, application, submitted) {
        const { dossier } = await read(context, application, type);
        const content = openSnapshot(submitted.contentSealed, context.personalData);
        const scan = dossier.files.filter((file) => file.catalogueCode === CONTRACT_SCAN);
        return {
          content: { ...content, contract: contractOf(dossier) },
          files: [...submitted.files, ...scan],
        };
      },
    },
  };
}

async function read(
  context: HandlingContext,
  application: ApplicationRow,
  type: InfoChangeType,
): Promise<{
  readonly dossier: PersonDossier;
  readonly compared: readonly ComparedChange[];
  readonly facts: InfoChangeFacts;
}> {
  const { manager, personalData } = context;
  const reading = { absorbs: false, submittedAt: context.now.at };
  const { dossier, permit, facts } = await readPermitBusiness(context, application, reading);
  const changes = openChanges(application.changesSealed, personalData);
  const current = { content: contentOfDossier(dossier, personalData), files: dossier.files };
  const compared =
    permit === null
      ? []
      : compareChanges(
          changes,
          permit,
          await approvedContent(manager, personalData, permit.id),
          current,
          personalData,
        );
  const differing = compared.filter(({ from, to }) => from !== to).map(({ field }) => field);
  const identityTaken = await isIdentityTaken(context, dossier, changes);
  return { dossier, compared, facts: { ...facts, type, changes, differing, identityTaken } };
}

async function isIdentityTaken(
  { manager, personalData }: HandlingContext,
  { employee }: PersonDossier,
  changes: readonly StatedChange[],
): Promise<boolean> {
  const known = { idType: employee.idType, idNo: personalData.open(employee.idNoSealed) };
  const { idType, idNo } = faceAfter(known, changes);
  const idNoIndex = personIndex(personalData, idType, idNo);
  return manager.existsBy(EmployeeRow, { idType, idNoIndex, id: Not(employee.id) });
}
