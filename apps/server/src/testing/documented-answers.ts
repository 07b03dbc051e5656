// What the API's own document promises of each operation, and whether an answer keeps it. Used by tests only.
import Schema from 'typebox/schema';
import type { App } from '../platform/endpoints.ts';

/** A JSON Schema as it stands in the document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface DocumentedOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the document writes it: /api/v1/people/{id}/record */
  readonly path: string;
  /** 'GET /api/v1/people/{id}/record' */
  readonly name: string;
  readonly params: ReadonlyMap<string, JsonSchema>;
  readonly query: ReadonlyMap<string, JsonSchema>;
  readonly body: JsonSchema | null;
  /** By status: null where nothing is sent, or what is no JSON. */
  readonly answers: ReadonlyMap<number, JsonSchema | null>;
}

export interface GivenAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}
interface WrittenOperation {
  readonly parameters?: readonly { in: string; name: string; schema: JsonSchema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>> & { readonly Problem: JsonSchema };
  };
}

export async function readDocument(app: App): Promise<DocumentedOperation[]> {
  const answer = await app.inject({ url: '/api/openapi.json' });
  const { components } = JSON.parse(answer.body) as Document;
  // What stands once in the document is put where it is named: each schema is then checked by itself.
  const whole = Object.entries(components.schemas).reduce(
    (text, [name, schema]) =>
      text.replaceAll(
        JSON.stringify({ $ref: `#/components/schemas/${name}` }),
        JSON.stringify(schema),
      ),
    answer.body,
  );
  const { paths } = JSON.parse(whole) as Document;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([word, written]) => {
      const method = word.toUpperCase() as DocumentedOperation['method'];
      const place = (where: string) =>
        new Map(
          (written.parameters ?? [])
            .filter((one) => one.in === where)
            .map(({ name, schema }) => [name, schema]),
        );
      return {
        method,
        path,
        name: `${method} ${path}`,
        params: place('path'),
        query: place('query'),
        body: jsonOf(written.requestBody ?? {}),
        answers: new Map(
          Object.entries(written.responses).map(([status, given]) => [
            Number(status),
            given.$ref === undefined ? jsonOf(given) : components.schemas.Problem,
          ]),
        ),
      };
    }),
  );
}

const jsonOf = ({ content }: Content): JsonSchema | null =>
  content?.['application/json']?.schema ?? null;

/** What is wrong with an answer by the document; null where nothing is. */
export function faultOf({ answers }: DocumentedOperation, given: GivenAnswer): string | null {
  const { status, type, text } = given;
  // Where too much is waiting already, or the disk is full, an operation may say so; no other failure is told.
  const isRefusal = status < 500 || ((status === 503 || status === 507) && answers.has(status));
  if (!isRefusal) return `failed with ${status}: ${text.slice(0, 300)}`;
  const schema = answers.get(status);
  if (schema === undefined) return `answered ${status}, which is not in the document: ${text}`;
  const isProblem = type.startsWith('application/problem+json');
  if (status >= 400 !== isProblem) return `answered ${status} as ${type || 'nothing'}`;
  if (schema === null) return null;
  if (!/[/+]json/.test(type)) return `answered ${status} as ${type || 'nothing'} and not as JSON`;
  const value: unknown = JSON.parse(text);
  if (!Schema.Check(schema, value)) {
    const [, errors] = Schema.Errors(schema, value);
    return `answered ${status} otherwise than documented: ${JSON.stringify(errors.slice(0, 3))}`;
  }
  const told = (value as { status: unknown }).status;
  return isProblem && told !== status ? `answered ${status} and said ${String(told)}` : null;
}
