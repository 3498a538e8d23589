import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { OwnAssociationsController, UnitAssociationsController } from './associations.controller.js';
import { OwnAssociationsService } from './own-associations.service.js';
import { UnitAssociationsService } from './unit-associations.service.js';

@Module({
  imports: [AttachmentsModule],
  controllers: [OwnAssociationsController, UnitAssociationsController],
  providers: [OwnAssociationsService, UnitAssociationsService],
})
export class AssociationsModule {}
