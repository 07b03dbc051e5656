// The project's tasks, run by bootstrap.cjs with a new enough Node and the dependencies in place.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_FLAGS, serverEnv } from './server-flags.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const web = join(root, 'apps', 'web');
const say = (sentence: string) => void process.stderr.write(`xueshi: ${sentence}\n`);

const SERVER_ENV = serverEnv(root);

/** What oxlint cannot read. */
const COMPONENTS = ['apps/web/src/**/*.svelte', 'apps/web/src/**/*.svelte.ts'];

const running = new Set<ChildProcess>();
const stopAll = () => running.forEach((child) => child.kill('SIGTERM'));
process.on('SIGTERM', () => {
  // Between two steps there is nothing to wait for.
  if (running.size === 0) process.exit(143);
  stopAll();
});
// Ctrl-C reaches the child from the terminal itself.
process.on('SIGINT', () => {});

function run(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; quiet?: boolean } = {},
): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 2, 2] : 'inherit',
    });
    running.add(child);
    child.on('error', failed);
    child.on('exit', (code, signal) => {
      running.delete(child);
      done(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** The program of a package, by its name, as package managers link it. */
function bin(from: string, name: string, program = name): string {
  const folder = join(from, 'node_modules', name);
  const { bin: bins } = manifestOf(folder);
  const path = typeof bins === 'string' ? bins : bins?.[program];
  if (!path) throw new Error(`${name} has no program ${program}`);
  return join(folder, path);
}

function manifestOf(folder: string): { name?: string; bin?: string | Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ReturnType<
    typeof manifestOf
  >;
}

async function step(sentence: string, mend: string, work: () => Promise<number>): Promise<void> {
  say(`${sentence} …`);
  const started = performance.now();
  const code = await work();
  if (code !== 0) {
    say(`this failed: ${sentence}.`);
    say(`What to do: ${mend}`);
    stopAll();
    process.exit(code);
  }
  say(`${sentence}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function fingerprint(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/[\\/](node_modules|build|\.svelte-kit|compiled)[\\/]/.test(file))
      .sort();
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function compileMessages(): Promise<void> {
  const code = await run([join(root, 'packages/messages/src/compile.ts')], { quiet: true });
  if (code !== 0) {
    say('the message catalogues could not be compiled.');
    say(
      'What to do: read the lines above; a JSON file under packages/messages/ is probably not well formed.',
    );
    process.exit(code);
  }
}

/** Builds the front end when anything it is made of has changed. */
async function buildWeb(): Promise<void> {
  const stampFile = join(web, 'build', '.stamp');
  const wanted = fingerprint([
    web,
    join(root, 'packages/messages'),
    join(root, 'packages/domain/src'),
    join(root, 'packages/contracts/src'),
  ]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  await step(
    'building the pages',
    'read the lines above; `npm run typecheck` often names the place.',
    () => run([bin(web, 'vite'), 'build', '--logLevel', 'warn'], { cwd: web, quiet: true }),
  );
  writeFileSync(stampFile, wanted);
}

async function prepare(): Promise<void> {
  await compileMessages();
  await buildWeb();
}

/** Wants the messages compiled. */
async function checkTypes(): Promise<number> {
  const server = await run([
    ...[bin(root, 'oxlint'), '--config', 'oxlint.types.json'],
    ...['--type-aware', '--type-check'],
  ]);
  if (server !== 0) return server;
  const sync = await run([bin(web, '@sveltejs/kit', 'svelte-kit'), 'sync'], { cwd: web });
  if (sync !== 0) return sync;
  const worker = await run([bin(root, 'typescript', 'tsc'), '-p', 'src/service-worker'], {
    cwd: web,
  });
  if (worker !== 0) return worker;
  return run(
    [
      bin(web, 'svelte-check'),
      // TypeScript's native compiler: a quarter of the time.
      '--tsgo-experimental-api',
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
    { cwd: web },
  );
}

const serverMain = join(root, 'apps/server/src/main.ts');

const tasks: Record<string, (args: readonly string[]) => Promise<number>> = {
  async start(args) {
    await prepare();
    return run([...SERVER_FLAGS, serverMain, 'serve', ...args], { env: SERVER_ENV });
  },
  async xueshi(args) {
    await compileMessages();
    return run([...SERVER_FLAGS, serverMain, ...args], { env: SERVER_ENV });
  },
  async dev(args) {
    await compileMessages();
    say('the API with restarts on change; pages: `pnpm --dir apps/web exec vite dev`');
    return run(['--watch', ...SERVER_FLAGS, serverMain, 'serve', ...args], {
      env: { LOG_FORMAT: 'pretty' },
    });
  },
  async typecheck() {
    await compileMessages();
    return checkTypes();
  },
  lint: async (args) =>
    (await run([bin(root, 'oxlint'), '--report-unused-disable-directives', ...args])) ||
    (await run([bin(root, 'eslint'), ...COMPONENTS, ...args])) ||
    run([bin(root, 'oxfmt'), '--list-different']),
  format: () => run([bin(root, 'oxfmt')]),
  async lectures(args) {
    return run([join(root, 'content/lecture-maker/make.ts'), ...args]);
  },
  async bench(args) {
    // Standard output is the benchmarks' alone: one JSON line each.
    await prepare();
    return run([...SERVER_FLAGS, '--expose-gc', join(root, 'tests/load/bench.ts'), ...args]);
  },
  async test(args) {
    await prepare();
    if (args.length > 0) return run([bin(root, 'vitest'), 'run', ...args]);
    // Each keeps one core busy; the tests begin as soon as one is free.
    const style = step(
      'checking style and import rules',
      'mend the places named above; `npm run format` mends the layout.',
      () => callTask('lint'),
    );
    await step('checking types', 'mend the places named above.', checkTypes);
    const [code] = await Promise.all([run([bin(root, 'vitest'), 'run']), style]);
    return code;
  },
};

async function callTask(name: string, args: readonly string[] = []): Promise<number> {
  const task = tasks[name];
  if (!task) {
    say(`there is no task ${JSON.stringify(name)}. Tasks: ${Object.keys(tasks).join(', ')}.`);
    return 2;
  }
  return task(args);
}

const [name = '', ...args] = process.argv.slice(2);
process.exit(await callTask(name, args));
