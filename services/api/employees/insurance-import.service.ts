import { Injectable, type StreamableFile, type ValidationPipe } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  INSURANCE_COLUMNS,
  MAX_INSURANCE_ROWS,
  readInsuranceSheet,
  type InsuranceSheetRow,
  type SheetFault,
} from '../../../domain/employee/insurance-sheet.js';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { saveInsuranceMonths } from '../../../infra/database/insurance-records.js';
import { Refused } from '../../../infra/database/refused.js';
import type { ReceivedFile } from '../../../infra/files/received-file.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { readSheet, type SheetRows } from '../../../infra/sheets/read-sheet.js';
import { XLSX_MEDIA_TYPE } from '../../../infra/sheets/write-sheet.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { factRequestOf } from '../http/fact.decorator.js';
import { checkedFields } from '../http/form-fields.js';
import { lacksFile, missingFile, readMultipartForm, type MultipartForm } from '../http/multipart-form.js';
import { sentFile } from '../http/sent-file.js';
import { createValidationPipe } from '../http/validation.js';
import { EmployeesService, personOf } from './employees.service.js';
import { InsuranceImportDto } from './insurance.dto.js';
import { insuranceTemplate, markedSheet } from './insurance-sheets.js';
import type { InsuranceImportView } from './person.views.js';

const MAX_SHEET_BYTES = 1024 * 1024;

/** What came of an import: the months, or the sheet with its faults marked, for who asks for it. */
export type ImportAnswer = { readonly view: InsuranceImportView } | { readonly marked: StreamableFile };

/** 社保个税导入: months of an employee out of a sheet, all of them or none (domain.md §3.3 InsuranceTaxRecord). */
@Injectable()
export class InsuranceImportService {
  private readonly validation: ValidationPipe;

  constructor(
    dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly personalData: PersonalData,
    private readonly employees: EmployeesService,
  ) {
    this.validation = createValidationPipe(dataSource);
  }

  async template(): Promise<StreamableFile> {
    const file = { fileName: '社保个税导入模板.xlsx', mediaType: XLSX_MEDIA_TYPE };
    return sentFile(await insuranceTemplate(), file, 'attachment');
  }

  /** Faults of the rows are refused, or marked in the sheet where the caller accepts one. */
  async import(request: AuthorizedRequest): Promise<ImportAnswer> {
    const form = await readMultipartForm(request, MAX_SHEET_BYTES);
    try {
      const { fields, sheet, fileName } = await this.checked(form);
      const { rows, faults } = readInsuranceSheet(sheet);
      if (faults.length > 0) return await refusedSheet(request, fileName, sheet, faults);
      const actor = actorOf(request);
      const dryRun = fields.dryRun === 'true';
      if (!dryRun) {
        await this.save(
          factRequestOf(request, { fields: form.fields, sha256: form.file?.sha256 ?? null }),
          rows,
        );
      }
      const { months } = await this.employees.insuranceMonths(actor);
      return { view: { importedRows: rows.length, dryRun, months } };
    } finally {
      await form.file?.discard();
    }
  }

  private async save(fact: FactRequest, rows: readonly InsuranceSheetRow[]): Promise<void> {
    const employeeId = personOf(fact.actor);
    await this.facts.run(fact, async (context) => {
      await saveInsuranceMonths(context, this.personalData, employeeId, rows, 'IMPORT');
      return employeeId;
    });
  }

  /** Everything but the rows: the fields, and that the file is a sheet of a size that can be read. */
  private async checked(
    form: MultipartForm,
  ): Promise<{ readonly fields: InsuranceImportDto; readonly sheet: SheetRows; readonly fileName: string }> {
    const faults: Refusal[] = [...form.faults];
    const fields = await checkedFields(form, InsuranceImportDto, this.validation, faults);
    const sheet = form.file === null ? null : await readRows(form.file, faults);
    if (lacksFile(form)) faults.push(missingFile('请选择文件'));
    if (fields === null || sheet === null || form.file === null || faults.length > 0)
      throw new Refused(faults);
    return { fields, sheet, fileName: form.file.fileName };
  }
}

async function readRows(file: ReceivedFile, faults: Refusal[]): Promise<SheetRows | null> {
  const read = await readSheet(file, MAX_INSURANCE_ROWS + 2);
  if (!read.accepted) {
    faults.push(...read.refusals.map(({ code, facts }) => refusal(code, facts, '/file')));
    return null;
  }
  const dataRows = read.value.length - 1;
  const detail = dataRows < 1 ? '文件中没有数据行' : `数据行不得超过 ${MAX_INSURANCE_ROWS} 行`;
  if (dataRows < 1 || dataRows > MAX_INSURANCE_ROWS) {
    faults.push(refusal('VALIDATION_FAILED', { detail }, '/rows'));
  }
  return read.value;
}

async function refusedSheet(
  request: AuthorizedRequest,
  fileName: string,
  sheet: SheetRows,
  faults: readonly SheetFault[],
): Promise<ImportAnswer> {
  if (request.headers.accept?.includes(XLSX_MEDIA_TYPE) !== true) throw new Refused(faults.map(faultOfRow));
  const file = {
    fileName: `${fileName.replace(/\.\w+$/, '')}（${faults.length} 处错误）.xlsx`,
    mediaType: XLSX_MEDIA_TYPE,
  };
  return { marked: sentFile(await markedSheet(sheet, faults), file, 'attachment') };
}

function faultOfRow({ row, field, detail }: SheetFault): Refusal {
  const facts = { detail, row, column: INSURANCE_COLUMNS[field] };
  return refusal('VALIDATION_FAILED', facts, `/rows/${row}/${field}`);
}
