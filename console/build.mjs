// What Maven calls: `node build.mjs pages` and `node build.mjs tests`. Does nothing that is already done, by content
// and not by time: a fresh checkout gives every file a new time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const SOURCES = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.js', 'build.mjs', 'README.md', 'index.html', 'public', 'src', 'test'];
const INSTALLED = 'node_modules/.installed';
const PAGES = 'target/classes/org/hotline12345/console/index.html';

const tasks = {
  // The type check reads the tests too.
  pages: {
    stamp: 'target/pages.stamp',
    made: () => existsSync(join(here, PAGES)),
    commands: [['vue-tsc', '--noEmit'], ['vite', 'build']],
  },
  tests: {
    stamp: 'target/tests.stamp',
    made: () => true,
    commands: [['vitest', 'run', '--reporter=dot']],
  },
};

const task = tasks[process.argv[2]];
if (task === undefined) {
  fail(`usage: node build.mjs ${Object.keys(tasks).join('|')}`);
}
const digest = digestOf(SOURCES);
if (read(task.stamp) !== digest || !task.made()) {
  install();
  rmSync(join(here, task.stamp), { force: true });
  for (const [tool, ...rest] of task.commands) {
    run(join('node_modules', '.bin', tool), rest);
  }
  mkdirSync(join(here, 'target'), { recursive: true });
  writeFileSync(join(here, task.stamp), digest);
}

function install() {
  const lock = digestOf(['package.json', 'package-lock.json']);
  if (read(INSTALLED) !== lock) {
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(join(here, INSTALLED), lock);
  }
}

/** Runs quietly: the output is shown only when it failed. */
function run(command, rest) {
  const result = spawnSync(command, rest, { cwd: here, encoding: 'utf8', timeout: 300_000, env: { ...process.env, NO_COLOR: '1' } });
  if (result.error !== undefined) {
    fail(`cannot run ${command}: ${result.error.message}. The console needs Node 20.19 or newer with npm.`);
  }
  if (result.status !== 0) {
    fail(`${command} ${rest.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  }
}

function digestOf(names) {
  const hash = createHash('sha256');
  for (const name of names.flatMap(files).sort()) {
    hash.update(name).update('\0').update(readFileSync(join(here, name))).update('\0');
  }
  return hash.digest('hex');
}

function files(name) {
  if (!statSync(join(here, name)).isDirectory()) {
    return [name];
  }
  const entries = readdirSync(join(here, name), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(here, join(entry.parentPath, entry.name)));
}

function read(name) {
  return existsSync(join(here, name)) ? readFileSync(join(here, name), 'utf8') : '';
}

function fail(words) {
  console.error(words);
  process.exit(1);
}
