import type { Outputs } from "@/components/lib/outputs";
import { type Currency, fromDecimal, toDecimal } from "@/server/rules/money";
import { readPercent, readPercents, writePercent } from "./percent";

type Program = Outputs["partners"]["program"];
export type LevelDraft = {
  key: string;
  name: string;
  from: string;
  percent: string;
  bonus: string;
};
export type ProgramDraft = { levels: LevelDraft[]; override: string };

export const toDraft = ({ levels, overrideBp, currency }: Program): ProgramDraft => ({
  levels: levels.map((level, index) => ({
    key: `level-${index}`,
    name: level.name,
    from: String(level.from),
    percent: writePercent(level.rateBp),
    bonus:
      level.bonus > 0n ? toDecimal({ amount: level.bonus, currency: currency as Currency }) : "",
  })),
  override: overrideBp.map((bp) => writePercent(bp)).join(", "),
});

/** What the server is asked with. What is no number stays none: the schema says what to enter. */
export const fromDraft = ({ levels, override }: ProgramDraft, currency: string) => ({
  levels: levels.map(({ name, from, percent, bonus }) => ({
    name: name.trim(),
    from: from.trim() === "" ? Number.NaN : Number(from),
    rateBp: readPercent(percent) ?? Number.NaN,
    bonus:
      bonus.trim() === ""
        ? 0n
        : (fromDecimal(bonus.replace(",", "."), currency as Currency)?.amount ?? -1n),
  })),
  overrideBp: readPercents(override) ?? [],
});
