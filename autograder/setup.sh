#!/bin/sh
# setup.sh - installs what is missing, from Debian's packages alone.
#
#   setup.sh [--ask | --list] SECTION...
#
# The sections stand in packages.txt beside this file. With everything there,
# this says nothing and takes about 20 ms. On a system without apt, or without the
# right to install, it lists what is needed, changes nothing and ends with 1.
# --ask never installs; --list prints the packages, for recipes of containers.
set -eu
# SETUP=no in the environment skips everything: you know that all is there.
[ "${SETUP-}" != no ] || exit 0

here=$(dirname "$0")
log=${SETUP_LOG:-.grade/setup.log}

packages_of() {
	for section; do
		sed -n "/^\[$section\]/,/^\[/{/^[a-z0-9]/{s/[[:space:]].*//;p}}" \
			"$here/packages.txt"
	done
}

# Of several names of a package, a|b, the first that apt knows.
known() {
	IFS='|'
	for package; do
		for name in $package; do
			[ "$name" != "$package" ] || break
			! apt-cache show "$name" >/dev/null 2>&1 || break
		done
		echo "$name"
	done
	unset IFS
}

# Packages of the arguments that are not installed under any of their names.
missing_of() {
	command -v dpkg-query >/dev/null || { echo "$*"; return; }
	installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' \
		$(echo "$*" | tr '|' ' ') 2>/dev/null | sed -n 's/^installed //p') || true
	IFS='|'
	for package; do
		for name in $package; do
			case "
$installed
" in
			*"
$name
"*) continue 2 ;;
			esac
		done
		printf '%s ' "$package"
	done
	unset IFS
}

# Says why nothing was installed, and what is needed.
give_up() {
	echo "setup: $1"
	echo "setup: what is needed, by the names of Debian's packages:"
	printf '%s\n' "$missing" | fold -s -w 70 | sed 's/^/    /'
	echo "setup: nothing was changed. $2"
	exit 1
} >&2

# Runs a command as root, its output kept in the log.
as_root() {
	$sudo env DEBIAN_FRONTEND=noninteractive "$@" >>"$log" 2>&1 </dev/null
}

log_tail() {
	echo "setup: the end of $log:"
	tail -n 8 "$log" | sed 's/^/    /'
} >&2

find_root() {
	sudo=
	[ "$(id -u)" = 0 ] && return
	command -v sudo >/dev/null ||
		give_up "packages are missing, and you are neither root nor have sudo." \
			"Ask whoever looks after this machine."
	sudo=sudo
	sudo -n true 2>/dev/null || sudo -v ||
		give_up "packages are missing, and sudo was refused." \
			"Ask whoever looks after this machine."
}

# Everything is fetched before anything is installed: a network that fails
# half-way leaves the system as it was.
install_missing() {
	find_root
	mkdir -p "$(dirname "$log")" && : >"$log"
	echo "setup: fetching from Debian: $missing" | fold -s -w 78
	as_root apt-get -q -o Acquire::Retries=1 update || true
	set -- $(known $missing)
	as_root apt-get -q -y --no-install-recommends --download-only \
		-o Acquire::Retries=2 -o DPkg::Lock::Timeout=120 install "$@" || {
		log_tail
		! grep -qi "get lock\|lock-frontend" "$log" ||
			give_up "another program is installing packages." \
				"Try again when it has ended."
		give_up "the packages could not be fetched: is there a network?" \
			"Try again when it is there."
	}
	echo "setup: installing (apt's own words go to $log)"
	as_root apt-get -q -y --no-install-recommends \
		-o DPkg::Lock::Timeout=120 install "$@" || {
		log_tail
		echo "setup: apt could not install them; see above." >&2
		exit 1
	}
	echo "setup: done"
}

case "${1-}" in
--list) shift; known $(packages_of "$@"); exit ;;
--ask)  ask=yes; shift ;;
*)      ask= ;;
esac

missing=$(missing_of $(packages_of "$@"))
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
	give_up "this system has no apt: the project runs on Debian 12 or 13." \
		"The dev container (.devcontainer) brings a Debian of its own."
[ -z "$ask" ] || give_up "packages are missing." "\`make grade\` installs them."
install_missing
