import { type Purpose, purposes, renderEmail, renderTemplate } from '@waybill/channels/rendering';
import { sampleValues } from './sample-values.ts';

export interface Variant {
  readonly name: string;
  /** CSS pixels. */
  readonly width: number;
  readonly isDark?: boolean;
}

export const variants = [
  { name: 'light', width: 660 },
  { name: 'dark', width: 660, isDark: true },
  { name: 'narrow', width: 375 },
] as const satisfies readonly Variant[];

/** CSS pixels of each mail. */
const height = 700;
const gap = 24;

export const allPurposes = Object.keys(purposes) as readonly Purpose[];
export const forCustomers = allPurposes.filter((purpose) => purpose.startsWith('delivery-'));

export interface Sheet {
  readonly html: string;
  readonly width: number;
  readonly height: number;
}

interface Options {
  readonly shown: readonly Purpose[];
  readonly columns: readonly Variant[];
  readonly perRow: number;
}

/** A page with templates in one language, each in all variants. */
export const sheet = (locale: string, { shown, columns, perRow }: Options): Sheet => {
  const frames = shown.flatMap((purpose) => columns.map((variant) => frame(purpose, locale, variant)));
  const across = columns.length * perRow;
  const row = Array.from({ length: perRow }, () => columns).flat();
  return {
    html: `<!doctype html><meta charset="utf-8"><style>body{margin:${gap}px;background:#c9ced6;display:grid;gap:${gap}px;grid-template-columns:${row.map(({ width }) => `${width}px`).join(' ')}}iframe{border:0;display:block;width:100%;height:${height}px}</style>${frames.join('\n')}`,
    width: row.reduce((sum, { width }) => sum + width + gap, gap),
    height: Math.ceil(frames.length / across) * (height + gap) + gap,
  };
};

const frame = (purpose: Purpose, locale: string, { isDark }: Variant): string => {
  const { title, markdown, text } = renderTemplate(purpose, locale, sampleValues(purpose), {
    timeZone: 'Europe/Vienna',
  });
  const { html } = renderEmail({
    ...{ title, markdown, text, locale },
    ...(forCustomers.includes(purpose) && {
      brand: { name: 'Vienna Bikes', color: '#0f7a4d', footer: 'Praterstraße 1, 1020 Wien' },
      unsubscribeUrl: 'https://app.waybill.example/unsubscribe?token=x',
    }),
  });
  // The same rules as a mail program in dark mode applies, side by side with light mode.
  const shown = isDark ? html.replaceAll('@media (prefers-color-scheme:dark)', '@media all') : html;
  return `<iframe scrolling="no" srcdoc="${shown.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
};
