// Validators and serializers are compiled when they are first used. The framework compiles those of every
// operation at the start, and one serializer for each answer of each: most of that is the same problem
// document hundreds of times, and most operations are not called for hours.
import ValidatorSelector from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';

type Controller = NonNullable<FastifyServerOptions['schemaController']>;
// An optimizing pass over the code that is made takes two thirds of the time of making it; the engine does the same.
const QUICKLY_MADE = { code: { optimize: false } } as const;

type BuildSerializer = NonNullable<NonNullable<Controller['compilersFactory']>['buildSerializer']>;

// Unknown fields are refused and nothing is coerced (TRUST.md F7); query-text.ts reads query strings.
const compileValidator = ValidatorSelector()(
  {},
  {
    customOptions: {
      coerceTypes: false,
      removeAdditional: false,
      useDefaults: false,
      allErrors: false,
      ...QUICKLY_MADE,
    },
  },
);

export const validateWhenUsed: FastifySchemaCompiler<unknown> = (route) => {
  let compiled: ReturnType<typeof compileValidator> | undefined;
  const validate: ReturnType<FastifySchemaCompiler<unknown>> = (data: unknown) => {
    compiled ??= compileValidator(route);
    const isValid = compiled(data) === true;
    // The framework reads what was wrong from the function itself.
    validate.errors = compiled.errors ?? null;
    return isValid;
  };
  return validate;
};

const selectSerializer = SerializerSelector();

/** By their schemas, also for another app in the same process: nothing else goes into them. */
const made = new Map<string, ReturnType<ReturnType<typeof selectSerializer>>>();

export const buildSerializer: BuildSerializer = (externalSchemas, options) => {
  const compile = selectSerializer(externalSchemas, { ...options, ajv: QUICKLY_MADE });
  const compileOnce = (route: Parameters<typeof compile>[0]) => {
    const key = JSON.stringify(route.schema);
    const serialize = made.get(key) ?? compile(route);
    made.set(key, serialize);
    return serialize;
  };
  return (route) => {
    let serialize: ReturnType<typeof compile> | undefined;
    return (data) => (serialize ??= compileOnce(route))(data);
  };
};
