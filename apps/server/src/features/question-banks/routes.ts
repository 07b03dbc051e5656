import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { bankPicturesFolder } from '../catalogue/service.ts';
import { hidden } from '../uploads/service.ts';
import * as banks from './service.ts';

export function addQuestionBankRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listBanks, () => banks.listBanks(platform));
  addEndpoint(app, contracts.beginBank, ({ actor, body }) =>
    banks.beginBank(platform, actor, body),
  );
  addEndpoint(app, contracts.readBank, ({ params }) => banks.readBank(platform, params.name));
  addEndpoint(app, contracts.saveBank, ({ actor, params, body }) =>
    banks.saveBank(platform, actor, params.name, body),
  );
  addEndpoint(app, contracts.addBankItems, ({ actor, params, body }) =>
    banks.addBankItems(platform, actor, params.name, body),
  );
  addEndpoint(app, contracts.readBankItem, ({ params }) => banks.readBankItem(platform, params));
  addEndpoint(app, contracts.saveBankItem, ({ actor, params, body }) =>
    banks.saveBankItem(platform, actor, params, body),
  );
  addEndpoint(app, contracts.retireBankItem, async ({ actor, params, body }) => {
    await banks.retireBankItem(platform, actor, params, body.isRetired);
    return null;
  });
  addEndpoint(app, contracts.listBankItemHistory, ({ params, query }) =>
    banks.listBankItemHistory(platform, params, query.before),
  );
  addEndpoint(app, contracts.returnBankItem, ({ actor, params, body }) => {
    const place = { ...params, number: Number(params.number) };
    return banks.returnBankItem(platform, actor, place, body.version);
  });
  addEndpoint(app, contracts.readBankQuestions, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    return banks.readBankQuestions(platform, actor, params.name, { ...query, content });
  });
  addEndpoint(app, contracts.readBankExports, ({ params, query }) =>
    banks.readBankExports(platform, params.name, query),
  );
  addEndpoint(app, contracts.exportBank, async ({ actor, params, body, reply }) => {
    const file = await banks.exportBank(platform, actor, params.name, body);
    void reply.type(file.type);
    void reply.header('content-disposition', `attachment; filename="${file.name}"`);
    return file.content;
  });
  addEndpoint(app, contracts.sendBankPicture, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    const sent = { name: params.name, fileName: query.fileName, content };
    return banks.sendBankPicture(platform, actor, sent);
  });
  addEndpoint(app, contracts.removeBankPicture, async ({ actor, params }) => {
    await banks.removeBankPicture(platform, actor, params);
    return null;
  });
  app.get<{ Params: { name: string; picture: string } }>(
    '/media/banks/:name/:picture',
    hidden(contracts.sendBankPicture),
    async (request, reply) => {
      const keptAs = await banks.keptBankPicture(platform, request.params);
      void reply.header('cache-control', 'private, max-age=3600');
      return reply.sendFile(keptAs, bankPicturesFolder(platform), { cacheControl: false });
    },
  );
  addEndpoint(app, contracts.countDraws, ({ body }) => banks.countDraws(platform, body.draws));
}
