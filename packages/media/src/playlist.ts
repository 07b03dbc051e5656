/** A segment of a media playlist. */
export interface PlaylistSegment {
  readonly uri: string;
  readonly seconds: number;
}

export interface MediaPlaylist {
  readonly targetSeconds: number;
  /** Initialisation segment of fMP4, if there is one. */
  readonly initUri: string | null;
  readonly segments: readonly PlaylistSegment[];
  /** False when the playlist has no end mark: whoever wrote it did not finish. */
  readonly ended: boolean;
}

/** Reads a media playlist of our own making (RFC 8216 §4.3); null when it is none. */
export function parsePlaylist(text: string): MediaPlaylist | null {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== '#EXTM3U') return null;
  const segments: PlaylistSegment[] = [];
  let seconds = 0;
  for (const line of lines) {
    const duration = /^#EXTINF:([\d.]+)/.exec(line);
    if (duration) seconds = Number(duration[1]);
    else if (line !== '' && !line.startsWith('#')) segments.push({ uri: line, seconds });
  }
  return {
    targetSeconds: Number(/^#EXT-X-TARGETDURATION:(\d+)/m.exec(text)?.[1] ?? 0),
    initUri: /^#EXT-X-MAP:URI="([^"]+)"/m.exec(text)?.[1] ?? null,
    segments,
    ended: lines.includes('#EXT-X-ENDLIST'),
  };
}

/** Milliseconds from the start of the first segment to the end of the last. */
export function playlistMs(playlist: MediaPlaylist): number {
  return Math.round(1000 * playlist.segments.reduce((sum, { seconds }) => sum + seconds, 0));
}

/** Rates of a rendition in bits per second, measured. */
export interface MeasuredRates {
  readonly peak: number;
  readonly average: number;
}

/**
 * RFC 8216 §4.1: the peak is the highest rate of any run of segments that lasts between half and one and a half
 * times the target duration; a short last segment alone does not count.
 */
export function measureRates(
  segments: readonly { readonly seconds: number; readonly bytes: number }[],
  targetSeconds: number,
): MeasuredRates {
  const rate = (run: typeof segments) => {
    const seconds = run.reduce((sum, segment) => sum + segment.seconds, 0);
    const bytes = run.reduce((sum, segment) => sum + segment.bytes, 0);
    return { seconds, rate: seconds > 0 ? Math.ceil((8 * bytes) / seconds) : 0 };
  };
  const average = rate(segments).rate;
  let peak = average;
  for (let from = 0; from < segments.length; from += 1) {
    for (let to = from + 1; to <= segments.length; to += 1) {
      const run = rate(segments.slice(from, to));
      if (run.seconds > 1.5 * targetSeconds) break;
      if (run.seconds >= 0.5 * targetSeconds) peak = Math.max(peak, run.rate);
    }
  }
  return { peak, average };
}

/** A rendition as the master playlist names it. */
export interface Variant {
  readonly playlist: string;
  readonly codec: string;
  readonly rates: MeasuredRates;
}

export interface VideoVariant extends Variant {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

export interface SubtitleTrack {
  readonly lang: string;
  readonly label: string;
  readonly playlist: string;
}

/**
 * The master playlist. The lowest picture comes first, because players start with the first and a poor link
 * should show something at once; sound alone comes last, for those who only listen.
 */
export function masterPlaylist(
  videos: readonly VideoVariant[],
  audio: Variant & { readonly channels: number },
  subtitles: readonly SubtitleTrack[],
): string {
  const groups = `AUDIO="audio"${subtitles.length > 0 ? ',SUBTITLES="subtitles"' : ''}`;
  const bandwidth = (peak: number, average: number) =>
    `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average}`;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  lines.push(
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${audio.channels}",URI="${audio.playlist}"`,
  );
  for (const { lang, label, playlist } of subtitles) {
    lines.push(
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="${quotable(label)}",LANGUAGE="${lang}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="${playlist}"`,
    );
  }
  for (const video of [...videos].sort((a, b) => a.height - b.height)) {
    const { rates, codec, width, height, frameRate } = video;
    const total = bandwidth(rates.peak + audio.rates.peak, rates.average + audio.rates.average);
    lines.push(
      `${total},CODECS="${codec},${audio.codec}",RESOLUTION=${width}x${height},FRAME-RATE=${frameRate.toFixed(3)},${groups}`,
      video.playlist,
    );
  }
  lines.push(
    `${bandwidth(audio.rates.peak, audio.rates.average)},CODECS="${audio.codec}",${groups}`,
    audio.playlist,
  );
  return `${lines.join('\n')}\n`;
}

/** Attribute values may hold neither quotes nor line ends. */
const quotable = (label: string): string => label.replace(/["\r\n]/g, ' ').trim() || 'subtitles';

/** A subtitle playlist: one WebVTT file as the only segment. */
export function subtitlePlaylist(file: string, durationMs: number): string {
  const seconds = (durationMs / 1000).toFixed(3);
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(durationMs / 1000)}`],
    ...['#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD', `#EXTINF:${seconds},`, file],
    '#EXT-X-ENDLIST\n',
  ].join('\n');
}
