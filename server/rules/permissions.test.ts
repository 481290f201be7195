import { describe, expect, it } from "vitest";
import { BUILTIN_ROLES } from "@/db/enums";
import {
  lacking,
  neededFor,
  OPERATOR_PERMISSIONS,
  PERMISSION_IDS,
  PERMISSIONS,
  permissionsOf,
  withNeeded,
} from "./permissions";

describe("roles that come with the product", () => {
  it("give an owner everything that is an operator's, and nobody what is a customer's", () => {
    expect(permissionsOf("owner")).toEqual(OPERATOR_PERMISSIONS);
    for (const role of BUILTIN_ROLES) {
      expect(permissionsOf(role)).not.toContain("cabinet.own");
      expect(permissionsOf(role)).not.toContain("partner.own");
    }
  });

  it("keep operators and roles in the owner's hands", () => {
    for (const role of ["admin", "support", "analyst"] as const) {
      expect(permissionsOf(role)).not.toContain("team.write");
      expect(permissionsOf(role)).not.toContain("roles.write");
    }
  });

  it("let an analyst change nothing", () => {
    expect(permissionsOf("analyst").filter((one) => !one.endsWith(".read"))).toEqual([]);
  });

  it("let everybody see what they change", () => {
    for (const role of BUILTIN_ROLES) {
      expect(withNeeded(permissionsOf(role))).toEqual(permissionsOf(role));
    }
  });

  it("give a partner's own area nothing else", () => {
    expect(permissionsOf("partner")).toEqual(["partner.own"]);
    expect(permissionsOf("customer")).toEqual(["cabinet.own", "partner.own"]);
  });
});

describe("what a permission needs", () => {
  it("is seeing, which needs nothing itself", () => {
    for (const permission of OPERATOR_PERMISSIONS) {
      const needed = neededFor(permission);
      if (needed === null) continue;
      expect(needed).toMatch(/\.read$/);
      expect(neededFor(needed)).toBeNull();
    }
    expect(withNeeded(["payouts.approve", "audit.export"])).toEqual([
      "partners.read",
      "payouts.approve",
      "audit.read",
      "audit.export",
    ]);
  });

  it("is part of every changing permission", () => {
    const alone = OPERATOR_PERMISSIONS.filter((one) => neededFor(one) === null);
    expect(alone.filter((one) => !one.endsWith(".read"))).toEqual([]);
  });
});

it("every permission says what it allows", () => {
  for (const id of PERMISSION_IDS) expect(PERMISSIONS[id].about.length).toBeGreaterThan(5);
});

it("what somebody lacks is what they do not have", () => {
  expect(lacking(["orders.read"], ["orders.read", "orders.write"])).toEqual(["orders.write"]);
});
