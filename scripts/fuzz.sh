#!/usr/bin/env bash
# scripts/fuzz.sh CASES SEED ONLY: the property tests, from a seed that is new each time unless given.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

cases="$1"
seed="${2:-$((RANDOM << 15 | RANDOM))}"
only="$3"
echo "fuzz: property tests with $cases cases each, from seed $seed; grows with CASES, a few minutes at 2000."
PROPTEST_CASES="$cases" PROPTEST_RNG_SEED="$seed" DRIFTSCOPE_SEED="$seed" \
  cargo test --offline --locked ${only:+"$only"} || {
  echo "fuzz: failed. The same cases again: make fuzz CASES=$cases SEED=$seed${only:+ ONLY=$only}" >&2
  exit 1
}
