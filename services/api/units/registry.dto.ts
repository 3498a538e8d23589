import { ApiProperty } from '@nestjs/swagger';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { UNIT_TYPE_LABELS, type UnitType } from '../../../domain/unit/unit-type.js';
import { ChoiceField, ListField, ParsedField, TextField } from '../http/fields.js';

export class RegistryUpdateDto {
  @TextField({ label: '来源编号', max: 100, example: 'registry-2021-08-05-0001' })
  sourceKey!: string;

  @ParsedField({ label: '统一社会信用代码', parse: parseUscc, example: '91110108MA01C2D36P' })
  uscc!: string;

  @TextField({ label: '单位名称', max: 100, example: '北京云程信息技术有限公司' })
  name!: string;

  @TextField({ label: '注册地址', max: 200, example: '北京市海淀区中关村大街18号' })
  registeredAddress!: string;

  @ChoiceField({ label: '单位类型', of: Object.keys(UNIT_TYPE_LABELS), example: 'ENTERPRISE' })
  unitType!: UnitType;
}

export class RegistryUpdatesDto {
  @ListField({ label: '登记信息', of: () => RegistryUpdateDto, max: 500 })
  updates!: RegistryUpdateDto[];
}

export class RegistryReport {
  @ApiProperty({ description: '本次生效' }) applied!: number;
  @ApiProperty({ description: '此前已处理' }) known!: number;
}
