# shellcheck shell=bash disable=SC2034
# What ops/run, ops/test, ops/bench and ops/hotline share; sourced after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=$root/ops/target/dist
main=org.hotline12345.ops.Main

# For the backend: memory that a small machine has to spare, and a cache of loaded classes for a quick start.
jvm_flags=(
  -Xms48m -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:MaxDirectMemorySize=64m
  -XX:MaxMetaspaceSize=192m -XX:ReservedCodeCacheSize=64m -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Djava.awt.headless=true
)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

# --- JDK, Maven, Node -------------------------------------------------------------------------------------------------------

is_jdk_25() { [ -x "$1/bin/javac" ] && [[ $(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) == 25 ]]; }

# Sets JAVA_HOME to a JDK 25: the one it names, one under /usr/lib/jvm, or the one on the PATH.
need_jdk() {
  local home on_path=''
  if command -v javac >/dev/null; then on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")"); fi
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path"; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      export JAVA_HOME=$home
      return
    fi
  done
  fail "no JDK 25 found (JAVA_HOME, /usr/lib/jvm, PATH): install one, such as Debian's openjdk-25-jdk-headless or Eclipse Temurin 25, or set JAVA_HOME"
}

# Whether dotted version $1 is at least $2.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

need_maven() {
  command -v mvn >/dev/null || fail "Maven 3.8.7 or newer is missing. On Debian: apt-get install -y --no-install-recommends maven"
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -1)
  at_least "${version:-0}" 3.8.7 || fail "Maven ${version:-of unknown version} is too old: 3.8.7 or newer is needed"
}

need_node() {
  local version
  command -v node >/dev/null || fail "Node 20 or newer is missing (and its npm)"
  version=$(node --version)
  at_least "${version#v}" 20 || fail "Node $version is too old: 20 or newer is needed"
}

# --- Debian packages --------------------------------------------------------------------------------------------------------

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
apt_get() { DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300 "$@"; }

# need_packages WHAT_FOR PACKAGE...: installs the missing ones as root on Debian, else names the one command that does.
need_packages() {
  local what_for=$1 package missing=()
  shift
  for package; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  local command="apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    fail "missing for $what_for: ${missing[*]} (names of Debian packages): install them with this system's own means"
  fi
  [ "$(id -u)" = 0 ] || fail "missing for $what_for; as root: $command"
  local simulated
  if ! simulated=$(apt_get install -y --no-install-recommends --print-uris "${missing[@]}" 2>/dev/null); then
    say "reading Debian's package lists"
    apt_get update -q >/dev/null || fail "apt-get update failed; then, as root: $command"
    simulated=$(apt_get install -y --no-install-recommends --print-uris "${missing[@]}") || fail "Debian does not offer ${missing[*]}"
  fi
  say "downloading for $what_for: ${missing[*]} ($(awk '/^\x27/ { n++; bytes += $3 } END { printf "%d packages, %.0f MB", n, bytes / 1e6 }' <<< "$simulated"))"
  local log
  log=$(mktemp)
  if ! apt_get install -y --no-install-recommends "${missing[@]}" > "$log" 2>&1; then
    # Lists that are older than the mirror name files that are gone.
    if ! { apt_get update -q && apt_get install -y --no-install-recommends "${missing[@]}"; } >> "$log" 2>&1; then
      tail -20 "$log" >&2
      rm -f "$log"
      fail "the installation failed: $command"
    fi
  fi
  rm -f "$log"
}

# --- building ---------------------------------------------------------------------------------------------------------------

