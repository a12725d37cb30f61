# shellcheck shell=bash
# Sourced by app/run.sh and tests/run.sh: installs what the build needs, and builds.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

die() {
    echo "$*" >&2
    exit 1
}

# The Debian packages that the build and the program need, each with its reason; with "tests" those
# of the tests alone, too.
neededPackages() {
    cat <<'END'
cmake                      configures the build
ninja-build                runs the build
g++                        the C++ compiler
qt6-base-dev               Qt 6: the window, and Qt Test
qt6-charts-dev             Qt Charts: the live curves
qt6-svg-dev                Qt SVG: the icons
qt6-wayland                Qt on Wayland desktops
libtorch-dev               LibTorch: trains the networks
libopenblas0-openmp        fast linear algebra for LibTorch, in the build that shares its threads well
libdnnl-dev                oneDNN: matrix products at the sizes of a training step
libonnx-dev                ONNX: writes networks in its format
libprotobuf-dev            Protocol Buffers: what ONNX files are made of
libarchive-dev             libarchive: reads packed files (.gz, .zip, .xz, .zst)
libicu-dev                 ICU: encodings of text
libhowardhinnant-date-dev  the calendar that the tests hold ours against
libsimdjson-dev            JSON: reads ratings in JSON
libsqlite3-dev             SQLite: the project files
libsqlitecpp-dev           SQLiteCpp: SQLite for C++
libcli11-dev               CLI11: the command line
nlohmann-json3-dev         JSON: stored configurations
END
    # Where Debian draws the lines between Qt's packages differs from release to release.
    local release clang
    release=$(. /etc/os-release && echo "${VERSION_ID:-}")
    case $release in
        12) echo "libqt6opengl6-dev          Qt OpenGL: Qt Charts is not found without it" ;;
        *) echo "qt6-svg-plugins            Qt SVG: lets icons be drawn from SVG files" ;;
    esac
    if [ "${1:-}" = tests ]; then
        [ "$release" = 12 ] && clang=14 || clang=19
        echo "clang                      the compiler of the fuzzers"
        echo "libclang-rt-$clang-dev         libFuzzer and the sanitizers"
    fi
}

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs the packages that are missing, saying which and why; needs neither root nor network where
# none is. With "tests" those of the tests alone, too.
installPackages() {
    command -v dpkg-query >/dev/null ||
        die "This script is for Debian 12 and 13. Elsewhere install CMake, Ninja, a C++20 compiler," \
            "Qt 6.4 with Charts and Svg, LibTorch, oneDNN, ONNX, SQLiteCpp, CLI11," \
            "nlohmann-json, simdjson, ICU and libarchive (for the tests Howard Hinnant's date and" \
            "clang), and run:" \
            "cmake --preset release && cmake --build --preset release"
    local name reason missing=()
    while read -r name reason; do
        if ! installed "$name"; then
            [ ${#missing[@]} -gt 0 ] || echo "These Debian packages are needed and not installed:"
            printf '  %-26s %s\n' "$name" "$reason"
            missing+=("$name")
        fi
    done < <(neededPackages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    local asRoot=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "Please install them as root and start this script again: apt-get install ${missing[*]}"
        asRoot=(sudo)
    fi
    echo "Installing them with: ${asRoot[*]:+sudo }apt-get install ${missing[*]}"
    local apt=("${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    "${apt[@]}" -qq update ||
        die "The package lists could not be fetched. Is there a network connection?"
    "${apt[@]}" -qq install -y --no-install-recommends "${missing[@]}" ||
        die "The packages could not be installed; apt-get says why above."
}

# How many compilers may run at once: one a core, but each may need 1.5 GB of memory.
compileJobs() {
    local jobs memory limit
    jobs=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    if [[ $limit =~ ^[0-9]+$ ]] && [ $((limit >> 20)) -lt "$memory" ]; then
        memory=$((limit >> 20))
    fi
    if [ $((memory / 1500)) -lt "$jobs" ]; then
        jobs=$((memory / 1500))
    fi
    echo $((jobs > 0 ? jobs : 1))
}

# build <preset> [<target>...] configures and builds the targets, all of them if none is given.
build() {
    local preset=$1 folder=$root/build/$1
    shift
    # A build folder of a project that has been moved cannot be used any more.
    if ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt" 2>/dev/null; then
        rm -rf "$folder"
    fi
    mkdir -p "$folder"
    cmake -S "$root" --preset "$preset" -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" \
        >"$folder/configure.log" 2>&1 || {
        cat "$folder/configure.log" >&2
        die "CMake could not configure the build; its reasons are above."
    }
    cmake --build "$folder" --parallel "$(compileJobs)" ${1:+--target "$@"} ||
        die "The build failed."
}
