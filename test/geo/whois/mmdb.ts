import ipaddr from 'ipaddr.js';

/** Writes a small MaxMind database (https://maxmind.github.io/MaxMind-DB, version 2.0, records of 24 bits). */
export const mmdb = (type: string, networks: Readonly<Record<string, object>>): Buffer => {
  const nodes: [Entry, Entry][] = [[undefined, undefined]];
  const sections: Buffer[] = [];
  let end = 0;
  for (const [network, value] of Object.entries(networks)) {
    const [base, length] = ipaddr.parseCIDR(network);
    // IPv4 lies at ::/96.
    const bytes = base.kind() === 'ipv4' ? [...Array(12).fill(0), ...base.toByteArray()] : base.toByteArray();
    const bits = bytes.flatMap((byte: number) => [...byte.toString(2).padStart(8, '0')].map(Number));
    const depth = base.kind() === 'ipv4' ? length + 96 : length;
    let node = nodes[0]!;
    for (const bit of bits.slice(0, depth - 1)) {
      const next = node[bit as 0 | 1];
      const at = typeof next === 'number' ? next : nodes.push([undefined, undefined]) - 1;
      node[bit as 0 | 1] = at;
      node = nodes[at]!;
    }
    node[bits[depth - 1] as 0 | 1] = { offset: end };
    const data = encoded(value);
    sections.push(data);
    end += data.length;
  }
  const tree = Buffer.concat(nodes.flatMap((node) => node.map((entry) => uint24(recordOf(entry, nodes.length)))));
  const metadata = encoded({
    node_count: uint(nodes.length),
    record_size: uint(24),
    ip_version: uint(6),
    database_type: type,
    languages: ['en'],
    binary_format_major_version: uint(2),
    binary_format_minor_version: uint(0),
    build_epoch: uint(1),
    description: { en: type },
  });
  const marker = Buffer.from([0xab, 0xcd, 0xef, ...Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), ...sections, marker, metadata]);
};

type Entry = number | { readonly offset: number } | undefined;

const recordOf = (entry: Entry, nodeCount: number): number => {
  if (entry === undefined) return nodeCount;
  return typeof entry === 'number' ? entry : nodeCount + 16 + entry.offset;
};

const uint24 = (value: number) => Buffer.from([value >> 16, value >> 8, value]);

/** An unsigned integer; other numbers are written as doubles. */
export const uint = (value: number) => ({ uint: value });

const encoded = (value: unknown): Buffer => {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean') return control(14, Number(value));
  if (typeof value === 'number') {
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), double]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encoded)]);
  const fields = Object.entries(value as object);
  if (fields.length === 1 && fields[0]![0] === 'uint') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(fields[0]![1]);
    return Buffer.concat([control(6, 4), bytes]);
  }
  return Buffer.concat([control(7, fields.length), ...fields.flat().map(encoded)]);
};

/** The control byte of a type and size; types above 7 have a second byte, sizes from 29 a further one. */
const control = (type: number, size: number): Buffer => {
  const small = size < 29 ? size : 29;
  const first = type > 7 ? [small, type - 7] : [(type << 5) | small];
  return Buffer.from(size < 29 ? first : [...first, size - 29]);
};
