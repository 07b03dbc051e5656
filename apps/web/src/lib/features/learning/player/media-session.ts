import type { PlayerState } from './player-state.svelte.ts';

/** The lock screen and the keys of a headset know what plays, and can stop it. */
export function offerMediaSession(
  player: PlayerState,
  about: { title: string; album: string },
  pictureUrl: string | null,
): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const artwork = pictureUrl ? [{ src: pictureUrl }] : [];
  session.metadata = new MediaMetadata({ ...about, artwork });
  const handlers: Partial<Record<MediaSessionAction, () => void>> = {
    play: () => void player.play(),
    pause: () => player.pause(),
    seekbackward: () => player.seekBy(-10_000),
    seekforward: () => player.seekBy(10_000),
  };
  const actions = Object.entries(handlers) as [MediaSessionAction, () => void][];
  for (const [action, handler] of actions) {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // Not every browser knows every action.
    }
  }
  return () => {
    session.metadata = null;
    for (const [action] of actions) {
      try {
        session.setActionHandler(action, null);
      } catch {
        // As above.
      }
    }
  };
}
