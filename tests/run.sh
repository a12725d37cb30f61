#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests, without a display.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../app/setup.sh"

installPackages
build

log=$build/tests.log
status=0
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" 2>&1 |
    tee "$log" || status=$?

# "97% tests passed, 1 tests failed out of 30"
summary=$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+).*/\1 \2/p' "$log")
if [ -n "$summary" ]; then
    read -r failed total <<<"$summary"
    echo "$((total - failed)) passed, $failed failed"
fi
exit $status
