import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageLocales } from '@waybill/channels/rendering';
import { allPurposes, forCustomers, sheet, variants } from './sheet.ts';

/** Draws all templates to docs/images/mails, for docs/mails.md. It needs Chromium (`CHROMIUM`, or `chromium` in the path). */
const chromium = process.env.CHROMIUM ?? 'chromium';
const target = join(import.meta.dirname, '../../docs/images/mails');
const scratch = mkdtempSync(join(tmpdir(), 'waybill-mails-'));

const draw = (name: string, { html, width, height }: ReturnType<typeof sheet>, scale: number): void => {
  const page = join(scratch, `${name}.html`);
  const picture = join(target, `${name}.png`);
  writeFileSync(page, html);
  const size = [`--window-size=${width},${height}`, `--force-device-scale-factor=${scale}`];
  // The pages are ours, and a container has no sandbox for Chromium.
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${scratch}/profile`,
  ];
  execFileSync(chromium, [...flags, ...size, `--screenshot=${picture}`, `file://${page}`], { stdio: 'pipe' });
  console.log(`${name}.png  ${Math.ceil(statSync(picture).size / 1024)} KB`);
};

mkdirSync(target, { recursive: true });
try {
  draw('en-US', sheet('en-US', { shown: allPurposes, columns: variants, perRow: 1 }), 0.45);
  // Regions differ in a few words, so there is one sheet for each language.
  const others = messageLocales.filter((locale) => ['fr-FR', 'es-ES', 'de-DE', 'it-IT', 'ja-JP'].includes(locale));
  for (const locale of others)
    draw(locale, sheet(locale, { shown: forCustomers, columns: [variants[0]], perRow: 5 }), 0.4);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
