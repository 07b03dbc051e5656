// How the server's Node is started, by `npm start` and by the tests and benchmarks that start the same server.
import { join } from 'node:path';

/**
 * Importing the query builder leaves 150 MB of young garbage unless the nursery is small; what starting leaves
 * nonetheless the server collects once.
 */
export const SERVER_FLAGS: readonly string[] = ['--max-semi-space-size=16', '--expose-gc'];

/** What the environment says already stays. `root` is the folder of the project. */
export const serverEnv = (root: string): Record<string, string> => ({
  // Compiled modules kept between starts: a second one is faster, and 35 MB of types need no stripping.
  NODE_COMPILE_CACHE:
    process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules', '.cache', 'xueshi'),
  // glibc gives each thread a reserve of its own, of which most is never used: 13 MB with 200 learners watching.
  MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '2',
});
