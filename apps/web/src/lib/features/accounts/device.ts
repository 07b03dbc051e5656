import { m } from '@xueshi/messages';

// The first that matches wins: WeChat and Edge also call themselves Chrome, Chrome also Safari.
const BROWSERS: readonly [RegExp, () => string][] = [
  [/MicroMessenger/i, m.accounts_browser_wechat],
  [/DingTalk/i, m.accounts_browser_dingtalk],
  [/EdgA?\//i, () => 'Edge'],
  [/Firefox|FxiOS/i, () => 'Firefox'],
  [/HuaweiBrowser/i, m.accounts_browser_huawei],
  [/MiuiBrowser/i, m.accounts_browser_xiaomi],
  [/UCBrowser/i, () => 'UC'],
  [/MQQBrowser|QQBrowser/i, m.accounts_browser_qq],
  [/Chrome|CriOS/i, () => 'Chrome'],
  [/Safari/i, () => 'Safari'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/i, 'HarmonyOS'],
  [/Android/i, 'Android'],
  [/iPhone/i, 'iPhone'],
  [/iPad/i, 'iPad'],
  [/Windows/i, 'Windows'],
  [/Mac OS X/i, 'macOS'],
  [/Linux/i, 'Linux'],
];

/** A device as its owner would call it: "Chrome · Android". */
export function describeDevice(userAgent: string): string {
  const browser = BROWSERS.find(([mark]) => mark.test(userAgent))?.[1]();
  const system = SYSTEMS.find(([mark]) => mark.test(userAgent))?.[1];
  return [browser, system].filter(Boolean).join(' · ') || m.accounts_device_unknown();
}
