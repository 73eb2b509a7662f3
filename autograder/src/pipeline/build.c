/*
 * build.c - compile and link test programs.
 */
#include "pipeline/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sandbox.h"

/* The course's own code: warnings are the author's business, elsewhere. */
#define COURSE_FLAGS "-std=gnu17 -g -O1 -w -fno-omit-frame-pointer"

/* ---- the key ----------------------------------------------------------- */

/* Size and time stand for the content of what the system installed. */
static void hash_stat(uint64_t *key, const char *path)
{
	struct stat s;

	if (stat(path, &s) != 0)
		return;
	*key = hash_bytes(*key, &s.st_size, sizeof s.st_size);
	*key = hash_bytes(*key, &s.st_mtim, sizeof s.st_mtim);
}

struct header_hash {
	const char *folder;
	const struct stage *stage;
	bool submitted;                 /* folder holds the submission         */
	uint64_t *key;
};

static bool is_handed_in(const struct stage *stage, const char *name)
{
	for (unsigned i = 0; i < stage->files_count; i++)
		if (strcmp(stage->files[i].name, name) == 0)
			return true;
	return false;
}

static bool hash_header(const char *name, void *context)
{
	struct header_hash *h = context;

	/* The working copy of a header that is handed in counts for nobody. */
	if ((text_ends(name, ".h") || text_ends(name, ".syms")) &&
	    (h->submitted || !is_handed_in(h->stage, name))) {
		char *path = path_join(h->folder, name);
		*h->key = hash_string(*h->key, name);
		hash_file(h->key, path);
		free(path);
	}
	return true;
}

/* Puts folder on the include path, and its headers into the key. */
static void include_folder(struct build *b, char *folder, bool submitted)
{
	if (is_folder(folder)) {
		struct header_hash h = { folder, b->stage, submitted,
		                         submitted ? &b->headers_key : &b->key };
		folder_each(folder, hash_header, &h);
		args_add_format(submitted ? &b->headers : &b->include, "-I%s",
		                folder);
	}
	free(folder);
}

static bool takes_headers(const struct stage *stage)
{
	return stage_file(stage, ROLE_HEADER, 0) != NULL;
}

bool build_open(struct build *b, const struct course *course,
                const struct stage *stage, const char *submission,
                const char *scratch, bool stock, struct text *problem)
{
	*b = (struct build){ .course = course, .stage = stage,
	                     .submission = submission, .scratch = scratch,
	                     .stock = stock, .key = HASH_START,
	                     .headers_key = HASH_START };
	if (takes_headers(stage))
		include_folder(b, submission != NULL ? must_copy(submission) :
		               course_folder(course, "solutions", stage->name),
		               true);
	include_folder(b, course_folder(course, "exercises", stage->name), false);
	for (unsigned i = 0; i < stage->uses_count; i++)
		include_folder(b, course_folder(course, "exercises",
		                                stage->uses[i].stage), false);
	include_folder(b, path_join(course->home, "autograder/rig"), false);
	include_folder(b, must_format("%s/autograder/stages/%s/support",
	                              course->root, stage->name), false);
	/* Objects tell in which folder their sources stand. */
	b->key = hash_string(b->key, course->root);
	hash_stat(&b->key, "/usr/bin/gcc");
	hash_stat(&b->key, "/usr/include/criterion/criterion.h");
	b->cache = must_format("%s/stages/%s", course->build, stage->name);
	if (folder_make(b->cache))
		return true;
	return problem_set(problem, "The folder %s can't be made. Look at its "
	                   "owner and permissions.", b->cache);
}

void build_close(struct build *b)
{
	args_free(&b->include);
	args_free(&b->headers);
	free(b->cache);
	b->cache = NULL;
}

/* ---- one object -------------------------------------------------------- */

/* Compilers are quick or stuck: these limits are far from any honest file. */
static bool run_boxed(struct sandbox *box, const char *folder,
                      const char *writes, const struct args *args,
                      struct proc_outcome *outcome)
{
	/* Plain quotes in messages: readers of them need not know two kinds. */
	static const char *const env[] = { "LC_ALL=C", NULL };
	struct proc_spec spec = {
		.argv = args_vector(args), .env = env, .folder = folder,
		.seconds = 60, .cpu_seconds = 20,
		.memory_bytes = (size_t)2 << 30,
		.capture_max = (size_t)1 << 20,
		.box = box, .writes = writes,
	};

	return proc_run(&spec, outcome);
}

static bool run_tool(const char *folder, const struct args *args,
                     struct proc_outcome *outcome)
{
	return run_boxed(NULL, folder, NULL, args, outcome);
}

