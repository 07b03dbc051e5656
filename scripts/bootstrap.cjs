// Runs one of the project's tasks on a machine that has nothing but Node (18 or newer) and npm.
// It fetches a new enough Node and pnpm from the npm registry into .tools/ where they are missing,
// installs the dependencies, and hands over to scripts/tasks.ts. Plain CommonJS, so that old Nodes read it.
'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const NODE_VERSION = '24.21.0';
const PNPM_VERSION = '12.21.0';
const OLDEST_NODE = [22, 18];
const root = path.resolve(__dirname, '..');
const tools = path.join(root, '.tools');
const modules = path.join(tools, 'node_modules');

function say(sentence) {
  process.stderr.write(`xueshi: ${sentence}\n`);
}

function stop(problem, mend) {
  say(problem);
  say(`What to do: ${mend}`);
  process.exit(1);
}

function installedVersion(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined; // Not there, or half there: either way it is fetched.
  }
}

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

function nodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${process.arch}`;
}

function cleanEnvironment(nodeFolder) {
  const env = { ...process.env };
  for (const key of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_/.test(key)) delete env[key];
  }
  for (const key of [
    'npm_config_user_agent',
    'npm_execpath',
    'npm_node_execpath',
    'npm_config_prefix',
    'npm_config_local_prefix',
    'NODE',
  ]) {
    delete env[key];
  }
  if (nodeFolder) env.npm_config_nodedir = nodeFolder;
  const binaries = [nodeFolder && path.join(nodeFolder, 'bin'), path.join(modules, '.bin')];
  env.PATH = [...binaries.filter(Boolean), env.PATH].join(path.delimiter);
  return env;
}

function fetchTools() {
  const wanted = [];
  if (!isNewEnough() && installedVersion(nodePackage()) !== NODE_VERSION) {
    wanted.push(`${nodePackage()}@${NODE_VERSION}`);
  }
  if (installedVersion('pnpm') !== PNPM_VERSION) wanted.push(`pnpm@${PNPM_VERSION}`);
  if (wanted.length === 0) return;
  say(`fetching ${wanted.join(' and ')} from the npm registry …`);
  fs.mkdirSync(tools, { recursive: true });
  const result = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [
      'install',
      '--prefix',
      tools,
      '--ignore-scripts',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...wanted,
    ],
    { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
  );
  if (result.status !== 0) {
    stop(
      `npm could not install ${wanted.join(' and ')}.`,
      'check that the npm registry can be reached (npm ping) and that this folder is writable, then run the same command again.',
    );
  }
}

function installDependencies(node, env) {
  const lock = fs.readFileSync(path.join(root, 'pnpm-lock.yaml'));
  const stampFile = path.join(root, 'node_modules', '.xueshi-installed');
  const manifests = fs.readFileSync(path.join(root, 'pnpm-workspace.yaml'));
  const stamp = createHash('sha256').update(lock).update(manifests).update(node).digest('hex');
  try {
    if (fs.readFileSync(stampFile, 'utf8') === stamp) return;
  } catch {
    // No stamp: a first start, or an installation that was cut off.
  }
  say('installing the dependencies …');
  const pnpm = path.join(modules, 'pnpm', 'bin', 'pnpm.mjs');
  const result = spawnSync(node, [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    env: { ...env, CI: 'true' },
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) {
    stop(
      'the dependencies could not be installed.',
      'read the lines above; usually the network or the disk (df -h) is to blame. The same command goes on where it stopped.',
    );
  }
  fs.writeFileSync(stampFile, stamp);
}

function main() {
  const [task, ...args] = process.argv.slice(2);
  fetchTools();
  const nodeFolder = isNewEnough() ? undefined : path.join(modules, nodePackage());
  const node = nodeFolder ? path.join(nodeFolder, 'bin', 'node') : process.execPath;
  const env = cleanEnvironment(nodeFolder);
  installDependencies(node, env);
  const { spawn } = require('node:child_process');
  const child = spawn(node, [path.join(root, 'scripts', 'tasks.ts'), task, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // The terminal sends Ctrl-C to the child as well; a supervisor's SIGTERM reaches only this process.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) =>
    process.exit(code === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : code),
  );
}

main();
