// PDFs written by hand, so that what is wrong with them is known. Used by tests only.

/** A file of these objects, numbered from 1; the first is the catalogue. */
export function rawPdf(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.4\n';
  const starts: number[] = [];
  for (const [at, object] of objects.entries()) {
    starts.push(text.length);
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF`,
    'latin1',
  );
}

export const stream = (content: string) =>
  `<</Length ${content.length}>>stream\n${content}\nendstream`;

/** One page with this content, in a Chinese font that the file does not bring. */
export function chinesePage(content: string, catalogue = ''): string[] {
  return [
    `<</Type/Catalog/Pages 2 0 R${catalogue}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    stream(content),
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
  ];
}

/** Draws a text at a place of the page, in letters of this size. */
export const written = (text: string, size: number, y: number) =>
  `BT /F1 ${size} Tf 60 ${y} Td <${Buffer.from(text, 'utf16le').swap16().toString('hex')}> Tj ET\n`;
