import { describe, expect, it } from "vitest";
import { codeOfPayload, invitationPayload, readInvitation, referralCode } from "./referral-code";

describe("referral codes", () => {
  it("begins with the name where there is one to read", () => {
    expect(referralCode("Alice", () => 0, 0)).toBe("ALICEAAA");
    expect(referralCode("Алиса", () => 1, 0)).toBe("BBBBBBB");
    expect(referralCode("José", () => 0, 2)).toBe("JOSEAAAAA");
  });

  it("is read from a start payload whatever its case", () => {
    expect(codeOfPayload("ref_alice42")).toBe("ALICE42");
    for (const payload of [null, "", "ref_", "ref_a b", "promo_X", "ref_'; drop"]) {
      expect(codeOfPayload(payload)).toBeNull();
    }
  });

  it("carries the campaign it was shared in", () => {
    const invitation = { code: "ALICE42", campaign: "summer-26" };
    expect(readInvitation(invitationPayload(invitation))).toEqual(invitation);
    expect(readInvitation("ref_alice42-Summer-26")).toEqual(invitation);
    expect(invitationPayload({ code: "ALICE42", campaign: "" })).toBe("ref_ALICE42");
    expect(invitationPayload(invitation, "refw")).toBe("refw_ALICE42-summer-26");
    expect(readInvitation("refw_ALICE42-summer-26")).toEqual(invitation);
    expect(readInvitation("ref_ALICE42-")).toBeNull();
    expect(readInvitation("ref_ALICE42-сезон")).toBeNull();
  });
});
