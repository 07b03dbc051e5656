// The house rules that linters hold: oxlint for TypeScript (oxlint.config.ts), eslint for components
// (eslint.config.js). What crosses files is held by tests/tidy.
const TESTS = [
  '**/*.test.ts',
  '**/*.fixture.ts',
  '**/testing/**',
  'tests/**',
  'packages/testkit/**',
];

interface Restriction {
  readonly regex: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
}

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
function onlyOurs(...allowed: string[]): Restriction {
  const rest = OURS.filter((name) => !allowed.includes(name)).join('|');
  const may = allowed.length === 0 ? 'nothing of ours' : allowed.join(', ');
  return { regex: `^@xueshi/(?:${rest})(?:/|$)`, message: `This room may import: ${may}.` };
}

const outOfRoom = {
  regex: String.raw`^(?:\.\./)+(?:apps|packages|content|tests|scripts)/`,
  message: 'Import a package by its name.',
};

/** What files may not import; a later one for the same files replaces an earlier one. */
const mayNotImport = (files: string[], patterns: Restriction[], except: string[] = []) => ({
  files,
  except,
  patterns: [outOfRoom, ...patterns],
});

/** Everything but one file name, in expressions that cannot look ahead. */
function otherThan(name: string): string {
  const literal = (text: string) => text.replaceAll('.', String.raw`\.`);
  const departures = [...name].map(
    (letter, at) => `${literal(name.slice(0, at))}(?:[^${letter}]|$)`,
  );
  return `(?:${[...departures, `${literal(name)}.`].join('|')})`;
}

const otherFeaturesInside = {
  regex: String.raw`^\.\./[^./][^/]*/${otherThan('service.ts')}`,
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

/** Rooms and what they may not import; a later one for the same files replaces an earlier one. */
export const importRules = [
  mayNotImport(['packages/{domain,messages}/src/**'], [onlyOurs()]),
  mayNotImport(['packages/{contracts,database,media,formats}/src/**'], [onlyOurs('domain')]),
  mayNotImport(['packages/testkit/src/**'], [onlyOurs('domain', 'database')]),
  mayNotImport(['content/**/*.ts'], [onlyOurs('formats', 'media')]),
  mayNotImport(
    ['apps/server/src/*.ts', 'apps/server/src/commands/**'],
    [
      onlyOurs('contracts', 'database', 'domain', 'formats', 'media', 'messages'),
      rowsOfFeatures,
      testThings,
    ],
    TESTS,
  ),
  mayNotImport(['apps/server/src/platform/**'], [aboveFeatures, testThings], TESTS),
  mayNotImport(
    ['apps/server/src/features/**'],
    [otherFeaturesInside, aboveFeatures, testThings],
    TESTS,
  ),
  mayNotImport(['apps/web/src/**'], [onlyOurs('contracts', 'domain', 'messages'), contractValues]),
  mayNotImport(
    ['apps/web/src/lib/server/**', 'apps/web/src/**/*.server.ts', 'apps/web/src/**/+server.ts'],
    [onlyOurs('contracts', 'domain', 'messages')],
  ),
  mayNotImport(
    ['apps/web/src/lib/ui/**'],
    [
      onlyOurs(),
      {
        regex: '^#lib/(?:[^u]|u[^i]|ui[^/])',
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
export const ENVIRONMENT_READERS = [
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

type Rules = Record<string, 'off' | 'error' | ['error', ...object[]]>;

export const plainRules: Rules = {
  eqeqeq: 'error',
  'no-console': 'error',
  // What reads foreign text names the control characters it refuses.
  'no-control-regex': 'off',
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'Settings are read in platform/config.ts.' },
  ],
};

/** Of typescript-eslint, which each linter calls by another name. */
export const typeRules: Rules = {
  // An interface and a type that say the same are the same.
  'consistent-type-definitions': 'off',
  'consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  'no-explicit-any': 'error',
  'no-non-null-assertion': 'error',
};

/** Of both: the first linter's own, the other's of typescript-eslint. */
export const extendedRules: Rules = {
  'no-empty-function': ['error', { allow: ['arrowFunctions', 'asyncMethods'] }],
  'no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
};

/** Where writing to the console is what a file is for. */
export const CONSOLE_WRITERS = [
  'scripts/**',
  'content/lecture-maker/**',
  'tests/**',
  '**/hooks.server.ts',
];
