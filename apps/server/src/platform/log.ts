import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import type { Config } from './config.ts';

/** Structured log lines on standard error, so that standard output is left to people. */
export function openLog(
  config: Pick<Config, 'logLevel' | 'prettyLog'>,
): FastifyBaseLogger & { flush?: () => void } {
  const options = {
    level: config.logLevel,
    redact: ['req.headers.cookie', 'req.headers.authorization'],
  };
  if (config.prettyLog) {
    return pino({ ...options, transport: { target: 'pino-pretty', options: { destination: 2 } } });
  }
  return pino(options, pino.destination({ fd: 2, sync: false }));
}
