/**
 * Puts an entry at the end of a map. Beyond `most` entries the first tenth is dropped: in a map that is only written so, those
 * that were not put for longest. Many at once, because to find the first entry of a map takes long after many deletions.
 */
export const putLast = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  let left = Math.ceil(most / 10);
  for (const first of map.keys()) {
    map.delete(first);
    if (--left === 0) return;
  }
};
