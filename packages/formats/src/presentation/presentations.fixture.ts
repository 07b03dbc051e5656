// Presentations in the form that PowerPoint and LibreOffice write them, for tests to break.
import { strToU8, zipSync } from 'fflate';

export type PresentationFiles = Record<string, string | Uint8Array>;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMES = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`;

const relations = (...list: readonly [id: string, type: string, target: string, more?: string][]) =>
  `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(
      ([id, type, target, more = '']) =>
        `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"${more}/>`,
    )
    .join('')}</Relationships>`;

const TREE =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>';

/** A text somewhere on a slide; places in EMU (914,400 an inch), the size in hundredths of a point. */
const textBox = (id: number, text: string, y: number, size: number) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="t${id}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="600000" y="${y}"/><a:ext cx="10900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" sz="${size}"/><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

const picture = (blip: string) =>
  `<p:pic><p:nvPicPr><p:cNvPr id="9" name="picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip ${blip}/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="7000000" y="3000000"/><a:ext cx="3000000" cy="2000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`;

export interface MadeOf {
  readonly slides?: number;
  /** A picture that is elsewhere, shown on the first slide. */
  readonly linked?: string;
  /** The name of a part in `ppt/media`, shown on the first slide. */
  readonly shown?: string;
}

/** A presentation of 16:9; each slide has a heading, two lines and a block that stands elsewhere. */
export function powerPoint({ slides = 3, linked, shown }: MadeOf = {}): PresentationFiles {
  const numbers = Array.from({ length: slides }, (_, at) => at + 1);
  const override = (part: string, type: string) =>
    `<Override PartName="/ppt/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`;
  const files: PresentationFiles = {
    '[Content_Types].xml': `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>${override('presentation', 'presentationml.presentation.main')}${override('slideMasters/slideMaster1', 'presentationml.slideMaster')}${override('slideLayouts/slideLayout1', 'presentationml.slideLayout')}${override('theme/theme1', 'theme')}${numbers.map((n) => override(`slides/slide${n}`, 'presentationml.slide')).join('')}</Types>`,
    '_rels/.rels': relations(['rId1', 'officeDocument', 'ppt/presentation.xml']),
    'ppt/presentation.xml': `${DECLARATION}<p:presentation ${NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>${numbers.map((n) => `<p:sldId id="${255 + n}" r:id="rId${10 + n}"/>`).join('')}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      ['rId1', 'slideMaster', 'slideMasters/slideMaster1.xml'],
      ['rId2', 'theme', 'theme/theme1.xml'],
      ...numbers
        .map((n) => [`rId${10 + n}`, 'slide', `slides/slide${n}.xml`] as const)
        .map((one) => [...one] as [string, string, string]),
    ),
    'ppt/slideMasters/slideMaster1.xml': `${DECLARATION}<p:sldMaster ${NAMES}><p:cSld><p:spTree>${TREE}</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations(
      ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['rId2', 'theme', '../theme/theme1.xml'],
    ),
    'ppt/slideLayouts/slideLayout1.xml': `${DECLARATION}<p:sldLayout ${NAMES} type="blank"><p:cSld name="blank"><p:spTree>${TREE}</p:spTree></p:cSld></p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations([
      'rId1',
      'slideMaster',
      '../slideMasters/slideMaster1.xml',
    ]),
    'ppt/theme/theme1.xml': THEME,
  };
  for (const n of numbers) {
    const on =
      n === 1
        ? `${linked ? picture('r:link="rId2"') : ''}${shown ? picture('r:embed="rId3"') : ''}`
        : '';
    const block = `<p:sp><p:nvSpPr><p:cNvPr id="5" name="b"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="${700_000 + (n % 5) * 2_100_000}" y="${3_000_000 + (Math.floor(n / 5) % 4) * 800_000}"/><a:ext cx="1900000" cy="700000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="31456B"/></a:solidFill></p:spPr></p:sp>`;
    files[`ppt/slides/slide${n}.xml`] =
      `${DECLARATION}<p:sld ${NAMES}><p:cSld><p:spTree>${TREE}${textBox(2, `第${n}步：接访从听开始`, 400_000, 4400)}${textBox(3, `记下原话，第${n}条`, 1_600_000, 2400)}${block}${on}</p:spTree></p:cSld></p:sld>`;
    files[`ppt/slides/_rels/slide${n}.xml.rels`] = relations(
      ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ...(n === 1 && linked
        ? [['rId2', 'image', linked, ' TargetMode="External"'] as [string, string, string, string]]
        : []),
      ...(n === 1 && shown
        ? [['rId3', 'image', `../media/${shown}`] as [string, string, string]]
        : []),
    );
  }
  return files;
}

