/*
 * format.h - a line of text, made of pieces, in three styles of ownership.
 *
 * A piece is one text or one number, and says how it is to be written:
 *
 *     format_into(line, sizeof line,
 *                 PIECES(as_text("block at "), as_address(block),
 *                        as_text(", "), as_size(size), as_text("\n")));
 *
 * may write "block at 0x7f51c01a2010, 24 bytes\n". All functions take the
 * pieces as an array and a count, and write them one behind the other. The
 * pieces, and the texts that they point to, stay the caller's: they are read
 * during the call, and nothing keeps their addresses afterwards. No text of a
 * piece may lie in the buffer that the call writes to.
 *
 * format_into and format_static call nothing that might ask for memory, so
 * that an allocator can report on itself with them. Lengths and sizes are in
 * bytes.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stddef.h>
#include <stdint.h>

enum piece_kind {
	PIECE_TEXT,     /* text, up to its '\0' or to `most` bytes            */
	PIECE_SIGNED,   /* whole, in decimal: -562                            */
	PIECE_UNSIGNED, /* natural, in decimal: 562                           */
	PIECE_HEX,      /* natural, in hexadecimal: 0x232                     */
	PIECE_ADDRESS,  /* address, in hexadecimal: 0x7ffe4b10; or NULL       */
	PIECE_SIZE      /* natural, as a number of bytes: 562 bytes, 64 KiB   */
};

/*
 * A union looks like a struct, but its members all lie at the same place, so
 * that only one is in use at a time. `kind` tells which.
 */
struct piece {
	enum piece_kind kind;
	size_t most;                 /* for PIECE_TEXT */
	union {
		const char *text;
		intmax_t whole;
		uintmax_t natural;
		const void *address;
	};
};

/* ---- making pieces: these are done ---- */

/* The text up to its '\0'. NULL is written as (null). */
static inline struct piece as_text(const char *text)
{
	return (struct piece){ PIECE_TEXT, SIZE_MAX, { .text = text } };
}

/*
 * The text up to its '\0', but at most `most` bytes: what lies behind these is
 * not even read, so no '\0' is needed there. NULL is written as (null).
 */
static inline struct piece as_field(const char *text, size_t most)
{
	return (struct piece){ PIECE_TEXT, most, { .text = text } };
}

/* In decimal, with a minus sign when it is below 0. */
static inline struct piece as_signed(intmax_t whole)
{
	return (struct piece){ PIECE_SIGNED, 0, { .whole = whole } };
}

/* In decimal. */
static inline struct piece as_unsigned(uintmax_t natural)
{
	return (struct piece){ PIECE_UNSIGNED, 0, { .natural = natural } };
}

/* 0x and the hexadecimal digits, in small letters, without leading zeros. */
static inline struct piece as_hex(uintmax_t natural)
{
	return (struct piece){ PIECE_HEX, 0, { .natural = natural } };
}

/* As as_hex does it; a null pointer is written as NULL. */
static inline struct piece as_address(const void *address)
{
	return (struct piece){ PIECE_ADDRESS, 0, { .address = address } };
}

/*
 * A number and its unit, never rounded. The unit is GiB, MiB or KiB, the
 * largest of which a whole number (not 0) gives the size exactly; if there
 * is none, bytes: "3 MiB", "1025 KiB", "1536 bytes", "1 byte", "0 bytes".
 */
static inline struct piece as_size(size_t bytes)
{
	return (struct piece){ PIECE_SIZE, 0, { .natural = bytes } };
}

/*
 * Stands for two arguments: an array of these pieces, and their number. The
 * array lives as long as a local variable of the block that it stands in.
 */
#define PIECES(...) \
	((const struct piece[]){ __VA_ARGS__ }), \
	(sizeof((const struct piece[]){ __VA_ARGS__ }) / sizeof(struct piece))

/* ---- three styles ---- */

/*
 * The caller's buffer. Writes the line and a '\0' to the `size` bytes at
 * buffer; when the line is too long, its first size - 1 bytes and a '\0'.
 * When size is 0 nothing is written, and buffer may be NULL.
 *
 * Returns how long the whole line is, without its '\0', whether it fitted or
 * not: it fitted when that is less than size. The buffer stays the caller's.
 */
size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count);

#define FORMAT_STATIC_SIZE 128

/*
 * A static buffer of FORMAT_STATIC_SIZE bytes. Returns the line, which is lent:
 * the caller neither changes nor frees it, and it is good until the next call
 * of format_static (calls of the other two don't touch it). A line with its
 * '\0' that does not fit is cut, and ends with "..." to show it; with the
 * dots it is FORMAT_STATIC_SIZE - 1 bytes long. Not for threads, nor for
 * signal handlers.
 */
const char *format_static(const struct piece *pieces, size_t count);

/*
 * A new block. Returns the whole line, in a block from malloc that belongs to
 * the caller, who frees it; NULL when there is no memory, and then nothing is
 * left behind. This one is in format_new.c, so that format.c can do without
 * malloc.
 */
char *format_new(const struct piece *pieces, size_t count);

#endif
