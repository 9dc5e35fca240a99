import type { Language } from '@waybill/languages';
import type * as z from 'zod';
import { inWords } from './in-words.ts';

/** The HTTP statuses that a problem may have. */
export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 410
  | 412
  | 413
  | 415
  | 421
  | 422
  | 429
  | 431
  | 500
  | 503
  | 504;

/** Members of every problem; no reason may have one of these names. */
export type OwnMember = 'type' | 'title' | 'status' | 'code' | 'correlation';

export type Reasons = Readonly<Record<string, unknown>> & { readonly [own in OwnMember]?: never };

/** A refusal that the caller can act on. Refusals are returned; only failures are thrown. */
export interface Refusal<Code extends string = string> {
  readonly refused: Code;
  readonly because: Reasons;
  readonly status: ProblemStatus;
  /** The problem's declared description. */
  readonly sentence: string;
  /** Sent with the answer over HTTP. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Shape = Readonly<Record<string, z.ZodType>> & { readonly [own in OwnMember]?: never };

/** The types of the values that a problem's reasons accept: read-only versions of the declared types. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Given<Value[Key]> }
    : Value;

/** A kind of problem, declared once: its code, status, meaning and reasons. */
export interface ProblemType<Code extends string = string, Reason extends Shape = any> {
  (
    ...reasons: Record<never, never> extends z.input<z.ZodObject<Reason>>
      ? [reasons?: Given<z.input<z.ZodObject<Reason>>>]
      : [reasons: Given<z.input<z.ZodObject<Reason>>>]
  ): Refusal<Code>;
  readonly code: Code;
  readonly status: ProblemStatus;
  /** The cause and what the caller can do, for people: the `title` of the response, translated by `@waybill/languages`. */
  readonly description: string;
  readonly reasons: Reason;
}

/** The codes of a list of declared problems. */
export type CodeOf<Type extends ProblemType> = Type['code'];

/** A refusal with one of the problems of a list. */
export type RefusalOf<Types extends readonly ProblemType[]> = Refusal<CodeOf<Types[number]>>;

/**
 * Declares a problem. Calling it makes the refusal: `return routeNotActive({ routeId, current: status })`.
 *
 * @param code in kebab case, unique in the whole system; the problem's `type` is `urn:waybill:problem:<code>`
 * @param description one or two sentences for people who use the API; `layers/languages` has their translations
 * @param reasons members of the response in addition to the problem's own
 * @param headers sent with every response; the reason `retryAfter` (seconds) is also sent as `Retry-After`
 */
export const problem = <const Code extends string, const Reason extends Shape = Record<never, never>>(
  code: Code,
  status: ProblemStatus,
  description: string,
  reasons: Reason = {} as Reason,
  headers?: Readonly<Record<string, string>>,
): ProblemType<Code, Reason> => {
  const refusal = (because: Reasons = {}): Refusal<Code> => {
    const wait = typeof because.retryAfter === 'number' && { 'retry-after': String(because.retryAfter) };
    const all = { ...headers, ...wait };
    return { refused: code, because, status, sentence: description, ...(Object.keys(all).length && { headers: all }) };
  };
  return Object.assign(refusal, { code, status, description, reasons }) as unknown as ProblemType<Code, Reason>;
};

/**
 * A refusal as an exception, for cases that no caller handles: the HTTP edge answers it as RFC 9457 `problem+json`.
 * Made from a declared problem: `throw Problem.of(routeNotActive())`.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
  readonly reasons: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  protected constructor(
    { status, refused, because, sentence, headers }: Refusal,
    more: Readonly<Record<string, string>>,
  ) {
    super(refused);
    this.status = status;
    this.code = refused;
    this.sentence = sentence;
    this.reasons = because;
    this.headers = { ...headers, ...more };
  }

  /** @param more headers for this response, in addition to those that the problem declares */
  static of(refusal: Refusal, more: Readonly<Record<string, string>> = {}): Problem {
    return new this(refusal, more);
  }
}

/**
 * The body of a problem. The reasons come first, so that none can replace the problem's own members.
 *
 * @param say translates a sentence; without it, the body is in English
 */
export const problemBody = (
  { status, code, sentence, reasons }: Problem,
  correlation: string,
  say: Language['say'] = (english) => english,
) => ({
  ...inWords(reasons, say),
  type: problemUri(code),
  title: say(sentence),
  status,
  code,
  correlation,
});

export const problemUri = (code: string): string => `urn:waybill:problem:${code}`;
