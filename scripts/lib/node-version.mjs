/** Imported first by every command, so that an old Node is told what is wrong before it trips over syntax. */
const OLDEST = [20, 9];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Rezeis needs Node.js ${OLDEST.join(".")} or newer, this is ${process.versions.node}.\n` +
      "Install a current one from https://nodejs.org and run the command again.\n",
  );
  process.exit(1);
}
