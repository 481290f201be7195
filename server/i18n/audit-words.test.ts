import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { AUDIT_SUBJECTS } from "@/server/domains/audit/schemas";
import { PERMISSION_IDS } from "@/server/rules/permissions";
import en from "./messages/en/audit.json";
import ru from "./messages/ru/audit.json";

/** Actions whose names are put together where they are recorded: what may stand in each. */
const COMPUTED: Record<string, string[]> = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: as it stands in the code
  "customers.${verb}": ["addNote", "editNote", "pinNote", "unpinNote", "deleteNote", "restoreNote"],
  "orders.${status}": ["cancelled", "expired"],
  "payments.held.${decision}": ["accept", "credit", "refund"],
  "payouts.${status}": ["approved", "processing", "paid", "rejected", "failed"],
  "promocodes.${verb}": ["create", "update", "archive", "restore"],
  "referrals.${verb}": ["grant", "reverse", "release", "reject"],
  "subscriptions.${verb}": [
    "giftDays",
    "changePlan",
    "setExpiry",
    "enable",
    "disable",
    "resetTraffic",
  ],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as it stands in the code
};

const root = path.resolve("server/domains");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
  .map((name) => readFileSync(path.join(root, name), "utf8"))
  .filter((text) => text.includes("recordAudit"));
const slices = readdirSync(root).concat("payouts").join("|");

const named = sources
  .flatMap((text) => [...text.matchAll(new RegExp(`"((?:${slices})\\.[a-zA-Z.]+)"`, "g"))])
  .map(([, action = ""]) => action)
  .filter((action) => !PERMISSION_IDS.some((id) => id === action))
  .concat("customers.erase", "customers.export");
const templates = sources
  .flatMap((text) => [...text.matchAll(/action: `([^`]+)`/g)])
  .map(([, template = ""]) => template);
const actions = new Set([
  ...named,
  ...Object.entries(COMPUTED).flatMap(([template, values]) =>
    values.map((value) => template.replace(/\$\{\w+\}/, value)),
  ),
]);
/** The fields written out where something is recorded: the keys of what follows `before:` and `after:`. */
const fields = new Set(sources.flatMap((text) => recordedFields(text)));

function recordedFields(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === "recordAudit") {
      const about = node.arguments[1];
      const recorded = about && ts.isObjectLiteralExpression(about) ? about.properties : [];
      for (const part of recorded) {
        if (!ts.isPropertyAssignment(part) || !/^(before|after)$/.test(part.name.getText(file)))
          continue;
        if (!ts.isObjectLiteralExpression(part.initializer)) continue;
        found.push(...part.initializer.properties.flatMap((p) => p.name?.getText(file) ?? []));
      }
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest);
  visit(file);
  return found;
}

const subjects = sources
  .flatMap((text) => [...text.matchAll(/subject: \{ type: "(\w+)"/g)])
  .map(([, type = ""]) => type);

describe.each([
  ["English", en],
  ["Russian", ru],
])("the audit log in %s", (_language, words) => {
  it("has words for every action that is recorded", () => {
    expect(named.length).toBeGreaterThan(60);
    expect(templates.filter((template) => !(template in COMPUTED))).toEqual([]);
    const known: Record<string, string> = words.actions;
    expect([...actions].filter((action) => !known[action.replaceAll(".", "_")])).toEqual([]);
  });

  it("has words for every field that is recorded", () => {
    expect(fields.size).toBeGreaterThan(50);
    const known: Record<string, string> = words.fields;
    expect([...fields].filter((field) => !known[field]).sort()).toEqual([]);
  });

  it("has words for everything it is about, and for every area", () => {
    const known: Record<string, string> = words.subjects;
    expect([...new Set([...subjects, ...AUDIT_SUBJECTS])].filter((type) => !known[type])).toEqual(
      [],
    );
    expect(subjects.filter((type) => !AUDIT_SUBJECTS.some((known) => known === type))).toEqual([]);
    const areas: Record<string, string> = words.areas;
    const ofActions = [...actions].map((action) => action.split(".")[0] ?? "");
    expect([...new Set(ofActions)].filter((area) => !areas[area])).toEqual([]);
  });
});
