# Sourced, never run: where the tools are, and how they are told to behave.
# Every make target reads this first, so that all of them see the same tools.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT" || exit 1

# A shell opened before rustup was installed does not have cargo on its PATH.
command -v cargo >/dev/null 2>&1 || PATH="$PATH:$HOME/.cargo/bin"
# In front: what scripts/setup.sh put into this checkout, in the pinned versions.
export PATH="$ROOT/.tools/bin:$ROOT/node_modules/.bin:$PATH"

# Trunk looks nothing up on the network: all tools are set up before it starts.
export TRUNK_SKIP_VERSION_CHECK=true
# Trunk takes true or false alone and stops at NO_COLOR=1, which is the usual value.
case "${NO_COLOR:-}" in "" | true | false) ;; *) export NO_COLOR=true ;; esac

# Panic messages name source files: neither their weight nor the page should depend on whose machine
# compiled them. Leptos keeps what a component returns as one type for all: half the weight of the page's own code.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg=erase_components --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"

# Tests compiled to WebAssembly run in headless Chromium.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export WASM_BINDGEN_USE_BROWSER=1
export WASM_BINDGEN_TEST_TIMEOUT="${WASM_BINDGEN_TEST_TIMEOUT:-120}"
export WASM_BINDGEN_TEST_DRIVER_TIMEOUT="${WASM_BINDGEN_TEST_DRIVER_TIMEOUT:-60}"
# The runner reads the browser's path from this file, which scripts/setup.sh writes.
export WASM_BINDGEN_TEST_WEBDRIVER_JSON="$ROOT/.tools/webdriver.json"

first_of() {
  local candidate
  for candidate in "$@"; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

# CHROME and CHROMEDRIVER name the browser and its driver; what the user has set wins.
find_browser() {
  CHROME="$(first_of "${CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")" || return 1
  CHROMEDRIVER="$(first_of "${CHROMEDRIVER:-}" chromedriver chromium.chromedriver \
    /usr/lib/chromium/chromedriver /usr/lib/chromium-browser/chromedriver)" || return 1
  export CHROME CHROMEDRIVER
}
find_browser || true

# FIREFOX names the other browser in which the page is tested, where there is one that starts: a
# distribution may have a program of its name that only says where to get it.
find_firefox() {
  FIREFOX="$(first_of "${FIREFOX:-}" firefox-esr firefox \
    "/Applications/Firefox.app/Contents/MacOS/firefox")" || return 1
  "$FIREFOX" --version >/dev/null 2>&1 || return 1
  export FIREFOX
}
