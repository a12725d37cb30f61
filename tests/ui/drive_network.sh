#!/usr/bin/env bash
# Edits the network of the experiment page as a person would, with the mouse and with the keyboard,
# then undoes it all, and leaves a screenshot of each step. Needs Xvfb, xdotool, openbox and
# ImageMagick.
#   tests/ui/drive_network.sh STUDIO PROJECT FOLDER [light|dark] [1|2]
# STUDIO is the built ncf-studio, PROJECT a project with data (a copy is opened); FOLDER gets the
# screenshots; then the theme and the scale. Prints the event loop's longest stall.
set -uo pipefail
studio=$(realpath "$1") project=$(realpath "$2") theme=${4:-light} scale=${5:-1}
mkdir -p "$3"
folder=$(realpath "$3")
export HOME=$folder/home XDG_RUNTIME_DIR=$folder/runtime QT_SCALE_FACTOR=$scale
export NCF_WATCH_EVENT_LOOP=1
unset XDG_CONFIG_HOME
rm -rf "$HOME" && mkdir -p "$HOME" "$XDG_RUNTIME_DIR" && chmod 700 "$XDG_RUNTIME_DIR"
cp "$project" "$folder/network.ncf"
export DISPLAY=:${DRIVE_DISPLAY:-91}
Xvfb "$DISPLAY" -screen 0 $((1280 * scale))x$((860 * scale))x24 >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
sleep 1
openbox >/dev/null 2>&1 &
sleep 1

window() { xdotool search --onlyvisible --pid "$program" --name 'NCF Studio' | tail -n 1; }
shot() { sleep 0.5 && import -window root "$folder/$theme-$scale-$1.png"; }
# All coordinates are the window's at scale 1.
point() { xdotool mousemove --window "$main" $(($1 * scale)) $(($2 * scale)); }
click() { point "$1" "$2" && xdotool click 1 && sleep 0.2; }
# drag X Y DX DY NAME: the screenshot is taken before the button is let go.
drag() {
    point "$1" "$2" && xdotool mousedown 1
    for step in 1 2 3 4 5 6 7 8; do
        point $(($1 + $3 * step / 8)) $(($2 + $4 * step / 8)) && sleep 0.05
    done
    shot "$5"
    xdotool mouseup 1
}

# Where a bar ends on the right: the last pixel of the row Y, up to x = 500, that is not background.
# How far that is depends on the fonts.
rightEnd() {
    import -window root -crop $((150 * scale))x1+$((360 * scale))+$((($1 + 10) * scale)) +repage txt:- |
        awk -F'[,: ]' -v scale="$scale" 'NR > 1 { colour[$1] = $4 " " $5; last = $1 }
            END { for (x = last; colour[x] == colour[last] && x > 0;) --x
                  print int(350 + x / scale) }'
}

"$studio" "$folder/network.ncf" 2>"$folder/$theme-$scale.log" &
program=$!
until [ -n "$(window 2>/dev/null)" ]; do sleep 0.2; done
main=$(window)
xdotool windowactivate --sync "$main" windowsize --sync "$main" $((1240 * scale)) $((820 * scale)) \
    windowmove "$main" $((10 * scale)) $((10 * scale))
sleep 2
# The View menu's last entry is the dark theme, the one before it the light one.
if [ "$theme" = dark ]; then
    xdotool key alt+v key Up key Return
else
    xdotool key alt+v key Up key Up key Return
fi
xdotool key ctrl+2 && sleep 1
shot 01-start
# The first dense layer's right edge, and with Shift the second one's.
drag "$(rightEnd 477)" 477 40 0 02-wider
xdotool keydown Shift
drag "$(rightEnd 441)" 441 20 0 03-any-number
xdotool keyup Shift
# The first layer's body, two rows up.
drag 350 477 0 -72 04-moved
# The user's GMF embedding by its number: more than can be.
click 178 549
shot 05-typing
xdotool type 9000
xdotool key Return
shot 06-impossible
xdotool key ctrl+z
# A layer more above the top one, one less by the keyboard.
click 410 405
xdotool key Escape key Insert
shot 07-added
xdotool key Delete
shot 08-removed
click 149 293
shot 09-mlp-alone
xdotool key space
shot 10-both
click 219 293
shot 11-gmf-alone
for _ in $(seq 12); do xdotool key ctrl+z; done
shot 12-undone
# Through the bars by the keyboard.
click 493 293
xdotool key ctrl+z key Tab key Tab key Tab key Tab key Tab key Tab key Tab key plus key plus
shot 13-keyboard
xdotool key ctrl+q
wait "$program"
tail -n 1 "$folder/$theme-$scale.log"
