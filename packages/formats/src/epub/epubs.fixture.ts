// Books as programs write them, for tests to break.
import { strToU8, zipSync, type Zippable } from 'fflate';

export type EpubFiles = Record<string, string | Uint8Array | Zippable[string]>;

export const chapterFile = (body: string, title = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>${title}</title><link rel="stylesheet" href="style.css"/></head>
<body>${body}</body></html>`;

export const CONTAINER =
  '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';

/** A package document with these files of text, in their order. */
export const packageDocument = (texts: readonly string[], more = '', language = 'zh-CN'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x</dc:identifier><dc:title>信访工作读本</dc:title><dc:language>${language}</dc:language></metadata>
<manifest>${texts.map((name, at) => `<item id="t${at}" href="${name}" media-type="application/xhtml+xml"/>`).join('')}<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>${more}</manifest>
<spine>${texts.map((_, at) => `<itemref idref="t${at}"/>`).join('')}</spine></package>`;

/** A table of contents: of each entry its address and its title. */
export const navigation = (entries: readonly (readonly [string, string])[]): string =>
  chapterFile(
    `<nav epub:type="toc"><h1>目录</h1><ol>${entries.map(([href, title]) => `<li><a href="${href}">${title}</a></li>`).join('')}</ol></nav>`,
  );

/** A book of two chapters, one with a picture. */
export const soundBook = (): EpubFiles => ({
  mimetype: [strToU8('application/epub+zip'), { level: 0 }],
  'META-INF/container.xml': CONTAINER,
  'OEBPS/content.opf': packageDocument(
    ['text/one.xhtml', 'text/two.xhtml'],
    '<item id="p" href="images/map.png" media-type="image/png"/>',
  ),
  'OEBPS/nav.xhtml': navigation([
    ['text/one.xhtml', '第一章 接访'],
    ['text/two.xhtml#part', '第二章 办理'],
  ]),
  'OEBPS/text/one.xhtml': chapterFile(
    '<h1>第一章 接访</h1><p>先请人<b>坐下</b>，再听。</p><p><img src="../images/map.png" alt="接访流程"/></p><p>期限见<a href="two.xhtml">第二章</a>。</p>',
    '第一章',
  ),
  'OEBPS/text/two.xhtml': chapterFile(
    '<h1>第二章 办理</h1><a id="part"/><p>六十日内办结。</p>',
    '第二章',
  ),
  'OEBPS/images/map.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]),
});

export const zippedBook = (files: EpubFiles): Uint8Array<ArrayBuffer> => {
  const parts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return Uint8Array.from(zipSync(Object.fromEntries(parts) as Zippable));
};
