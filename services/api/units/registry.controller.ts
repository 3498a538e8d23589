import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { importRegistry } from '../../../infra/database/registry-import.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RegistryReport, RegistryUpdatesDto } from './registry.dto.js';

/** What the market registry reports; it alone owns name, code and registered address (domain.md §4.1). */
@ApiTags('登记信息')
@Controller('api/v1/registry-updates')
export class RegistryController {
  constructor(private readonly facts: FactTransactions) {}

  /** All or nothing; a message that was taken before does nothing again. */
  @Post()
  @HttpCode(200)
  @Requires('registry.update')
  @ApiOkResponse({ type: RegistryReport })
  async import(
    @Fact() request: FactRequest,
    @Body() { updates }: RegistryUpdatesDto,
  ): Promise<RegistryReport> {
    let report: RegistryReport = { applied: 0, known: updates.length };
    await this.facts.run(request, async (context) => {
      report = await importRegistry(context, updates);
      return randomUUID();
    });
    return report;
  }
}