maven() {
  # The flag silences a warning that Maven's own libraries cause on JDK 25.
  (cd "$root" && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" exec mvn -ntp -B "$@")
}

# Whether nothing is newer than what was built from it; deletions show in the time of their folder. Tests that start ops/run from
# within a build set HOTLINE_BUILT.
is_built() {
  [ -z "${HOTLINE_BUILT:-}" ] || return 0
  [ -e "$dist/stamp" ] || return 1
  local changed
  # console itself is left out: the first build makes node_modules and target in it, which makes the folder newer.
  changed=$(cd "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main console \
    \( -name node_modules -o -path console/target \) -prune -o ! -path console -newer "$dist/stamp" -print -quit)
  [ -z "$changed" ]
}

# What changes while a build runs must be newer than the stamp, so the stamp has the time of its start.
note_build_start() { mkdir -p "$root/ops/target" && touch "$root/ops/target/build-started"; }
note_build_end() { [ ! -d "$dist/lib" ] || touch -r "$root/ops/target/build-started" "$dist/stamp"; }

name_downloads() {
  if [ ! -d "${HOME:-/nonexistent}/.m2/repository/io/vertx" ]; then
    say "downloading libraries with Maven and npm: $1, once"
  fi
}

build() {
  need_maven
  need_node
  name_downloads 'about 250 MB'
  say "building (a minute or two)"
  note_build_start
  maven -q -pl ops -am -DskipTests -Dspotless.check.skip package || fail "the build failed (see above)"
  note_build_end
}

class_path() { printf '%s' "$dist/lib/*"; }

# --- quick starts -----------------------------------------------------------------------------------------------------------

# The cache of loaded and profiled classes (JEP 514) belongs to one build; it halves what a start costs. Without it all works.
aot=$dist/hotline.aot
has_aot() { [ -s "$aot" ] && [ "$aot" -nt "$dist/stamp" ]; }
aot_flags() { ! has_aot || printf '%s\n' "-XX:AOTCache=$aot" -Xlog:aot=off -Xlog:cds=off; }

free_port() {
  local port
  for _ in {1..100}; do
    port=$((22000 + RANDOM % 10000))
    if ! grep -qi "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/udp; then
      echo "$port"
      return
    fi
  done
  return 1
}

# Whether http://127.0.0.1:$1$2 is answered with 200.
answers() {
  local line=''
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3 2>/dev/null || true
  read -r -t 5 line <&3 || true
  cat <&3 >/dev/null 2>&1 || true
  exec 3>&-
  [[ $line == *' 200 '* ]]
}

# Makes the cache from a rehearsal: a whole hotline on a throw-away folder, started, asked for its pages and stopped.
make_aot() {
  [ ! "$dist/aot-failed" -nt "$dist/stamp" ] || return 0
  # Said here, where a download is named with its size: the rehearsal itself speaks into its log.
  "$root/ops/asterisk/make-root" > /dev/null || return 0
  say "preparing quick starts (some seconds, once a build)"
  if ! rehearse; then
    say "that did not work, so starts stay slower; what was said is in $dist/rehearsal.log"
    touch "$dist/aot-failed"
  fi
}

rehearse() (
  set +e
  data=$(mktemp -d) new=$aot.$$ pid=''
  # shellcheck disable=SC2317 # called by the trap
  clean_up() {
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then kill -TERM "$pid" && wait "$pid"; fi
    rm -rf "$data" "$new"
  }
  trap clean_up EXIT
  web=$(free_port)
  "$JAVA_HOME/bin/java" "${jvm_flags[@]}" "-XX:AOTCacheOutput=$new" -Dhotline.scripts="$root/ops" -cp "$(class_path)" "$main" run \
    --data "$data" --http-port "$web" --sip-port "$(free_port)" --database-port "$(free_port)" --ami-port "$(free_port)" \
    --agi-port "$(free_port)" --set "asterisk.http-port=$(free_port)" > "$dist/rehearsal.log" 2>&1 &
  pid=$!
  for _ in {1..1200}; do
    ! answers "$web" /healthz || break
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.1
  done
  for page in / /metrics /api/session /healthz; do answers "$web" "$page"; done
  kill -TERM "$pid" && wait "$pid" && [ -s "$new" ] && mv -f "$new" "$aot"
)
