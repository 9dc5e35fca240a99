/** SNS did not answer: whether its message is genuine is not known yet. */
export class SnsUnavailable extends Error {
  override readonly name = 'SnsUnavailable';
}
