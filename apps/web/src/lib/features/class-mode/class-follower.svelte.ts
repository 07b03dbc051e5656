import { invalidateAll } from '$app/navigation';
import type { ClassView } from '@xueshi/contracts';

const POLL_MS = 4_000;
/** The first event comes at once; where none does, something on the way holds the stream back. */
const PATIENCE_MS = 6_000;

/**
 * Follows a class by server-sent events; where they do not come, the page is asked for anew every few
 * seconds. `loaded` is what the page was loaded with.
 */
export function createClassFollower(code: () => string, loaded: () => ClassView | null) {
  let pushed = $state.raw<ClassView | null>(null);
  let isOver = $state(false);
  let isLive = $state(false);

  /** The newer of what was loaded and what was told. */
  const view = $derived.by(() => {
    const own = loaded();
    if (!pushed || (own && own.code !== pushed.code)) return own;
    return !own || pushed.version >= own.version ? pushed : own;
  });

  function follow(): () => void {
    let source: EventSource | null = null;
    let poll: ReturnType<typeof setInterval> | undefined;
    const startPolling = () => {
      isLive = false;
      pushed = null;
      poll ??= setInterval(() => {
        if (!document.hidden) void invalidateAll();
      }, POLL_MS);
    };
    const patience = setTimeout(startPolling, PATIENCE_MS);
    const stop = () => {
      clearTimeout(patience);
      clearInterval(poll);
      source?.close();
    };
    if (typeof EventSource === 'undefined') {
      startPolling();
      return stop;
    }
    source = new EventSource(`/api/v1/class-participation/${code()}/events`);
    source.addEventListener('class', ({ data }: MessageEvent<string>) => {
      clearTimeout(patience);
      clearInterval(poll);
      poll = undefined;
      isLive = true;
      pushed = JSON.parse(data) as ClassView;
    });
    source.addEventListener('ended', () => {
      isOver = true;
      stop();
    });
    source.addEventListener('error', () => {
      // Otherwise the browser connects again by itself.
      if (source?.readyState === EventSource.CLOSED) startPolling();
    });
    return stop;
  }

  return {
    follow,
    get view() {
      return view;
    },
    get isOver() {
      return isOver;
    },
    get isLive() {
      return isLive;
    },
  };
}
