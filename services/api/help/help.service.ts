import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
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
import { ELECTRONIC_LICENCE_HELP, HELP_PHONES } from '../../../domain/help/help-centre.js';
import { Refused } from '../../../infra/database/refused.js';
import { renderFormTemplate } from '../../../infra/documents/form-template.js';
import type { Log } from '../../../infra/observability/log.js';
import { sentFile } from '../http/sent-file.js';
import { LOG } from '../tokens.js';
import { GuidesService } from './guides.service.js';
import { formTemplates } from './help-templates.js';
import type {
  CertificateHelpView,
  DepartmentGuideView,
  ElectronicLicenceHelpView,
  HelpView,
} from './help.views.js';

/** 帮助中心; all but the guides is there without any server (design.md §7). */
@Injectable()
export class HelpService {
  /** Each template is drawn once per process. */
  private readonly drawn = new Map<FormTemplateCode, Promise<Buffer>>();

  constructor(
    private readonly guides: GuidesService,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async read(): Promise<HelpView> {
    return {
      phones: Object.entries(HELP_PHONES).map(([topic, { label, phone }]) => ({ topic, label, phone })),
      templates: formTemplates(),
      guides: await this.guidesOrNull(),
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

  private async guidesOrNull(): Promise<DepartmentGuideView[] | null> {
    try {
      return await this.guides.list();
    } catch (error) {
      this.log.warn({ error: String(error) }, 'guides');
      return null;
    }
  }
}
