import { checkedUrl, isPublicAddress } from '@waybill/channels/webhooks';
import { assert, constantFrom, integer, ipV6, nat, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';

const reasonOf = (url: string): string | undefined => {
  const checked = checkedUrl(url);
  return 'outcome' in checked ? checked.reason : undefined;
};

describe('the URL of a webhook', () => {
  it.each([
    'https://example.com/hooks?key=1',
    'https://8.8.8.8/',
    'https://bücher.example',
    'https://[2606:4700::1111]/',
  ])('may be %s', (url) => expect(reasonOf(url)).toBeUndefined());

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'printer.local',
    'metadata.google.internal',
    'router.home.arpa',
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.01',
    '127。0。0。1',
    '①②⑦.⓪.⓪.①',
    '１２７.0.0.1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '0xa9fea9fe',
    '100.64.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:8.8.8.8]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:0:0:0:0:f5ff:fffe]',
    '[100::1]',
    '[5f00::1]',
    '[4000::1]',
  ])('may not be of the host %s', (host) =>
    expect(reasonOf(`https://${host}/`)).toBe('It does not lead to a public address.'),
  );

  it('may be of this machine where that is allowed', () => {
    const development = {
      ...{ allowHttp: true, allowPorts: true },
      allowAddress: (address: string) => address === '127.0.0.1',
    };
    const isAllowed = (url: string) => !('outcome' in checkedUrl(url, { development }));
    expect(['http://127.0.0.1:4000/hooks', 'http://localhost:4000/hooks', 'https://example.com'].every(isAllowed)).toBe(
      true,
    );
    expect(['https://10.0.0.1:4000', 'http://user@localhost', 'file://localhost/etc/passwd'].some(isAllowed)).toBe(
      false,
    );
  });

  it('may not be a private IPv4 address, whichever and however it is written', () => {
    const random = nat(0xffffffff);
    const within = (base: number, bits: number) => random.map((n) => (base | (n & (2 ** (32 - bits) - 1))) >>> 0);
    const privates = oneof(
      within(0x0a000000, 8),
      within(0x7f000000, 8),
      within(0xac100000, 12),
      within(0xc0a80000, 16),
      within(0xa9fe0000, 16),
      within(0x64400000, 10),
      within(0xe0000000, 4),
      within(0xf0000000, 4),
      within(0, 8),
    );
    assert(
      property(privates, integer({ min: 0, max: spellings.length - 1 }), (ip, spelling) => {
        expect(reasonOf(`https://${spellings[spelling]!(ip)}/`)).toBe('It does not lead to a public address.');
      }),
      { numRuns: 2_000 },
    );
  });

  it('may not be an IPv6 address outside the global unicast range', () => {
    const groups = tuple(...Array.from({ length: 8 }, () => nat(0xffff)));
    const outside = groups
      .filter(([first = 0]) => first < 0x2000 || first > 0x3fff)
      .map((parts) => parts.map((part) => part.toString(16)).join(':'));
    const short = tuple(constantFrom('fe80::', 'fd00::', '::', '::ffff:', 'ff05::'), nat(0xffff)).map(
      ([start, end]) => `${start}${end.toString(16)}`,
    );
    assert(
      property(oneof(outside, short), (ip) => {
        expect(isPublicAddress(ip)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never accepted for an address that is refused in another spelling', () => {
    assert(
      property(ipV6(), (ip) => {
        const url = URL.parse(`https://[${ip}]/`);
        if (!url) return;
        expect(isPublicAddress(url.hostname.slice(1, -1))).toBe(isPublicAddress(ip));
      }),
      { numRuns: 1_000 },
    );
  });
});

const bytes = (ip: number) => [ip >>> 24, (ip >>> 16) & 255, (ip >>> 8) & 255, ip & 255] as const;
const dotted = (ip: number, radix: (part: number) => string) => bytes(ip).map(radix).join('.');
const hex = (part: number) => `0x${part.toString(16)}`;
const octal = (part: number) => `0${part.toString(8)}`;

/** Ways to write an IPv4 address in a URL. */
const spellings: readonly ((ip: number) => string)[] = [
  (ip) => dotted(ip, String),
  (ip) => `${dotted(ip, String)}.`,
  (ip) => dotted(ip, hex),
  (ip) => dotted(ip, octal),
  (ip) => String(ip),
  hex,
  octal,
  (ip) => `${bytes(ip)[0]}.${ip & 0xffffff}`,
  (ip) => `${bytes(ip)[0]}.${bytes(ip)[1]}.${ip & 0xffff}`,
  (ip) => dotted(ip, (part) => [...String(part)].map((digit) => `%3${digit}`).join('')),
  (ip) => bytes(ip).join('。'),
  (ip) => `[::ffff:${dotted(ip, String)}]`,
  (ip) => `[::ffff:${(ip >>> 16).toString(16)}:${(ip & 0xffff).toString(16)}]`,
  (ip) => `[64:ff9b::${dotted(ip, String)}]`,
  (ip) => `[2002:${(ip >>> 16).toString(16)}:${(ip & 0xffff).toString(16)}::1]`,
];
