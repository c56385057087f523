#!/usr/bin/env bash
# scripts/e2e.sh: the end-to-end tests in Chromium, and in Firefox where it is installed.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

DRIFTSCOPE_BROWSER=chromium cargo test --offline --locked --test e2e
if find_firefox; then
  echo "e2e: the same tests in $("$FIREFOX" --version 2>/dev/null); about two minutes."
  DRIFTSCOPE_SKIPPED="$(mktemp)"
  export DRIFTSCOPE_SKIPPED
  # What the page weighs is the same in every browser.
  DRIFTSCOPE_BROWSER=firefox cargo test --offline --locked --test e2e -- --skip no_page_weighs
  sed 's/^/e2e: skipped in Firefox: /' "$DRIFTSCOPE_SKIPPED"
  rm "$DRIFTSCOPE_SKIPPED"
else
  echo "e2e: in Firefox all tests were skipped, since it is not installed; FIREFOX can name its path."
fi
