import { Module } from '@nestjs/common';
import { AssociationsModule } from '../associations/associations.module.js';
import { NoticesModule } from '../notices/notices.module.js';
import { EmployeeHomeService } from './employee-home.service.js';
import { HomeNewsService } from './home-news.service.js';
import { HomeController } from './home.controller.js';
import { UnitHomeService } from './unit-home.service.js';

@Module({
  imports: [AssociationsModule, NoticesModule],
  controllers: [HomeController],
  providers: [UnitHomeService, EmployeeHomeService, HomeNewsService],
})
export class HomeModule {}
