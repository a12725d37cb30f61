#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests, without a display, and the fuzzers
# of the import for ten seconds each.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../app/setup.sh"

installPackages tests
build release
build fuzz

runTests() {
    local preset status=0
    for preset in release fuzz; do
        ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error \
            --parallel "$(nproc)" 2>&1 || status=$?
    done
    return $status
}

log=$root/build/tests.log
status=0
runTests | tee "$log" || status=$?

# "97% tests passed, 1 tests failed out of 30"
awk '/^[0-9]+% tests passed, / { failed += $4; total += $NF }
     END { if (total) print total - failed " passed, " failed + 0 " failed" }' "$log"
exit $status
