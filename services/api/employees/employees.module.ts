import { Module } from '@nestjs/common';
import { EmployeesController } from './employees.controller.js';
import { EmployeesService } from './employees.service.js';
import { InsuranceImportService } from './insurance-import.service.js';

@Module({ controllers: [EmployeesController], providers: [EmployeesService, InsuranceImportService] })
export class EmployeesModule {}
