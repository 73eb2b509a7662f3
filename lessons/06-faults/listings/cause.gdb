start
watch first.next
continue
backtrace
print first.title
