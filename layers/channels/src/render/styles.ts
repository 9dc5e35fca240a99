const heading = (px: number) => `margin:28px 0 8px;font-size:${px}px;line-height:1.35;font-weight:600;`;
const cell = 'padding:8px 12px 8px 0;border-bottom:1px solid #d8dde4;text-align:left;vertical-align:top;';
const monospace = "font-family:ui-monospace,Menlo,Consolas,'Courier New',monospace;font-size:14px;";

/** Mail programs such as Gmail's ignore style sheets in part, so each element has its style. */
export const styles: Readonly<Record<string, string>> = {
  p: 'margin:0 0 16px;',
  h1: heading(20),
  h2: heading(18),
  h3: heading(16),
  h4: heading(16),
  h5: heading(16),
  h6: heading(16),
  ul: 'margin:0 0 16px;padding:0 0 0 22px;',
  ol: 'margin:0 0 16px;padding:0 0 0 22px;',
  li: 'margin:0 0 6px;',
  hr: 'margin:24px 0;border:0;border-top:1px solid #d8dde4;',
  blockquote: 'margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #d8dde4;color:#5b6573;',
  pre: `margin:0 0 16px;white-space:pre-wrap;word-break:break-word;${monospace}`,
  code: monospace,
  table: 'margin:0 0 16px;width:100%;border-collapse:collapse;',
  th: `${cell}font-weight:600;`,
  td: cell,
  a: 'color:#1f5eff;text-decoration:underline;',
  address: 'color:#5b6573;font-size:13px;line-height:1.5;text-decoration:none;word-break:break-all;',
  button:
    'display:inline-block;padding:12px 24px;border-radius:8px;background-color:{color};color:{on};font-weight:600;text-decoration:none;',
};
