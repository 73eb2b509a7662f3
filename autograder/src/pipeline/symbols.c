/*
 * symbols.c - what an object file defines, needs and hides.
 */
#include "pipeline/symbols.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

bool symbols_has(const struct args *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

/* Each is compared with all: a million of them would take an hour. */
static void add_once(struct symbols *s, struct args *names, const char *name)
{
	if (symbols_has(names, name))
		return;
	if (names->count < SYMBOLS_MAX)
		args_add(names, name);
	else
		s->too_many = true;
}

static void set_once(char **slot, const char *name)
{
	if (*slot == NULL)
		*slot = must_copy(name);
}

/* Code before main hides in sections of these types and names. */
static bool runs_by_itself(const GElf_Shdr *header, const char *name)
{
	static const char *const names[] = { ".init_array", ".fini_array",
		".preinit_array", ".ctors", ".dtors", ".init", ".fini" };

	if (header->sh_type == SHT_INIT_ARRAY ||
	    header->sh_type == SHT_FINI_ARRAY ||
	    header->sh_type == SHT_PREINIT_ARRAY)
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);
		if (strncmp(name, names[i], n) == 0 &&
		    (name[n] == '\0' || name[n] == '.'))
			return true;
	}
	return false;
}

/*
 * Valgrind knows a client request by four rotations of one register that
 * together do nothing, which no compiler emits: rol $3, $13, $61, $51, %rdi.
 */
static bool holds(Elf_Scn *section, const unsigned char *bytes, size_t n)
{
	Elf_Data *data = NULL;

	while ((data = elf_getdata(section, data)) != NULL)
		if (data->d_buf != NULL &&
		    memmem(data->d_buf, data->d_size, bytes, n))
			return true;
	return false;
}

static bool holds_request(Elf_Scn *section)
{
#if defined __x86_64__
	static const unsigned char magic[] = {
		0x48, 0xc1, 0xc7, 0x03, 0x48, 0xc1, 0xc7, 0x0d,
		0x48, 0xc1, 0xc7, 0x3d, 0x48, 0xc1, 0xc7, 0x33 };
#elif defined __aarch64__
	/* ror x12, x12 by 3, 13, 51, 61 */
	static const unsigned char magic[] = {
		0x8c, 0x0d, 0xcc, 0x93, 0x8c, 0x35, 0xcc, 0x93,
		0x8c, 0xcd, 0xcc, 0x93, 0x8c, 0xf5, 0xcc, 0x93 };
#else
	/* Not known for this machine: 16 bytes that no code consists of. */
	static const unsigned char magic[] = "no such request";
#endif
	return holds(section, magic, sizeof magic);
}

/* The bytes may be a part of something else, a constant for one. */
static bool may_call_kernel(Elf_Scn *section)
{
#if defined __x86_64__
	static const unsigned char calls[][2] = { { 0x0f, 0x05 },   /* syscall  */
	                                          { 0x0f, 0x34 },   /* sysenter */
	                                          { 0xcd, 0x80 } }; /* int 0x80 */
#else
	static const unsigned char calls[][4] = { { 0x01, 0x00, 0x00, 0xd4 } };
#endif

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (holds(section, calls[i], sizeof calls[i]))
			return true;
	return false;
}

static void read_symbol(struct symbols *s, const GElf_Sym *symbol,
                        const char *name)
{
	if (name == NULL || name[0] == '\0')
		return;
	/* The dynamic linker calls an indirect function before main. */
	if (GELF_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC)
		set_once(&s->constructor, name);
	if (GELF_ST_BIND(symbol->st_info) == STB_LOCAL)
		return;
	if (!s->too_many)
		add_once(s, symbol->st_shndx == SHN_UNDEF ? &s->undefined
		                                          : &s->defined, name);
}

static void read_table(struct symbols *s, Elf *elf, Elf_Scn *section,
                       const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = header->sh_entsize != 0 ?
	               header->sh_size / header->sh_entsize : 0;

	for (size_t i = 0; data != NULL && i < count; i++) {
		GElf_Sym symbol;
		if (gelf_getsym(data, (int)i, &symbol) != NULL)
			read_symbol(s, &symbol, elf_strptr(elf, header->sh_link,
			                                   symbol.st_name));
	}
}

static void read_section(struct symbols *s, Elf *elf, Elf_Scn *section,
                         size_t names)
{
	GElf_Shdr header;

	if (gelf_getshdr(section, &header) == NULL)
		return;
	const char *name = elf_strptr(elf, names, header.sh_name);
	if (name == NULL)
		name = "";
	if (header.sh_type == SHT_SYMTAB)
		read_table(s, elf, section, &header);
	if (runs_by_itself(&header, name))
		set_once(&s->constructor, name);
	if (strncmp(name, "cr_", 3) == 0 || strncmp(name, ".cr_", 4) == 0)
		set_once(&s->framework_section, name);
	if ((header.sh_flags & SHF_EXECINSTR) && holds_request(section))
		s->client_request = true;
	if ((header.sh_flags & SHF_EXECINSTR) && may_call_kernel(section))
		s->system_call = true;
}

bool symbols_read(struct symbols *s, const char *object)
{
	elf_version(EV_CURRENT);
	int fd = open(object, O_RDONLY | O_CLOEXEC);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	size_t names = 0;
	bool ok = elf != NULL && elf_kind(elf) == ELF_K_ELF &&
	          elf_getshdrstrndx(elf, &names) == 0;

	for (Elf_Scn *section = NULL;
	     ok && (section = elf_nextscn(elf, section)) != NULL;)
		read_section(s, elf, section, names);
	if (elf != NULL)
		elf_end(elf);
	if (fd >= 0)
		close(fd);
	return ok;
}

void symbols_free(struct symbols *s)
{
	args_free(&s->defined);
	args_free(&s->undefined);
	free(s->constructor);
	free(s->framework_section);
}
