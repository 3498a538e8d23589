import { Body, Controller, Get, HttpCode, Post, Put, Req, Res, type StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { refusalStatus } from '../../../domain/refusal-catalogue.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { XLSX_MEDIA_TYPE } from '../../../infra/sheets/write-sheet.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { IfMatch, tag } from '../http/if-match.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { EmployeesService } from './employees.service.js';
import { InsuranceImportService, type ImportAnswer } from './insurance-import.service.js';
import { SaveInsuranceMonthsDto } from './insurance.dto.js';
import { InsuranceImportView, InsuranceMonthsView, ProfileView } from './person.views.js';
import { EditProfileDto } from './profile.dto.js';

const IMPORT_FORM = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'XLSX 或 CSV' },
    dryRun: { type: 'string', enum: ['true', 'false'], description: '仅检查' },
  },
};
const MARKED_SHEET = { [XLSX_MEDIA_TYPE]: { schema: { type: 'string', format: 'binary' } } };

/** The employee's own profile and insurance months (domain.md §3.3, S-18). */
@ApiTags('员工')
@Controller('api/v1/employees/me')
export class EmployeesController {
  constructor(
    private readonly employees: EmployeesService,
    private readonly imports: InsuranceImportService,
  ) {}

  /** With the names of what business still needs. */
  @Get()
  @Requires('profile.read')
  @ApiOkResponse({ type: ProfileView })
  async read(
    @Actor() actor: SignedInActor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProfileView> {
    return tagged(reply, await this.employees.profile(actor));
  }

  /** Replaces profile, education and work history; a profile may be saved before it is complete. Needs If-Match. */
  @Put()
  @Requires('profile.edit')
  @ApiOkResponse({ type: ProfileView })
  async edit(
    @Fact() request: FactRequest,
    @IfMatch() version: number,
    @Body() body: EditProfileDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProfileView> {
    return tagged(reply, await this.employees.editProfile(request, version, body));
  }

  @Get('insurance-months')
  @Requires('profile.read')
  @ApiOkResponse({ type: InsuranceMonthsView })
  insuranceMonths(@Actor() actor: SignedInActor): Promise<InsuranceMonthsView> {
    return this.employees.insuranceMonths(actor);
  }

  /** Replaces the months that are named and leaves the others. */
  @Put('insurance-months')
  @Requires('profile.edit')
  @ApiOkResponse({ type: InsuranceMonthsView })
  saveInsuranceMonths(
    @Fact() request: FactRequest,
    @Body() body: SaveInsuranceMonthsDto,
  ): Promise<InsuranceMonthsView> {
    return this.employees.saveInsuranceMonths(request, body);
  }

  /** An empty XLSX with the columns of the import. */
  @Get('insurance-months/template')
  @Requires('profile.read')
  @ApiProduces(XLSX_MEDIA_TYPE)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  insuranceTemplate(): Promise<StreamableFile> {
    return this.imports.template();
  }

  /**
   * Months out of an XLSX or CSV (UTF-8 or GB18030), up to 1 MiB and 600 rows: all of them or, with any fault, none.
   * A fault of a row stands at `/rows/{row as the spreadsheet numbers it}/{field}`; who accepts XLSX gets the same
   * sheet instead, its faulty cells marked and explained. `dryRun` checks and writes nothing.
   */
  @Post('insurance-months/import')
  @HttpCode(200)
  @Requires('profile.edit')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: IMPORT_FORM })
  @ApiOkResponse({ type: InsuranceImportView })
  @ApiUnprocessableEntityResponse({
    description: '标出错误的文件（Accept 为 XLSX 时）',
    content: MARKED_SHEET,
  })
  async importInsuranceMonths(
    @Req() request: AuthorizedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InsuranceImportView | StreamableFile> {
    return imported(reply, await this.imports.import(request));
  }
}

function imported(reply: FastifyReply, answer: ImportAnswer): InsuranceImportView | StreamableFile {
  if ('view' in answer) return answer.view;
  void reply.status(refusalStatus('VALIDATION_FAILED', false));
  return answer.marked;
}

function tagged(reply: FastifyReply, view: ProfileView): ProfileView {
  tag(reply, view.version);
  return view;
}
