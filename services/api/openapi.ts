import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The description that front ends generate their clients from. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('居证 · 人才业务办理平台')
    .setDescription('北京市工作居住证：单位、员工与主管部门的业务接口。错误以 application/problem+json 返回，列出全部原因。')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config);
}
