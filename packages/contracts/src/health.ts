import { Type } from 'typebox';
import { closed, endpoint, oneOf } from './shared.ts';

export const health = endpoint({
  method: 'GET',
  url: '/api/health',
  summary: 'Whether this installation can serve; 503 where it cannot',
  tag: 'operation',
  access: 'public',
  ok: {
    status: 200,
    schema: closed({
      status: oneOf(['ok'] as const),
      version: Type.String(),
      uptimeSeconds: Type.Integer(),
    }),
  },
  problems: [503],
});
