/** A queue of the stage to which a function sends messages, `waybill-<stage>-<name>`. */
export interface Queue {
  readonly kind: 'queue';
  readonly name: string;
}

export const queue = (name: string): Queue => ({ kind: 'queue', name });
