import { escapeHtml } from '../render/escape-html.ts';
import { catalogueFor } from '../templates/catalogue-for.ts';

const style = `
:root{color-scheme:light dark}
body{max-width:34rem;margin:15vh auto 0;padding:0 1.25rem;font:1rem/1.6 system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.3}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:.5rem;background:#1f5eff;color:#fff;cursor:pointer}
`.trim();

/**
 * The page behind a link to unsubscribe. Programs that follow links in mails open it, so that it only asks: the button
 * posts to the same URL. Without scripts, pictures and other requests.
 *
 * @param locale BCP 47
 */
export const unsubscribePage = (state: 'asking' | 'done', locale: string): string => {
  const { title, question, button, done, still } = catalogueFor(locale).unsubscribePage;
  const text = (it: string) => escapeHtml(it);
  const form = `<form method="post"><button type="submit" name="List-Unsubscribe" value="One-Click">${text(button)}</button></form>`;
  return `<!doctype html>
<html lang="${text(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${text(state === 'done' ? done : question)}</h1>
<p>${text(still)}</p>
${state === 'done' ? '' : form}
</body>
</html>
`;
};
