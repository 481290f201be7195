import { expect, test } from "vitest";
import { mainButtonOf } from "./miniapp-bridge";

test.each([
  [
    { is_visible: true, text: "Pay" },
    { text: "Pay", enabled: true, busy: false },
  ],
  [
    { is_visible: true, text: "Pay", is_active: false },
    { text: "Pay", enabled: false, busy: false },
  ],
  [
    { is_visible: true, text: "Pay", is_progress_visible: true },
    { text: "Pay", enabled: false, busy: true },
  ],
  [{ is_visible: false, text: "Pay" }, null],
  [{ is_visible: true, text: " " }, null],
  [{}, null],
])("a main button set up as %j", (data, button) => {
  expect(mainButtonOf(data)).toEqual(button);
});
