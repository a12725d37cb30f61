#!/usr/bin/env bash
# Adds a file to a project, killed (SIGKILL) at random moments; each time the project has to be what it
# was or what it becomes, and its runs evaluate as before. Exit code 0 if so.
#   tests/core/kill_and_append.sh NCF PROJECT FILE KILLS
# PROJECT is a project with a run; it is copied and stays as it is. Needs sqlite3.
set -euo pipefail
ncf=$(realpath "$1") kills=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

contents() { # of a project's data
    sqlite3 "$1" "PRAGMA integrity_check; SELECT * FROM user; SELECT id, key, popularity FROM item;
        SELECT user, hex(items), hex(ratings), hex(timestamps) FROM history;
        SELECT users, items, interactions FROM dataset; SELECT state, users FROM data_state;
        SELECT user, state, hex(items) FROM earlier_history" | sha256sum
}
evaluation() { "$ncf" evaluate "$1" last --json | grep -v '"seconds"'; }

cp "$2" "$folder/p.ncf"
before=$(contents "$folder/p.ncf")
evaluated=$(evaluation "$folder/p.ncf")
began=$(date +%s%N)
"$ncf" append "$3" "$folder/p.ncf" >/dev/null 2>&1
milliseconds=$((($(date +%s%N) - began) / 1000000))
after=$(contents "$folder/p.ncf")
echo "in one go: $milliseconds ms"

old=0 new=0
for ((done = 0; done < kills; done++)); do
    cp "$2" "$folder/p.ncf" && rm -f "$folder/p.ncf-wal" "$folder/p.ncf-shm"
    "$ncf" append "$3" "$folder/p.ncf" >/dev/null 2>&1 &
    process=$!
    sleep "$(awk -v most="$milliseconds" -v seed="$RANDOM" \
        'BEGIN { srand(seed); print rand() * most / 1000 * 1.2 }')"
    kill -9 "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    case $(contents "$folder/p.ncf") in
    "$before") old=$((old + 1)) ;;
    "$after") new=$((new + 1)) ;;
    *) echo "neither the old data nor the new" && exit 1 ;;
    esac
    [ "$(evaluation "$folder/p.ncf")" = "$evaluated" ] || { echo "the run evaluates otherwise" && exit 1; }
done
echo "killed $kills times: $old times the old data, $new times the new"
