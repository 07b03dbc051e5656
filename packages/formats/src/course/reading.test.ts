import { test } from 'vitest';
import { expectOneError, type Breakage } from './broken-course.fixture.ts';

const breakages: Breakage[] = [
  {
    promise: 'a reading without a heading is refused',
    find: '# 接访须知',
    put: '接访须知',
    code: 'reading-heading',
    at: '接访须知',
  },
  {
    promise: 'an article that does not exist is named',
    find: '第一条、第二条',
    put: '第一条、第三条',
    code: 'article-unknown',
    at: '第三条',
  },
  {
    promise: 'an article in Arabic numerals is refused',
    find: '第一条、',
    put: '第1条、',
    code: 'article-unknown',
    at: '第1条',
  },
  {
    promise: 'an edition that is not in the library is named',
    find: '《样例条例》第一条、第二条',
    put: '《样例条例》（2010年修正）第一条',
    code: 'edition-unknown',
    at: '（2010年修正）',
  },
  {
    promise: 'a changed word in a quotation is found',
    find: '> 出具凭证',
    put: '> 出具证明',
    code: 'quotation-differs',
    at: '> 应当当场',
  },
  {
    promise: 'a quotation without words is refused',
    find: '> 应当当场登记（包括姓名、住址），\n> 出具凭证。\n>\n',
    put: '',
    code: 'quotation-differs',
    at: '> ——',
  },
  {
    promise: 'a script is refused',
    find: '![登记台]',
    put: '<script>alert(1)</script>\n\n![登记台]',
    code: 'markdown-html',
    at: '<script>',
  },
  {
    promise: 'a link that runs a script is refused',
    find: '办法见',
    put: '[办法](javascript:alert(1))见',
    code: 'markdown-link',
    at: 'javascript',
  },
  {
    promise: 'a picture from elsewhere is refused',
    find: 'desk.webp',
    put: 'https://example.org/desk.webp',
    code: 'image-not-relative',
    at: 'example.org',
  },
  {
    promise: 'a picture that is not there is named',
    find: 'desk.webp',
    put: 'chair.webp',
    code: 'file-missing',
    at: 'chair',
  },
  {
    promise: 'quotes nested without end are refused',
    find: '办法见',
    put: `${'>'.repeat(5000)}办法见`,
    code: 'markdown-burden',
    at: '>>>>',
  },
  {
    promise: 'a picture from elsewhere by reference is refused',
    find: '![登记台](desk.webp)',
    put: '![登记台][1]\n\n[1]: https://e.org/a.webp',
    code: 'image-not-relative',
    at: '![登记台][1]',
  },
];

test.each(breakages)('$promise', (breakage) => expectOneError('reading.md', breakage));
