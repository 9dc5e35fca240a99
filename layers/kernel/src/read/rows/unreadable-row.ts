/** A row that does not match its projection's schema, or cannot be folded from its stream. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly projection: string;
  readonly key: string;

  constructor(projection: string, key: string, cause: unknown) {
    super(`a row of ${projection} cannot be read (${cause instanceof Error ? cause.name : 'unknown'})`, { cause });
    this.projection = projection;
    this.key = key;
  }
}
