/**
 * The headers by which mail programs offer to unsubscribe with one click (RFC 2369, RFC 8058). The specification requires
 * an HTTPS URL, and a DKIM signature that covers both headers: that of the provider.
 */
export const unsubscribeHeaders = (url: string) => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
