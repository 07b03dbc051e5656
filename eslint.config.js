// Components: what oxlint cannot read. The house rules themselves are house-rules.ts's.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { extendedRules, importRules, plainRules, typeRules } from './house-rules.ts';

const ofTypescript = (rules) =>
  Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [`@typescript-eslint/${name}`, rule]),
  );

const svelteRules = {
  // Runes are declared with `let` and destructured: the plugin's own rule knows them.
  'prefer-const': 'off',
  'svelte/prefer-const': ['error', { destructuring: 'all' }],
  // The pages always lie at the root of their address: PUBLIC_URL cannot have a path.
  'svelte/no-navigation-without-resolve': 'off',
};

export default defineConfig(
  globalIgnores(['**/node_modules/', '.tools/', 'data/', '**/build/', '**/.svelte-kit/']),
  js.configs.recommended,
  ts.configs.strict,
  ts.configs.stylistic,
  svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { parser: ts.parser },
    },
    rules: { ...plainRules, ...ofTypescript({ ...typeRules, ...extendedRules }), ...svelteRules },
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
  ...importRules.map(({ files, except, patterns }) => ({
    files,
    ignores: except,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  })),
);
