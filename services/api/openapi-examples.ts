import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Described = Schemas[string];
type Schema = Exclude<Described, { $ref: string }>;

const PLAIN_EXAMPLES: Readonly<Record<string, unknown>> = {
  boolean: true,
  integer: 1,
  number: 1,
  date: '2021-08-05',
  'date-time': '2021-08-05T10:00:00+08:00',
  uuid: '0f6f2f9e-6d0e-4a7e-9f0e-2f1f0c9f7a11',
  password: 'correct horse battery',
  binary: '（文件内容）',
};
/** Nobody sends or reads an example of a file's bytes. */
const WITH_EXAMPLES = ['application/json', 'multipart/form-data'];

/** A whole body that passes the checks of its form, and a whole answer, put together from the examples of their fields. */
export function addExamples({ requestBody, responses }: Operation, schemas: Schemas): void {
  for (const part of [requestBody, ...Object.values(responses)]) {
    if (part === undefined || '$ref' in part) continue;
    for (const [mediaType, content] of Object.entries(part.content ?? {})) {
      if (content.schema === undefined || !WITH_EXAMPLES.includes(mediaType)) continue;
      content.example = exampleOf(content.schema, schemas);
    }
  }
}

function exampleOf(described: Described, schemas: Schemas): unknown {
  const schema = resolved(described, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.type === 'array') return schema.items === undefined ? [] : [exampleOf(schema.items, schemas)];
  const [kind = ''] = [schema.format ?? schema.type].flat();
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.properties === undefined) return PLAIN_EXAMPLES[kind] ?? (kind === 'object' ? {} : '示例');
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
