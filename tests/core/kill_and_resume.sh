#!/usr/bin/env bash
# Trains a run in one go, and the same run again, killed (SIGKILL) at random moments and resumed each
# time; compares all epochs, the results and the weights. Exit code 0 if they are the same.
#   tests/core/kill_and_resume.sh NCF PROJECT KILLS [OPTIONS OF ncf train…]
# PROJECT is a project with data; it is copied and stays as it is. Needs sqlite3.
set -euo pipefail
ncf=$(realpath "$1") kills=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$2" "$folder/p.ncf"
project=$folder/p.ncf
options=("${@:4}")

began=$(date +%s%N)
"$ncf" train "$project" --recommendations 0 "${options[@]}" >/dev/null 2>&1
milliseconds=$((($(date +%s%N) - began) / 1000000))
echo "in one go: $milliseconds ms"

command=(train "$project" --recommendations 0 "${options[@]}")
done=0
while [ "$done" -lt "$kills" ]; do
    "$ncf" "${command[@]}" >/dev/null 2>&1 &
    process=$!
    sleep "$(awk -v most="$milliseconds" -v kills="$kills" -v seed="$RANDOM" \
        'BEGIN { srand(seed); print 0.3 + rand() * most / 1000 / kills * 1.6 }')"
    kill -9 "$process" 2>/dev/null || break
    wait "$process" 2>/dev/null || true
    done=$((done + 1))
    if [ -n "$(sqlite3 "$project" "SELECT 1 FROM checkpoint LIMIT 1")" ]; then
        command=(resume "$project")
    else
        sqlite3 "$project" "PRAGMA foreign_keys = ON; DELETE FROM run WHERE id > 1"
    fi
done
"$ncf" "${command[@]}" >/dev/null 2>&1 || true
echo "killed $done times"

same() { # a query with RUN in it gives the same for both runs
    [ "$(sqlite3 "$project" "${1//RUN/1}")" = "$(sqlite3 "$project" "${1//RUN/(SELECT max(id) FROM run)}")" ] ||
        { echo "not the same: $1" && exit 1; }
}
same "SELECT epoch, train_loss, hit_rate, ndcg, rmse, mae, loss FROM epoch WHERE run = RUN"
same "SELECT status, epochs, best_epoch, test_hit_rate, test_ndcg, test_rmse, validation_ndcg FROM run WHERE id = RUN"
same "SELECT hex(data) FROM weights WHERE run = RUN"
echo "$(sqlite3 "$project" "SELECT count(*) FROM epoch WHERE run = 1") epochs, results and weights are the same"
