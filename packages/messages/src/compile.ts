// Compiles the catalogues to typed functions, when they have changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(room, 'src', 'compiled');
const stampFile = join(outdir, '.stamp');

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

const wanted = fingerprint();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  // The compiler is loaded only when there is something to compile: it costs a second.
  const { compile } = await import('@inlang/paraglide-js');
  await compile({
    project: join(room, 'project.inlang'),
    outdir,
    strategy: ['cookie', 'baseLocale'],
    cookieName: 'xueshi-locale',
    emitTsDeclarations: true,
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  });
  // The compiler reports success even where a catalogue's plugin could not be loaded.
  if (readdirSync(join(outdir, 'messages')).length < 3) {
    throw new Error('no message was compiled: is @inlang/plugin-message-format installed?');
  }
  writeFileSync(stampFile, wanted);
}
