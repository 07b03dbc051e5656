// The only reader of process.env. Every setting is checked at start, by name.
import {
  DEFAULT_FLAG_POLICY,
  DEFAULT_PRESENCE_POLICY,
  readFlagLimits,
  type FlagPolicy,
  type PresencePolicy,
} from '@xueshi/domain';
import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { readAllowedHosts, type AllowedHost } from './webhook-hosts.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
const SIGN_IN_POLICIES = ['dengbao', 'nist'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type SignInPolicyName = (typeof SIGN_IN_POLICIES)[number];

/** A program; `undefined`: looked for on the path; `null`: none is used. */
export type OfficePath = string | undefined | null;

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the data folder: database, media, backups, keys. */
  readonly dataFolder: string;
  /** Absolute path of the folder with one course a sub-folder. */
  readonly coursesFolder: string;
  readonly statutesFolder: string;
  /** Absolute path of the folder with one question bank a file; it need not exist. */
  readonly banksFolder: string;
  /** The address people type, where a proxy stands before us; null: taken from the request. */
  readonly publicUrl: URL | null;
  /** Where frames with courseware come from, on a host of its own; null: only on this very machine. */
  readonly coursewareOrigin: URL | null;
  /** Addresses of proxies whose X-Forwarded-… headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  readonly prettyLog: boolean;
  readonly ffmpegPath: string | null;
  /** The LibreOffice that turns presentations into PDF. */
  readonly officePath: OfficePath;
  /** The program that writes subtitles of what it hears (docs/operate.md); null: there is none. */
  readonly speechCommand: string | null;
  readonly signInPolicy: SignInPolicyName;
  /** How often learners are asked whether they are there; null: never. */
  readonly presence: PresencePolicy | null;
  /** Whether only stretches count whose media was sent to the learner. */
  readonly needsDelivery: boolean;
  /** Internal nginx location that serves the media folder by X-Accel-Redirect; null: we serve it. */
  readonly mediaAccelPrefix: string | null;
  /** From which measure on something is shown to administrators as conspicuous. */
  readonly flags: FlagPolicy;
  /** How long heartbeats are kept one by one, days; 0: for ever. */
  readonly keepHeartbeatDays: number;
  /** The server that mail is handed to, with user and password where it asks for them; null: no mail. */
  readonly smtpUrl: URL | null;
  /** Whom mail comes from: an address, or a name with one. */
  readonly mailFrom: string | null;
  /** Hosts with internal addresses that webhooks may call. */
  readonly webhookHosts: readonly AllowedHost[];
  /** Bytes that the files of all courses being written may have together, and those of one. */
  readonly draftFiles: { readonly mostBytes: number; readonly mostBytesEach: number };
  /** The password of the sample county's accounts; null: made at the first start. */
  readonly samplePassword: string | null;
}

/** A setting that cannot be used; the message names it and says what it must be. */
export class WrongSetting extends Error {
  readonly setting: string;

  constructor(setting: string, value: string, wanted: string) {
    super(`The setting ${setting} cannot be ${JSON.stringify(value)}: it must be ${wanted}.`);
    this.setting = setting;
  }
}

/** Reads the settings from `env`; relative paths are taken from `root`. Throws WrongSetting. */
export function readConfig(env: NodeJS.ProcessEnv, root: string): Config {
  const path = (name: string, fallback: string) =>
    readPath(env, name, resolve(root, fallback), root);
  return {
    host: readHost(env),
    port: readPort(env),
    dataFolder: path('XUESHI_DATA', 'data'),
    coursesFolder: path('XUESHI_COURSES', 'content/courses'),
    statutesFolder: path('XUESHI_STATUTES', 'content/statutes'),
    banksFolder: path('XUESHI_BANKS', 'content/banks'),
    publicUrl: readPublicUrl(env),
    coursewareOrigin: readCoursewareOrigin(env),
    trustedProxies: readProxies(env),
    logLevel: readChoice(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    prettyLog: readChoice(env, 'LOG_FORMAT', ['json', 'pretty'] as const, 'json') === 'pretty',
    ffmpegPath: env['FFMPEG_PATH'] ? path('FFMPEG_PATH', '') : null,
    officePath: readOffice(env, root),
    speechCommand: readSpeechCommand(env),
    signInPolicy: readChoice(env, 'XUESHI_SIGN_IN_POLICY', SIGN_IN_POLICIES, 'dengbao'),
    presence: readPresence(env),
    needsDelivery:
      readChoice(env, 'XUESHI_DELIVERY_EVIDENCE', ['on', 'off'] as const, 'on') === 'on',
    mediaAccelPrefix: readAccelPrefix(env),
    flags: readFlags(env),
    keepHeartbeatDays: readKeepDays(env),
    ...readMail(env),
    webhookHosts: readWebhookHosts(env),
    draftFiles: {
      mostBytes: readGigabytes(env, 'XUESHI_UPLOADS_GB', 500),
      mostBytesEach: readGigabytes(env, 'XUESHI_DRAFT_UPLOADS_GB', 20),
    },
    samplePassword: readSamplePassword(env),
  };
}

function readChoice<const T extends readonly string[]>(
  env: NodeJS.ProcessEnv,
  name: string,
  choices: T,
  fallback: T[number],
): T[number] {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new WrongSetting(name, value, `one of ${choices.join(', ')}`);
  return choice;
}

function readPort(env: NodeJS.ProcessEnv): number {
  const value = env['PORT'];
  if (value === undefined || value === '') return 8080;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535) {
    throw new WrongSetting('PORT', value, 'a number from 0 to 65535 (0 takes any free port)');
  }
  return port;
}

