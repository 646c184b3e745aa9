#!/bin/sh
# Make sure that PostgreSQL with PostGIS is there for the tests; on Debian and Ubuntu by apt-get.
set -e
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 && exit 0
command -v initdb >/dev/null && [ -e "$(pg_config --sharedir)/extension/postgis.control" ] && exit 0
if ! command -v apt-get >/dev/null; then
    echo "The tests need PostgreSQL with PostGIS: install them, with initdb on the PATH" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
echo "Installing PostgreSQL and PostGIS for the tests ..."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql postgresql-postgis >/dev/null
