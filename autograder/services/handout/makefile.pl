# makefile.pl - the Makefile of a handout: what a student can do.
#
#	perl makefile.pl Makefile
#
# Sections begin with "##: "; those for teachers and for those who work on the course go,
# and so does the demonstration, which holds a solution.
use strict;
use warnings;

local $/ = '';
my $keep = 1;
while (<>) {
	$keep = !/^##: For those who/m if /^##: /m;
	next if !$keep || /^\.PHONY: demo$/m;
	print;
}
