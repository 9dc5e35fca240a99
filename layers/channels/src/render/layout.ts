import { escapeHtml } from './escape-html.ts';

interface Parts {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** Plain text. */
  readonly title: string;
  readonly preheader: string;
  readonly brand: string;
  /** Safe HTML. */
  readonly body: string;
  readonly footer: string;
}

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";

/** Classes are for the colours of dark mode, and for narrow screens. All else stands in the elements. */
const styleSheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
@media (max-width:620px){.outer{padding:0!important}.card{border-radius:0!important;border-left:0!important;border-right:0!important}.inner{padding:28px 20px!important}.foot{padding:20px!important}.head{padding:20px!important}}
@media (prefers-color-scheme:dark){.page{background-color:#0f1216!important}.card{background-color:#191d24!important;border-color:#2b313b!important}.ink,.ink h1,.ink h2,.ink h3{color:#e8ebf0!important}.muted{color:#9aa5b4!important}.link{color:#8fb4ff!important}.ink th,.ink td,.ink hr,.ink blockquote{border-color:#2b313b!important}}
`.trim();

/** After the preheader, so that mail programs do not fill their preview with the text that follows. */
const filler = '&#847;&zwnj;&nbsp;'.repeat(40);

/** A page of at most 600 px, in tables: Outlook lays out nothing else. */
export const layout = ({ lang, dir, title, preheader, brand, body, footer }: Parts): string => `<!doctype html>
<html lang="${escapeHtml(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(title)}</title>
<style>${styleSheet}</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f2f4f7;">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;">${escapeHtml(preheader)}${filler}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f2f4f7;">
<tr><td class="outer" align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;">
<tr><td class="head ink" style="padding:8px 32px 20px;${font}font-size:18px;font-weight:700;letter-spacing:-0.01em;color:#161b22;">${escapeHtml(brand)}</td></tr>
<tr><td class="card" style="background-color:#ffffff;border:1px solid #e1e5eb;border-radius:12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;">
<tr><td class="inner ink" style="padding:36px 32px 24px;${font}font-size:16px;line-height:1.6;color:#161b22;overflow-wrap:anywhere;word-break:break-word;">
<h1 style="margin:0 0 20px;font-size:24px;line-height:1.3;font-weight:700;letter-spacing:-0.01em;">${escapeHtml(title)}</h1>
${body}
</td></tr>
</table>
</td></tr>
<tr><td class="foot muted" style="padding:20px 32px;${font}font-size:13px;line-height:1.6;color:#5b6573;">${footer}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
