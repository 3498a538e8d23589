import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { REFUSAL_CATALOGUE, REFUSAL_CODES, refusalText } from '../../domain/refusal-catalogue.js';
import { problemEntry } from './http/problem.filter.js';
import { ROUTE_POLICY } from './authority/route-policy.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Described = Schemas[string];
type Schema = Exclude<Described, { $ref: string }>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PLAIN_EXAMPLES: Readonly<Record<string, unknown>> = {
  boolean: true,
  integer: 1,
  number: 1,
  date: '2021-08-05',
  uuid: '0f6f2f9e-6d0e-4a7e-9f0e-2f1f0c9f7a11',
  password: 'correct horse battery',
};
const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** The description that front ends generate their clients from: every route, header and error code (design.md §5). */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('居证 · 人才业务办理平台')
    .setDescription(
      '北京市工作居住证：单位、员工与主管部门的业务接口。每个拒绝以 application/problem+json 返回，`errors` 列出全部原因；' +
        `角色与范围见各操作，共 ${Object.keys(ROUTE_POLICY).length} 项。`,
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  const description = SwaggerModule.createDocument(app, config);
  description.components = {
    ...description.components,
    schemas: { ...description.components?.schemas, ...problemSchemas() },
  };
  for (const item of Object.values(description.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) complete(operation, method);
      if (operation !== undefined) addBodyExamples(operation, description.components.schemas ?? {});
    }
  }
  return description;
}

/** A whole body that passes the checks of its form, put together from the examples of its fields. */
function addBodyExamples(operation: Operation, schemas: Schemas): void {
  if (operation.requestBody === undefined || '$ref' in operation.requestBody) return;
  for (const [mediaType, content] of Object.entries(operation.requestBody.content)) {
    if (content.schema !== undefined && mediaType === 'application/json') {
      content.example = exampleOf(content.schema, schemas);
    }
  }
}

function exampleOf(described: Described, schemas: Schemas): unknown {
  const schema = resolved(described, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.type === 'array') return schema.items === undefined ? [] : [exampleOf(schema.items, schemas)];
  const [kind = ''] = [schema.format ?? schema.type].flat();
  if (schema.properties === undefined) return PLAIN_EXAMPLES[kind] ?? '示例';
  const fields = Object.entries(schema.properties);
  const telling = fields.filter(([name, each]) => {
    const field = resolved(each, schemas);
    return schema.required?.includes(name) || 'example' in field || 'properties' in field;
  });
  const shown = telling.length === 0 ? fields.slice(0, 1) : telling;
  return Object.fromEntries(shown.map(([name, each]) => [name, exampleOf(each, schemas)]));
}

function resolved(described: Described, schemas: Schemas): Schema {
  const reference = '$ref' in described ? described : described.allOf?.find((each) => '$ref' in each);
  if (reference === undefined || !('$ref' in reference)) return '$ref' in described ? {} : described;
  const named = schemas[reference.$ref.split('/').at(-1) ?? ''];
  return named === undefined ? {} : resolved(named, schemas);
}

function complete(operation: Operation, method: (typeof METHODS)[number]): void {
  operation.security = [{ bearer: [] }];
  operation.responses['default'] = {
    description: '拒绝：全部原因',
    content: { 'application/problem+json': { schema: PROBLEM, example: exampleProblem() } },
  };
  const declared = (operation.parameters ??= []);
  if (method !== 'get') {
    declared.push(
      header('Idempotency-Key', '幂等键：同键同内容得到同一答复', '0f6f2f9e-6d0e-4a7e-9f0e-2f1f0c9f7a11'),
    );
  }
  if (method === 'patch' || method === 'put') declared.push(header('If-Match', '读取时得到的 ETag', '"3"'));
}

function header(name: string, description: string, example: string) {
  return {
    name,
    in: 'header' as const,
    required: false,
    description,
    example,
    schema: { type: 'string' as const },
  };
}

function problemSchemas(): NonNullable<NonNullable<OpenAPIObject['components']>['schemas']> {
  const texts = {
    messageZh: { type: 'string' as const },
    messageEn: { type: 'string' as const },
    facts: { type: 'object' as const, additionalProperties: true },
  };
  const code = { type: 'string' as const, enum: [...REFUSAL_CODES] };
  return {
    ProblemEntry: {
      type: 'object',
      required: ['code', 'messageZh', 'messageEn', 'facts'],
      properties: { code, pointer: { type: 'string', description: 'JSON pointer' }, ...texts },
    },
    Problem: {
      type: 'object',
      description: Object.entries(REFUSAL_CATALOGUE)
        .map(([name, { status, zh }]) => `${name} [${status}] ${zh}`)
        .join('\n'),
      required: ['type', 'title', 'status', 'code', 'messageZh', 'messageEn', 'facts', 'errors', 'traceId'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string' },
        status: { type: 'integer' },
        code,
        ...texts,
        errors: { type: 'array', items: { $ref: '#/components/schemas/ProblemEntry' } },
        traceId: { type: 'string' },
      },
    },
  };
}

function exampleProblem() {
  const refusal = { code: 'OPINION_REQUIRED', facts: {}, pointer: '/opinion' } as const;
  return {
    type: `urn:juzheng:problem:${refusal.code}`,
    title: refusalText(refusal.code, {}, 'zh'),
    status: REFUSAL_CATALOGUE[refusal.code].status,
    ...problemEntry(refusal),
    errors: [problemEntry(refusal)],
    traceId: '7d4e7a3e-6a55-4a1c-8a63-0a6b7c1a2d10',
  };
}
