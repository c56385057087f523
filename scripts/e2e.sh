#!/usr/bin/env bash
# scripts/e2e.sh: the end-to-end tests in Chromium, and in Firefox where it is installed: there all of them if ALL=1.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

# What the page weighs and what the model in it computes is the same in every browser, and takes minutes.
same_in_all=(
  no_page_weighs
  says::at_the_end_of_every_preset
  patterns::every_preset_opens
  seen::a_day_is_computed
  links::an_act_for_which
)

DRIFTSCOPE_BROWSER=chromium cargo test --offline --locked --test e2e
if find_firefox; then
  skipped=()
  [ "${ALL:-}" = 1 ] || for name in "${same_in_all[@]}"; do skipped+=(--skip "$name"); done
  echo "e2e: the same tests in $("$FIREFOX" --version 2>/dev/null); about five minutes."
  [ "${#skipped[@]}" -eq 0 ] || echo "e2e: but for what is the same in every browser, which ALL=1 runs there too: ${same_in_all[*]}"
  DRIFTSCOPE_SKIPPED="$(mktemp)"
  export DRIFTSCOPE_SKIPPED
  DRIFTSCOPE_BROWSER=firefox cargo test --offline --locked --test e2e -- "${skipped[@]}"
  sed 's/^/e2e: skipped in Firefox: /' "$DRIFTSCOPE_SKIPPED"
  rm "$DRIFTSCOPE_SKIPPED"
else
  echo "e2e: in Firefox all tests were skipped, since it is not installed; FIREFOX can name its path."
fi
