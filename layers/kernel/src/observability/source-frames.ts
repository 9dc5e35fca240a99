import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | undefined>();

/** The source map next to a bundle; `undefined` for code that is not bundled. */
const mapOf = (url: string): SourceMap | undefined => {
  if (!maps.has(url)) maps.set(url, readMap(url));
  return maps.get(url);
};

const readMap = (url: string): SourceMap | undefined => {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    // Without a usable map, the frame is logged as it is.
    return undefined;
  }
};

/**
 * A stack's frames with positions in the source. Replaces Node's `--enable-source-maps`, which reads the map of a
 * bundle at each start: 10 % of a cold start, for something needed only after an error.
 */
export const sourceFrames = (stack: string): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) =>
      line.replace(/(file:\/\/[^)\s]+\.mjs):(\d+):(\d+)/, (position, url, lineNumber, column) => {
        const entry = mapOf(url)?.findEntry(Number(lineNumber) - 1, Number(column) - 1);
        if (!entry || !('originalSource' in entry)) return position;
        return `${entry.originalSource.replace(/^(\.\.\/)+/, '')}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
      }),
    );
