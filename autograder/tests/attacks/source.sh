# source.sh - how a case becomes a source file; for run and plain, which set course.

# Writes case file $1 to $2. @COURSE@ is the course's folder; a line @CALL@ stands for
# a function that calls the kernel past the C library (call.inc), a line @FAULT@ for one
# that Memcheck has something to say about (fault.inc): what is handed in is one file, and
# can include nothing of ours.
write_source() {
	sed -e "s|@COURSE@|$course|g" -e "/^@CALL@$/{r autograder/tests/attacks/call.inc" \
		-e 'd;}' -e "/^@FAULT@$/{r autograder/tests/attacks/fault.inc" -e 'd;}' "$1" >"$2"
}
