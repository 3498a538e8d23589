import {
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  type StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Requires } from '../http/requires.decorator.js';
import { GuidesService } from './guides.service.js';
import { HelpService } from './help.service.js';
import {
  CertificateHelpQuery,
  CertificateHelpView,
  DepartmentGuideView,
  ElectronicLicenceHelpView,
  HelpView,
} from './help.views.js';

const GUIDE_FORM = {
  type: 'object',
  required: ['body'],
  properties: {
    body: {
      type: 'string',
      maxLength: 10_000,
      description: '办理指南',
      example: '办理时间：工作日 9:00 至 17:00。',
    },
    phone: { type: 'string', description: '部门电话', example: '010-88506500' },
    file: { type: 'string', format: 'binary', description: '指南文件，PDF；不选则保留原文件' },
  },
};

/** 帮助中心, open without sign-in (domain.md §11 S-21, §12). */
@ApiTags('帮助中心')
@Controller('api/v1/help')
export class HelpController {
  constructor(
    private readonly help: HelpService,
    private readonly guides: GuidesService,
  ) {}

  /** Whom to ask, and each department's guide with its templates. */
  @Get()
  @Requires('help.read')
  @ApiOkResponse({ type: HelpView })
  read(): Promise<HelpView> {
    return this.help.read();
  }

  /** 证书现场申请: what to bring, and the fees. */
  @Get('certificates')
  @Requires('help.read')
  @ApiOkResponse({ type: CertificateHelpView })
  certificates(@Query() { applicantKind }: CertificateHelpQuery): CertificateHelpView {
    return this.help.certificates(applicantKind);
  }

  /** 电子营业执照 and 事业单位电子证照: installing, obtaining, authorizing. */
  @Get('electronic-licence')
  @Requires('help.read')
  @ApiOkResponse({ type: ElectronicLicenceHelpView })
  electronicLicence(): ElectronicLicenceHelpView {
    return this.help.electronicLicence();
  }

  /** A template to print, sign and upload. */
  @Get('templates/:code')
  @Requires('help.read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  template(@Param('code') code: string): Promise<StreamableFile> {
    return this.help.template(code);
  }

  /** 办理指南 of the administrator's own department takes the place of the one that stands. */
  @Post('guides/mine')
  @HttpCode(200)
  @Requires('guide.publish')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: GUIDE_FORM })
  @ApiOkResponse({ type: DepartmentGuideView })
  publishGuide(@Req() request: AuthorizedRequest): Promise<DepartmentGuideView> {
    return this.guides.publish(request);
  }

  /** The document of a department's guide, proved against its hash. */
  @Get('guides/:departmentId/document')
  @Requires('help.read')
  @Header('cache-control', 'no-cache')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  guideDocument(@Param('departmentId', ParseUUIDPipe) departmentId: string): Promise<StreamableFile> {
    return this.guides.document(departmentId);
  }
}
