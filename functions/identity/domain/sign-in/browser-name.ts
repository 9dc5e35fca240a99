/** The order matters: most browsers also name others in their header. */
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

/** A description of a `User-Agent` for a mail, in fixed words, because the client chooses the header. */
export const browserName = (userAgent: string | undefined): string => {
  const named = (all: readonly (readonly [RegExp, string])[]) => all.find(([pattern]) => pattern.test(userAgent ?? ''));
  const [browser, system] = [named(browsers)?.[1] ?? 'an unknown browser', named(systems)?.[1]];
  return system ? `${browser} on ${system}` : browser;
};
