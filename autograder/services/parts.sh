# parts.sh - the grader without the course, for those who pack it; read with `.` in the
# course's folder.

# copy_grader TO: what is needed to build it, and what it reads when it grades.
copy_grader() {
	local to=$1 folder
	mkdir -p "$to/autograder/services"
	cp -r autograder/{build.mk,grade.mk,grade.1,packages.txt,setup.sh,explain,rig,traces} \
		"$to/autograder"
	for folder in autograder/src autograder/src/{base,stage,pipeline,view,services,cli,desk}; do
		mkdir -p "$to/$folder"
		find "$folder" -maxdepth 1 -type f -name '*.[ch]' -exec cp -t "$to/$folder" {} +
	done
	cp -r autograder/src/view/assets "$to/autograder/src/view"
	cp autograder/services/common.sh "$to/autograder/services"
}
