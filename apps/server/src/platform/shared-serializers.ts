// One serializer for each response schema. The framework compiles one for each answer of each operation,
// and most answers are the same problem document: the same code
// hundreds of times in memory.
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Controller = NonNullable<FastifyServerOptions['schemaController']>;
type Factories = NonNullable<Controller['compilersFactory']>;
type BuildSerializer = NonNullable<Factories['buildSerializer']>;

const buildEach = SerializerSelector();

export const buildSharedSerializer: BuildSerializer = (externalSchemas, options) => {
  const compile = buildEach(externalSchemas, options);
  const made = new Map<string, ReturnType<typeof compile>>();
  return (route) => {
    const key = JSON.stringify(route.schema);
    const known = made.get(key);
    if (known) return known;
    const serialize = compile(route);
    made.set(key, serialize);
    return serialize;
  };
};
