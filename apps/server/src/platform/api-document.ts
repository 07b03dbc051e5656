// What the API says of itself, made from the contracts (OpenAPI 3.1).
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { Clause, OrgUnitRef } from '@xueshi/contracts';
import type { App } from './endpoints.ts';

type Transformed = Parameters<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>[0];
type OpenApi = Extract<Transformed, { openapiObject: unknown }>['openapiObject'];

const REFUSED = { $ref: '#/components/responses/Refused' };

/** What is sent where it is no JSON, which the framework says of everything: files of several types, and events. */
function typeOf(schema: unknown): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  if ('format' in schema && schema.format === 'binary') return '*/*';
  return 'contentMediaType' in schema ? String(schema.contentMediaType) : null;
}

/**
 * Every refusal has one form (RFC 9457), which stands once in the document: written out for each answer of each
 * operation it was nine tenths of eight megabytes.
 */
function withProblemsOnce(document: OpenApi): OpenApi {
  let problem: unknown = null;
  for (const path of Object.values(document.paths ?? {}))
    for (const operation of Object.values(path ?? {})) {
      if (typeof operation !== 'object' || !('responses' in operation)) continue;
      for (const [status, answer] of Object.entries(operation.responses ?? {})) {
        if (!('content' in answer)) continue;
        const schema: unknown = answer.content?.['application/json']?.schema;
        const type = typeOf(schema);
        if (Number(status) >= 400) {
          problem ??= schema;
          operation.responses = { ...operation.responses, [status]: REFUSED };
        } else if (type !== null) {
          const content = { [type]: { schema } };
          operation.responses = {
            ...operation.responses,
            [status]: { ...answer, content },
          } as never;
        }
      }
    }
  const schemas = {
    ...document.components?.schemas,
    ...(problem !== null && { Problem: problem }),
  };
  const responses = {
    Refused: {
      description: 'Refused; `code` says why.',
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      },
    },
  };
  return { ...document, components: { ...document.components, schemas, responses } } as OpenApi;
}

/**
 * What stands in very many places stands once in the document too: a unit as lists name it, in every fourth
 * answer, and a clause of an hour policy, for each category of each policy.
 */
const NAMED = { OrgUnitRef, PolicyClause: Clause };

/** As the document tells it: one constant is a list of one there. */
const asTold = (schema: object): string =>
  JSON.stringify(schema, (_, part: unknown) =>
    typeof part === 'object' && part !== null && 'const' in part
      ? Object.fromEntries(
          Object.entries(part).map(([key, value]) =>
            key === 'const' ? ['enum', [value]] : [key, value],
          ),
        )
      : part,
  );

function withNamedOnce(document: OpenApi): OpenApi {
  const paths = Object.entries(NAMED).reduce(
    (text, [name, schema]) =>
      text.replaceAll(asTold(schema), asTold({ $ref: `#/components/schemas/${name}` })),
    JSON.stringify(document.paths),
  );
  const named = Object.entries(NAMED).map(([name, schema]) => [name, JSON.parse(asTold(schema))]);
  const schemas = { ...document.components?.schemas, ...Object.fromEntries(named) } as never;
  return {
    ...document,
    paths: JSON.parse(paths) as never,
    components: { ...document.components, schemas },
  } as OpenApi;
}

/** Serves the document at `/api/openapi.json`, and pages that show it at `/api/docs`. Before any operation is added. */
export async function addApiDocument(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Xueshi 学时',
        version,
        description:
          'The HTTP API of Xueshi. Sign in with POST /api/v1/session; the session is a cookie. Errors are RFC 9457 problem documents with a stable `code`.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'xueshi-session' } },
      },
      security: [{ session: [] }],
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? withNamedOnce(withProblemsOnce(document.openapiObject))
        : document.swaggerObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { docExpansion: 'list' },
    theme: { title: 'Xueshi 学时 API' },
  });
  // A megabyte: written once, and sent to everybody from there.
  let written: Buffer | null = null;
  app.get('/api/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    written ??= Buffer.from(JSON.stringify(app.swagger()));
    return reply.type('application/json; charset=utf-8').send(written);
  });
}
