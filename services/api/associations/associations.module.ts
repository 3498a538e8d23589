import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { AssociationRevealService } from './association-reveal.service.js';
import { OwnAssociationsController, UnitAssociationsController } from './associations.controller.js';
import { DisassociationService } from './disassociation.service.js';
import { OwnAssociationsService } from './own-associations.service.js';
import { ReleasesController } from './releases.controller.js';
import { UnitAssociationsService } from './unit-associations.service.js';

@Module({
  imports: [AttachmentsModule],
  controllers: [OwnAssociationsController, ReleasesController, UnitAssociationsController],
  providers: [
    AssociationRevealService,
    OwnAssociationsService,
    UnitAssociationsService,
    DisassociationService,
  ],
  exports: [OwnAssociationsService],
})
export class AssociationsModule {}
