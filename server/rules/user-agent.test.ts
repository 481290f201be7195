import { expect, it } from "vitest";
import { deviceOf, deviceWords } from "./user-agent";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";

it.each([
  [CHROME, "Chrome", "Windows"],
  [`${CHROME} Edg/143.0.0.0`, "Edge", "Windows"],
  [`${CHROME} OPR/120.0`, "Opera", "Windows"],
  [`${CHROME} YaBrowser/25.8`, "Yandex Browser", "Windows"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
    "Safari",
    "macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari",
    "iPhone",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"],
  [
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36 Telegram-Android/12.0",
    "Telegram",
    "Android",
  ],
  ["", null, null],
  ["something of one's own", null, null],
])("%s", (agent, browser, system) => {
  expect(deviceOf(agent)).toEqual({ browser, system });
});

it("says the same after an update of the browser", () => {
  expect(deviceWords(CHROME.replace("143", "150"))).toBe("Chrome, Windows");
  expect(deviceWords("?")).toBe("");
});