/* ---- what a stranger wrote --------------------------------------------- */

static bool show_folders(struct sandbox *box, const struct args *options,
                         struct text *problem)
{
	for (size_t i = 0; i < options->count; i++)
		if (!sandbox_show(box, options->items[i] + strlen("-I")))
			return problem_set(problem, "The headers of %s can't be "
			                   "shown to the sandbox.",
			                   options->items[i] + strlen("-I"));
	return true;
}

bool build_enter(struct build *b, struct sandbox *box, struct text *problem)
{
	b->box = box;
	return box == NULL || (show_folders(box, &b->include, problem) &&
	                       show_folders(box, &b->headers, problem));
}

/* Is a stranger's text read when this is compiled from folder? */
static bool is_strange(const struct build *b, bool with_headers, const char *folder)
{
	return b->box != NULL &&
	       (strcmp(folder, b->scratch) == 0 ||
	        (with_headers && b->submission != NULL));
}

/*
 * Where the sandboxed compiler can write the object: in its own folder, if that is one
 * below scratch (notes for coverage stand beside the object); else in one from
 * which it goes to where it belongs. Not in scratch itself: there is more.
 */
static char *folder_for(const struct build *b, const char *object)
{
	char *folder = path_folder(object);

	if (path_below(object, b->scratch) != NULL && strcmp(folder, b->scratch) != 0)
		return folder;
	free(folder);
	return path_join(b->scratch, "compiled");
}

static char *absolute(const char *folder, const char *path)
{
	return path[0] == '/' ? must_copy(path) : path_join(folder, path);
}

static bool compile_boxed(const struct build *b, const char *folder,
                          const char *source, const char *object,
                          struct args *args, struct proc_outcome *outcome)
{
	char *from = absolute(folder, source), *to = absolute(folder, object);
	char *writes = folder_for(b, to);
	char *made = path_join(writes, path_name(to));
	bool kept = strcmp(to, "/dev/null") != 0;

	*outcome = (struct proc_outcome){ .end = PROC_NOT_STARTED };
	args_add(args, "-o");
	args_add(args, kept ? made : to);
	bool ok = folder_make(writes) &&
	          (strcmp(from, "/dev/null") == 0 || sandbox_show(b->box, from)) &&
	          run_boxed(b->box, folder, writes, args, outcome) &&
	          (!kept || strcmp(made, to) == 0 || file_copy(made, to));
	free(made);
	free(writes);
	free(to);
	free(from);
	return ok;
}

static bool compile(const struct build *b, bool with_headers, const char *folder,
                   const char *source, const char *object, const char *flags,
                   const char *more, struct proc_outcome *outcome)
{
	struct args args = ARGS_EMPTY;

	args_add(&args, "gcc");
	args_add_words(&args, flags);
	if (more != NULL)
		args_add_words(&args, more);
	/* What lies in the scratch folder is known by its name there. */
	if (strcmp(folder, b->scratch) == 0)
		args_add_format(&args, "-fdebug-prefix-map=%s=.", folder);
	if (with_headers)
		args_add_all(&args, &b->headers);
	args_add_all(&args, &b->include);
	args_add(&args, "-c");
	args_add(&args, source);
	bool ok;
	if (is_strange(b, with_headers, folder)) {
		ok = compile_boxed(b, folder, source, object, &args, outcome);
	} else {
		args_add(&args, "-o");
		args_add(&args, object);
		ok = run_tool(folder, &args, outcome);
	}
	args_free(&args);
	return ok;
}

bool build_compile(const struct build *b, const char *folder,
                   const char *source, const char *object, const char *flags,
                   const char *more, struct proc_outcome *outcome)
{
	return compile(b, true, folder, source, object, flags, more, outcome);
}

/* The first line of what a tool wrote, for a message. */
static void add_first_line(struct text *t, const struct proc_outcome *o)
{
	const char *line = text_string(&o->err);

	if (line[0] == '\0')
		proc_describe(o, t);
	text_add_n(t, line, strcspn(line, "\n"));
}

static bool tool_failed(struct text *problem, const char *what,
                        const char *name, const struct proc_outcome *o)
{
	struct text line = TEXT_EMPTY;

	add_first_line(&line, o);
	problem_set(problem, "%s %s: %s", what, name, text_string(&line));
	text_free(&line);
	return false;
}

static bool rename_symbols(const char *object, const struct args *renames,
                           struct text *problem)
{
	struct args args = ARGS_EMPTY;
	struct proc_outcome o;

