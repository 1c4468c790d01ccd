#!/bin/sh
# Installs TRTC Lens from the unpacked archive, or removes it.
#
#   ./install.sh              installs into ~/.local; as root into /usr/local
#   ./install.sh --remove     removes it; settings are kept
#   PREFIX=/some/where        another folder
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "$(id -u)" -eq 0 ]; then
    prefix=${PREFIX:-/usr/local}
else
    prefix=${PREFIX:-$HOME/.local}
fi

files() {
    (cd -- "$here/usr" && find . -type f | sed 's|^\./||')
}

# Updates the desktop's databases, if their tools are installed.
refresh() {
    for command in "update-desktop-database -q $prefix/share/applications" "update-mime-database $prefix/share/mime" \
        "gtk-update-icon-cache -qtf $prefix/share/icons/hicolor"; do
        if command -v "${command%% *}" >/dev/null; then
            $command >/dev/null 2>&1 || true
        fi
    done
}

case ${1:-} in
    '')
        files | while IFS= read -r file; do
            mkdir -p -- "$prefix/$(dirname -- "$file")"
            # A new file instead of new content: a running program keeps the old file.
            cp -- "$here/usr/$file" "$prefix/$file.new"
            mv -f -- "$prefix/$file.new" "$prefix/$file"
        done
        refresh
        echo "Installed as $prefix/bin/trtc-lens."
        ;;
    --remove)
        files | while IFS= read -r file; do
            rm -f -- "$prefix/$file"
        done
        refresh
        # Folders that are empty now.
        (cd -- "$here/usr" && find . -depth -type d ! -name .) | while IFS= read -r folder; do
            rmdir -- "$prefix/$folder" 2>/dev/null || true
        done
        echo "Removed from $prefix."
        ;;
    *)
        echo "usage: install.sh [--remove]" >&2
        exit 2
        ;;
esac
