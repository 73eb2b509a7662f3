# manifest.pl - a stage's manifest as students get it: nothing of the held-back tests but
# how many there are and what they weigh.
#
#	perl manifest.pl stage.yaml                  the manifest
#	perl manifest.pl --held-files stage.yaml     files of support/ that only they need
#
# Tests and snippets are items "  - name: suite/test" of the lists tests: and snippets:,
# as docs/adding-a-stage.md has them.
use strict;
use warnings;

my $files_only = @ARGV && $ARGV[0] eq '--held-files' ? shift : 0;
my (@items, $list);

# An item per element; everything else is an item of its own, by the line.
while (<>) {
	$list = $1 if /^(\w+):/;
	my $inside = defined $list && ($list eq 'tests' || $list eq 'snippets');
	if ($inside && /^\s*- name:/) {
		push @items, { test => 1, text => $_ };
	} elsif ($inside && @items && $items[-1]{test} && /^(?:\s*|    .*)$/) {
		$items[-1]{text} .= $_;
	} elsif (!/^\s*#/ || !$inside) {
		push @items, { text => $_ };
	}
}

my $number = 0;
for my $item (@items) {
	my $held = $item->{test} && $item->{text} =~ /^\s+held:\s*true\s*$/m;
	my ($file) = $item->{text} =~ /^\s+file:\s*(\S+)/m;
	print "$file\n" if $files_only && $held && defined $file;
	next if $files_only;
	if (!$held) {
		print $item->{text};
		next;
	}
	my ($points) = $item->{text} =~ /^\s+points:\s*(\S+)/m or die "a test without points";
	$number++;
	print "  - name: held/$number\n    points: $points\n    held: true\n",
		"    title: a test that runs when you hand in\n",
		"    means: It was held back, so that your own tests come first.\n";
	print "    $1\n" while $item->{text} =~ /^\s+((?:file|expect|lesson): .*)$/mg;
}