	if (renames->count == 0)
		return true;
	args_add(&args, "objcopy");
	args_add_all(&args, renames);
	args_add(&args, object);
	bool ok = run_tool(NULL, &args, &o) ||
	          tool_failed(problem, "Can't rename the symbols of", object, &o);
	proc_outcome_free(&o);
	args_free(&args);
	return ok;
}

/* What to do to an object after it was compiled. */
struct recipe {
	const char *folder, *source;    /* source relative to folder           */
	const char *flags, *more;
	const char *label;              /* of the kept object's name           */
	bool with_headers;              /* include the submission's            */
	struct args renames;            /* --redefine-sym a=b ...              */
};

/* Compiles into a name of its own, then renames: never half an object. */
static bool make_object(const struct build *b, const struct recipe *r,
                        const char *object, struct text *problem)
{
	char *temporary = must_format("%s.%ld.%p.tmp", object, (long)getpid(),
	                              (const void *)r);
	struct proc_outcome o;
	bool ok = compile(b, r->with_headers, r->folder, r->source, temporary,
	                  r->flags, r->more, &o) ||
	          tool_failed(problem, "gcc can't compile", r->source, &o);

	proc_outcome_free(&o);
	ok = ok && rename_symbols(temporary, &r->renames, problem);
	if (ok && rename(temporary, object) != 0)
		ok = problem_set(problem, "Can't write %s.", object);
	if (!ok)
		unlink(temporary);
	free(temporary);
	return ok;
}

/* The kept object for r, made when it is not there; appended to objects. */
static bool keep_object(const struct build *b, const struct recipe *r,
                        struct args *objects, struct text *problem)
{
	char *source = path_join(r->folder, r->source);
	uint64_t key = hash_string(b->key, r->flags);
	bool ok = hash_file(&key, source);

	if (r->with_headers)
		key = hash_bytes(key, &b->headers_key, sizeof b->headers_key);
	key = hash_string(key, r->more != NULL ? r->more : "");
	for (size_t i = 0; i < r->renames.count; i++)
		key = hash_string(key, r->renames.items[i]);
	char *object = must_format("%s/%s-%016llx.o", b->cache, r->label,
	                           (unsigned long long)key);
	if (!ok)
		problem_set(problem, "%s can't be read.", source);
	ok = ok && (is_file(object) || make_object(b, r, object, problem));
	if (ok)
		args_add(objects, object);
	free(object);
	free(source);
	return ok;
}

/* ---- the course's side ------------------------------------------------- */

static void add_rename(struct args *renames, const char *from, const char *to)
{
	args_add(renames, "--redefine-sym");
	args_add_format(renames, "%s=%s", from, to);
}

/* Allocation calls of a submission, so that the rig can make them fail. */
static void add_failpoint_renames(const struct build *b, struct args *renames)
{
	if (b->stage->rig & RIG_FAILPOINT)
		args_add_format(renames, "--redefine-syms=%s/autograder/rig/"
		                "failpoint.syms", b->course->home);
}

bool build_adapt(const struct build *b, const char *object,
                 struct text *problem)
{
	struct args renames = ARGS_EMPTY;

	add_failpoint_renames(b, &renames);
	bool ok = rename_symbols(object, &renames, problem);
	args_free(&renames);
	return ok;
}

/* A file of the course, by its path below the root: __FILE__ is that path. */
static bool keep_course_file(const struct build *b, const char *path,
                             bool with_headers, const struct stage_use *use,
                             struct args *objects, struct text *problem)
{
	struct recipe r = { .folder = b->course->root, .source = path,
	                    .flags = COURSE_FLAGS, .with_headers = with_headers,
	                    .label = path_name(path) };

	for (unsigned i = 0; use != NULL && i < use->rename_count; i++)
		add_rename(&r.renames, use->rename[i].from, use->rename[i].to);
	bool ok = keep_object(b, &r, objects, problem);
	args_free(&r.renames);
	return ok;
}

static bool keep_named(const struct build *b, struct args *objects,
                       struct text *problem, bool needed, const char *folder,
                       const char *name)
{
	char *file = must_format("%s/%s%s", folder, b->stage->name, name);
	char *whole = path_join(b->course->root, file);
	bool ok = (!needed && !is_file(whole)) ||
	          keep_course_file(b, file, strstr(file, "/support/") != NULL, NULL,
	                           objects, problem);

	free(whole);
	free(file);
	return ok;
}

/* In a handout the compiled part NAME stands for what it was made from. */
static bool add_part(const struct build *b, const char *name, struct args *objects,
                     struct text *problem)
{
	char *part = handout_part(b->course, b->stage->name, name, problem);

