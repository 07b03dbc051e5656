import type { PlayerState } from './player-state.svelte.ts';
import type { Shortcut } from './shortcuts.ts';

/** Does with the player what a key stands for; the help is not the player's. */
export function performShortcut(player: PlayerState, shortcut: Shortcut): void {
  switch (shortcut.kind) {
    case 'toggle':
      return player.toggle();
    case 'mute':
      return player.toggleMute();
    case 'fullscreen':
      return player.toggleFullscreen();
    case 'subtitles':
      return player.toggleSubtitles();
    case 'pip':
      return player.togglePip();
    case 'seek-by':
      return player.seekBy(shortcut.ms);
    case 'seek-to-percent':
      return player.seekTo((player.durationMs * shortcut.percent) / 100);
    case 'volume':
      return player.setVolume(player.preferences.volume + shortcut.step);
    case 'help':
      return;
  }
}
