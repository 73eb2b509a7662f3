run
backtrace
print song