	if (part != NULL)
		args_add(objects, part);
	free(part);
	return part != NULL;
}

char *build_use_name(const struct stage_use *use)
{
	return must_format("use-%s-%s.o", use->stage, use->file);
}

static bool keep_use(const struct build *b, const struct stage_use *use,
                     struct args *objects, struct text *problem)
{
	bool handout = b->course->handout != NULL;
	char *path = handout ? build_use_name(use)
	                     : must_format("solutions/%s/%s", use->stage, use->file);
	bool ok = handout ? add_part(b, path, objects, problem)
	                  : keep_course_file(b, path, false, use, objects, problem);

	free(path);
	return ok;
}

/* plain: only those without renames. */
static bool keep_uses(const struct build *b, bool plain, struct args *objects,
                      struct text *problem)
{
	for (unsigned i = 0; i < b->stage->uses_count; i++) {
		const struct stage_use *use = &b->stage->uses[i];
		if ((!plain || use->rename_count == 0) &&
		    !keep_use(b, use, objects, problem))
			return false;
	}
	return true;
}

bool build_uses(const struct build *b, struct args *objects, struct text *problem)
{
	return keep_uses(b, false, objects, problem);
}

bool build_course_objects(const struct build *b, bool tests,
                          struct args *objects, struct text *problem)
{
	const struct stage *s = b->stage;

	if (tests && !(keep_named(b, objects, problem, true, "exercises",
	                          "/tests.c") &&
	               keep_named(b, objects, problem, false,
	                          "autograder/stages", "/held.c")))
		return false;
	for (unsigned i = 0; i < s->support_count; i++) {
		char *name = must_format("/support/%s", s->support[i]);
		bool ok = !text_ends(name, ".c") ||
		          keep_named(b, objects, problem, true,
		                     "autograder/stages", name);
		free(name);
		if (!ok)
			return false;
	}
	return keep_uses(b, false, objects, problem);
}

bool build_plain_uses(const struct build *b, struct args *objects,
                      struct text *problem)
{
	return keep_uses(b, true, objects, problem);
}

/* ---- reference and mutants --------------------------------------------- */

/* Writes the mutant's file below scratch and keeps its object. */
static bool keep_mutant(const struct build *b, const struct mutant *mutant,
                        const char *file, struct recipe *r,
                        struct args *objects, struct text *problem)
{
	char *path = must_format("%s/solutions/%s/%s", b->course->root,
	                         b->stage->name, file);
	char *folder = must_format("%s/mutant-%s", b->scratch, mutant->id);
	char *to = path_join(folder, file);
	struct text source = TEXT_EMPTY, edited = TEXT_EMPTY;
	bool ok = file_read(path, 0, &source) && folder_make(folder);

	if (!ok)
		problem_set(problem, "%s can't be read, or %s not be made.",
		            path, folder);
	ok = ok && mutant_apply(mutant, text_string(&source), &edited, problem);
	if (ok && !file_write(to, text_string(&edited), edited.length))
		ok = problem_set(problem, "%s can't be written.", to);
	r->folder = folder;
	ok = ok && keep_object(b, r, objects, problem);
	text_free(&source);
	text_free(&edited);
	free(to);
	free(folder);
	free(path);
	return ok;
}

static bool keep_reference_file(const struct build *b,
                                const struct mutant *mutant, const char *file,
                                const char *more, struct args *objects,
                                struct text *problem)
{
	bool mutated = mutant != NULL && strcmp(mutant->file, file) == 0;
	char *folder = course_folder(b->course, "solutions", b->stage->name);
	char *label = mutated ? must_format("%s-%s", mutant->id, file)
	                      : must_copy(file);
	struct recipe r = { .folder = folder, .source = file, .more = more,
	                    .with_headers = true,
	                    .flags = BUILD_GRADED_FLAGS, .label = label };

	add_failpoint_renames(b, &r.renames);
	bool ok = mutated ? keep_mutant(b, mutant, file, &r, objects, problem)
	                  : keep_object(b, &r, objects, problem);
	args_free(&r.renames);
	free(label);
	free(folder);
	return ok;
}

char *build_reference_name(const char *file)
{
	return must_format("reference-%s.o", file);
}

static bool add_reference_part(const struct build *b, const char *file,
                               struct args *objects, struct text *problem)
{
	char *name = build_reference_name(file);
	bool ok = add_part(b, name, objects, problem);

	free(name);
	return ok;
}

static bool keep_reference(const struct build *b, const struct mutant *mutant,
                           const char *more, struct args *objects,
                           struct text *problem)
{
	const struct stage_file *file;

