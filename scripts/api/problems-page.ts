import { type ProblemEntry, titleOf } from '#scripts/openapi/index';

/** A page with all problem codes. */
export const problemsPage = (problems: readonly ProblemEntry[]): string => `# Problem codes

Every refusal and failure is an \`application/problem+json\` with one of these codes (RFC 9457); its \`type\` is
\`urn:waybill:problem:\` and the code. Which operation answers with which is in the [description of the
API](openapi.json). This page is generated: \`npm run openapi\`.

| Code | Status | What it means | Reasons |
| ---- | ------ | ------------- | ------- |
${problems.map(row).join('\n')}
`;

const row = ({ code, statuses, descriptions, reasons }: ProblemEntry): string =>
  `| \`${code}\` | ${statuses.join(', ')} | ${escaped(descriptions.join(' ') || titleOf(code))} | ${Object.entries(
    reasons,
  )
    .map(([name, schema]) => `\`${name}\`: ${escaped(schema.description ?? '')}`.replace(/: $/, ''))
    .join('<br>')} |`;

const escaped = (text: string): string => text.replaceAll('|', '\\|');
