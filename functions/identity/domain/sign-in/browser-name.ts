/** In this order: most browsers name others, too. */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
] as const;
const systems = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** What a `User-Agent` says in our own words, for a mail: the header itself is whatever its sender likes. */
export const browserName = (userAgent: string | undefined): string => {
  const named = (all: readonly (readonly [RegExp, string])[]) => all.find(([pattern]) => pattern.test(userAgent ?? ''));
  const [browser, system] = [named(browsers)?.[1] ?? 'an unknown browser', named(systems)?.[1]];
  return system ? `${browser} on ${system}` : browser;
};
