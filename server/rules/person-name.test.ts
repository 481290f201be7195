import { expect, it } from "vitest";
import { personName } from "./person-name";

it("is the name, else the e-mail address, else nothing", () => {
  expect(personName({ firstName: "Ann", lastName: "Lee", email: "ann@example.com" })).toBe(
    "Ann Lee",
  );
  expect(personName({ firstName: "", lastName: "Lee" })).toBe("Lee");
  expect(personName({ firstName: "", lastName: "", email: "ann@example.com" })).toBe(
    "ann@example.com",
  );
  expect(personName({ firstName: "", lastName: "", email: null })).toBe("");
});
