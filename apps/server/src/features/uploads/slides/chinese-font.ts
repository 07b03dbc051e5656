import { fileURLToPath } from 'node:url';

/** For files that leave their Chinese fonts out, on machines that have none. */
export const CHINESE_FONT = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);
