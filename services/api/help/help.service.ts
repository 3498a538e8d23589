import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  certificateFee,
  certificateHelp,
  type CertificateApplicantKind,
} from '../../../domain/help/certificate-help.js';
import {
  FORM_TEMPLATES,
  isFormTemplate,
  type FormTemplateCode,
} from '../../../domain/help/form-templates.js';
import { ELECTRONIC_LICENCE_HELP, GUIDE_NOTES, HELP_PHONES } from '../../../domain/help/help-centre.js';
import { DepartmentRow } from '../../../infra/database/entities/department.entity.js';
import { Refused } from '../../../infra/database/refused.js';
import { renderFormTemplate } from '../../../infra/documents/form-template.js';
import type { Log } from '../../../infra/observability/log.js';
import { sentFile } from '../http/sent-file.js';
import { LOG } from '../tokens.js';
import type {
  CertificateHelpView,
  DepartmentGuideView,
  ElectronicLicenceHelpView,
  FormTemplateView,
  HelpView,
} from './help.views.js';

/** 帮助中心; all but the guides is there without any server (design.md §7). */
@Injectable()
export class HelpService {
  /** Each template is drawn once per process. */
  private readonly drawn = new Map<FormTemplateCode, Promise<Buffer>>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async read(): Promise<HelpView> {
    return {
      phones: Object.entries(HELP_PHONES).map(([topic, { label, phone }]) => ({ topic, label, phone })),
      templates: templates(),
      guides: await this.guides(),
    };
  }

  certificates(kind: CertificateApplicantKind): CertificateHelpView {
    const fees = [1, 2, 3].map((nth) => ({ nth, amount: certificateFee(nth) }));
    return { ...certificateHelp(kind), fees };
  }

  electronicLicence(): ElectronicLicenceHelpView {
    return { topics: ELECTRONIC_LICENCE_HELP };
  }

  async template(code: string): Promise<StreamableFile> {
    if (!isFormTemplate(code)) throw Refused.because('FORBIDDEN_SCOPE');
    const template = FORM_TEMPLATES[code];
    const drawing = this.drawn.get(code) ?? renderFormTemplate(template);
    this.drawn.set(code, drawing);
    const file = { fileName: `${template.name}.pdf`, mediaType: 'application/pdf' };
    return sentFile(await drawing, file, 'attachment');
  }

  private async guides(): Promise<DepartmentGuideView[] | null> {
    try {
      const departments = await this.dataSource.manager.find(DepartmentRow, { order: { name: 'ASC' } });
      return departments.map(({ id, name, phone }) => ({
        departmentId: id,
        departmentName: name,
        title: `${name}工作居住证办理指南`,
        phone,
        notes: GUIDE_NOTES,
        templates: templates(),
      }));
    } catch (error) {
      this.log.warn({ error: String(error) }, 'guides');
      return null;
    }
  }
}

function templates(): FormTemplateView[] {
  return Object.entries(FORM_TEMPLATES).map(([code, { name }]) => ({
    code,
    name,
    downloadUrl: `/api/v1/help/templates/${code}`,
  }));
}
