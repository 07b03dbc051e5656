// A table as it leaves the system: named, typed, never opened in the browser.
import type { FastifyReply } from 'fastify';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

export function nameFile(reply: FastifyReply, name: string, format: keyof typeof TYPES): void {
  void reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
}
