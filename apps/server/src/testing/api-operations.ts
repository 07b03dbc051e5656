// The operations of the API as its own document tells them. Used by tests only.
import type { App } from '../platform/endpoints.ts';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the document writes it: /api/v1/people/{id}/record */
  readonly path: string;
  /** 'GET /api/v1/people/{id}/record' */
  readonly name: string;
  readonly hasBody: boolean;
  readonly isPublic: boolean;
}

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

export async function readOperations(app: App): Promise<Operation[]> {
  const answer = await app.inject({ method: 'GET', url: '/api/openapi.json' });
  const document = JSON.parse(answer.body) as {
    paths: Record<
      string,
      Partial<Record<(typeof METHODS)[number], { requestBody?: unknown; security?: unknown[] }>>
    >;
  };
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((word) => {
      const operation = item[word];
      if (!operation) return [];
      const method = word.toUpperCase() as Operation['method'];
      const isPublic = operation.security?.length === 0;
      return [
        {
          method,
          path,
          name: `${method} ${path}`,
          hasBody: operation.requestBody !== undefined,
          isPublic,
        },
      ];
    }),
  );
}

/** The address of an operation with its parameters filled in; what is not given is a well-formed guess. */
export function addressOf(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? 'unknown'),
  );
}
