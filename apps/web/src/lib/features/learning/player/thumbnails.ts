/** A small picture of the lecture at a time: a part of a sheet of pictures. */
export interface Thumbnail {
  startMs: number;
  endMs: number;
  url: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const CUE = /^(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})\s+-->\s+(?:(\d+):)?(\d{2}):(\d{2})\.(\d{3})/;
const PART = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/;

function msOf(parts: readonly (string | undefined)[]): number {
  const [hours, minutes, seconds, millis] = parts.map((part) => Number(part ?? 0));
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1_000 + (millis ?? 0);
}

/** Reads the seek thumbnails of a lecture (WebVTT, `sheet.jpg#xywh=x,y,w,h`); what it cannot read it leaves out. */
export function parseThumbnails(vtt: string, url: string): Thumbnail[] {
  const thumbnails: Thumbnail[] = [];
  const lines = vtt.split(/\r?\n/);
  lines.forEach((line, index) => {
    const cue = CUE.exec(line.trim());
    const part = PART.exec(lines[index + 1]?.trim() ?? '');
    if (!cue || !part) return;
    const [x = 0, y = 0, width = 0, height = 0] = part.slice(2).map(Number);
    thumbnails.push({
      startMs: msOf(cue.slice(1, 5)),
      endMs: msOf(cue.slice(5, 9)),
      url: new URL(part[1] ?? '', url).href,
      x,
      y,
      width,
      height,
    });
  });
  return thumbnails;
}

export function thumbnailAt(thumbnails: readonly Thumbnail[], ms: number): Thumbnail | null {
  return (
    thumbnails.find(({ startMs, endMs }) => ms >= startMs && ms < endMs) ??
    thumbnails.at(-1) ??
    null
  );
}
