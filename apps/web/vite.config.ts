import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/** Words and small rules of the home page that others share; each would be a file of its own, mostly of wrapping. */
const HOME_WORDS = new RegExp(
  String.raw`by-message/messages/(${[
    String.raw`app_(nav_\w+|about_title|hours|minutes)`,
    String.raw`catalogue_(continue|lessons_done|no_value|area_\w+|state_\w+)`,
    'complaints_title',
    String.raw`credit_(continue_\w+|reason|left_out_\w+|kind_\w+|gap_\w+|target_both|only_\w+|either|of_\w+|required)`,
    'discussion_(mine|own_title)',
    'flags_own_title',
    String.raw`notes_title|notices_(unread|title|look|read)`,
    'offline_mark',
    'programmes_(done_of|required)',
    String.raw`requirements_(adjustment_\w+_text|exempt\w*)`,
  ].join('|')})\.js$`,
);

/**
 * What nearly every page needs travels as one file, and small parts with the part most like them: the
 * home page takes 21 files instead of 53, each of which is a wait on a poor link. `npm run bench --
 * first-page` says what a change here costs.
 *
 * The framework's payload stays a file of its own: it is filled before anything that reads the version
 * from it may run. Joined to those, every answer looks like one of a newer version, and pages reload.
 */
const codeSplitting = {
  groups: [
    { name: 'payload', test: /runtime\/client\/payload\.js$/, priority: 1 },
    { name: 'words', test: HOME_WORDS, priority: 1 },
    { name: 'shared', minShareCount: 55 },
    { name: 'parts', minShareCount: 16, entriesAware: true, entriesAwareMergeThreshold: 4_000 },
  ],
};

/**
 * `$app/state` only hands on what stands in the shared file. Kept as a script of its own, it joins the part of one who
 * asks for it, and every page fetches that part.
 */
const treeshake = {
  moduleSideEffects: [{ test: /runtime\/app\/state\/index\.js$/, sideEffects: false }],
};

/**
 * Every page's list of scripts and styles names some seven hundred files, and the random letters in their names are
 * what cannot be compressed. Seven of them, the fewest the bundler takes for so many scripts, tell versions of a file
 * apart as well as eight do (four million million names), six do for a style sheet, which needs no other name.
 */
const shortNames: Plugin = {
  name: 'short-names',
  applyToEnvironment: (environment) => environment.name === 'client',
  outputOptions: ({ entryFileNames, chunkFileNames, assetFileNames, ...options }) => {
    if (
      typeof entryFileNames !== 'string' ||
      typeof chunkFileNames !== 'function' ||
      typeof assetFileNames !== 'string'
    ) {
      throw new Error('The framework names its files in another way than this was written for.');
    }
    const shorten = (name: string) => name.replace('[hash]', '[hash:7]');
    return {
      ...options,
      entryFileNames: shorten(entryFileNames),
      chunkFileNames: (chunk) => shorten(chunkFileNames(chunk)),
      assetFileNames: assetFileNames.replace('[name].[hash]', '[hash:6]'),
    };
  },
};

const ETAG = 'headers.set(\'etag\', `"${hash(transformed)}"`);';

/**
 * No page may be kept (hooks.server.ts), so nobody ever asks whether it is still the same: what the framework sums up
 * over all letters of each page to answer that takes a thirtieth of a county's dashboard.
 */
const withoutEtags: Plugin = {
  name: 'without-etags',
  applyToEnvironment: (environment) => environment.name === 'ssr',
  transform: {
    filter: { id: /kit\/src\/runtime\/server\/page\/render\.js$/ },
    handler(code) {
      if (!code.includes(ETAG))
        throw new Error('The framework writes etags in another way than this was written for.');
      return { code: code.replace(ETAG, ''), map: null };
    },
  },
};

export default defineConfig({
  plugins: [
    shortNames,
    withoutEtags,
    sveltekit({
      adapter: adapter({ precompress: true }),
      // Only who keeps something offline needs it: the page that keeps things registers it.
      serviceWorker: { register: false },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // SVG and scrubber positions are style attributes; a style element from elsewhere stays refused.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'blob:'],
          'worker-src': ['self', 'blob:'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting }, treeshake } } },
  },
  // Our packages are TypeScript sources: they are bundled, not required at run time.
  ssr: { noExternal: [/^@xueshi\//, /^typebox/] },
});
