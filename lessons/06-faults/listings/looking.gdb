run
up
print first
print (char[8]) first.next
print second
