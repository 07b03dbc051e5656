import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Names of places that the home page links to; each would be a file of its own. */
const HOME_WORDS =
  /by-message\/messages\/(app_nav_\w+|app_about_title|complaints_title|notes_title|discussion_mine|flags_own_title|credit_continue_\w+)\.js$/;

/**
 * What nearly every page needs travels as one file, and small parts with the part most like them: the
 * home page takes 39 files instead of 53, each of which is a wait on a poor link. `npm run bench --
 * first-page` says what a change here costs.
 *
 * The framework's payload stays a file of its own: it is filled before anything that reads the version
 * from it may run. Joined to those, every answer looks like one of a newer version, and pages reload.
 */
const codeSplitting = {
  groups: [
    { name: 'payload', test: /runtime\/client\/payload\.js$/, priority: 1 },
    { name: 'words', test: HOME_WORDS, priority: 1 },
    { name: 'shared', minShareCount: 44 },
    { name: 'parts', minShareCount: 16, entriesAware: true, entriesAwareMergeThreshold: 4_000 },
  ],
};

export default defineConfig({
  plugins: [
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
    client: { build: { rolldownOptions: { output: { codeSplitting } } } },
  },
  // Our packages are TypeScript sources: they are bundled, not required at run time.
  ssr: { noExternal: [/^@xueshi\//, /^typebox/] },
});
