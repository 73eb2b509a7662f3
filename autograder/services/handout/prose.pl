# prose.pl - what the texts of a handout say of things that are not in it.
#
#	perl prose.pl FOLDER
#
# Links to what is not there become plain words; commands that compile a reference of an
# earlier stage take the student's own file; the README speaks to students alone.
use strict;
use warnings;
use File::Basename;
use File::Find;

my $top = shift or die "which folder?";

sub slurp { my ($path) = @_; local (@ARGV, $/) = ($path); scalar <> }
sub spit {
	my ($path, $text) = @_;
	open my $out, '>', $path or die "$path: $!";
	print $out $text;
	close $out or die "$path: $!";
}

my $readme = slurp("$top/README.md");
# Doors and sections for others, up to the next of their kind.
$readme =~ s/^\*\*You teach it\.\*\*.*?(?=^\*\*You only read)//ms;
$readme =~ s/^## For those who work on it\n.*?(?=^Code is under)//ms;
$readme =~ s/^## Three doors\n/## Two doors\n/m;
$readme =~ s/ The solutions have \[notes\]\(solutions\/\)[^\n]*//;
# The table lists the stages that are there.
$readme =~ s{^\| (\d\d) \|[^\n]*\]\(exercises/([^/]+)/[^\n]*\n}{-e "$top/exercises/$2/README.md" ? $& : ''}gme;
$readme .= <<'END';

## This is a handout

It is the course without its answers. Where an exercise speaks of the reference solution, your
instructor has it. The parts of earlier stages that yours are linked with, and the faulty versions
that your own tests meet, are here as compiled libraries. Some tests were held back: they run when
you hand in, and `make check` says how many.
END
spit("$top/README.md", $readme);

my $students = slurp("$top/docs/students.md");
$students =~ s/^\*\*May I see the solution\?\*\*.*?(?=^$|\z)/**May I see the solution?** Ask your instructor.\n/ms;
spit("$top/docs/students.md", $students);

# In front of the text of a link: its target, from the folder of the file.
sub unlinked {
	my ($folder, $whole, $words, $target) = @_;
	return $whole if $target =~ /^(?:[a-z]+:|#)/ || $whole =~ /^!/;
	my ($path) = $target =~ /^([^#]*)/;
	return $whole if -e "$folder/$path";
	return $words =~ m{^solutions/} ? "the course's solutions" : $words;
}

find({ no_chdir => 1, wanted => sub {
	return unless /\.md$/;
	my ($path, $folder) = ($_, dirname($_));
	my $text = my $before = slurp($path);
	$text =~ s{(!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\))}{unlinked($folder, $1, $2, $3)}ge;
	$text =~ s{\bsolutions/(\d\d-[\w-]+/[\w-]+\.[ch])}{exercises/$1}g;
	spit($path, $text) if $text ne $before;
} }, $top);
