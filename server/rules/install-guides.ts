/** Client apps by platform, how they take a subscription, and where they are installed from. */
export const PLATFORMS = ["ios", "android", "windows", "macos", "linux", "tv"] as const;
export type Platform = (typeof PLATFORMS)[number];

type ClientApp = {
  name: string;
  /** Makes the app's own link that adds a subscription. */
  deepLink: (subscriptionUrl: string) => string;
  /** Store or download page per platform; a missing platform is not served by this app. */
  stores: Partial<Record<Platform, string>>;
};

const HAPP_DESKTOP = "https://github.com/Happ-proxy/happ-desktop/releases/latest";
const HIDDIFY = "https://github.com/hiddify/hiddify-app/releases/latest";
const CLASH_VERGE = "https://github.com/clash-verge-rev/clash-verge-rev/releases/latest";

export const CLIENT_APPS = {
  happ: {
    name: "Happ",
    deepLink: (url) => `happ://add/${url}`,
    stores: {
      ios: "https://apps.apple.com/app/happ-proxy-utility/id6504287215",
      android: "https://play.google.com/store/apps/details?id=com.happproxy",
      windows: HAPP_DESKTOP,
      macos: "https://apps.apple.com/app/happ-proxy-utility/id6504287215",
      linux: HAPP_DESKTOP,
      tv: "https://play.google.com/store/apps/details?id=com.happproxy",
    },
  },
  v2raytun: {
    name: "v2RayTun",
    deepLink: (url) => `v2raytun://import/${url}`,
    stores: {
      ios: "https://apps.apple.com/app/v2raytun/id6476628951",
      android: "https://play.google.com/store/apps/details?id=com.v2raytun.android",
      macos: "https://apps.apple.com/app/v2raytun/id6476628951",
      tv: "https://play.google.com/store/apps/details?id=com.v2raytun.android",
    },
  },
  streisand: {
    name: "Streisand",
    deepLink: (url) => `streisand://import/${url}`,
    stores: { ios: "https://apps.apple.com/app/streisand/id6450534064" },
  },
  hiddify: {
    name: "Hiddify",
    deepLink: (url) => `hiddify://import/${url}`,
    stores: {
      android: "https://play.google.com/store/apps/details?id=app.hiddify.com",
      windows: HIDDIFY,
      macos: HIDDIFY,
      linux: HIDDIFY,
    },
  },
  "clash-verge": {
    name: "Clash Verge",
    deepLink: (url) => `clash://install-config?url=${encodeURIComponent(url)}`,
    stores: { windows: CLASH_VERGE, macos: CLASH_VERGE, linux: CLASH_VERGE },
  },
} as const satisfies Record<string, ClientApp>;

export type ClientAppId = keyof typeof CLIENT_APPS;

export const isClientApp = (id: string): id is ClientAppId => Object.hasOwn(CLIENT_APPS, id);

export function clientApp(id: ClientAppId): ClientApp {
  return CLIENT_APPS[id];
}

/** Apps of a platform, the recommended one first. */
export function appsFor(platform: Platform): { id: ClientAppId; name: string; store: string }[] {
  return (Object.keys(CLIENT_APPS) as ClientAppId[]).flatMap((id) => {
    const store = clientApp(id).stores[platform];
    return store ? [{ id, name: CLIENT_APPS[id].name, store }] : [];
  });
}

/** Guesses the platform of a browser, for the first choice only. */
export function platformOf(userAgent: string): Platform {
  const rules: [RegExp, Platform][] = [
    [/android.*(tv|aft)/i, "tv"],
    [/iphone|ipad|ipod/i, "ios"],
    [/android/i, "android"],
    [/windows/i, "windows"],
    [/mac os|macintosh/i, "macos"],
    [/linux|x11/i, "linux"],
  ];
  return rules.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "android";
}
