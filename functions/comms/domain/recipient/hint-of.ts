/** Enough of an address to recognize it, too little to write to it: `a…@example.com`, `+43…78`. */
export const hintOf = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at > 0 ? `${[...address][0]}…${address.slice(at)}` : `${address.slice(0, 3)}…${address.slice(-2)}`;
};
