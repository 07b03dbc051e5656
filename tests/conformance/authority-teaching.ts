// Who may do what: the lecturer register, syllabuses and textbooks. Which of them somebody sees and changes is told
// apart by the use cases (lecturers.test.ts, syllabuses.test.ts, textbooks.test.ts).
import type { Row } from './authority-table.ts';

const A_LECTURER = {
  name: '某讲师',
  nameEn: '',
  kind: 'scholar',
  title: '讲师',
  topics: [],
  biography: '',
  biographyEn: '',
  loginName: '',
};
const A_SYLLABUS = { title: '大纲', edition: '2026', text: '# 领域\n一条要点' };

const noLecturer = { code: 'no-such-lecturer' };
const noSyllabus = { id: 'no-such-syllabus' };
const A_TEXTBOOK = {
  title: '读本',
  authors: '编写组',
  publisher: '某出版社',
  edition: '2026',
  isbn: '',
  rights: '编写组同意',
};
const noTextbook = { code: 'no-such-textbook' };

export const TEACHING: Readonly<Record<string, Row>> = {
  'GET /api/v1/lecturers': { subject: 'staff', reaches: 200 },
  'GET /api/v1/lecturer-choices': { subject: 'authors', reaches: 200 },
  'GET /api/v1/lecturers/{code}': { subject: 'self', reaches: 404, params: noLecturer },
  'POST /api/v1/org-units/{id}/lecturers': {
    subject: 'unit',
    reaches: 201,
    body: () => A_LECTURER,
  },
  'GET /api/v1/lecturers/{code}/entry': {
    subject: 'administrators',
    reaches: 404,
    params: noLecturer,
  },
  'PUT /api/v1/lecturers/{code}/entry': {
    subject: 'administrators',
    reaches: 404,
    params: noLecturer,
    body: () => ({ version: 1, form: A_LECTURER }),
  },
  'PUT /api/v1/lecturers/{code}/retirement': {
    subject: 'administrators',
    reaches: 404,
    params: noLecturer,
    body: () => ({ retired: true }),
  },
  'POST /api/v1/lecturers/{code}/photo': {
    subject: 'administrators',
    reaches: 404,
    params: noLecturer,
  },
  'DELETE /api/v1/lecturers/{code}/photo': {
    subject: 'administrators',
    reaches: 404,
    params: noLecturer,
  },
  'GET /api/v1/syllabuses': { subject: 'staff', reaches: 200 },
  'GET /api/v1/course-choices': { subject: 'authors', reaches: 200 },
  'GET /api/v1/syllabus-choices': { subject: 'authors', reaches: 200 },
  'GET /api/v1/syllabuses/{id}': { subject: 'staff', reaches: 404, params: noSyllabus },
  'POST /api/v1/org-units/{id}/syllabuses': {
    subject: 'unit',
    reaches: 200,
    body: () => A_SYLLABUS,
  },
  'PUT /api/v1/syllabuses/{id}': {
    subject: 'administrators',
    reaches: 404,
    params: noSyllabus,
    body: () => ({ version: 1, form: A_SYLLABUS }),
  },
  'DELETE /api/v1/syllabuses/{id}': {
    subject: 'administrators',
    reaches: 404,
    params: noSyllabus,
  },
  'POST /api/v1/syllabuses/{id}/editions': {
    subject: 'administrators',
    reaches: 404,
    params: noSyllabus,
    body: () => ({ edition: '2027' }),
  },
  'PUT /api/v1/syllabuses/{id}/force': {
    subject: 'administrators',
    reaches: 404,
    params: noSyllabus,
  },
  'GET /api/v1/textbooks': { subject: 'staff', reaches: 200 },
  'GET /api/v1/textbook-choices': { subject: 'authors', reaches: 200 },
  'POST /api/v1/textbooks': {
    subject: 'staff',
    reaches: 404,
    body: () => ({ unitId: 'no-such-unit', form: A_TEXTBOOK }),
  },
  'GET /api/v1/textbooks/{code}': { subject: 'self', reaches: 404, params: noTextbook },
  'GET /api/v1/textbooks/{code}/part': {
    subject: 'self',
    reaches: 404,
    params: noTextbook,
    query: 'number=1',
  },
  'GET /api/v1/textbooks/{code}/matches': {
    subject: 'self',
    reaches: 404,
    params: noTextbook,
    query: 'query=law',
  },
  'PUT /api/v1/textbooks/{code}/place': {
    subject: 'self',
    reaches: 404,
    params: noTextbook,
    body: () => ({ number: 1 }),
  },
  'GET /api/v1/textbooks/{code}/entry': { subject: 'staff', reaches: 404, params: noTextbook },
  'PUT /api/v1/textbooks/{code}/entry': {
    subject: 'staff',
    reaches: 404,
    params: noTextbook,
    body: () => ({ version: 1, form: A_TEXTBOOK }),
  },
  'PUT /api/v1/textbooks/{code}/retirement': {
    subject: 'staff',
    reaches: 404,
    params: noTextbook,
    body: () => ({ retired: true }),
  },
  'POST /api/v1/textbooks/{code}/file': { subject: 'staff', reaches: 404, params: noTextbook },
};
