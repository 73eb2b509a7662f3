run
up
list 35
print first
print (char[8]) first.next
print second
