// Bundles the scripts and styles of both pages into dist/, minified, with the licences of all that is in them.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv[2] ?? join(here, "dist");
const EXPLORER = { explorer: "src/explorer/main.ts", editor: "src/explorer/editor.ts", map: "src/explorer/map.ts" };
const STYLES = { draw: "src/draw/draw.css", explorer: "src/explorer/explorer.css" };
const COPIED = { "world.json": "world-atlas/countries-50m.json" };

/** The folder within node_modules that a file belongs to, such as `@codemirror/state`. */
const library = (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/)?.[1];

async function licence(name) {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  let files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  if (/\bOR MIT\b|\bMIT OR\b/.test(about.license)) // of two to choose from, the short one
    files = files.filter((file) => /mit/i.test(file)).slice(0, 1).concat(files.filter((file) => /^notice/i.test(file)));
  if (!files.length) throw new Error(`${name}: has no licence text: choose another library`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return `${name} ${about.version}, under ${about.license}\n\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}

async function licences(names) {
  const texts = await Promise.all([...names].sort().map(licence));
  return texts.join(`\n${"-".repeat(72)}\n\n`).replaceAll("-->", "->").replaceAll("<!--", "<!-");
}

await rm(into, { recursive: true, force: true });
await mkdir(into, { recursive: true });
const all = new Set(Object.values(COPIED).map((path) => path.split("/")[0]));
const options = { bundle: true, minify: true, charset: "utf8", legalComments: "none", metafile: true, absWorkingDir: here };

/** Bundles, and gives the libraries that are in it. */
async function script(own) {
  const made = await build({ ...options, target: "es2022", ...own });
  const used = new Set(Object.keys(made.metafile.inputs).map(library).filter(Boolean));
  for (const each of used) all.add(each);
  return used;
}

const drawn = await script({ entryPoints: { draw: "src/draw/main.ts" }, outdir: into, format: "iife" });
await writeFile(join(into, "draw.licences.txt"), await licences(drawn));
// modules, so that a page loads only what it needs
await script({ entryPoints: EXPLORER, outdir: into, format: "esm", splitting: true, chunkNames: "[name]-[hash]" });
for (const [name, entry] of Object.entries(STYLES))
  await build({ ...options, entryPoints: [entry], outfile: join(into, `${name}.css`) });
for (const [name, path] of Object.entries(COPIED)) await copyFile(join(here, "node_modules", path), join(into, name));
await writeFile(join(into, "licences.txt"), await licences(all));
