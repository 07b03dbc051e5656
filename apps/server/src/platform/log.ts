import type { FastifyBaseLogger } from 'fastify';
import { pino, type DestinationStream } from 'pino';
import type { Config } from './config.ts';
import { requestOrigin } from './request-origin.ts';

/** Lines that are written while a request is worked at carry its number, wherever they come from. */
function requestOfLine(): { reqId?: string } {
  const origin = requestOrigin();
  return origin ? { reqId: origin.requestId } : {};
}

/** Structured log lines on standard error, so that standard output is left to people. */
export function openLog(
  config: Pick<Config, 'logLevel' | 'prettyLog'>,
  to?: DestinationStream,
): FastifyBaseLogger & { flush?: () => void } {
  const options = {
    level: config.logLevel,
    redact: ['req.headers.cookie', 'req.headers.authorization'],
    mixin: requestOfLine,
  };
  if (config.prettyLog) {
    return pino({ ...options, transport: { target: 'pino-pretty', options: { destination: 2 } } });
  }
  return pino(options, to ?? pino.destination({ fd: 2, sync: false }));
}
