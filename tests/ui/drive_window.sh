#!/usr/bin/env bash
# Drives the real window as a new user would: opens a ratings file, imports it, trains, watches and
# browses in the light theme, closes the program, opens the project again and looks at every page in
# the dark theme. Leaves a screenshot of each page. Needs Xvfb, xdotool, openbox and ImageMagick.
#   tests/ui/drive_window.sh STUDIO RATINGS FOLDER
# STUDIO is the built ncf-studio; RATINGS a ratings file (a copy is imported); FOLDER gets the
# screenshots. Prints the event loop's longest stall while importing, training and browsing, and the
# one of the second start, where the theme is switched.
set -uo pipefail
studio=$(realpath "$1") ratings=$(realpath "$2")
mkdir -p "$3"
folder=$(realpath "$3")
export HOME=$folder/home XDG_RUNTIME_DIR=$folder/runtime NCF_WATCH_EVENT_LOOP=1
rm -rf "$HOME" && mkdir -p "$HOME" "$XDG_RUNTIME_DIR" "$folder/data" && chmod 700 "$XDG_RUNTIME_DIR"
rm -f "$folder"/data/* && cp "$(dirname "$ratings")"/* "$folder/data/"
export DISPLAY=:${DRIVE_DISPLAY:-91}
Xvfb "$DISPLAY" -screen 0 1280x860x24 >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
sleep 1
openbox >/dev/null 2>&1 &

window() { xdotool search --onlyvisible --pid "$program" --name 'NCF Studio' | tail -n 1; }
shot() { sleep 0.7 && import -window root "$folder/$1.png"; }
start() {
    "$studio" "$1" 2>"$folder/$2.log" &
    program=$!
    until [ -n "$(window 2>/dev/null)" ]; do sleep 0.2; done
    xdotool windowactivate --sync "$(window)" windowsize --sync "$(window)" 1240 820 \
        windowmove "$(window)" 10 10
}
quit() {
    xdotool key ctrl+q
    wait "$program" || true
    echo "$1: $(tail -n 1 "$folder/$1.log")"
}

start "$folder/data/$(basename "$ratings")" light
shot 1-preview
# Import is the last button of the form, Start the first of the Training card, below the tabs.
xdotool mousemove --window "$(window)" 1175 782 click 1
sleep 3
shot 2-data
xdotool key ctrl+2
shot 3-experiment
xdotool mousemove --window "$(window)" 600 128 click 1
sleep 4
shot 4-training
xdotool key ctrl+3
shot 5-runs-while-training
for _ in $(seq 60); do
    sleep 1
    xdotool key ctrl+1 key ctrl+2
    [ -n "$(sqlite3 "$folder"/data/*.ncf "select 1 from run where finished_at > 0" 2>/dev/null)" ] && break
done
shot 6-trained
xdotool key ctrl+3
shot 7-runs
xdotool key ctrl+4
shot 8-recommendations
xdotool key alt+Down key alt+Down
shot 9-next-user
quit light

start "$(ls "$folder"/data/*.ncf)" dark
sleep 2
# The View menu's last entry is the dark theme.
xdotool key alt+v key Up key Return
for page in 1-data 2-experiment 3-runs 4-recommendations; do
    xdotool key "ctrl+${page%%-*}"
    shot "dark-$page"
done
quit dark
