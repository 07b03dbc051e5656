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
const OURS = [
  'contracts',
  'database',
  'domain',
  'formats',
  'media',
  'messages',
  'server',
  'testkit',
];

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
const rowsOfFeatures = {
  regex: String.raw`features/[^/]+/store\.ts$`,
  message: 'Rows are reached through the feature that owns them.',
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
  imports(
    ['apps/server/src/*.ts', 'apps/server/src/commands/**'],
    [
      onlyOurs('contracts', 'database', 'domain', 'formats', 'media', 'messages'),
      rowsOfFeatures,
      testThings,
    ],
    TESTS,
  ),
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
      {
        regex: '^#lib/(?!ui/)',
        message: 'Primitives know no product: they import svelte and each other only.',
      },
      {
        regex: String.raw`^\$app/|^(?:\.\./)+(?:features|server|routes)/`,
        message: 'Primitives know no product.',
      },
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
  'packages/media/src/run-program.ts', // Passes a chosen few on.
  'packages/media/src/slides/find-office.ts', // Looks along PATH.
  'content/lecture-maker/**',
  'scripts/**',
  ...TESTS,
];

const plainRules = {
  eqeqeq: 'error',
  'no-console': 'error',
  // What reads foreign text names the control characters it refuses.
  'no-control-regex': 'off',
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'Settings are read in platform/config.ts.' },
  ],
  // An interface and a type that say the same are the same.
  '@typescript-eslint/consistent-type-definitions': 'off',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'asyncMethods'] }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
};

const svelteRules = {
  // Runes are declared with `let` and destructured: the plugin's own rule knows them.
  'prefer-const': 'off',
  'svelte/prefer-const': ['error', { destructuring: 'all' }],
  // The pages always lie at the root of their address: PUBLIC_URL cannot have a path.
  'svelte/no-navigation-without-resolve': 'off',
};

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
    rules: plainRules,
  },
  { files: ['apps/web/src/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['apps/server/src/features/courseware/frame/frame.js'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: svelteRules,
  },
  {
    // The places that show HTML: that of the server's Markdown renderer, sanitised there, and pictures
    // that our own server draws from figures.
    files: [
      'apps/web/src/lib/features/learning/Prose.svelte',
      'apps/web/src/lib/features/dashboards/ChartPicture.svelte',
    ],
    rules: { 'svelte/no-at-html-tags': 'off' },
  },
  {
    // Private bookkeeping beside the state that is shown.
    files: ['**/*.svelte.ts'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.cjs'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['scripts/**', 'content/lecture-maker/**', 'tests/**', '**/hooks.server.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ENVIRONMENT_READERS, rules: { 'no-restricted-properties': 'off' } },
  ...importRules,
);