function readHost(env: NodeJS.ProcessEnv): string {
  const value = env['HOST'];
  if (value === undefined || value === '') return '127.0.0.1';
  if (isIP(value) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)) {
    throw new WrongSetting(
      'HOST',
      value,
      'an address or a host name, such as 127.0.0.1 or 0.0.0.0',
    );
  }
  return value;
}

function readPath(env: NodeJS.ProcessEnv, name: string, fallback: string, root: string): string {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  if (value.includes('\0')) throw new WrongSetting(name, value, 'a path');
  return isAbsolute(value) ? value : resolve(root, value);
}

/** `off`: authors send PDF alone, whatever the machine has. */
function readOffice(env: NodeJS.ProcessEnv, root: string): OfficePath {
  if (env['XUESHI_OFFICE'] === 'off') return null;
  return env['XUESHI_OFFICE'] ? readPath(env, 'XUESHI_OFFICE', '', root) : undefined;
}

/** A program and nothing else, so that nothing has to be taken apart: what it needs, a script around it says. */
function readSpeechCommand(env: NodeJS.ProcessEnv): string | null {
  const value = env['XUESHI_SPEECH'];
  if (value === undefined || value === '') return null;
  if (!isAbsolute(value) || value.includes('\0') || !isProgram(value))
    throw new WrongSetting(
      'XUESHI_SPEECH',
      value,
      'the absolute path of a program that is there and may be run, without arguments',
    );
  return value;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there, or not for this user.
  }
}

function readOrigin(env: NodeJS.ProcessEnv, name: string, example: string): URL | null {
  const value = env[name];
  if (value === undefined || value === '') return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw new WrongSetting(name, value, `an address without a path, such as ${example}`);
  return url;
}

const readPublicUrl = (env: NodeJS.ProcessEnv) =>
  readOrigin(env, 'PUBLIC_URL', 'https://study.example.cn');

/** Cookies go by the host, whatever the port: what is kept from them must have another host. */
function readCoursewareOrigin(env: NodeJS.ProcessEnv): URL | null {
  const example = 'https://courseware.example.cn';
  const origin = readOrigin(env, 'XUESHI_COURSEWARE_ORIGIN', example);
  const own = readPublicUrl(env);
  if (origin && !own) {
    throw new WrongSetting(
      'XUESHI_COURSEWARE_ORIGIN',
      origin.origin,
      'set together with PUBLIC_URL, from whose host it must differ',
    );
  }
  if (origin && (origin.hostname === own?.hostname || origin.protocol !== own?.protocol)) {
    throw new WrongSetting(
      'XUESHI_COURSEWARE_ORIGIN',
      origin.origin,
      `on another host than PUBLIC_URL and with the same protocol, such as ${example}`,
    );
  }
  return origin;
}

function readProxies(env: NodeJS.ProcessEnv): string[] {
  const value = env['TRUSTED_PROXIES'];
  if (value === undefined || value === '') return [];
  const addresses = value.split(',').map((address) => address.trim());
  for (const address of addresses) {
    const [ip = '', bits = '0', ...more] = address.split('/');
    const most = isIP(ip) === 4 ? 32 : isIP(ip) === 6 ? 128 : -1;
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > most || more.length > 0) {
      throw new WrongSetting(
        'TRUSTED_PROXIES',
        value,
        'addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8',
      );
    }
  }
  return addresses;
}

