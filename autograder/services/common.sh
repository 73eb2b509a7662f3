# common.sh - what the recipes of all services share; to be read with `.`
#
#   course   folder of the course, set before      stages   which stages, "05 06"
#   sandbox  auto, always or never                 build    where the grader is built
#   options  more for grade check, "--timeout-scale 2"

course=${course:?which course?}
build=${build:-$course/.grade/build}
stages=${stages:-}
sandbox=${sandbox:-auto}
options=${options:-}

# Builds the grader, if it is not built yet.
build_grader() {
	SETUP_LOG=${SETUP_LOG:-$course/.grade/setup.log} "$course/autograder/setup.sh" grade &&
		make -s -C "$course" -j"$(nproc)" -f autograder/build.mk BUILD="$build" program
}

# Grades the references, once: it shows that the grader works here, and leaves what it
# compiles for every submission alike.
warm_up() {
	local stage folder said
	for stage in $stages; do
		for folder in "$course/solutions/$stage"*/; do
			said=$("$build/grade" check "$stage" --course "$course" --build "$build" \
				--no-colour --from "$folder" --sandbox never $options) && continue
			echo "$said"
			echo "grade: the reference of stage $stage has no full marks here." >&2
			return 3
		done
	done
}

# A container may be no place for a sandbox, since both need namespaces. Where each
# submission has a container of its own, that one stands between it and all others; what
# a submission can reach then is told in docs/services.md.
sandbox_for() {
	case $sandbox in
	always | never) echo "$sandbox" ;;
	*)
		if bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true 2>/dev/null; then
			echo always
		else
			echo "grade: no sandbox can be made here; the container is the only wall." >&2
			echo never
		fi
		;;
	esac
}

# grade_stages OUT [OPTION...]: a document for each stage into the folder OUT, what the
# terminal shows on standard output. 3 when the grader itself did not get so far.
grade_stages() {
	local out=$1 stage status
	shift
	rm -rf "$out" && mkdir -p "$out" || return 3
	for stage in $stages; do
		"$build/grade" check "$stage" --course "$course" --build "$build" --no-colour \
			--json "$out/$stage.json" "$@" $options
		status=$?
		[ -s "$out/$stage.json" ] || {
			echo "grade: stage $stage has no result (status $status)." >&2
			return 3
		}
	done
}

# export_stages FORMAT OUT [OPTION...]: all documents of the folder OUT as one.
export_stages() {
	local format=$1 out=$2
	shift 2
	"$build/grade" export "$format" "$out"/*.json "$@"
}
