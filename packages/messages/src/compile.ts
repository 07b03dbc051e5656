// Compiles the catalogues to typed functions, when they have changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(room, 'src', 'compiled');
const stampFile = join(outdir, '.stamp');

/**
 * A browser gets the messages of its page, so each is a module that the bundler can leave out. The
 * server says all of them: there, thousands of modules are a second of every start and tens of MB.
 */
const STRUCTURES = { 'by-message': 'message-modules', 'by-locale': 'locale-modules' } as const;

function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(room, 'project.inlang', 'settings.json')));
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const locale of ['zh-CN', 'en']) {
    for (const file of readdirSync(join(room, locale)).sort()) {
      hash.update(file).update(readFileSync(join(room, locale, file)));
    }
  }
  return hash.digest('hex');
}

/** The engine keeps a module's text: most of these is notes on types, which the server pays in memory. */
async function dropComments(file: string): Promise<void> {
  const { default: ts } = await import('typescript');
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: {
      removeComments: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
    },
  });
  writeFileSync(file, outputText);
}

const wanted = fingerprint();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  // The compiler is loaded only when there is something to compile: it costs a second.
  const { compile } = await import('@inlang/paraglide-js');
  rmSync(outdir, { recursive: true, force: true });
  for (const [folder, outputStructure] of Object.entries(STRUCTURES)) {
    await compile({
      project: join(room, 'project.inlang'),
      outdir: join(outdir, folder),
      outputStructure,
      strategy: ['cookie', 'baseLocale'],
      cookieName: 'xueshi-locale',
      // The types of both are the same.
      emitTsDeclarations: folder === 'by-message',
      emitReadme: false,
      emitGitIgnore: false,
      emitPrettierIgnore: false,
    });
  }
  // The compiler reports success even where a catalogue's plugin could not be loaded.
  if (readdirSync(join(outdir, 'by-message', 'messages')).length < 3) {
    throw new Error('no message was compiled: is @inlang/plugin-message-format installed?');
  }
  const messages = join(outdir, 'by-locale', 'messages');
  for (const file of readdirSync(messages)) await dropComments(join(messages, file));
  writeFileSync(stampFile, wanted);
}
