#!/usr/bin/env bash
# Installs what is missing, builds NCF Studio and starts it on the demo data, or with the given
# arguments. Without a display it does the demo's work in the terminal.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# A project file with the demo data, made at the first start and kept with all its runs.
demoProject() {
    local folder="${XDG_DATA_HOME:-${HOME:+$HOME/.local/share}}"
    folder="${folder:-$root/build}/ncf-studio"
    if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
        folder=$root/build/ncf-studio
        mkdir -p "$folder"
    fi
    echo "$folder/demo.ncf"
}

display=yes
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    display=no
    [ $# -eq 0 ] || die "No display (neither DISPLAY nor WAYLAND_DISPLAY is set) to show $* on." \
        "Without arguments this script does the demo's work in the terminal."
    echo "No display (neither DISPLAY nor WAYLAND_DISPLAY is set): doing the demo's work with ncf."
fi

installPackages
build release ncf ncf-studio
ncf=$root/build/release/bin/ncf
studio=$root/build/release/bin/ncf-studio

# Qt and the terminal output are UTF-8.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

if [ $# -gt 0 ]; then
    exec "$studio" "$@"
fi

project=$(demoProject)
if [ ! -e "$project" ]; then
    "$ncf" import "$root/resources/demo/ratings.csv" "$project" \
        --titles "$root/resources/demo/titles.csv"
fi
if [ "$display" = yes ]; then
    exec "$studio" "$project"
fi

"$ncf" train "$project" --preset neumf-8
"$ncf" evaluate "$project" last
# One who likes horror, one who likes animation and one who likes westerns.
for user in zeno-0151 hugo-0361 omar-0118; do
    echo
    "$ncf" recommend "$project" last --user "$user" --top 10
done
echo
echo "The project with this run is $project."
