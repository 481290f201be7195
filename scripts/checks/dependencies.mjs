import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../lib/root.mjs";
import { INSTALL_SCRIPTS, KNOWN_BAD, LICENCE_EXCEPTIONS, LICENCES } from "./dependency-rules.mjs";

/** @typedef {{ version: string, license?: string, integrity?: string, resolved?: string, hasInstallScript?: boolean, link?: boolean }} Locked */

/**
 * Everything wrong with the packages of a lock file, in words.
 * @param {{ manifest: Record<string, unknown>, locked: Record<string, Locked> }} tree
 * @returns {string[]}
 */
export function dependencyProblems({ manifest, locked }) {
  const problems = [];
  for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
        problems.push(`${name}: “${version}” in package.json is not an exact version`);
      }
    }
  }
  for (const [place, entry] of Object.entries(locked)) {
    if (place === "") continue;
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const about = `${name}@${entry.version}`;
    if (!isAllowed(entry.license) && !isExcepted(name)) {
      problems.push(
        `${about}: licence ${entry.license ?? "unknown"} is not among the allowed ones`,
      );
    }
    if (entry.hasInstallScript && !INSTALL_SCRIPTS.has(name)) {
      problems.push(`${about}: runs a program when installed, and is not known to need it`);
    }
    if (entry.link || !entry.integrity || /^(git|http:|file:)/.test(entry.resolved ?? "")) {
      problems.push(`${about}: comes from elsewhere than the registry, or without a checksum`);
    }
    for (const bad of KNOWN_BAD) {
      if (bad.name === name && isOf(entry.version, bad)) problems.push(`${about}: ${bad.why}`);
    }
  }
  return problems;
}

/** SPDX as packages write it: `A OR B`, `(A AND B)`. An AND needs every part, an OR one. */
export function isAllowed(licence = "") {
  const plain = licence.replace(/[()]/g, "");
  return plain
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((part) => LICENCES.has(part.trim())));
}

const isExcepted = (name) =>
  Object.keys(LICENCE_EXCEPTIONS).some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );

function isOf(version, { versions, from, below }) {
  if (versions) return versions.includes(version);
  return (!from || compare(version, from) >= 0) && (!below || compare(version, below) < 0);
}

/** By the three numbers; what comes after a dash does not count. */
function compare(a, b) {
  const numbers = (version) => version.split("-")[0].split(".").map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  return left.map((n, i) => n - right[i]).find((difference) => difference !== 0) ?? 0;
}

/** The check of `npm run verify`. */
export function checkDependencies() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
  const problems = dependencyProblems({
    manifest: read("package.json"),
    locked: read("package-lock.json").packages,
  });
  return {
    name: "packages",
    ok: problems.length === 0,
    passed: problems.length === 0 ? 1 : 0,
    failed: problems.length,
    output: problems.join("\n"),
  };
}