const FILLS = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3);
const LINES = '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'.repeat(
  3,
);
const COLOURS = [
  'dk1:000000',
  'lt1:FFFFFF',
  'dk2:44546A',
  'lt2:E7E6E6',
  'accent1:4472C4',
  'accent2:ED7D31',
  'accent3:A5A5A5',
  'accent4:FFC000',
  'accent5:5B9BD5',
  'accent6:70AD47',
  'hlink:0563C1',
  'folHlink:954F72',
]
  .map((one) => one.split(':'))
  .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`)
  .join('');
const FONT = '<a:latin typeface="Calibri"/><a:ea typeface="等线"/><a:cs typeface=""/>';
const THEME = `${DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements><a:clrScheme name="Office">${COLOURS}</a:clrScheme><a:fontScheme name="Office"><a:majorFont>${FONT}</a:majorFont><a:minorFont>${FONT}</a:minorFont></a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>${FILLS}</a:fillStyleLst><a:lnStyleLst>${LINES}</a:lnStyleLst><a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${FILLS}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;

const ODF = 'urn:oasis:names:tc:opendocument:xmlns';

/** A presentation as LibreOffice writes it. */
export function openDocument({
  slides = 2,
  linked,
}: Omit<MadeOf, 'shown'> = {}): PresentationFiles {
  const image = linked
    ? `<draw:frame svg:x="12cm" svg:y="6cm" svg:width="8cm" svg:height="6cm"><draw:image xlink:href="${linked}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>`
    : '';
  const pages = Array.from(
    { length: slides },
    (_, at) =>
      `<draw:page draw:name="p${at + 1}" draw:master-page-name="M"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>第${at + 1}步：接访从听开始</text:p></draw:text-box></draw:frame>${at === 0 ? image : ''}</draw:page>`,
  );
  const spaces = `xmlns:office="${ODF}:office:1.0" xmlns:draw="${ODF}:drawing:1.0" xmlns:text="${ODF}:text:1.0" xmlns:style="${ODF}:style:1.0" xmlns:svg="${ODF}:svg-compatible:1.0" xmlns:fo="${ODF}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`;
  const type = 'application/vnd.oasis.opendocument.presentation';
  return {
    mimetype: type,
    'META-INF/manifest.xml': `${DECLARATION}<manifest:manifest xmlns:manifest="${ODF}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    'content.xml': `${DECLARATION}<office:document-content ${spaces} office:version="1.3"><office:body><office:presentation>${pages.join('')}</office:presentation></office:body></office:document-content>`,
    'styles.xml': `${DECLARATION}<office:document-styles ${spaces} office:version="1.3"><office:automatic-styles><style:page-layout style:name="PM"><style:page-layout-properties fo:page-width="28cm" fo:page-height="15.75cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="M" style:page-layout-name="PM"/></office:master-styles></office:document-styles>`,
  };
}

/** As a zip; `mimetype` comes first and unpacked. */
export const zipped = (files: PresentationFiles): Buffer<ArrayBuffer> =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          name,
          [
            typeof content === 'string' ? strToU8(content) : content,
            { level: name === 'mimetype' ? 0 : 6 },
          ],
        ]),
      ),
    ),
  );

/** The beginning of an OLE compound file with these names in its directory. */
export function compoundFile(...names: readonly string[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(512 * 9);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(0, 48);
  for (const [at, name] of names.entries()) {
    bytes.write(name, 512 + at * 128, 'utf16le');
    bytes.writeUInt16LE(name.length * 2 + 2, 512 + at * 128 + 64);
  }
  return bytes;
}
