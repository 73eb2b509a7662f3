# Broken: a C++ file.
#
# says: does not compile
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cat >in/start.c <<'END'
#include <string>
#include <vector>

class Counter {
public:
	std::size_t count_in(const std::string &text, char wanted);
};
END
echo "$folder/in"
