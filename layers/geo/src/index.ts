export { type ReferenceDocument, referenceDocument } from './document.ts';
export {
  type Country,
  type Currency,
  type GeopoliticalEntity,
  type Language,
  type Locale,
  type ReferenceEntries,
  type ReferenceKind,
  referenceEntries,
  type Subdivision,
} from './entries.ts';
export { subdivisionNamed } from './subdivision-named.ts';
