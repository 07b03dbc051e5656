import { isIP } from 'node:net';

/** A host that webhooks may call although its address is an internal one. */
export interface AllowedHost {
  readonly host: string;
  /** Called without TLS too; this very machine only. */
  readonly isPlain: boolean;
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Reads 'im.example.cn,10.1.2.3,http://127.0.0.1'; null where it is written otherwise. */
export function readAllowedHosts(value: string): AllowedHost[] | null {
  const hosts = value
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map((part) => {
      const isPlain = part.startsWith('http://');
      return { host: isPlain ? part.slice('http://'.length) : part, isPlain };
    });
  const isFit = ({ host, isPlain }: AllowedHost) =>
    (isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) &&
    (!isPlain || LOOPBACK.includes(host));
  return hosts.every(isFit) ? hosts : null;
}
