/**
 * Whether a text is one address that can stand in a header or an SMTP command as it is: no list, no name, no comment, no
 * quoted or invisible characters. At most 254 characters (RFC 5321).
 */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[^\s@<>()[\]\\,;:"\p{C}]+$/u.test(text);