	for (size_t i = 0; (file = stage_file(b->stage, ROLE_CODE, i)) != NULL;
	     i++)
		if (b->course->handout != NULL ? !add_reference_part(b, file->name, objects,
		                                                     problem) :
		    !keep_reference_file(b, mutant, file->name, more, objects,
		                         problem))
			return false;
	return true;
}

bool build_reference(const struct build *b, const struct mutant *mutant,
                     struct args *objects, struct text *problem)
{
	return keep_reference(b, mutant, "-w", objects, problem);
}

/* Its own calls stay inside, as in a program linked as one. Variables don't: a program
   that names one has it for itself, and the library has to use that. */
#define LIBRARY_LINK "gcc -shared -Wl,-Bsymbolic-functions -Wl,-soname," BUILD_LIBRARY

/* Links into a name of its own, then renames: never half a library. */
static bool make_library(const struct args *objects, const char *library,
                         struct text *problem)
{
	char *temporary = must_format("%s.%ld.%p.tmp", library, (long)getpid(),
	                              (const void *)objects);
	struct args args = ARGS_EMPTY;
	struct proc_outcome o;

	args_add_words(&args, LIBRARY_LINK);
	args_add_all(&args, objects);
	args_add(&args, "-o");
	args_add(&args, temporary);
	bool ok = run_tool(NULL, &args, &o) ||
	          tool_failed(problem, "gcc can't link", library, &o);
	if (ok && rename(temporary, library) != 0)
		ok = problem_set(problem, "Can't write %s.", library);
	if (!ok)
		unlink(temporary);
	proc_outcome_free(&o);
	args_free(&args);
	free(temporary);
	return ok;
}

char *build_library_name(const struct mutant *mutant)
{
	return must_format("%s/" BUILD_LIBRARY, mutant != NULL ? mutant->id : "reference");
}

static char *library_part(const struct build *b, const struct mutant *mutant,
                          struct text *problem)
{
	char *name = build_library_name(mutant);
	char *part = handout_part(b->course, b->stage->name, name, problem);

	free(name);
	return part;
}

char *build_library(const struct build *b, const struct mutant *mutant,
                    struct text *problem)
{
	if (b->course->handout != NULL)
		return library_part(b, mutant, problem);
	struct args objects = ARGS_EMPTY;
	uint64_t key = hash_string(HASH_START, LIBRARY_LINK);
	char *library = NULL;
	bool ok = keep_reference(b, mutant, "-w -fPIC", &objects, problem);

	/* The names of kept objects hold the hash of what is in them. */
	for (size_t i = 0; i < objects.count; i++)
		key = hash_string(key, objects.items[i]);
	char *folder = must_format("%s/%s-%016llx", b->cache,
	                           mutant != NULL ? mutant->id : "reference",
	                           (unsigned long long)key);
	if (ok && !folder_make(folder))
		ok = problem_set(problem, "The folder %s can't be made.", folder);
	if (ok) {
		library = path_join(folder, BUILD_LIBRARY);
		ok = is_file(library) ||
		     make_library(&objects, library, problem);
	}
	if (!ok) {
		free(library);
		library = NULL;
	}
	free(folder);
	args_free(&objects);
	return library;
}

/* ---- linking ----------------------------------------------------------- */

/* response: a file in course->build with what else to link. */
static bool link_with(const struct build *b, const struct args *objects,
                      const char *more, const char *response,
                      const char *program, struct proc_outcome *outcome)
{
	struct args args = ARGS_EMPTY;

	args_add(&args, "gcc");
	if (more != NULL)
		args_add_words(&args, more);
	args_add_all(&args, objects);
	args_add_format(&args, "@%s/%s", b->course->build, response);
	args_add(&args, "-o");
	args_add(&args, program);
	bool ok = run_tool(NULL, &args, outcome);
	args_free(&args);
	return ok;
}

bool build_link(const struct build *b, const struct args *objects,
                const char *more, const char *program,
                struct proc_outcome *outcome)
{
	return link_with(b, objects, more,
	                 b->stock ? "rig-stock.rsp" : "rig.rsp", program,
	                 outcome);
}

bool build_driver_link(const struct build *b, const struct args *objects,
                       const char *program, struct proc_outcome *outcome)
{
	return link_with(b, objects, NULL, "driver.rsp", program, outcome);
}

const char *build_linker_name(const char *said, const char *words, size_t *n)
{
	const char *at = strstr(said, words);
	const char *quote = at != NULL ? strchr(at, '`') : NULL;

	*n = quote != NULL ? strcspn(quote + 1, "'\n") : 0;
	return *n > 0 ? quote + 1 : NULL;
}
