import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { REVIEW_OUTCOME_LABELS } from '../../../domain/application/advance.js';
import { BUSINESS_TYPES, PERMIT_TYPES } from '../../../domain/application/business-type.js';
import { HINT_CATALOGUE } from '../../../domain/application/hints.js';
import { APPLICATION_STATUS_LABELS } from '../../../domain/application/lifecycle.js';
import { REVIEW_LEVELS } from '../../../domain/application/review-route.js';
import { APPLICATION_BASES } from '../../../domain/application/new-hints.js';
import { ATTACHMENT_CATALOGUE } from '../../../domain/attachment/catalogue.js';
import { ROLES } from '../../../domain/authority/roles.js';
import { ASSOCIATION_STATUS_LABELS } from '../../../domain/employee/association-lifecycle.js';
import { ID_TYPE_LABELS, SEX_LABELS } from '../../../domain/identity/id-number.js';
import { PERMIT_STATUS_LABELS } from '../../../domain/permit/lifecycle.js';
import { REFUSAL_CATALOGUE } from '../../../domain/refusal-catalogue.js';
import { UNIT_TYPE_LABELS } from '../../../domain/unit/unit-type.js';
import { Requires } from '../http/requires.decorator.js';

const LABELS_BY_DICTIONARY = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
  example: { permitStatuses: PERMIT_STATUS_LABELS },
};

/** Chinese labels of every code that the API speaks (design.md §5). */
@ApiTags('字典')
@Controller('api/v1/dictionaries')
export class DictionaryController {
  @Get()
  @Requires('dictionary.read')
  @ApiOkResponse({ schema: LABELS_BY_DICTIONARY })
  read(): Record<string, Record<string, string>> {
    return {
      businessTypes: labels(BUSINESS_TYPES),
      permitTypes: labels(PERMIT_TYPES),
      applicationStatuses: APPLICATION_STATUS_LABELS,
      applicationBases: APPLICATION_BASES,
      reviewLevels: labels(REVIEW_LEVELS),
      reviewOutcomes: REVIEW_OUTCOME_LABELS,
      associationStatuses: ASSOCIATION_STATUS_LABELS,
      permitStatuses: PERMIT_STATUS_LABELS,
      idTypes: ID_TYPE_LABELS,
      sexes: SEX_LABELS,
      unitTypes: UNIT_TYPE_LABELS,
      roles: ROLES,
      attachments: Object.fromEntries(
        Object.entries(ATTACHMENT_CATALOGUE).map(([code, slot]) => [code, slot.name]),
      ),
      hints: Object.fromEntries(Object.entries(HINT_CATALOGUE).map(([code, { zh }]) => [code, zh])),
      refusals: Object.fromEntries(Object.entries(REFUSAL_CATALOGUE).map(([code, { zh }]) => [code, zh])),
    };
  }
}

function labels(table: Readonly<Record<string, { readonly label: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([code, { label }]) => [code, label]));
}
