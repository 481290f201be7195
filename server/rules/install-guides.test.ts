import { describe, expect, it } from "vitest";
import { appsFor, clientApp, isClientApp, PLATFORMS, platformOf } from "./install-guides";

describe("install guides", () => {
  it("knows at least one app for every platform, each from a secure address", () => {
    for (const platform of PLATFORMS) {
      const apps = appsFor(platform);
      expect(apps.length, platform).toBeGreaterThan(0);
      for (const app of apps) expect(app.store).toMatch(/^https:\/\//);
    }
  });

  it("puts the subscription's address into the app's own link", () => {
    expect(clientApp("happ").deepLink("https://s.example/a1")).toBe(
      "happ://add/https://s.example/a1",
    );
    expect(clientApp("clash-verge").deepLink("https://s.example/a1?b=c")).toBe(
      "clash://install-config?url=https%3A%2F%2Fs.example%2Fa1%3Fb%3Dc",
    );
  });

  it("does not take names of object members for apps", () => {
    expect(isClientApp("constructor")).toBe(false);
    expect(isClientApp("happ")).toBe(true);
  });

  it.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "ios"],
    ["Mozilla/5.0 (Linux; Android 15; Pixel 9)", "android"],
    ["Mozilla/5.0 (Linux; Android 12; Android TV)", "tv"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "windows"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0)", "macos"],
    ["Mozilla/5.0 (X11; Linux x86_64)", "linux"],
    ["something else", "android"],
  ])("guesses the platform of %s", (agent, platform) => {
    expect(platformOf(agent)).toBe(platform);
  });
});
