import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasCode, refuse, type Refusal } from '../refusal.ts';
import { runProgram, type StopReason } from '../run-program.ts';
import type { Office } from './find-office.ts';

const MIB = 1024 ** 2;

/** What turning one presentation into PDF may cost; all are upper bounds. */
export interface ConversionLimits {
  readonly wallClockMs: number;
  /** Resident memory of all processes together, looked at once a second, on Linux only. */
  readonly memoryBytes: number;
  /** The PDF, the copy of the presentation and what LibreOffice keeps for itself. */
  readonly outputBytes: number;
  /** Free space that is left to others. */
  readonly reserveBytes: number;
}

export const CONVERSION_LIMITS: ConversionLimits = {
  wallClockMs: 5 * 60_000,
  memoryBytes: 2048 * MIB,
  outputBytes: 500 * MIB,
  reserveBytes: 64 * MIB,
};

export interface ConvertPresentationOptions {
  readonly office: Office;
  /** A folder of its own that holds the presentation; all that comes up while it is at work lies in it too. */
  readonly folder: string;
  /** The name of the presentation in that folder, with the end that says what it is. */
  readonly name: string;
  /** A font with Chinese letters, alone in its folder or with its like, for machines that have none. */
  readonly font?: string;
  readonly limits?: Partial<ConversionLimits>;
  readonly signal?: AbortSignal | undefined;
}

export interface Converted {
  readonly ok: true;
  /** Absolute path of the PDF. */
  readonly path: string;
}

/**
 * Turns a presentation into PDF by LibreOffice, which gets a home, a profile and a temporary folder of its own within
 * `folder`, runs no macros, follows no links and knows no way to the network. With Bubblewrap it sees nothing of
 * the machine but its programs and `folder`, and has no network at all. It is killed with all that it started when it
 * meets a limit. Callers take out what leads out of the file before (`writeWithoutLinks` of formats).
 */
export async function convertPresentation(
  options: ConvertPresentationOptions,
): Promise<Converted | Refusal<'not-converted' | StopReason>> {
  const { office, name, signal } = options;
  const folder = await realpath(options.folder);
  const limits = { ...CONVERSION_LIMITS, ...options.limits };
  const fonts = options.font === undefined ? [] : [dirname(await realpath(options.font))];
  await makeProfile(folder, fonts);
  const args = [
    `-env:UserInstallation=${pathToFileURL(join(folder, PROFILE)).href}`,
    ...['--headless', '--invisible', '--norestore', '--nolockcheck', '--nodefault', '--nologo'],
    ...[
      '--convert-to',
      'pdf:impress_pdf_Export',
      '--outdir',
      join(folder, MADE),
      join(folder, name),
    ],
  ];
  const confined = office.bubblewrap
    ? [...(await confinement(office.path, folder, fonts)), '--', office.path, ...args]
    : args;
  const outcome = await runProgram({
    program: office.bubblewrap ?? office.path,
    args: confined,
    folder,
    ...limits,
    signal,
    isGroup: true,
    environment: {
      HOME: join(folder, HOME),
      TMPDIR: join(folder, TEMPORARY),
      FONTCONFIG_FILE: join(folder, FONTS),
      LC_ALL: 'C.UTF-8',
      // Of fonts for several countries the Chinese forms.
      FC_LANG: 'zh-cn',
      // Drawn by the processor alone, without a screen.
      SAL_USE_VCLPLUGIN: 'svp',
      SAL_DISABLE_OPENCL: '1',
      // Whoever still asked for something would be answered by nobody.
      ...{ http_proxy: NOWHERE, https_proxy: NOWHERE, all_proxy: NOWHERE },
    },
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  if (outcome.kind === 'failed') return refuse('not-converted', outcome.log);
  const path = join(folder, MADE, name.replace(/\.[^.]+$/, '.pdf'));
  // It says 0 too where it could not read the file.
  return (await bytesOf(path)) > 0 ? { ok: true, path } : refuse('not-converted', outcome.log);
}

const PROFILE = 'profile';
const HOME = 'home';
const TEMPORARY = 'temporary';
const MADE = 'made';
const FONTS = 'fonts.conf';
const NOWHERE = 'http://127.0.0.1:9';

const bytesOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return 0;
      throw error;
    },
  );

/** A setting of LibreOffice that a file cannot change. */
const setting = (path: string, name: string, value: string) =>
  `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse" oor:finalized="true"><value>${value}</value></prop></item>`;

const SETTINGS = [
  setting('Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true'),
  setting('Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'),
  setting('Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'),
  setting('Office.Common/Security/Scripting', 'DisableActiveContent', 'true'),
  setting('Office.Common/Misc', 'UseLocking', 'false'),
  setting('Office.Common/Save/Document', 'AutoSave', 'false'),
  setting('Office.Java/VirtualMachine', 'Enable', 'false'),
  setting('Inet/Settings', 'ooInetProxyType', '2'),
  setting('Inet/Settings', 'ooInetHTTPProxyName', '127.0.0.1'),
  setting('Inet/Settings', 'ooInetHTTPProxyPort', '9'),
  setting('Inet/Settings', 'ooInetHTTPSProxyName', '127.0.0.1'),
  setting('Inet/Settings', 'ooInetHTTPSProxyPort', '9'),
];

async function makeProfile(folder: string, fonts: readonly string[]): Promise<void> {
  for (const name of [join(PROFILE, 'user'), HOME, TEMPORARY, MADE])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(
    join(folder, PROFILE, 'user', 'registrymodifications.xcu'),
    `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${SETTINGS.join('')}</oor:items>
`,
  );
  await writeFile(
    join(folder, FONTS),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>${fonts.map((one) => `<dir>${one}</dir>`).join('')}</fontconfig>
`,
  );
}

/** The programs of the machine and their fonts for reading, one folder for writing, and nothing else. */
async function confinement(
  path: string,
  folder: string,
  fonts: readonly string[],
): Promise<string[]> {
  // `/opt/libreoffice/program/soffice`: all of it lies beside the program.
  const installed = dirname(dirname(await realpath(path)));
  const readable = [
    ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/etc/fonts', '/etc/libreoffice'],
    ...['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime', '/var/cache/fontconfig'],
    installed,
    ...fonts,
  ];
  return [
    ...['--unshare-all', '--die-with-parent', '--cap-drop', 'ALL'],
    // Before the others, which may lie below it.
    ...['--tmpfs', '/tmp'],
    ...readable.flatMap((one) => ['--ro-bind-try', one, one]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--bind', folder, folder, '--chdir', folder],
  ];
}
