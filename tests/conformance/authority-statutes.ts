// Who may do what: the statute library. Everybody signed in reads it; reviewers take texts into it.
import type { Row } from './authority-table.ts';

const submission = (number: number) => ({
  title: '',
  text: `样例法之${number}\n\n（2020年1月2日公布）\n\n第一条 为了便民，制定本法。\n第二条 本法自2020年2月1日起施行。`,
  adoptedOn: '',
  inForceFrom: '',
  issuer: '',
  documentNumber: '',
});
const held = { title: '信访工作条例' };

export const STATUTES: Readonly<Record<string, Row>> = {
  'GET /api/v1/statutes': { subject: 'self', reaches: 200 },
  'GET /api/v1/statutes/{title}': { subject: 'self', reaches: 200, params: held },
  'GET /api/v1/statutes/{title}/differences': { subject: 'self', reaches: 200, params: held },
  'GET /api/v1/statute-articles': { subject: 'authors', reaches: 200, query: 'query=信访' },
  'GET /api/v1/statute-flags': { subject: 'authors', reaches: 200 },
  'POST /api/v1/statute-previews': { subject: 'reviewers', reaches: 200, body: submission },
  'POST /api/v1/statutes': { subject: 'reviewers', reaches: 201, body: submission },
};

/** Of the actors of this test, who may take texts into the library. */
export const isReviewer = (actor: string): boolean =>
  ['reviewer', 'system administrator'].includes(actor);
