import type { z } from "zod";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import {
  bpToPercent,
  findLevelsFault,
  formatLevels,
  type Level,
  parseLevels,
  parseRates,
  sharesFit,
} from "@/server/rules/commission";
import { money } from "@/server/rules/money";
import { methodViews } from "./payout-methods/registry";
import { type LevelView, type ProgramView, programLevelsInput } from "./schemas";
import { type ProgramSettings, programSettings } from "./settings";

export type Program = {
  settings: ProgramSettings;
  levels: Level[];
  overrideBp: number[];
};

/** The program's settings, its texts read. */
export async function readProgram(ctx: Ctx): Promise<Program> {
  const settings = await readSettings(ctx, programSettings);
  const parsed = parseLevels(settings.levels);
  // The schema has refused anything else.
  if (!parsed.ok) throw new Error(`Stored levels cannot be read: ${parsed.fault}`);
  return {
    settings,
    levels: parsed.levels,
    overrideBp: parseRates(settings.overrideRates) ?? [],
  };
}

export function levelViews({ settings, levels }: Program): LevelView[] {
  const names = settings.levelNames.split(",");
  const bonuses = settings.levelBonuses.split(",");
  return levels.map((level, index) => ({
    ...level,
    name: names[index]?.trim() || `${index + 1}`,
    bonus: BigInt(bonuses[index] || "0"),
  }));
}

/** The program as anybody may know it. */
export async function getProgram(ctx: Ctx): Promise<ProgramView> {
  const program = await readProgram(ctx);
  const { settings, overrideBp } = program;
  return {
    enabled: settings.enabled,
    joining: settings.joining,
    currency: settings.currency,
    levels: levelViews(program),
    overrideBp,
    holdDays: settings.holdDays,
    activeDays: settings.activeDays,
    gatewayFeeBp: settings.gatewayFeeBp,
    waivedFee: money(BigInt(settings.waivedFeeAmount), settings.currency),
    schedule: settings.autoPayoutSchedule,
    methods: await methodViews(ctx, settings),
  };
}

const FAULTS = {
  levels_malformed: "Levels: enter whole numbers of referrals and percentages from 0 to 100.",
  levels_no_start: "Levels: the first one starts at 0 referrals.",
  levels_overlap: "Levels: two start at the same number of referrals. Give each its own.",
  levels_unsorted: "Levels: put them in order, fewer referrals first.",
  levels_over_100: "Levels: a level shares more than 100 %. Lower it.",
  levels_too_many: "Levels: there can be at most 20. Remove some.",
} as const;

/** Refuses levels that overlap, are out of order, or share more than everything. */
export function checkLevels(input: z.input<typeof programLevelsInput>) {
  const parsed = parseInput(programLevelsInput, input);
  const fault = findLevelsFault(parsed.levels);
  if (fault) throw new AppError("validation", fault, FAULTS[fault], { field: "levels" });
  if (!sharesFit(parsed.levels, parsed.overrideBp)) {
    throw new AppError(
      "validation",
      "shares_over_100",
      "The highest level and all shares above it are over 100 % together. Lower one of them.",
      { field: "overrideBp" },
    );
  }
  return parsed;
}

/** The values of the settings group that say the same. */
export function toProgramValues(input: z.input<typeof programLevelsInput>): Record<string, string> {
  const { levels, overrideBp } = checkLevels(input);
  return {
    levels: formatLevels(levels),
    levelNames: levels.map(({ name }) => name).join(","),
    levelBonuses: levels.map(({ bonus }) => bonus.toString()).join(","),
    overrideRates: overrideBp.map(bpToPercent).join(","),
  };
}
