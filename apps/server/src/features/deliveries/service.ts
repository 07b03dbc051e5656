// The door of the deliveries feature: notices on their way by mail and webhook.
export { deliverNoticesHandler, sendDeliveriesHandler } from './deliver-notices.handler.ts';
export { DELIVER_NOTICES, deliverNextAfternoon } from './deliver-notices.job.ts';
export { listDeliveries } from './overview.ts';
export { ownDeliveries } from './own-data.ts';
export { readMailDelivery, setMailDelivery, stopMail } from './preferences.ts';
export { SEND_DELIVERIES } from './send.ts';
export { readWebhook, removeWebhook, setWebhook, testWebhook } from './webhook.ts';
export {
  listLetterTemplates,
  previewLetter,
  resetLetterTemplate,
  setLetterTemplate,
} from './templates.ts';
