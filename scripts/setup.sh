#!/usr/bin/env bash
# Installs what is missing, and only that: scripts/setup.sh NEED...
# NEED is one of rust, crates, bindgen, trunk, node, lighthouse, browser, firefox; the Makefile says which target needs what.
# Versions are pinned: Rust by rust-toolchain.toml, wasm-bindgen by Cargo.lock, npm packages by
# package-lock.json, Trunk here.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

TRUNK_VERSION=0.21.14 # the newest that the pinned compiler builds
WASM_TARGET=wasm32-unknown-unknown

say() { printf 'setup: %s\n' "$@" >&2; }
stop() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

# True if the output of `$1 --version` names version $2.
has_version() {
  command -v "$1" >/dev/null 2>&1 || return 1
  case " $("$1" --version 2>/dev/null) " in *" $2 "*) return 0 ;; *) return 1 ;; esac
}

need_rust() {
  command -v cc >/dev/null 2>&1 || stop \
    "a C linker (cc) is missing, and Rust needs one to link." \
    "Debian or Ubuntu: apt-get install build-essential. macOS: xcode-select --install."
  command -v cargo >/dev/null 2>&1 || stop "Rust is missing. Install it with rustup, then run make again."

  local channel
  channel="$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)"
  if ! command -v rustup >/dev/null 2>&1; then
    # Rust from a distribution: nothing can be added to it, so it must be right already.
    has_version rustc "$channel" && [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET" ] || stop \
      "Rust $channel with the target $WASM_TARGET is needed, and rustup, which would add it, is missing."
    return
  fi
  local home toolchain
  home="${RUSTUP_HOME:-$HOME/.rustup}"
  toolchain="$(find "$home/toolchains" -maxdepth 1 -name "$channel-*" 2>/dev/null | head -n 1)"
  if [ -n "$toolchain" ] && [ -d "$toolchain/lib/rustlib/$WASM_TARGET" ] &&
    [ -x "$toolchain/bin/cargo-fmt" ] && [ -x "$toolchain/bin/cargo-clippy" ]; then
    return
  fi
  say "installing Rust $channel with rustfmt, clippy and $WASM_TARGET, which this package is pinned to; 1 to 2 minutes."
  rustup toolchain install "$channel" --profile minimal --no-self-update \
    --component rustfmt --component clippy --target "$WASM_TARGET"
}

need_crates() {
  cargo fetch --locked --offline >/dev/null 2>&1 && return
  say "downloading the crates that Cargo.lock names, so that all builds run offline; under a minute."
  cargo fetch --locked
}

# install_tool CRATE VERSION MINUTES WHY [FLAG...]: into .tools, prebuilt where the user has cargo-binstall.
install_tool() {
  local crate="$1" version="$2" minutes="$3" why="$4"
  shift 4
  if command -v cargo-binstall >/dev/null 2>&1; then
    say "installing $crate $version with cargo binstall: $why; under a minute."
    cargo binstall --no-confirm --root .tools "$crate@$version" && return
    say "cargo binstall did not succeed; building from source instead."
  fi
  say "compiling $crate $version into .tools, once: $why; $minutes minutes on 2 cores."
  # A target directory of the user's would mix with ours, and the tool runs on this machine, not in a page.
  local install=(env -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET
    cargo install --quiet --force --root .tools "$crate" --version "$version" "$@")
  "${install[@]}" --locked && return
  # The versions in a published lock file can be withdrawn; newer ones of the same series do as well.
  say "the lock file of $crate cannot be met; trying with the newest versions that fit."
  CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback "${install[@]}"
}

need_bindgen() {
  local version
  version="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)"
  [ -n "$version" ] || stop "Cargo.lock does not name wasm-bindgen."
  has_version wasm-bindgen "$version" && has_version wasm-bindgen-test-runner "$version" && return
  install_tool wasm-bindgen-cli "$version" 4 "it joins WebAssembly to the page and runs its tests" \
    --no-default-features
}

need_trunk() {
  has_version trunk "$TRUNK_VERSION" && return
  install_tool trunk "$TRUNK_VERSION" 7 "it builds and serves the page"
}

need_node() {
  local least found
  # "engines": { "node": ">=20" }
  least="$(awk -F'>=' '/"engines"/ { print $2 + 0; exit }' package.json)"
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || stop \
    "Node.js $least or newer with npm is missing: wasm-opt and axe-core come from npm." \
    "Install it from your distribution or from the project's own site, then run make again."
  found="$(node --version)"
  found="${found#v}"
  [ "${found%%.*}" -ge "$least" ] || stop \
    "Node.js $found is too old: $least or newer is needed." \
    "Install it from your distribution or from the project's own site, then run make again."
  cmp -s package-lock.json node_modules/.lock-installed && return
  say "installing wasm-opt (a smaller page) and axe-core (accessibility checks) from npm; half a minute."
  install_packages --omit=optional
}

# What is optional in package.json is Lighthouse alone: two hundred packages that nothing else needs.
need_lighthouse() {
  need_node
  [ -x node_modules/.bin/lighthouse ] && return
  say "installing Lighthouse from npm, which measures how soon the page is there; under a minute."
  install_packages --include=optional
}

install_packages() {
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@"
  cp package-lock.json node_modules/.lock-installed
}

can_apt() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }

# apt_install PACKAGE...: as root. What can be had is looked up once.
apt_install() {
  [ -n "${looked_up:-}" ] || apt-get update -qq || true
  looked_up=yes
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
  local status=$?
  hash -r
  return $status
}

need_browser() {
  if ! find_browser; then
    if can_apt; then
      say "installing Chromium and ChromeDriver with apt-get, to test in a real browser; about a minute."
      apt_install chromium chromium-driver || apt_install chromium-browser chromium-chromedriver || true
    fi
    find_browser || stop \
      "the browser tests need Chromium or Chrome, and ChromeDriver of the same version." \
      "Debian: sudo apt-get install chromium chromium-driver. Fedora: sudo dnf install chromium chromedriver." \
      "macOS: brew install --cask google-chrome chromedriver." \
      "If they are there under other names, set CHROME and CHROMEDRIVER to their paths."
  fi
  mkdir -p .tools
  printf '{"goog:chromeOptions":{"binary":"%s","args":["disable-gpu","no-first-run","disable-background-networking","disable-component-update","disable-sync"]}}\n' \
    "$CHROME" >.tools/webdriver.json
}

# Not there is no failure: the page is then tested in Chromium alone, and says so.
need_firefox() {
  find_firefox && return
  if can_apt; then
    say "installing Firefox with apt-get, to test the page in it too; half a minute."
    apt_install firefox-esr || apt_install firefox || true
  fi
  find_firefox || say \
    "Firefox is not installed, so the page is tested in Chromium alone." \
    "Debian: sudo apt-get install firefox-esr. Fedora: sudo dnf install firefox." \
    "macOS: brew install --cask firefox. If it is there under another name, set FIREFOX to its path."
}

for need in "$@"; do
  case "$need" in
    rust | crates | bindgen | trunk | node | lighthouse | browser | firefox) "need_$need" ;;
    *) stop "nothing is known about '$need'" ;;
  esac
done