/** Seconds of counted time between two checks, from–to, or off. */
function readPresence(env: NodeJS.ProcessEnv): PresencePolicy | null {
  const value = env['XUESHI_PRESENCE_CHECKS'];
  if (value === undefined || value === '') return DEFAULT_PRESENCE_POLICY;
  if (value === 'off') return null;
  const [, least = '', most = ''] = /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? [];
  if (least === '' || Number(least) < 1 || Number(least) > Number(most)) {
    throw new WrongSetting(
      'XUESHI_PRESENCE_CHECKS',
      value,
      'off, or the seconds of counted time between two checks, from-to, such as 480-900',
    );
  }
  return { ...DEFAULT_PRESENCE_POLICY, gapMs: [Number(least) * 1000, Number(most) * 1000] };
}

/** Limits by rule, the others at their defaults. */
function readFlags(env: NodeJS.ProcessEnv): FlagPolicy {
  const value = env['XUESHI_FLAG_LIMITS'];
  if (value === undefined || value === '') return DEFAULT_FLAG_POLICY;
  const policy = readFlagLimits(value);
  if (!policy) {
    throw new WrongSetting(
      'XUESHI_FLAG_LIMITS',
      value,
      'rules with their limits or off, commas between, such as long-day=12,steady-beats=off',
    );
  }
  return policy;
}

function readKeepDays(env: NodeJS.ProcessEnv): number {
  const value = env['XUESHI_KEEP_HEARTBEATS_DAYS'];
  if (value === undefined || value === '') return 180;
  const days = Number(value);
  if (!/^\d{1,4}$/.test(value) || (days !== 0 && days < 7)) {
    throw new WrongSetting(
      'XUESHI_KEEP_HEARTBEATS_DAYS',
      value,
      'a number of days from 7 to 9999, or 0 for ever',
    );
  }
  return days;
}

/** Both or neither: a server without a sender sends nothing. */
function readMail(env: NodeJS.ProcessEnv): Pick<Config, 'smtpUrl' | 'mailFrom'> {
  const server = env['SMTP_URL'] ?? '';
  const from = env['MAIL_FROM'] ?? '';
  if (server === '' && from === '') return { smtpUrl: null, mailFrom: null };
  const url = URL.canParse(server) ? new URL(server) : null;
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    const wanted = 'a server such as smtp://user:password@mail.example.cn:587 (smtps:// for TLS)';
    // The value may hold a password.
    throw new WrongSetting('SMTP_URL', server === '' ? '' : '…', wanted);
  }
  if (!/^[^\r\n]{0,100}\S+@\S+$/.test(from.replace(/>$/, ''))) {
    throw new WrongSetting('MAIL_FROM', from, 'an address such as 学时 <study@example.cn>');
  }
  return { smtpUrl: url, mailFrom: from };
}

function readWebhookHosts(env: NodeJS.ProcessEnv): readonly AllowedHost[] {
  const value = env['XUESHI_WEBHOOK_HOSTS'] ?? '';
  const hosts = readAllowedHosts(value);
  if (!hosts) {
    throw new WrongSetting(
      'XUESHI_WEBHOOK_HOSTS',
      value,
      'hosts or addresses with commas between, such as im.example.cn,10.1.2.3 (with http:// before it only this machine: http://127.0.0.1)',
    );
  }
  return hosts;
}

/** A size in gigabytes, as bytes. */
function readGigabytes(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = env[name] || String(fallback);
  const size = Number(value);
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(value) || size === 0) {
    throw new WrongSetting(name, value, 'a number of gigabytes above 0, such as 20');
  }
  return Math.round(size * 1024 ** 3);
}

function readAccelPrefix(env: NodeJS.ProcessEnv): string | null {
  const value = env['MEDIA_ACCEL_PREFIX'];
  if (value === undefined || value === '') return null;
  if (!/^\/[A-Za-z0-9/_-]+$/.test(value)) {
    throw new WrongSetting(
      'MEDIA_ACCEL_PREFIX',
      value,
      'the path of an internal nginx location, such as /protected-media',
    );
  }
  return value.replace(/\/$/, '');
}

function readSamplePassword(env: NodeJS.ProcessEnv): string | null {
  const value = env['XUESHI_SAMPLE_PASSWORD'];
  if (value === undefined || value === '') return null;
  if ([...value].length < 10) {
    throw new WrongSetting('XUESHI_SAMPLE_PASSWORD', '…', 'at least 10 characters long');
  }
  return value;
}
