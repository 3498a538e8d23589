import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { IfMatch, tag } from '../http/if-match.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { EmployeesService } from './employees.service.js';
import { SaveInsuranceMonthsDto } from './insurance.dto.js';
import { InsuranceMonthsView, ProfileView } from './person.views.js';
import { EditProfileDto } from './profile.dto.js';

/** The employee's own profile and insurance months (domain.md §3.3, S-18). */
@ApiTags('员工')
@Controller('api/v1/employees/me')
export class EmployeesController {
  constructor(private readonly employees: EmployeesService) {}

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
}

function tagged(reply: FastifyReply, view: ProfileView): ProfileView {
  tag(reply, view.version);
  return view;
}
