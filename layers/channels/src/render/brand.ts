/** In whose name a mail is sent. */
export interface Brand {
  readonly name: string;
  /** `#rrggbb`, of buttons. Anything else is ignored. */
  readonly color?: string | undefined;
  /** Such as a postal address, which some countries demand. */
  readonly footer?: string | undefined;
}

export const waybill: Brand = { name: 'Waybill' };

const standard = '#1f5eff';

/** The colour of buttons and that of the text on them, which can be read (WCAG 2.2, relative luminance). */
export const buttonColors = ({ color }: Brand): { readonly color: string; readonly on: string } => {
  const background = color && /^#[0-9a-f]{6}$/i.test(color) ? color : standard;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(background.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return { color: background, on: luminance > 0.18 ? '#000000' : '#ffffff' };
};
