/** An answer the caller can read and act on: RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly reasons: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    reasons: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.reasons = reasons;
    this.headers = headers;
  }
}

/** The body of a problem. The reasons come first, so that none can pass itself off as the problem's own. */
export const problemBody = ({ status, code, reasons }: Problem, correlation: string) => ({
  ...reasons,
  type: `urn:waybill:problem:${code}`,
  title: sentence(code),
  status,
  code,
  correlation,
});

const sentence = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
