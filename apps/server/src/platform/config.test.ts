import { DEFAULT_FLAG_POLICY, DEFAULT_PRESENCE_POLICY } from '@xueshi/domain';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readConfig, WrongSetting } from './config.ts';

const root = '/srv/xueshi';
const read = (env: Record<string, string>) => readConfig(env, root);

test('without any setting the product runs on this machine alone', () => {
  expect(read({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    dataFolder: '/srv/xueshi/data',
    banksFolder: '/srv/xueshi/content/banks',
    smtpUrl: null,
    webhookHosts: [],
    mailFrom: null,
    coursesFolder: '/srv/xueshi/content/courses',
    statutesFolder: '/srv/xueshi/content/statutes',
    publicUrl: null,
    coursewareOrigin: null,
    trustedProxies: [],
    logLevel: 'info',
    prettyLog: false,
    ffmpegPath: null,
    officePath: undefined,
    speechCommand: null,
    signInPolicy: 'dengbao',
    presence: DEFAULT_PRESENCE_POLICY,
    needsDelivery: true,
    flags: DEFAULT_FLAG_POLICY,
    keepHeartbeatDays: 180,
    mediaAccelPrefix: null,
    draftFiles: { mostBytes: 500 * 1024 ** 3, mostBytesEach: 20 * 1024 ** 3 },
    samplePassword: null,
  });
});

test('an empty setting is as good as none', () => {
  const names = [
    'HOST',
    'PORT',
    'XUESHI_DATA',
    'XUESHI_COURSES',
    'XUESHI_STATUTES',
    'PUBLIC_URL',
    'XUESHI_COURSEWARE_ORIGIN',
    'TRUSTED_PROXIES',
    'LOG_LEVEL',
    'LOG_FORMAT',
    'FFMPEG_PATH',
    'XUESHI_OFFICE',
    'XUESHI_SPEECH',
    'XUESHI_SIGN_IN_POLICY',
    'XUESHI_PRESENCE_CHECKS',
    'XUESHI_DELIVERY_EVIDENCE',
    'XUESHI_FLAG_LIMITS',
    'XUESHI_KEEP_HEARTBEATS_DAYS',
    'MEDIA_ACCEL_PREFIX',
    'XUESHI_SAMPLE_PASSWORD',
    'XUESHI_WEBHOOK_HOSTS',
  ];
  expect(read(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(read({}));
});

test.each([
  { env: { HOST: '::' }, gives: { host: '::' } },
  { env: { HOST: 'study.example.cn' }, gives: { host: 'study.example.cn' } },
  { env: { PORT: '0' }, gives: { port: 0 } },
  { env: { PORT: '65535' }, gives: { port: 65_535 } },
  { env: { XUESHI_DATA: 'elsewhere' }, gives: { dataFolder: '/srv/xueshi/elsewhere' } },
  { env: { XUESHI_DATA: '/var/lib/xueshi' }, gives: { dataFolder: '/var/lib/xueshi' } },
  { env: { FFMPEG_PATH: '/usr/bin/ffmpeg' }, gives: { ffmpegPath: '/usr/bin/ffmpeg' } },
  { env: { XUESHI_OFFICE: '/opt/soffice' }, gives: { officePath: '/opt/soffice' } },
  { env: { XUESHI_OFFICE: 'off' }, gives: { officePath: null } },
  { env: { XUESHI_SPEECH: process.execPath }, gives: { speechCommand: process.execPath } },
  {
    env: { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1' },
    gives: { trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1'] },
  },
  {
    env: { LOG_LEVEL: 'warn', LOG_FORMAT: 'pretty' },
    gives: { logLevel: 'warn', prettyLog: true },
  },
  {
    env: { XUESHI_WEBHOOK_HOSTS: 'im.example.cn, http://127.0.0.1' },
    gives: {
      webhookHosts: [
        { host: 'im.example.cn', isPlain: false },
        { host: '127.0.0.1', isPlain: true },
      ],
    },
  },
  { env: { XUESHI_DELIVERY_EVIDENCE: 'off' }, gives: { needsDelivery: false } },
  { env: { XUESHI_PRESENCE_CHECKS: 'off' }, gives: { presence: null } },
  {
    env: { XUESHI_PRESENCE_CHECKS: '300-600' },
    gives: { presence: { ...DEFAULT_PRESENCE_POLICY, gapMs: [300_000, 600_000] } },
  },
  { env: { XUESHI_KEEP_HEARTBEATS_DAYS: '30' }, gives: { keepHeartbeatDays: 30 } },
  { env: { XUESHI_KEEP_HEARTBEATS_DAYS: '0' }, gives: { keepHeartbeatDays: 0 } },
  {
    env: { XUESHI_FLAG_LIMITS: 'night-stretch=off' },
    gives: { flags: { 'night-stretch': null, 'long-day': 10 } },
  },
  { env: { XUESHI_SIGN_IN_POLICY: 'nist' }, gives: { signInPolicy: 'nist' } },
  {
    env: { MEDIA_ACCEL_PREFIX: '/protected-media/' },
    gives: { mediaAccelPrefix: '/protected-media' },
  },
  {
    env: { XUESHI_SAMPLE_PASSWORD: '十个字符的密码在这里' },
    gives: { samplePassword: '十个字符的密码在这里' },
  },
  {
    env: { XUESHI_UPLOADS_GB: '0.5', XUESHI_DRAFT_UPLOADS_GB: '2' },
    gives: { draftFiles: { mostBytes: 512 * 1024 ** 2, mostBytesEach: 2 * 1024 ** 3 } },
  },
])('$env is taken', ({ env, gives }) => {
  expect(read(env as Record<string, string>)).toMatchObject(gives);
});

test.each([
  { name: 'HOST', value: 'not a host' },
  { name: 'HOST', value: 'http://localhost' },
  { name: 'HOST', value: '-leading' },
  { name: 'PORT', value: '65536' },
  { name: 'PORT', value: '-1' },
  { name: 'PORT', value: '8080x' },
  { name: 'PORT', value: ' 8080' },
  { name: 'PORT', value: '1e3' },
  { name: 'PUBLIC_URL', value: 'study.example.cn' },
  { name: 'PUBLIC_URL', value: 'ftp://study.example.cn' },
  { name: 'PUBLIC_URL', value: 'https://study.example.cn/learn' },
  { name: 'PUBLIC_URL', value: 'https://study.example.cn/?a=b' },
  { name: 'XUESHI_COURSEWARE_ORIGIN', value: 'courseware.example.cn' },
  { name: 'XUESHI_COURSEWARE_ORIGIN', value: 'https://courseware.example.cn/x' },
  { name: 'XUESHI_COURSEWARE_ORIGIN', value: 'https://without-public-url.example.cn' },
  { name: 'TRUSTED_PROXIES', value: 'all' },
  { name: 'TRUSTED_PROXIES', value: '10.0.0.0/x' },
  { name: 'TRUSTED_PROXIES', value: '10.0.0.0/33' },
  { name: 'TRUSTED_PROXIES', value: '10.0.0.1,,10.0.0.2' },
  { name: 'LOG_LEVEL', value: 'loud' },
  { name: 'LOG_FORMAT', value: 'xml' },
  { name: 'XUESHI_SIGN_IN_POLICY', value: 'none' },
  { name: 'XUESHI_DELIVERY_EVIDENCE', value: 'yes' },
  { name: 'XUESHI_PRESENCE_CHECKS', value: 'on' },
  { name: 'XUESHI_PRESENCE_CHECKS', value: '600-300' },
  { name: 'XUESHI_PRESENCE_CHECKS', value: '0-0' },
  { name: 'XUESHI_KEEP_HEARTBEATS_DAYS', value: '3' },
  { name: 'XUESHI_KEEP_HEARTBEATS_DAYS', value: 'all' },
  { name: 'XUESHI_FLAG_LIMITS', value: 'no-such-rule=1' },
  { name: 'XUESHI_FLAG_LIMITS', value: 'long-day=many' },
  { name: 'MEDIA_ACCEL_PREFIX', value: 'protected-media' },
  { name: 'MEDIA_ACCEL_PREFIX', value: '/protected media' },
  { name: 'MEDIA_ACCEL_PREFIX', value: '/a\nb' },
  { name: 'TRUSTED_PROXIES', value: '10.0.0.0/8/8' },
  { name: 'XUESHI_UPLOADS_GB', value: '0' },
  { name: 'XUESHI_DRAFT_UPLOADS_GB', value: '20 GB' },
  { name: 'XUESHI_SPEECH', value: 'node' },
  { name: 'XUESHI_SPEECH', value: '/no/such/program' },
  { name: 'XUESHI_SPEECH', value: `${process.execPath} --version` },
  { name: 'XUESHI_SPEECH', value: dirname(process.execPath) },
  { name: 'XUESHI_SPEECH', value: fileURLToPath(import.meta.url) },
  { name: 'XUESHI_SPEECH', value: 'off' },
  { name: 'XUESHI_DATA', value: 'with\0nul' },
  { name: 'XUESHI_COURSES', value: 'with\0nul' },
])('$name cannot be $value, and the refusal names it', ({ name, value }) => {
  const refuse = () => read({ [name]: value });
  expect(refuse).toThrow(WrongSetting);
  expect(refuse).toThrow(`The setting ${name} cannot be`);
});

test('a password that is too short is refused without being repeated', () => {
  const refuse = () => read({ XUESHI_SAMPLE_PASSWORD: 'geheim' });
  expect(refuse).toThrow('XUESHI_SAMPLE_PASSWORD');
  expect(refuse).not.toThrow('geheim');
});

test('courseware has a host of its own, by the same protocol as the pages', () => {
  const withOrigin = (origin: string) =>
    read({ PUBLIC_URL: 'https://study.example.cn', XUESHI_COURSEWARE_ORIGIN: origin });
  expect(withOrigin('https://courseware.example.cn').coursewareOrigin?.origin).toBe(
    'https://courseware.example.cn',
  );
  // Cookies do not know ports, and browsers load nothing unsecured into a secured page.
  for (const origin of ['https://study.example.cn:8443', 'http://courseware.example.cn'])
    expect(() => withOrigin(origin)).toThrow(/XUESHI_COURSEWARE_ORIGIN/);
});
