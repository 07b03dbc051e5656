import { mime } from '@fastify/send';
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { coursewareFolder } from '../../media/service.ts';
import { guard, HIDDEN, nothing, OF_PASS, passOf } from './access.ts';

/** Texts name their own encoding: old packages are not in UTF-8, and a header would overrule them. */
const typeOf = (file: string): string => mime.getType(file) ?? 'application/octet-stream';

/** The address of a file of the package below `base`, which ends with the pass. */
export const fileAddress = (base: string, file: string): string =>
  `${base}/files/${file.split('/').map(encodeURIComponent).join('/')}`;

/** Serves what is in a package, as it was made. */
export function addFiles(app: App, platform: Platform): void {
  app.get<{ Params: { pass: string; '*': string } }>(
    `${OF_PASS}/files/*`,
    HIDDEN,
    async (request, reply) => {
      const pass = passOf(platform, request);
      if (!pass) return nothing(reply);
      const { '*': file } = request.params;
      return (
        guard(reply, pass.page)
          // The address holds as long as the pass, and what lies there never changes.
          .header('cache-control', 'private, max-age=86400')
          .header('content-type', typeOf(file))
          .sendFile(file, coursewareFolder(platform, pass.packedAs), {
            cacheControl: false,
            contentType: false,
            dotfiles: 'allow',
          })
      );
    },
  );
}
