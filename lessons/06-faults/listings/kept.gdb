run
generate-core-file late.core
kill
core-file late.core
backtrace
print seconds
