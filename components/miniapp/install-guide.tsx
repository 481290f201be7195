"use client";

import { useEffect, useState } from "react";
import { appsFor, PLATFORMS, type Platform, platformOf } from "@/server/rules/install-guides";

type Texts = {
  platforms: Record<Platform, string>;
  choose: string;
  install: string;
  add: string;
  switchOn: string;
};

/** Platform → app → the three steps. The platform in hand is chosen already. */
export function InstallGuide({ url, texts }: { url: string; texts: Texts }) {
  const [platform, setPlatform] = useState<Platform>("android");
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => setPlatform(platformOf(navigator.userAgent)), []);

  const apps = appsFor(platform);
  const app = apps.find((candidate) => candidate.id === chosen) ?? apps[0];
  const openOutside = async (address: string) => {
    const { openExternal } = await import("./telegram");
    openExternal(address);
  };
  return (
    <div className="flex flex-col gap-3 p-4">
      <label className="flex flex-col gap-1.5 text-[13px] text-tg-hint">
        {texts.choose}
        <select
          value={platform}
          onChange={(event) => {
            const next = PLATFORMS.find((candidate) => candidate === event.target.value);
            if (next) setPlatform(next);
            setChosen(null);
          }}
          className="min-h-11 rounded-xl border border-tg-line bg-transparent px-3 text-[15px] text-tg-text"
        >
          {PLATFORMS.map((candidate) => (
            <option key={candidate} value={candidate}>
              {texts.platforms[candidate]}
            </option>
          ))}
        </select>
      </label>
      <div className="flex flex-wrap gap-2">
        {apps.map((candidate) => (
          <button
            key={candidate.id}
            type="button"
            aria-pressed={candidate.id === app?.id}
            onClick={() => setChosen(candidate.id)}
            className={`rounded-full px-3.5 py-2 text-[13px] font-medium ${candidate.id === app?.id ? "bg-tg-button text-tg-button-text" : "bg-tg-line"}`}
          >
            {candidate.name}
          </button>
        ))}
      </div>
      {app && (
        <ol className="flex flex-col gap-2">
          <li>
            <button
              type="button"
              className="min-h-12 w-full rounded-xl border border-tg-line px-4 text-left font-medium"
              onClick={() => void openOutside(app.store)}
            >
              1. {texts.install.replace("{app}", app.name)}
            </button>
          </li>
          <li>
            <button
              type="button"
              className="min-h-12 w-full rounded-xl bg-tg-button px-4 text-left font-semibold text-tg-button-text"
              onClick={() =>
                void openOutside(
                  `${window.location.origin}/open/${app.id}#${encodeURIComponent(url)}`,
                )
              }
            >
              2. {texts.add.replace("{app}", app.name)}
            </button>
          </li>
          <li className="px-4 py-2 text-tg-hint">3. {texts.switchOn}</li>
        </ol>
      )}
    </div>
  );
}
