// What has opened other people's programs: SQL, the engine's own search language, paths and shells. Each carries a
// word that stands nowhere in the data, so that whatever is found by it was found by something else.
export const NOWHERE = 'zqxjv';

const SQL = [
  `${NOWHERE}'`,
  `${NOWHERE}"`,
  `${NOWHERE}' OR '1'='1`,
  `${NOWHERE}" OR "1"="1`,
  `${NOWHERE}' OR 1=1--`,
  `${NOWHERE}' OR 1=1/*`,
  `${NOWHERE}') OR ('1'='1`,
  `${NOWHERE}%' OR 1=1--`,
  `${NOWHERE}' UNION SELECT 1,2,3--`,
  `${NOWHERE}' UNION SELECT sql FROM sqlite_master--`,
  `${NOWHERE}'; DROP TABLE people;--`,
  `${NOWHERE}'; ATTACH DATABASE '/tmp/x.db' AS x;--`,
  `${NOWHERE}' || load_extension('/tmp/x.so')--`,
  `${NOWHERE}' AND randomblob(1e9)--`,
  `${NOWHERE}\\' OR 1=1--`,
  `${NOWHERE}＇ OR 1=1--`,
  `${NOWHERE}" OR ""="`,
  `${NOWHERE}\`; SELECT 1`,
  `${NOWHERE}?1`,
  `:${NOWHERE}`,
  `@${NOWHERE}`,
  `$${NOWHERE}`,
];

/** Where one of them is a wildcard or an operator, rows come that do not have it. */
const SEARCH = [
  `${NOWHERE}%`,
  `%${NOWHERE}%`,
  `${NOWHERE}_`,
  `${NOWHERE}\\`,
  `${NOWHERE} OR 学`,
  `学 OR ${NOWHERE}`,
  `学 NOT ${NOWHERE}x ${NOWHERE}`,
  `title:${NOWHERE}`,
  `NEAR(${NOWHERE} 学)`,
  `"${NOWHERE}`,
  `(${NOWHERE}`,
  `^${NOWHERE}`,
  `*${NOWHERE}*`,
  `{${NOWHERE}}`,
  `[${NOWHERE}]`,
  `.*${NOWHERE}|.`,
  `(a+)+${NOWHERE}$`,
];

export const PATHS = [
  `../${NOWHERE}`,
  '../../secret.key',
  '..\\..\\secret.key',
  '....//....//secret.key',
  '/etc/passwd',
  'C:\\windows\\win.ini',
  '\\\\server\\share',
  'file:///etc/passwd',
  '~/.ssh/id_rsa',
  '..;/secret.key',
  'secret.key%00.png',
  '%2e%2e%2f%2e%2e%2fsecret.key',
  '%252e%252e%252fsecret.key',
  '..%c0%af..%c0%afsecret.key',
  'CON',
  '.',
  '..',
];

export const COMMANDS = [
  `${NOWHERE}; touch /tmp/${NOWHERE}`,
  `${NOWHERE} | id`,
  `${NOWHERE} && id`,
  `$(touch /tmp/${NOWHERE})`,
  `\`touch /tmp/${NOWHERE}\``,
  `${NOWHERE}\ntouch /tmp/${NOWHERE}`,
  `-o/tmp/${NOWHERE}`,
  `--${NOWHERE}`,
  '${jndi:ldap://127.0.0.1/a}',
  '{{7*7}}',
  '<%= 7*7 %>',
];

export const IN_SEARCHES: readonly string[] = [
  ...SQL,
  ...SEARCH,
  ...PATHS.slice(0, 5),
  ...COMMANDS.slice(0, 5),
];
export const IN_NAMES: readonly string[] = [...SQL.slice(0, 12), ...PATHS, ...COMMANDS];
