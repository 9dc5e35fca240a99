import type { AllBudgets } from '../../limits/budget.ts';
import type { Claims } from '../../read/claims.ts';
import type { Projection } from '../../read/projection.ts';
import type { Log } from '../../storage/logs.ts';
import type { RecordStore } from '../../storage/records.ts';
import type { Source } from '../../write/aggregate.ts';
import type { CommandFunction } from '../../write/command.ts';
import type { Resource } from '../../write/resource.ts';
import type { Expired } from './expired.ts';
import type { Parameter } from './parameter.ts';
import type { AnyRows, Probes } from './probes.ts';
import type { Queue } from './queue.ts';
import type { Service } from './service.ts';

/** What a function may declare to read. */
export type Readable = Projection<any> | Source | Resource | Claims | RecordStore | Log | Parameter | Expired | AnyRows;

/** What a function may declare to write. It may then also read it. */
export type Writable = Source | RecordStore | Log | Parameter | Expired;

/** What else a function may use. */
export type Usable = CommandFunction | Queue | AllBudgets | Probes | Service;

export type Things<Of> = Readonly<Record<string, Of>>;
export type NoThings = Readonly<Record<never, never>>;
