// TypeScript and JavaScript. Components are eslint.config.js's, types oxlint.types.json's.
import { defineConfig, type OxlintOverride } from 'oxlint';
import {
  CONSOLE_WRITERS,
  ENVIRONMENT_READERS,
  extendedRules,
  importRules,
  plainRules,
  typeRules,
} from './house-rules.ts';

/** What eslint's and typescript-eslint's own choices hold beyond `correctness`. */
const PLAIN = [
  'no-array-constructor',
  'no-case-declarations',
  'no-empty',
  'no-fallthrough',
  'no-prototype-builtins',
  'no-regex-spaces',
  'no-unexpected-multiline',
  'no-useless-constructor',
  'no-var',
  'prefer-const',
  'prefer-rest-params',
  'prefer-spread',
  'preserve-caught-error',
];
const OF_TYPES = [
  'adjacent-overload-signatures',
  'array-type',
  'ban-tslint-comment',
  'class-literal-property-style',
  'consistent-generic-constructors',
  'consistent-indexed-object-style',
  'consistent-type-assertions',
  'no-confusing-non-null-assertion',
  'no-dynamic-delete',
  'no-empty-object-type',
  'no-extraneous-class',
  'no-inferrable-types',
  'no-invalid-void-type',
  'no-namespace',
  'no-non-null-asserted-nullish-coalescing',
  'no-require-imports',
  'no-unnecessary-type-constraint',
  'no-unsafe-function-type',
  'prefer-for-of',
  'prefer-function-type',
  'prefer-literal-enum-member',
  'unified-signatures',
];

const held = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, 'error' as const]));
const ofTypescript = (rules: typeof typeRules) =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [`typescript/${name}`, rule]));

export default defineConfig({
  plugins: ['typescript'],
  categories: { correctness: 'error' },
  env: { builtin: true, node: true, browser: true },
  ignorePatterns: [
    '.tools/',
    'data/',
    '**/build/',
    '**/.svelte-kit/',
    '**/*.svelte',
    'packages/messages/src/compiled/',
    'packages/database/src/migrations/',
  ],
  rules: {
    ...held(PLAIN),
    ...plainRules,
    ...extendedRules,
    ...ofTypescript({
      ...held(OF_TYPES),
      ...typeRules,
      'ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
    }),
  },
  overrides: [
    {
      files: ['**/*.cjs'],
      rules: { 'typescript/no-require-imports': 'off', 'typescript/no-dynamic-delete': 'off' },
    },
    {
      // Runes are declared with `let`.
      files: ['**/*.svelte.ts'],
      rules: { 'prefer-const': 'off' },
    },
    { files: CONSOLE_WRITERS, rules: { 'no-console': 'off' } },
    { files: ENVIRONMENT_READERS, rules: { 'no-restricted-properties': 'off' } },
    ...importRules.map(({ files, except, patterns }): OxlintOverride => ({
      files,
      excludeFiles: except,
      rules: { 'no-restricted-imports': ['error', { patterns }] },
    })),
  ],
});
