import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import {
  REFUSAL_CATALOGUE,
  REFUSAL_CODES,
  refusalStatus,
  refusalText,
  type RefusalCode,
} from '../../domain/refusal-catalogue.js';
import { ROUTE_POLICY, routeRule, type RouteAction } from './authority/route-policy.js';
import { problemEntry } from './http/problem.filter.js';
import { DESCRIBED_ACTION } from './http/requires.decorator.js';
import { addExamples, type Operation, type Schemas } from './openapi-examples.js';
import { refusalsOf, SAYS_WHAT_WAS_SEEN } from './route-refusals.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];
const PROBLEM_TYPE = 'application/problem+json';
const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** The description that front ends generate their clients from: every route, header and error code (design.md §5). */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('居证 · 人才业务办理平台')
    .setDescription(
      '北京市工作居住证：单位、员工与主管部门的业务接口。每个拒绝以 application/problem+json 返回，`errors` 列出全部原因；' +
        `角色与范围见各操作，共 ${Object.keys(ROUTE_POLICY).length} 项。` +
        '带 x-personal 的字段是个人信息，按读者与本人的关系完整显示、部分遮盖或为空；以 …/reveal 说明原因后查看完整内容。',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('juzheng_session')
    .build();
  const description = SwaggerModule.createDocument(app, config);
  const schemas: Schemas = { ...description.components?.schemas, ...problemSchemas() };
  const examples = Object.fromEntries(REFUSAL_CODES.map((code) => [code, { value: exampleProblem(code) }]));
  description.components = { ...description.components, schemas, examples };
  for (const item of Object.values(description.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined) complete(operation, method, schemas);
    }
  }
  return description;
}

function complete(operation: Operation, method: Method, schemas: Schemas): void {
  const action = actionOf(operation);
  const declared = (operation.parameters ??= []);
  const { roles, resource } = routeRule(action);
  const isPublic = roles === 'PUBLIC';
  operation.security = isPublic ? [] : [{ bearer: [] }, { cookie: [] }];
  if (isPublic && resource === 'session') {
    declared.push(
      header('X-Session-Transport', '浏览器填 cookie：会话放入 HttpOnly Cookie，答复中不含令牌', 'cookie'),
      header('X-Device-Id', '上次登录得到的设备标记；同一设备再次登录会结束先前的会话', 'k3Zr0T8mQe5V2yXh'),
    );
  }
  if (!isPublic && method !== 'get') {
    declared.push(header('X-CSRF-Token', 'Cookie 会话修改数据时必填，取自登录答复或 GET /me', '5f0c…'));
  }
  addExamples(operation, schemas);
  addRefusals(operation, method, action);
  if (method !== 'get') {
    declared.push(
      header('Idempotency-Key', '幂等键：同键同内容得到同一答复', '0f6f2f9e-6d0e-4a7e-9f0e-2f1f0c9f7a11'),
    );
  }
  if (namesVersion(method)) declared.push(header('If-Match', '读取时得到的 ETag', '"3"'));
}

const namesVersion = (method: Method): boolean => method === 'patch' || method === 'put';

function actionOf(operation: Operation): RouteAction {
  const named: unknown = Reflect.get(operation, DESCRIBED_ACTION);
  const action = typeof named === 'string' ? named : '';
  if (!isRouteAction(action)) throw new Error(`${operation.operationId ?? ''} names no action`);
  return action;
}

function isRouteAction(name: string): name is RouteAction {
  return Object.hasOwn(ROUTE_POLICY, name);
}

/** One answer for each status, with an example for each code; `default` is what stands before the route, as a proxy. */
function addRefusals(operation: Operation, method: Method, action: RouteAction): void {
  const { requestBody, responses, parameters = [] } = operation;
  const bodies = requestBody === undefined || '$ref' in requestBody ? {} : requestBody.content;
  const places = parameters.map((each) => ('$ref' in each ? '' : each.in));
  const codes = refusalsOf({
    action,
    isFact: method !== 'get',
    namesResource: places.includes('path'),
    asksAnything: requestBody !== undefined || places.includes('path') || places.includes('query'),
    hasJsonBody: 'application/json' in bodies,
    takesFile: 'multipart/form-data' in bodies,
    givesFile: givesFile(responses),
    namesVersion: namesVersion(method),
  });
  // a form that says what its sender had seen meets both: what he saw is over, or the server lost a race
  const seen = namesVersion(method) ? [true] : SAYS_WHAT_WAS_SEEN.has(action) ? [true, false] : [false];
  const statusesOf = (code: RefusalCode): number[] => seen.map((each) => refusalStatus(code, each));
  for (const status of new Set(codes.flatMap(statusesOf))) {
    const those = codes.filter((code) => statusesOf(code).includes(status));
    const examples = Object.fromEntries(
      those.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
    );
    responses[status] = {
      description: those.map((code) => `${code} ${REFUSAL_CATALOGUE[code].zh}`).join('；'),
      content: { [PROBLEM_TYPE]: { schema: PROBLEM, examples } },
    };
  }
  responses['default'] = { description: '其他拒绝', content: { [PROBLEM_TYPE]: { schema: PROBLEM } } };
}

function givesFile(responses: Operation['responses']): boolean {
  return Object.values(responses).some((response) => {
    if (response === undefined || '$ref' in response) return false;
    return Object.keys(response.content ?? {}).some((type) => /^(application\/(pdf|zip)|image\/)/.test(type));
  });
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

function problemSchemas(): Schemas {
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

function exampleProblem(code: RefusalCode) {
  const refusal = { code, facts: {} };
  return {
    type: `urn:juzheng:problem:${code}`,
    title: refusalText(code, {}, 'zh'),
    status: refusalStatus(code),
    ...problemEntry(refusal),
    errors: [problemEntry(refusal)],
    traceId: '7d4e7a3e-6a55-4a1c-8a63-0a6b7c1a2d10',
  };
}
