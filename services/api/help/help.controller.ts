import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { HelpService } from './help.service.js';
import {
  CertificateHelpQuery,
  CertificateHelpView,
  ElectronicLicenceHelpView,
  HelpView,
} from './help.views.js';

/** 帮助中心, open without sign-in (domain.md §11 S-21, §12). */
@ApiTags('帮助中心')
@Controller('api/v1/help')
export class HelpController {
  constructor(private readonly help: HelpService) {}

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
}
