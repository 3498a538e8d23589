import { Module } from '@nestjs/common';
import { RegistryController } from './registry.controller.js';
import { UnitChangeService } from './unit-change.service.js';
import { UnitProfileController } from './unit-profile.controller.js';
import { UnitProfileService } from './unit-profile.service.js';
import { UnitsController } from './units.controller.js';
import { UnitsService } from './units.service.js';

@Module({
  controllers: [UnitsController, UnitProfileController, RegistryController],
  providers: [UnitsService, UnitProfileService, UnitChangeService],
})
export class UnitsModule {}
