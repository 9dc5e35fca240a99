/**
 * The outcome of a request to a server that Waybill does not operate.
 *
 * - `answered`: by any status. Redirects are answers, and not followed.
 * - `refused`: nothing was sent, and nothing will be: the URL or where it leads is not allowed.
 * - `failed`: it could not be reached, or did not answer in time. It may have got the request.
 */
export type SafeAnswer =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      /** The beginning of the body, as text. */
      readonly body: string;
      readonly retryAfterSeconds?: number;
    }
  | { readonly outcome: 'refused' | 'failed'; readonly reason: string };
