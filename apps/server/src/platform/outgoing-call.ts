// Calls to addresses that somebody typed. Whoever types one must not reach by it what only this server
// can reach: the name is resolved once, internal addresses are refused, and the connection goes to the
// very address that was looked at. Redirects are not followed.
import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIPv4, type LookupFunction } from 'node:net';
import type { AllowedHost } from './webhook-hosts.ts';

const TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 4096;

export type CallTrouble =
  | 'hook-name-unknown'
  | 'hook-address-forbidden'
  | 'hook-unreachable'
  | 'hook-timeout'
  | 'hook-certificate'
  | 'hook-redirects'
  | 'hook-refused';

const INTERNAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const internal = new BlockList();
for (const [net, bits] of INTERNAL) internal.addSubnet(net, bits, 'ipv4');
// Of IPv6 only the global part is public, and of that not what wraps an IPv4 address or documents.
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  internal.addSubnet(net, bits, 'ipv6');

/** Whether an address is one that the whole internet means by it. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !internal.check(address, 'ipv4');
  return global6.check(address, 'ipv6') && !internal.check(address, 'ipv6');
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

/** https, or http to this very machine where the setting has it; without user and password. */
export function isCallable(url: URL, allowed: readonly AllowedHost[]): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  const host = bare(url.hostname);
  return url.protocol === 'http:' && allowed.some((one) => one.isPlain && one.host === host);
}

interface Call {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allowed: readonly AllowedHost[];
  /** Reads the answer, of at most 4 KB, where 2xx alone does not tell. */
  readonly isTaken?: (answer: string) => boolean;
}

/** Posts JSON. null: taken, that is, answered with 2xx within ten seconds. */
export async function postJson(call: Call): Promise<CallTrouble | null> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const host = bare(call.url.hostname);
  const cut = new Promise<'late'>((done) => {
    signal.addEventListener('abort', () => done('late'), { once: true });
  });
  const resolving = lookup(host, { all: true, verbatim: true }).catch(() => []);
  const addresses = await Promise.race([resolving, cut]);
  if (addresses === 'late') return 'hook-timeout';
  const [first] = addresses;
  if (!first) return 'hook-name-unknown';
  const isAllowed = call.allowed.some((one) => one.host === host);
  if (!isAllowed && !addresses.every(({ address }) => isPublicAddress(address)))
    return 'hook-address-forbidden';
  const resolved: LookupFunction = (_host, options, give) => {
    if (options.all) give(null, addresses);
    else give(null, first.address, first.family);
  };
  try {
    const { status, text } = await answerOf(call, resolved, signal);
    if (status >= 300 && status < 400) return 'hook-redirects';
    if (status < 200 || status >= 300) return 'hook-refused';
    return (call.isTaken?.(text) ?? true) ? null : 'hook-refused';
  } catch (error) {
    if (signal.aborted) return 'hook-timeout';
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /CERT|SIGNATURE|ALTNAME/.test(code) ? 'hook-certificate' : 'hook-unreachable';
  }
}

interface Answer {
  readonly status: number;
  /** Its first 4 KB. */
  readonly text: string;
}

function answerOf(call: Call, resolved: LookupFunction, signal: AbortSignal): Promise<Answer> {
  const send = call.url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((done, failed) => {
    const request = send(call.url, {
      method: 'POST',
      lookup: resolved,
      agent: false,
      signal,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(call.body)),
        'user-agent': 'xueshi',
        ...call.headers,
      },
    });
    request.on('error', failed);
    request.on('response', (response) => {
      let bytes = 0;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => {
        parts.push(part.subarray(0, MOST_ANSWER_BYTES - bytes));
        bytes = Math.min(MOST_ANSWER_BYTES, bytes + part.length);
        if (bytes === MOST_ANSWER_BYTES) response.destroy();
      });
      // Its status stands, however the rest of the answer breaks off.
      response.on('error', () => undefined);
      response.on('close', () =>
        done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
    });
    request.end(call.body);
  });
}
