/** What a learner chose for the player on this device. */
export interface PlayerPreferences {
  volume: number;
  isMuted: boolean;
  hasSubtitles: boolean;
  /** Always the smallest picture: mobile data costs money. */
  savesData: boolean;
  hasShortcuts: boolean;
}

const KEY = 'xueshi-player';
const DEFAULTS: PlayerPreferences = {
  volume: 1,
  isMuted: false,
  hasSubtitles: true,
  savesData: false,
  hasShortcuts: true,
};

function asksToSaveData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

function stored(): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

export function readPlayerPreferences(): PlayerPreferences {
  const known = stored();
  const flag = (
    name: 'isMuted' | 'hasSubtitles' | 'savesData' | 'hasShortcuts',
    other: boolean,
  ) => {
    const value = known[name];
    return typeof value === 'boolean' ? value : other;
  };
  const { volume } = known;
  return {
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : DEFAULTS.volume,
    isMuted: flag('isMuted', DEFAULTS.isMuted),
    hasSubtitles: flag('hasSubtitles', DEFAULTS.hasSubtitles),
    savesData: flag('savesData', asksToSaveData()),
    hasShortcuts: flag('hasShortcuts', DEFAULTS.hasShortcuts),
  };
}

export function keepPlayerPreferences(preferences: PlayerPreferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A private window: the choice lasts as long as the page.
  }
}
