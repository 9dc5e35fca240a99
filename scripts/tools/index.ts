export { placeOf, rememberShapes } from '@waybill/kernel/rebuild/known-shapes';
export { projectionsIn } from '@waybill/kernel/rebuild/projections-in';
export { backup, restore } from './backup.ts';
export { type Backup, NoBackup, openBackup } from './backup-file.ts';
export { linesIn } from './lines.ts';
export { type Letter, type Mailbox, sqsMailbox } from './mailbox.ts';
export { type Opened, opened, retry } from './redrive.ts';
export { type Difference, leftovers, type Verified, type VerifyOptions, verify } from './verify.ts';
