/**
 * API Gateway compresses responses of this many bytes and more, for clients that accept it. Smaller ones gain little,
 * and among them are all that contain a token: compressed secrets can be guessed by their length.
 */
export const minimumCompressionSize = 8_192;
