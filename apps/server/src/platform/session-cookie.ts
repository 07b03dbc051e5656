import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Over https the cookie carries the __Host- prefix, which no subdomain and no plain-http page can
 * set. Plain http (a trial on one's own machine) cannot have it: browsers refuse Secure cookies there.
 */
const SECURE_NAME = '__Host-xueshi-session';
const PLAIN_NAME = 'xueshi-session';

export function isSecure(request: FastifyRequest, publicUrl: URL | null): boolean {
  return publicUrl ? publicUrl.protocol === 'https:' : request.protocol === 'https';
}

export function readSessionCookie(
  request: FastifyRequest,
  publicUrl: URL | null,
): string | undefined {
  return request.cookies[isSecure(request, publicUrl) ? SECURE_NAME : PLAIN_NAME];
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: URL | null,
  secret: string,
): void {
  const secure = isSecure(request, publicUrl);
  void reply.setCookie(secure ? SECURE_NAME : PLAIN_NAME, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
  });
}

export function clearSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: URL | null,
): void {
  const secure = isSecure(request, publicUrl);
  void reply.clearCookie(secure ? SECURE_NAME : PLAIN_NAME, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
  });
}
