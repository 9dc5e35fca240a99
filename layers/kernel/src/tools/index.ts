export { backup, restore } from './backup.ts';
export { projectionsIn } from './knowledge.ts';
export { type Letter, type Mailbox, sqsMailbox } from './mailbox.ts';
export { type Opened, opened, retry } from './redrive.ts';
export { type Difference, leftovers, type Verified, type VerifyOptions, verify } from './verify.ts';
