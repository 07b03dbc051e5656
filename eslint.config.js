// The house rules a linter can hold; what crosses files is held by tests/tidy.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

const TESTS = [
  '**/*.test.ts',
  '**/*.fixture.ts',
  '**/testing/**',
  'tests/**',
  'packages/testkit/**',
];

/** Packages of ours, by the short names used below. */
const OURS = ['contracts', 'database', 'domain', 'formats', 'media', 'messages', 'server', 'testkit'];

/** A restriction on importing packages of ours other than those named; tests may also use the test kit. */
function onlyOurs(...allowed) {
  const rest = OURS.filter((name) => !allowed.includes(name)).join('|');
  const may = allowed.length === 0 ? 'nothing of ours' : allowed.join(', ');
  return { regex: `^@xueshi/(?:${rest})(?:/|$)`, message: `This room may import: ${may}.` };
}

const outOfRoom = {
  regex: String.raw`^(?:\.\./)+(?:apps|packages|content|tests|scripts)/`,
  message: 'Import a package by its name.',
};

/** What a room may not import; a later call for the same files replaces an earlier one. */
function imports(files, patterns, ignores = []) {
  return {
    files,
    ignores,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [outOfRoom, ...patterns] }],
    },
  };
}

const otherFeaturesInside = {
  regex: String.raw`^\.\./(?!\.\.)[^/]+/(?!service\.ts$)`,
  message: 'Another feature is entered by its service.ts only.',
};
const aboveFeatures = {
  regex: String.raw`^(?:\.\./)+(?:app|main|installation|commands|features)(?:\.ts$|/)`,
  message: 'A request goes down and never back up.',
};
const testThings = {
  regex: String.raw`(?:^|/)testing/|^@xueshi/testkit(?:/|$)`,
  message: 'Only tests use what is made for tests.',
};
const behindFeatures = {
  regex: String.raw`features/[^/]+/(?!(?:service|routes|[^/]+\.job|[^/]+\.handler)\.ts$)`,
  message: 'What puts the program together uses routes, services, jobs and handlers.',
};
const contractValues = {
  regex: String.raw`^@xueshi/contracts(?:/|$)`,
  allowTypeImports: true,
  message: 'In the browser contracts are types: import type.',
};

const importRules = [
  imports(['packages/{domain,messages}/src/**'], [onlyOurs()]),
  imports(['packages/{contracts,database,media,formats}/src/**'], [onlyOurs('domain')]),
  imports(['packages/testkit/src/**'], [onlyOurs('domain', 'database')]),
  imports(['content/**/*.ts'], [onlyOurs('formats', 'media')]),
  imports(['apps/server/src/*.ts', 'apps/server/src/commands/**'], [onlyOurs('contracts', 'database', 'domain', 'formats', 'media', 'messages'), behindFeatures, testThings], TESTS),
  imports(['apps/server/src/platform/**'], [aboveFeatures, testThings], TESTS),
  imports(['apps/server/src/features/**'], [otherFeaturesInside, aboveFeatures, testThings], TESTS),
  imports(['apps/web/src/**'], [onlyOurs('contracts', 'domain', 'messages'), contractValues]),
  imports(
    ['apps/web/src/lib/server/**', 'apps/web/src/**/*.server.ts', 'apps/web/src/**/+server.ts'],
    [onlyOurs('contracts', 'domain', 'messages')],
  ),
  imports(
    ['apps/web/src/lib/ui/**'],
    [
      onlyOurs(),
      { regex: '^#lib/(?!ui/)', message: 'Primitives know no product: they import svelte and each other only.' },
      { regex: String.raw`^\$app/|^(?:\.\./)+(?:features|server|routes)/`, message: 'Primitives know no product.' },
    ],
  ),
];

/**
 * Who may read the environment: the settings' one reader and whoever hands it the environment; what
 * starts other programs; development's own tools; tests.
 */
const ENVIRONMENT_READERS = [
  'apps/server/src/main.ts',
  'apps/server/src/platform/config.ts',
  'apps/server/src/platform/web-pages.ts', // Sets what adapter-node reads when it is imported.
  'apps/web/src/lib/server/api.ts', // `vite dev` has no process in common with the API.
  'packages/media/src/find-ffmpeg.ts', // Looks along PATH.
  'packages/media/src/run-ffmpeg.ts', // Passes a chosen few on to ffmpeg.
  'content/lecture-maker/**',
  'scripts/**',
  ...TESTS,
];

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '.tools/',
    'data/',
    '**/build/',
    '**/.svelte-kit/',
    'packages/messages/src/compiled/',
    'packages/database/src/migrations/',
  ]),
  js.configs.recommended,
  ts.configs.strict,
  ts.configs.stylistic,
  svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { ...globals.node } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in platform/config.ts.' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { parser: ts.parser },
    },
  },
  { files: ['apps/web/src/**'], languageOptions: { globals: { ...globals.browser } } },
  { files: ENVIRONMENT_READERS, rules: { 'no-restricted-properties': 'off' } },
  ...importRules,
);
