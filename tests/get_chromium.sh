#!/bin/sh
# Make sure that a Chromium is there for the browser tests, through the system's package manager.
set -eu

for name in "${SARHAD_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then
        exit 0
    fi
done

advice="install Chromium or Chrome, or name one with SARHAD_CHROMIUM=/path/to/chromium"
command -v apt-get >/dev/null 2>&1 || { echo "The browser tests need a browser: $advice"; exit 1; }

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
    $as_root true 2>/dev/null || {
        echo "The browser tests need a browser: run 'sudo apt-get install chromium', or $advice"
        exit 1
    }
fi
echo "Installing Chromium for the browser tests ..."
log=$(mktemp)
if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium; } >"$log" 2>&1; then
    tail -n 5 "$log"
    echo "apt-get could not install Chromium: $advice"
    exit 1
fi
chromium --version >/dev/null 2>&1 || { echo "The system's chromium package does not run here (a snap?): $advice"; exit 1; }
