import type { Format } from "./contract";
import { csv } from "./csv";
import { xlsx } from "./xlsx";

export const FORMATS = { csv, xlsx } as const satisfies Record<string, Format>;
export type ExportFormat = keyof typeof FORMATS;
